"""Sync in the background: a thread that runs a round soon after each write, and from time to time
without one, because others write too. While central is away it tries again after 1, 2, 4 ... 60
seconds, each moved by chance so that a floor of desks does not knock all at once. It tells its
listeners how things stand; it never asks them anything."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Condition, Thread
from typing import Literal

from sqlalchemy.exc import SQLAlchemyError

from desk_client.clock import Clock
from desk_client.errors import DeskError
from desk_client.sync.round import RoundResult, SyncRound

log = logging.getLogger(__name__)

POLL_S = 30.0
_LONGEST_RETRY_S = 60.0
_STOP_WITHIN_S = 15.0  # a round that is under way ends by its own time-outs


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """What the status bar shows."""

    kind: Literal["synced", "to_send", "offline"]
    waiting: int  # facts not at central yet
    since: datetime  # synced, to_send: of the last round that worked; offline: of the first failure
    next_try: datetime | None = None  # offline only
    reason: str = ""  # offline only, a sentence


class SyncLoop:
    """Runs rounds until it is stopped. Both callables are called on the sync thread."""

    def __init__(
        self,
        *,
        sync: SyncRound,
        clock: Clock,
        on_state: Callable[[SyncState], None],
        on_round: Callable[[RoundResult], None],
        poll_s: float = POLL_S,
    ) -> None:
        self._sync = sync
        self._clock = clock
        self._on_state = on_state
        self._on_round = on_round
        self._poll_s = poll_s
        self._chance = random.SystemRandom()
        self._wake = Condition()
        self._written = self._hurried = self._stopping = False
        self._failures = 0
        self._state = SyncState(kind="synced", waiting=0, since=clock.now())
        self._thread = Thread(target=self._run, name="sync", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def poke(self) -> None:
        """Something was written: it is pushed at once, or counted while central is away."""
        with self._wake:
            self._written = True
            self._wake.notify()

    def try_now(self) -> None:
        """Somebody does not want to wait for the next try."""
        with self._wake:
            self._hurried = True
            self._wake.notify()

    def stop(self) -> None:
        """Ends after the round under way."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        if self._thread.ident is not None:
            self._thread.join(_STOP_WITHIN_S)

    def _run(self) -> None:
        while not self._stopping:
            self._rest(self._round())

    def _round(self) -> float:
        """One round; the seconds until the next."""
        self._tell_waiting()
        try:
            result = self._sync.run()
        except Exception as fault:  # noqa: BLE001 - a thread that died would look like one that waits
            return self._failed(fault)
        self._failures = 0
        self._on_round(result)
        self._tell(
            SyncState(
                kind="to_send" if result.waiting else "synced",
                waiting=result.waiting,
                since=self._clock.now(),
            )
        )
        return self._poll_s * self._chance.uniform(0.8, 1.2)

    def _failed(self, fault: Exception) -> float:
        if not isinstance(fault, DeskError):
            log.error("a round of sync failed", exc_info=fault)
        wait_s = min(_LONGEST_RETRY_S, 2.0**self._failures) * self._chance.uniform(0.5, 1.0)
        now = self._clock.now()
        self._tell(
            SyncState(
                kind="offline",
                waiting=self._state.waiting,
                since=self._state.since if self._failures else now,
                next_try=now + timedelta(seconds=wait_s),
                reason=_said(fault),
            )
        )
        self._failures += 1
        return wait_s

    def _rest(self, wait_s: float) -> None:
        until = self._clock.monotonic() + wait_s
        with self._wake:
            while not self._stopping and not self._hurried:
                if self._written and not self._failures:
                    break
                if self._written:
                    self._written = False
                    self._tell_waiting()
                left = until - self._clock.monotonic()
                if left <= 0:
                    break
                self._wake.wait(left)
            self._written = self._hurried = False

    def _tell_waiting(self) -> None:
        """Counts what waits; says so where it is more than was said."""
        try:
            waiting = self._sync.waiting
        except SQLAlchemyError:
            log.warning("sync cannot count the outbox", exc_info=True)
            return
        if waiting != self._state.waiting:
            kind = self._state.kind
            self._tell(
                replace(self._state, kind="to_send" if kind == "synced" else kind, waiting=waiting)
            )

    def _tell(self, state: SyncState) -> None:
        self._state = state
        self._on_state(state)


def _said(fault: Exception) -> str:
    if isinstance(fault, DeskError):
        return str(fault)
    if isinstance(fault, SQLAlchemyError):
        return "The local store is busy."
    return "What came from central cannot be read; the log says why."
