"""What the law asks of a dialler: few answered calls without an agent (`abandon_ratio`), no or
careful detection of answering machines (`amd`), a telephone that may ring long enough
(`ring_time`). A request that does not say how the dialler is set is asked before that is settled
and is not refused for it; figures that a predictive dialler cannot show refuse. Waiting helps with
none of them but the machine of the same day: the setting or the mode must change."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from desk_client.compliance.local_time import NEVER, first_instant, local_ordinal
from desk_client.compliance.request import Event, Tally
from desk_client.compliance.rule import Rule
from desk_client.compliance.situation import Situation

Seconds = Annotated[float, Field(gt=0, le=600)]
_CALLS = ("call", "prerecorded")
_SOME_DAYS = timedelta(days=3)  # no instant further back lies on the same local day


class AbandonRatio(Rule):
    """Of the calls answered by a person, at most the share `max` found no agent; looked at from
    `min_sample` answered calls on. `agent_within_s`: an agent is on the line so soon."""

    kind: Literal["abandon_ratio"]
    max: Annotated[float, Field(ge=0, lt=1)]
    of: Literal["day", "last_30_days"]
    min_sample: Annotated[int, Field(ge=0)] = 0
    agent_within_s: Seconds | None = None

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        request = situation.request
        tally = None if request.campaign is None else getattr(request.campaign, self.of)
        if self._is_over(tally, predictive=request.mode == "predictive"):
            return NEVER
        within = None if request.dialler is None else request.dialler.agent_within_s
        late = self.agent_within_s is not None and within is not None
        return NEVER if late and within > self.agent_within_s else moment  # type: ignore[operator]

    def _is_over(self, tally: Tally | None, *, predictive: bool) -> bool:
        if tally is None:
            return predictive
        if tally.connected < self.min_sample:
            return False
        return tally.abandoned > Fraction(str(self.max)) * tally.connected


class Amd(Rule):
    """Whether answering machines may be detected, and whether a number on which one was found may
    be dialled again on the same local day."""

    kind: Literal["amd"]
    allowed: bool
    no_repeat_same_day: bool = False

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        dialler = situation.request.dialler
        if dialler is not None and dialler.amd is not False and not self.allowed:
            return NEVER
        return self._next_day(situation, moment) if self.no_repeat_same_day else moment

    def _next_day(self, situation: Situation, moment: datetime) -> datetime:
        ends = (
            first_instant(zone, date.fromordinal(local_ordinal(zone, event.at) + 1))
            for event in situation.events_since(situation.now - _SOME_DAYS)
            if _met_a_machine(situation, event)
            for zone in situation.zones_at(moment)
        )
        return max((moment, *ends))


def _met_a_machine(situation: Situation, event: Event) -> bool:
    address = situation.request.address
    here = address is None or event.address in (None, address.value)
    on_call = event.kind in _CALLS and event.direction == "out"
    return here and on_call and event.result in (None, "machine")


class RingTime(Rule):
    """The dialler lets it ring at least so long before it gives up."""

    kind: Literal["ring_time"]
    min_s: Seconds

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        dialler = situation.request.dialler
        if dialler is None:
            return moment
        ring = dialler.ring_timeout_s
        return NEVER if ring is None or ring < self.min_s else moment
