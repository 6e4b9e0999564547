"""Digits sent inside a call. A switchboard's menu takes a few; a telephone number typed into a line
that dials on would be a call past the gate. So no run of digits grows as long as a number, whatever
it is for: the refusal is recorded like that of any other path."""

from datetime import datetime, timedelta

from desk_client.fact_body import VerdictGiven
from desk_client.ids import ContactPointId
from desk_client.services.verdict_fact import refused_by_desk
from desk_client.text import Text

LONGEST = 6  # shorter than any subscriber's number (ITU-T E.164 national numbers begin at 7)
PAUSE = timedelta(seconds=15)  # no exchange waits so long between two digits of a number

REFUSED = Text(
    "通话中按键最多 6 位：拨打号码请从预览页发起",
    "At most six digits in a call: a number is dialled from the preview",
)


class Keypad:
    """The digits of one call."""

    def __init__(self) -> None:
        self._run = 0
        self._last: datetime | None = None

    def may_send(self, digit: str, now: datetime) -> bool:
        """Whether this digit may go out now; it counts when it may. Star and hash are no digits of
        a number, but do not end a run either."""
        if self._last is None or now - self._last >= PAUSE:
            self._run = 0
        if not digit.isdigit():
            return True
        if self._run >= LONGEST:
            self._last = now  # trying again does not wait the run out
            return False
        self._run, self._last = self._run + 1, now
        return True


def refusal(point: ContactPointId | None, now: datetime) -> VerdictGiven:
    """What is recorded of a run that was cut short."""
    return refused_by_desk(
        rule="engine.digits", ref="内部规定：通话中按键", path="digits", point=point, now=now
    )
