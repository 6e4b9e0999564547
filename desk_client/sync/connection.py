"""A person's own connection to central: their own role, their own password, held open between
rounds and opened again when it was lost. What goes wrong is said in one sentence: central is away
(work goes on from the local store) or it does not let this person in."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import RLock

import psycopg
from psycopg import errors

from desk_client.agent import Agent, Role
from desk_client.central.address import connection_string, said
from desk_client.errors import CentralUnreachable, DeskError, SignInRefused
from desk_client.ids import Login

# libpq gives no code for a refused connection; these are sentences of its own, or of a server that
# is not the password's judge
_NO_REFUSAL = (
    "server closed the connection",
    "timeout expired",
    "could not receive",
    "could not send",
    "Connection re",  # reset, refused
    "too many",
    "starting up",
    "shutting down",
    "recovery",
    "does not exist",
    "certificate",
    "SSL",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """The person as central knows them, and the epoch of its store."""

    person: Agent
    store_epoch: str


class CentralConnection:
    """One person's door to central; usable from any thread, by one at a time."""

    def __init__(self, *, address: str, login: Login, password: str) -> None:
        """`address`: a PostgreSQL address without a login."""
        self.login = login
        self._conninfo = connection_string(address, login=login, password=password)
        self._lock = RLock()
        self._open: psycopg.Connection | None = None

    def __repr__(self) -> str:
        return f"CentralConnection({self.login})"

    @contextmanager
    def on_duty(self) -> Iterator[tuple[psycopg.Connection, Duty]]:
        """A living connection (autocommit; open transactions on it) and who we are there.
        CentralUnreachable or SignInRefused, also when the line breaks inside the block."""
        with self._lock:
            try:
                yield self._living()
            except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
                self.close()
                raise CentralUnreachable(f"Central does not answer ({said(fault)}).") from None
            except errors.InsufficientPrivilege as fault:
                self.close()
                raise SignInRefused(
                    f"Central does not let {self.login} do this ({said(fault)})."
                ) from None
            except psycopg.Error as fault:
                self.close()
                raise DeskError(f"Central cannot do this ({said(fault)}).") from None

    def close(self) -> None:
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _living(self) -> tuple[psycopg.Connection, Duty]:
        """The held connection where it still answers, else a new one."""
        if self._open is not None:
            with suppress(psycopg.OperationalError, psycopg.InterfaceError):
                return self._open, self._duty(self._open)
            self.close()
        self._open = self._connect()
        return self._open, self._duty(self._open)

    def _connect(self) -> psycopg.Connection:
        try:
            return psycopg.connect(self._conninfo, autocommit=True, prepare_threshold=None)
        except psycopg.OperationalError as fault:
            asked = fault.pgconn is not None and fault.pgconn.used_password
            if asked and not any(words in str(fault) for words in _NO_REFUSAL):
                raise SignInRefused("Central does not accept this login and password.") from None
            raise

    def _duty(self, connection: psycopg.Connection) -> Duty:
        row = connection.execute(
            """select a.login::text, a.staff_no, a.name, a.role, a.team, e.epoch::text
                 from app.agent a, app.store_epoch e
                where a.login = session_user and a.active"""
        ).fetchone()
        if row is None:
            self.close()
            raise SignInRefused(f"Central does not let {self.login} work at present.")
        login, staff_no, name, role, team, epoch = row
        person = Agent(login=Login(login), staff_no=staff_no, name=name, role=Role(role), team=team)
        return Duty(person, epoch)


def sign_in(*, address: str, login: Login, password: str) -> Agent:
    """Asks central once whether this person may work; SignInRefused or CentralUnreachable."""
    door = CentralConnection(address=address, login=login, password=password)
    try:
        with door.on_duty() as (_, duty):
            return duty.person
    finally:
        door.close()
