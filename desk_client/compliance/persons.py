"""Who may be contacted. `third_party`: persons who owe nothing may be asked for the debtor only
where the debtor is lost, and never told of the debt. `party_identity`: a number that is known to be
somebody else's, or dead, is not used. `consent_required`: a channel that needs the person's own
consent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from desk_client.compliance.counting import Counts
from desk_client.compliance.local_time import NEVER, local_ordinal
from desk_client.compliance.request import (
    AddressState,
    ConsentKind,
    ContactKind,
    Event,
    Role,
)
from desk_client.compliance.rule import Rule, Written
from desk_client.compliance.situation import Granted, Situation, talked

_CALLS = ("call", "prerecorded")


class Lost(Written):
    """When a debtor counts as lost: by a flag, or after attempts on so many consecutive local
    days without reaching the debtor."""

    flags: tuple[str, ...]
    consecutive_days: Annotated[int, Field(ge=2, le=60)]

    def holds(self, situation: Situation, moment: datetime) -> bool:
        """Whether the debtor is lost at `moment`."""
        debtor = situation.request.debtor
        flagged = any(
            flag.flag in self.flags
            and flag.party in (None, debtor.id)
            and (flag.from_ is None or flag.from_ <= moment)
            and (flag.until is None or moment < flag.until)
            for flag in debtor.flags
        )
        if flagged:
            return True
        known = (id(self), "unreachable")
        if known not in situation.kept:
            situation.kept[known] = self._unreachable(situation)
        return bool(situation.kept[known])

    def _unreachable(self, situation: Situation) -> bool:
        return self.days_tried(situation) >= self.consecutive_days

    def days_tried(self, situation: Situation) -> int:
        """The longest run of consecutive local days on which the debtor was tried since the debtor
        was last reached, in the zone in which it is shortest."""
        tried: list[Event] = []
        for event in situation.events:
            if _reached_debtor(situation, event):
                tried.clear()
            elif event.direction == "out" and event.kind in _CALLS and situation.is_debtor(event):
                if event.result is None:  # for all we know the debtor was reached
                    tried.clear()
                else:
                    tried.append(event)
        zones = situation.zones_at(situation.now)
        runs = (_run_of([local_ordinal(zone, event.at) for event in tried]) for zone in zones)
        return min(runs, default=0)


def _run_of(days: Iterable[int]) -> int:
    """The longest row of days that follow one another."""
    longest, run, previous = 0, 0, -1
    for day in days:
        if day != previous:
            run = run + 1 if day == previous + 1 else 1
        previous = day
        longest = max(longest, run)
    return longest


def _reached_debtor(situation: Situation, event: Event) -> bool:
    return situation.is_debtor(event) and (
        talked(event) or event.direction == "in" or event.result == "replied"
    )


class ThirdParty(Rule):
    """`related` roles answer for the debt and may be spoken to; those of `related_where` only while
    the named flag stands on the debtor, for example a parent where the debtor is a minor. All
    others only where the debtor is lost, by the media named, and under gates."""

    kind: Literal["third_party"]
    related: tuple[Role, ...]
    related_where: dict[Role, str] | None = None
    when: Lost
    unrelated_media: tuple[ContactKind, ...]
    unrelated_gates: tuple[str, ...]
    on_inbound: ClassVar[bool] = True

    def concerns(self, situation: Situation) -> bool:
        party = situation.request.party
        return (
            super().concerns(situation)
            and not situation.with_debtor
            and (party is None or not self._answers(situation, party.role))
        )

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        if situation.inbound:
            return moment
        by_this = situation.request.kind in self.unrelated_media
        return moment if by_this and self.when.holds(situation, moment) else NEVER

    def _answers(self, situation: Situation, role: Role) -> bool:
        """Whether the role answers for the debt now."""
        needed = None if self.related_where is None else self.related_where.get(role)
        debtor, now = situation.request.debtor, situation.now
        return role in self.related or any(
            flag.flag == needed
            and flag.party in (None, debtor.id)
            and (flag.from_ is None or flag.from_ <= now)
            and (flag.until is None or now < flag.until)
            for flag in debtor.flags
        )

    def gates(self, situation: Situation, moment: datetime) -> Iterable[str]:  # noqa: ARG002
        return self.unrelated_gates


class PartyIdentity(Rule):
    """Addresses in these states are not used."""

    kind: Literal["party_identity"]
    states: Annotated[tuple[AddressState, ...], Field(min_length=1)]

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        address = situation.request.address
        return NEVER if address is not None and address.state in self.states else moment


class ConsentRequired(Rule):
    """Needs a consent of one of these kinds, not older than `max_age_days` where that is given; a
    contact that `refreshed_by` counts, such as a reply, makes it as good as given anew."""

    kind: Literal["consent_required"]
    consents: Annotated[tuple[ConsentKind, ...], Field(min_length=1)]
    max_age_days: Annotated[int, Field(ge=1, le=4000)] | None = None
    refreshed_by: Counts | None = None

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        age = None if self.max_age_days is None else timedelta(days=self.max_age_days)
        return min(
            (
                start
                for granted in situation.granted
                if granted.kind in self.consents
                for start in [granted.from_(situation.zones_at(moment), moment, None)]
                if age is None or start < self._renewed(situation, granted) + age
            ),
            default=NEVER,
        )

    def _renewed(self, situation: Situation, granted: Granted) -> datetime:
        """When the consent was given or last renewed; only what surely happened renews it."""
        counts = self.refreshed_by or ()
        renewals = (
            event.at
            for event in reversed(situation.events)
            if event.at <= situation.now
            and event.result is not None
            and any(count.matches(situation, event) for count in counts)
        )
        return max(granted.start, next(renewals, granted.start))
