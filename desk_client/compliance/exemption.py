"""`exemption`: rules of the same pack that a person's own consent lifts for some days. Unlike
`exempt_by`, which lifts a rule for as long as the consent says, an exemption has a length of its
own, may end with the first conversation, and says in the pack which clause grants it."""

from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from desk_client.compliance.local_time import NEVER, first_instant, local_ordinal
from desk_client.compliance.request import ConsentKind
from desk_client.compliance.rule import Name, Rule
from desk_client.compliance.situation import Granted, Situation
from desk_client.compliance.waits import Wait


class Exemption(Rule):
    """Lifts the rules named in `lifts` while a consent of one of the kinds in `by` holds and is not
    older than `lasts`; with `date_is_day_one` its local date is the first day. It never refuses.
    Calls made under it are `consented` in the history."""

    kind: Literal["exemption"]
    lifts: Annotated[tuple[Name, ...], Field(min_length=1)]
    by: Annotated[tuple[ConsentKind, ...], Field(min_length=1)]
    lasts: Wait | None = None  # null = as long as the consent
    date_is_day_one: bool = False
    ended_by_conversation: bool = False
    on_inbound: ClassVar[bool] = True

    def free_at(self, situation: Situation, moment: datetime) -> datetime:  # noqa: ARG002
        return moment

    def lifted_from(self, situation: Situation, moment: datetime) -> datetime:
        """The first instant from `moment` on at which it lifts; NEVER where none."""
        zones = situation.zones_at(moment)
        return min(
            (
                start
                for granted in situation.granted
                if granted.kind in self.by and granted.local_until is None
                for start in [granted.from_(zones, moment, None)]
                if start < self._end(situation, granted) and self.in_force.covers(situation, start)
            ),
            default=NEVER,
        )

    def _end(self, situation: Situation, granted: Granted) -> datetime:
        end = granted.end
        if self.ended_by_conversation:
            end = min(end, situation.talked_after(granted))
        if self.lasts is None:
            return end
        if self.lasts.rolling is not None:
            return min(end, granted.given_at + self.lasts.rolling)
        days = self.lasts.n if self.date_is_day_one else self.lasts.n + 1
        ends = (
            first_instant(zone, date.fromordinal(local_ordinal(zone, granted.given_at) + days))
            for zone in situation.zones_at(granted.given_at)
        )
        return min((end, *ends), default=end)
