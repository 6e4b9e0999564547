"""The row of reasons: one key asks for help or for a rest, and a digit may say why. It never blocks
the keys of a call. Nobody in need has to choose: a call for help that got no digit goes out by
itself after some seconds, and what was chosen too late is no reason any more. More time for wrap-up
is asked for here too, and told to the lead in the same way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from desk_client.services import team_intents as asks
from desk_client.services.help_call import HelpCall
from desk_client.services.standing import NOT_NOW, Asking, Standing
from desk_client.services.team_parts import ReasonRow
from desk_client.team_body import HELP_REASONS, REST_REASONS, WrapUpExtended
from desk_client.text import Text

WAITS = timedelta(seconds=8)  # as long as a toast stands (ui.md 09): long enough to read six words
_NOT_SENT = Text("未发出求助", "Help was not asked for")


class Reasons:
    """Answers the digits of the row; called on the desk thread."""

    def __init__(self, *, standing: Standing, help_call: HelpCall) -> None:
        self._at = standing
        self._help = help_call

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.TakeReason: lambda i: self._take(i.number),
            asks.CloseReasons: lambda _: self._close(),
            asks.ExtendWrapUp: lambda _: self._extend(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"reasons": self.part()}

    def part(self) -> ReasonRow | None:
        """The open row; None while it is shut."""
        asking = self._at.asking
        if asking is None or (asking.about == "rest" and not self._at.resting):
            self._at.asking = None  # a case was taken: its keys are its own
            return None
        choices = HELP_REASONS if asking.about == "help" else REST_REASONS
        return ReasonRow(about=asking.about, choices=choices, acts_at=_acts_at(asking))

    def due(self) -> float | None:
        """Takes a row that nobody answered as answered; the monotonic second to wake at."""
        asking, clock = self._at.asking, self._at.clock
        acts_at = _acts_at(asking) if asking is not None else None
        if acts_at is None or self._at.over:
            return None
        left = (acts_at - clock.now()).total_seconds()
        if left > 0:
            return clock.monotonic() + left
        self._take(0)
        return None

    def _take(self, number: int) -> None:
        at, asking = self._at, self._at.asking
        if asking is None:
            return
        if asking.about == "help":
            if number <= len(HELP_REASONS):
                self._help.send(HELP_REASONS[number - 1] if number else "")
        elif number <= len(REST_REASONS):
            at.asking = None
            if number:
                at.rest_reason = REST_REASONS[number - 1]
                at.tell_ready()

    def _extend(self) -> None:
        """Ctrl+W; the lead reads on the record how much more it was."""
        at = self._at
        wrap_up = at.wrap_up
        if wrap_up is None or wrap_up.logged:
            at.notice = NOT_NOW
            return
        more = wrap_up.extend(at.clock.now())
        at.write(wrap_up.call.hand, WrapUpExtended(call_id=wrap_up.call.call_id, by_s=more))
        at.notice = Text(f"小结延长 {more} 秒", f"{more} s more for wrap-up")

    def _close(self) -> None:
        asking, self._at.asking = self._at.asking, None
        if asking is not None and asking.about == "help":
            self._at.notice = _NOT_SENT


def _acts_at(asking: Asking) -> datetime | None:
    """A rest competes with nothing, so its row waits."""
    return asking.since + WAITS if asking.about == "help" else None
