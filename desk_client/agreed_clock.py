"""The machine's clock, set right by central's, so that all desks date what they do by one clock: a
count of contacts a day means nothing where one desk's midnight is another's five past. Between two
agreements it must run evenly: a clock that was moved, a machine that slept or was started anew is
trusted again when central has been asked. A rehearsal's clock is moved on purpose and stays so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_client.clock import Clock

_PRECISE = timedelta(seconds=2)  # an answer that took longer tells too little
_WITHIN = timedelta(milliseconds=100)  # left alone, so that time does not step at every round
_EVEN = timedelta(seconds=5)  # how far wall time and elapsed time may part between two agreements


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How the machine's clock stood to central's, and when that was."""

    ahead: timedelta  # central's time less the machine's
    at: datetime  # by the machine's clock
    monotonic: float  # seconds, of the same instant


class AgreedClock:
    """A Clock; `machine` is the one it sets right."""

    def __init__(self, machine: Clock, agreed: Agreement | None = None) -> None:
        """`agreed` is what was agreed before, by an earlier run of the program perhaps."""
        self._machine = machine
        self._agreed = agreed

    @property
    def rehearsal(self) -> bool:
        return self._machine.rehearsal

    def now(self) -> datetime:
        agreed = self._agreed
        machine = self._machine.now()
        return machine if agreed is None or self.rehearsal else machine + agreed.ahead

    def monotonic(self) -> float:
        return self._machine.monotonic()

    @property
    def machine(self) -> Clock:
        return self._machine

    @property
    def steady(self) -> bool:
        """Whether it may be dated by: central was asked, and the clock has run evenly since."""
        if self.rehearsal:
            return True
        agreed = self._agreed
        if agreed is None:
            return False
        elapsed = timedelta(seconds=self._machine.monotonic() - agreed.monotonic)
        return abs(self._machine.now() - agreed.at - elapsed) <= _EVEN

    def agree(self, before: datetime, central: datetime, after: datetime) -> Agreement | None:
        """Central said `central` between two looks at the machine's clock. What is agreed now, to
        be remembered; None where the answer tells nothing."""
        took = after - before
        if self.rehearsal or not timedelta() <= took <= _PRECISE:
            return None
        ahead = central - (before + took / 2)
        known = self._agreed
        if known is not None and abs(known.ahead - ahead) <= took / 2 + _WITHIN:
            ahead = known.ahead
        self._agreed = Agreement(ahead=ahead, at=after, monotonic=self._machine.monotonic())
        return self._agreed


def steady(clock: Clock) -> bool:
    """Whether this clock may be dated by; one that agrees with nobody is taken as it is."""
    return clock.steady if isinstance(clock, AgreedClock) else True
