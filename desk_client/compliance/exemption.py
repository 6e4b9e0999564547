"""`exemption`: rules of the same pack that a person's own consent lifts for some days. Unlike
`exempt_by`, which lifts a rule for as long as the consent says, an exemption has a length of its
own, may end with the first conversation, and says in the pack which clause grants it."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from desk_client.compliance.local_time import NEVER, first_instant, local_ordinal
from desk_client.compliance.request import ConsentKind, ContactRequest, DebtFacts
from desk_client.compliance.rule import Name, Only, Rule, may_be_debt
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

    def concerns(self, situation: Situation) -> bool:
        """What an exemption is limited to must be known: a doubt lifts nothing."""
        address, party = situation.request.address, situation.request.party
        place_known = address is not None and address.place != "unknown"
        role_known = party is not None and party.role != "unknown"
        return (
            super().concerns(situation)
            and (not self.places or place_known)
            and (not (self.roles or self.not_roles) or role_known)
            and (self.only is None or _surely_fits(self.only, situation.request))
        )

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

    def edges(self, situation: Situation) -> list[datetime]:
        """Instants at which it may cease to lift."""
        ends = [self._end(situation, granted) for granted in situation.granted]
        return [*ends, self.in_force.ends(situation, situation.now)]

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


def _surely_fits(only: Only, request: ContactRequest) -> bool:
    """Whether everything the limits look at is known; of several debts every one must fit."""
    collector, party, locations = request.collector, request.party, request.debtor.locations
    return (
        not (only.collector_roles and (collector is None or collector.role is None))
        and not (only.lenders and (collector is None or collector.lender is None))
        and not (only.identities and party is None)
        and not (only.languages and request.debtor.language is None)
        and not (only.regions and not all(location.region for location in locations))
        and not (only.regions and not locations)
        and (
            not (only.products or only.days_past_due)
            or (bool(request.debts) and all(_surely_is(only, debt) for debt in request.debts))
        )
    )


def _surely_is(only: Only, debt: DebtFacts) -> bool:
    return (
        not (only.products and debt.product is None)
        and not (only.days_past_due and debt.days_past_due is None)
        and may_be_debt(debt, only.products, only.days_past_due)
    )
