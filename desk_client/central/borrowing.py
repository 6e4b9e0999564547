"""What the messenger borrows: one debtor at a time, whom no desk may contact meanwhile. Whatever
others may have done is read at once; facts are read after it, so that an attempt settled in between
is counted twice rather than never."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql

from desk_client.body_form import Medium
from desk_client.central.admin import check_credentials
from desk_client.clock import Clock
from desk_client.errors import BadInput
from desk_client.ids import DebtorId, Login
from desk_client.outstanding import Outstanding

FOR_S = 120  # how long one is borrowed: longer than a gateway's time-out
_MARGIN = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """A debtor in hand for one contact, until `until` by the clock it was borrowed with."""

    debtor_id: DebtorId
    granted_at: datetime
    until: datetime
    outstanding: tuple[Outstanding, ...] = ()


class Borrowing:
    """The loans of one messenger; `connection` is its own, in autocommit."""

    def __init__(self, connection: psycopg.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock

    def borrow(self, debtor_id: DebtorId, medium: Medium, for_s: int = FOR_S) -> Loan | None:
        """None while somebody else may contact this debtor. Read the facts after this."""
        asked = self._clock.now()
        row = self._connection.execute(
            "select granted_at, valid_s from app.borrow_one(%s, %s, %s)",
            (debtor_id, medium, for_s),
        ).fetchone()
        if row is None:
            return None
        return Loan(
            debtor_id=debtor_id,
            granted_at=row[0].astimezone(UTC),
            until=asked + timedelta(seconds=row[1]) - _MARGIN,
            outstanding=outstanding_at_central(self._connection, self._clock).get(debtor_id, ()),
        )

    def borrow_under(
        self, debtor_id: DebtorId, medium: Medium, lease_granted_at: datetime, for_s: int = FOR_S
    ) -> Loan | None:
        """For a message that a desk ordered under the lease it still has; None where it has it no
        more. The desk counts the order by itself, so nothing of that lease is outstanding."""
        asked = self._clock.now()
        row = self._connection.execute(
            "select granted_at, valid_s from app.borrow_under(%s, %s, %s, %s)",
            (debtor_id, medium, lease_granted_at, for_s),
        ).fetchone()
        if row is None:
            return None
        beside = self._connection.execute(
            "select * from app.outstanding_beside(%s, %s, %s)",
            (debtor_id, lease_granted_at, row[0]),
        ).fetchall()
        return Loan(
            debtor_id=debtor_id,
            granted_at=row[0].astimezone(UTC),
            until=asked + timedelta(seconds=row[1]) - _MARGIN,
            outstanding=_dated(beside, self._clock.now()).get(debtor_id, ()),
        )

    def give_back(self, loan: Loan, *, attempted: bool) -> bool:
        """Free for others at once. False where it was given back before."""
        row = self._connection.execute(
            "select app.give_back_one(%s, %s, %s)",
            (loan.debtor_id, loan.granted_at, int(attempted)),
        ).fetchone()
        return row is not None and bool(row[0])

    def give_back_left_open(self) -> int:
        """What this login held when its messenger died; how many that were."""
        row = self._connection.execute("select app.give_back_left_open()").fetchone()
        return 0 if row is None else int(row[0])


def outstanding_at_central(
    connection: psycopg.Connection, clock: Clock
) -> dict[DebtorId, tuple[Outstanding, ...]]:
    """Attempts that others may have made on the debtors lent to whoever asks, by debtor, in the
    order of the grants, dated by `clock`."""
    rows = connection.execute(
        """select debtor_id::text, granted_at, medium, attempts, since_s, until_s
             from app.outstanding() order by debtor_id, granted_at"""
    ).fetchall()
    return _dated(rows, clock.now())  # after the answer: what was, was at the latest so long ago


def _dated(
    rows: Iterable[tuple[Any, ...]], now: datetime
) -> dict[DebtorId, tuple[Outstanding, ...]]:
    found: dict[DebtorId, tuple[Outstanding, ...]] = {}
    for debtor, granted_at, medium, attempts, since_s, until_s in rows:
        one = Outstanding(
            granted_at=granted_at.astimezone(UTC),
            medium=medium,
            attempts=attempts,
            since=now - timedelta(seconds=since_s),
            until=now - timedelta(seconds=until_s),
        )
        key = DebtorId(str(debtor))
        found[key] = (*found.get(key, ()), one)
    return found


def add_messenger(connection: psycopg.Connection, *, login: Login, password: str) -> None:
    """Makes the messenger's login, or changes its password; `connection` is an administrator's. A
    login for each messenger: two under one name would settle each other's loans."""
    check_credentials(login, password)
    known = connection.execute(
        """select pg_has_role(oid, 'desk_messenger', 'member') and not rolsuper
             from pg_roles where rolname = %s""",
        (login,),
    ).fetchone()
    if known is not None and not known[0]:
        raise BadInput(
            where="login",
            found=f"{login} is a role of this PostgreSQL already",
            allowed="choose another",
        )
    secret = connection.pgconn.encrypt_password(
        password.encode(), login.encode(), b"scram-sha-256"
    ).decode()
    role = sql.Identifier(login)
    connection.execute(
        sql.SQL("{} role {} login password {} connection limit 4").format(
            sql.SQL("alter" if known else "create"), role, sql.Literal(secret)
        )
    )
    connection.execute(sql.SQL("grant desk_messenger to {}").format(role))
