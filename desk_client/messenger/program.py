"""The messenger as a program: its connections, workers and ways out, put together once, working in
rounds until it is told to stop."""

import threading
from collections.abc import Callable
from contextlib import ExitStack

import psycopg

from desk_client.agreed_clock import AgreedClock
from desk_client.central.address import connection_string, said
from desk_client.clock import Clock
from desk_client.compliance.pack_set import PackSet
from desk_client.errors import CentralUnreachable, SignInRefused
from desk_client.ids import Login
from desk_client.messenger.pace import Pace
from desk_client.messenger.posting import Posting
from desk_client.messenger.register import Register
from desk_client.messenger.round import Round, Tally
from desk_client.messenger.settings import MessengerSettings
from desk_client.messenger.ways import Ways
from desk_client.messenger.worker import HouseRows, Worker
from desk_client.services.asking import Circumstances
from desk_client.services.central_files import agents, campaigns
from desk_client.services.law_in_force import collector, packs_in_force
from desk_client.sync.clock_agreement import agree_by
from desk_client.writing.shipped import shipped_templates

WORKERS = 3
REST_S = 2.0  # between rounds in which there was nothing to do
ROWS_LAST_S = 60.0  # campaigns and people are read again after so long


class Messenger:
    """One messenger. Open it, let it run, close it."""

    def __init__(
        self,
        settings: MessengerSettings,
        *,
        password: str,
        clock: Clock,
    ) -> None:
        """CentralUnreachable or SignInRefused where central does not let it in."""
        self.stopped = threading.Event()
        self._settings = settings
        self._clock = AgreedClock(clock)
        self._open = ExitStack()
        with ExitStack() as half_open:
            half_open.callback(self._open.close)
            connections = [self._connect(password) for _ in range(WORKERS)]
            self._ways = Ways(settings, self._clock)
            self._open.callback(self._ways.close)
            self._rows_connection = connections[0]
            self._rows = self._read_rows()
            self._round = self._wired(connections, packs_in_force(settings.law))
            self._round.begin()
            half_open.pop_all()

    def _connect(self, password: str) -> psycopg.Connection:
        address = connection_string(
            self._settings.central, login=Login(self._settings.login), password=password
        )
        try:
            connection = psycopg.connect(address, autocommit=True, prepare_threshold=None)
        except psycopg.OperationalError as fault:
            if fault.pgconn is not None and fault.pgconn.used_password:
                raise SignInRefused("Central does not accept this login and password.") from None
            raise CentralUnreachable(f"Central does not answer ({said(fault)}).") from None
        self._open.callback(connection.close)
        return connection

    def _wired(self, connections: list[psycopg.Connection], packs: PackSet) -> Round:
        workers = []
        for connection in connections:
            register = Register(connection, self._clock)
            posting = Posting(
                packs=packs,
                templates=shipped_templates(),
                ways=self._ways.by_channel,
                ledger=register,
                circumstances=Circumstances(collector=collector(self._settings.law)),
                clock=self._clock,
            )
            workers.append(
                Worker(
                    register=register, posting=posting, house=lambda: self._rows, clock=self._clock
                )
            )
        pace = Pace(self._settings.rate_per_s, self._clock, self.stopped)
        return Round(
            workers=workers,
            templates=shipped_templates(),
            agents=lambda: self._rows.agents,
            heard=self._ways.news,
            clock=self._clock,
            pace=pace.wait,
        )

    def _read_rows(self) -> HouseRows:
        self._read_at = self._clock.monotonic()
        return HouseRows(
            campaigns=campaigns(self._rows_connection),
            agents=agents(self._rows_connection),
            complaints=self._settings.house.complaints,
            messenger=Login(self._settings.login),
        )

    def round(self) -> Tally:
        """One round; CentralUnreachable where the line broke. Whoever sends by a wrong clock sends
        at night: the time is central's, asked anew for each round."""
        try:
            agree_by(self._rows_connection, self._clock)
            if self._clock.monotonic() - self._read_at > ROWS_LAST_S:
                self._rows = self._read_rows()
            return self._round.run()
        except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
            raise CentralUnreachable(f"Central does not answer ({said(fault)}).") from None

    def run(self, told: Callable[[Tally], None]) -> None:
        """Rounds until `stopped`."""
        while not self.stopped.is_set():
            tally = self.round()
            if tally.idle:
                self.stopped.wait(REST_S)
            else:
                told(tally)

    def close(self) -> None:
        """Gives everything back."""
        self.stopped.set()
        self._open.close()
