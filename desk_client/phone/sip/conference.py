"""Conferences held on this desk: two or three calls whose far sides hear each other and the agent.
Who joins is taken off our hold first. A conference of which one call is left is none any more."""

from collections.abc import Callable, Sequence
from typing import Protocol

from desk_client.clock import Clock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.limits import Refused
from desk_client.phone.sip.line import Line


class JoinableCalls(Protocol):
    """The calls to join."""

    def talking(self, call_id: CallId) -> Line: ...


class Conferences:
    """Every conference of this phone; called from its one thread."""

    def __init__(self, clock: Clock, tell: Callable[[m.Event], None], calls: JoinableCalls) -> None:
        self._clock = clock
        self._tell = tell
        self._calls = calls
        self._standing: list[list[Line]] = []

    def join(self, wanted: m.Join) -> None:
        """These calls and no others are one conference."""
        if len(set(wanted.call_ids)) != len(wanted.call_ids):
            raise Refused("same_call", "A call cannot be joined with itself.")
        lines = [self._calls.talking(call_id) for call_id in wanted.call_ids]
        left = [each for line in lines for each in self._leave(line)]
        for line in lines:
            if line.life.held_by_us:
                line.take_off_hold()
            line.ports.join(tuple(each.ports for each in lines if each is not line))
        self._standing.append(lines)
        self._tell_parted([each for each in left if each not in lines])
        self._tell(m.Joined(at=self._clock.now(), call_ids=wanted.call_ids))

    def part(self, wanted: m.Part) -> None:
        """Refused where one of them is in no conference."""
        lines = [self._calls.talking(call_id) for call_id in wanted.call_ids]
        if any(self._of(line) is None for line in lines):
            raise Refused("wrong_state", "This call is in no conference.")
        self._tell_parted([each for line in lines for each in self._leave(line)])

    def ended(self, line: Line) -> None:
        """A call is over; the last one beside it hears only us again."""
        self._tell_parted([each for each in self._leave(line) if each is not line])

    def _of(self, line: Line) -> list[Line] | None:
        return next((each for each in self._standing if line in each), None)

    def _leave(self, line: Line) -> list[Line]:
        """Takes a call out; those that are in no conference any more."""
        conference = self._of(line)
        if conference is None:
            return []
        conference.remove(line)
        line.ports.join(())
        left = [line]
        if len(conference) == 1:
            left += conference
            conference[0].ports.join(())
            self._standing.remove(conference)
        return left

    def _tell_parted(self, lines: Sequence[Line]) -> None:
        call_ids = tuple(dict.fromkeys(line.life.call_id for line in lines))
        if call_ids:
            self._tell(m.Parted(at=self._clock.now(), call_ids=call_ids))
