"""What an administrator does to central: set it up, migrate it, let people in and out, and look
whether it is well. Every function takes the address of the database as an administrator reaches it;
nothing here runs on an agent's desk. SQL is composed by psycopg, never by pasting text."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import errors, sql
from psycopg.rows import class_row

from desk_client.agent import Agent, Role
from desk_client.central.address import connection_string, said
from desk_client.central.migrate import newest_revision, prepare, upgrade_schema
from desk_client.errors import BadInput, CentralUnreachable, DeskError
from desk_client.ids import Login

_LOGIN = re.compile(r"[a-z][a-z0-9_]{0,62}")
_GROUP = {Role.AGENT: "desk_agent", Role.LEAD: "desk_lead"}
_LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
    "idle_session_timeout": "10min",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How central stands, counted by asking it."""

    server: str  # "PostgreSQL 18.4"
    revision: str
    newest: str  # revision this program knows
    roles: list[Login]  # those who may sign in
    tls: bool
    debtors: int
    cases: int
    facts: int
    lent: int  # debtors
    waiting: int  # debtors


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Facts as central counts them, and what is wrong with them there."""

    facts: int
    doubled: int  # the same thing said twice under two ids
    orphans: int  # about a case or debtor that their team does not have


def init(dsn: str) -> str:
    """Sets central up, or brings it up to date; the revision it is at then."""
    with administrator(dsn) as connection:
        prepare(connection)
    return upgrade_schema(dsn)


def upgrade(dsn: str) -> str:
    """As init, for a central that is set up already; DeskError where it is not."""
    with administrator(dsn) as connection:
        connection.execute("select epoch from app.store_epoch")
    return init(dsn)


def add_user(dsn: str, *, person: Agent, password: str) -> None:
    """Makes or changes a person: a role of their own with a password of their own. A person who was
    blocked is let in again."""
    check_credentials(person.login, password)
    with administrator(dsn) as connection:
        known = _known_role(connection, person.login)
        secret = connection.pgconn.encrypt_password(
            password.encode(), person.login.encode(), b"scram-sha-256"
        ).decode()
        role = sql.Identifier(person.login)
        connection.execute(
            sql.SQL("{} role {} login password {} connection limit 4").format(
                sql.SQL("alter" if known else "create"), role, sql.Literal(secret)
            )
        )
        for name, value in _LIMITS.items():
            connection.execute(
                sql.SQL("alter role {} set {} = {}").format(
                    role, sql.Identifier(name), sql.Literal(value)
                )
            )
        for kind, group in _GROUP.items():
            move = sql.SQL("grant {} to {}" if kind is person.role else "revoke {} from {}")
            connection.execute(move.format(sql.Identifier(group), role))
        _write_agent(connection, person)


def check_credentials(login: Login, password: str) -> None:
    """BadInput where no role could be made of them."""
    if not _LOGIN.fullmatch(login):
        raise BadInput(where="login", found=repr(login), allowed="use a-z, 0-9 and _, at most 63")
    if len(password) < 8:
        raise BadInput(
            where="password", found=f"{len(password)} characters", allowed="give at least 8"
        )


def _known_role(connection: psycopg.Connection, login: Login) -> bool:
    """Whether the role exists; BadInput where it is not one of ours, for we would take it over."""
    row = connection.execute(
        """select pg_has_role(oid, 'desk_agent', 'member') and not rolsuper and not rolcreaterole
           from pg_roles where rolname = %s""",
        (login,),
    ).fetchone()
    if row is not None and not row[0]:
        raise BadInput(
            where="login",
            found=f"{login} is a role of this PostgreSQL already",
            allowed="choose another",
        )
    return row is not None


def _write_agent(connection: psycopg.Connection, person: Agent) -> None:
    try:
        connection.execute(
            """insert into app.agent (login, staff_no, name, role, team, active)
               values (%s, %s, %s, %s, %s, true)
               on conflict (login) do update set staff_no = excluded.staff_no,
                 name = excluded.name, role = excluded.role, team = excluded.team, active = true""",
            (person.login, person.staff_no, person.name, person.role.value, person.team),
        )
    except errors.UniqueViolation:
        raise BadInput(
            where="staff_no", found=f"{person.staff_no} is another person's", allowed="see status"
        ) from None


def block_user(dsn: str, login: Login) -> None:
    """Shuts a person out at once, open sessions included; the debtors they hold are free again."""
    with administrator(dsn) as connection:
        blocked = connection.execute(
            "update app.agent set active = false where login = %s returning login", (login,)
        ).fetchone()
        if blocked is None:
            raise BadInput(where="login", found=f"nobody is called {login}", allowed="see status")
        connection.execute(sql.SQL("alter role {} nologin").format(sql.Identifier(login)))
        connection.execute(
            """update app.work set agent = null, granted_at = null, lease_until = null
               where agent = %s""",
            (login,),
        )
    with administrator(dsn) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", (login,)
        )


def renew_epoch(dsn: str) -> None:
    """After a restore from a backup: transaction numbers of another cluster mean nothing here, so
    every row is stamped anew and every desk pulls everything once."""
    with administrator(dsn) as connection:
        connection.execute("update app.store_epoch set epoch = gen_random_uuid()")
        stamped = connection.execute(
            """select table_name from information_schema.columns
               where table_schema = 'app' and column_name = 'xid'"""
        ).fetchall()
        for (table,) in stamped:
            connection.execute(
                sql.SQL("update app.{} set xid = pg_current_xact_id()").format(
                    sql.Identifier(table)
                )
            )


def status(dsn: str) -> Status:
    """How central stands; DeskError where it was never set up."""
    with administrator(dsn) as connection:
        revision = connection.execute("select version_num from app.alembic_version").fetchone()
        cursor = connection.cursor(row_factory=class_row(Status))
        found = cursor.execute(
            """select 'PostgreSQL ' || split_part(current_setting('server_version'), ' ', 1)
                 as server, %(revision)s as revision, %(newest)s as newest, %(tls)s as tls,
               array(select login::text from app.agent where active order by login) as roles,
               (select count(*) from app.debtor) as debtors,
               (select count(*) from app.placed_case) as cases,
               (select count(*) from app.fact) as facts,
               (select count(*) from app.work where agent is not null) as lent,
               (select count(*) from app.work where agent is null) as waiting""",
            {
                "revision": revision[0] if revision else "",
                "newest": newest_revision(),
                "tls": connection.pgconn.ssl_in_use,
            },
        ).fetchone()
        if found is None:
            raise DeskError("Central does not say how it stands.")
        return found


def verify(dsn: str) -> Health:
    """Counts what is wrong with the facts that central holds."""
    with administrator(dsn) as connection:
        found = (
            connection.cursor(row_factory=class_row(Health))
            .execute(
                """select count(*) as facts,
                     count(*) - count(distinct (actor, kind, case_id, debtor_id, occurred_at, body))
                       as doubled,
                     count(*) filter (where
                       (case_id is not null and not exists (select from app.placed_case c
                          where c.case_id = f.case_id and c.team = f.team))
                       or (debtor_id is not null and not exists (select from app.debtor d
                          where d.debtor_id = f.debtor_id and d.team = f.team))) as orphans
                   from app.fact f"""
            )
            .fetchone()
        )
        if found is None:
            raise DeskError("Central does not count its facts.")
        return found


def fact_count(dsn: str) -> int:
    """How many facts central holds."""
    return verify(dsn).facts


@contextmanager
def administrator(dsn: str) -> Iterator[psycopg.Connection]:
    """One transaction as an administrator; what goes wrong is said in a sentence."""
    try:
        with psycopg.connect(connection_string(dsn)) as connection:
            yield connection
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        raise DeskError("Central is not set up; run: desk-client admin init") from None
    except errors.InsufficientPrivilege as fault:
        raise DeskError(f"This login may not administer central ({said(fault)}).") from None
    except psycopg.OperationalError as fault:
        raise CentralUnreachable(f"Central does not answer ({said(fault)}).") from None
