"""What a cap or a gap counts: a predicate on past contacts, and the key by which they are put
together. Where the history does not say enough, an event counts: unknown is the stricter reading.
Who answered is told by the result; a call whose result is not known yet counts as either."""

from collections.abc import Sequence
from typing import Literal

from desk_client.compliance.request import ContactKind, Event, PlaceName, Reached, Result
from desk_client.compliance.rule import Written
from desk_client.compliance.situation import ANSWERED_BY_A_PERSON, Situation

Key = Literal["debtor", "address", "debt", "collector", "campaign", "party"]
Answer = Literal["any", "person", "nobody"]


class Count(Written):
    """Which past contacts count; what is left out does not matter."""

    media: tuple[ContactKind, ...]
    direction: Literal["out", "in", "any"] = "out"
    answered_by: Answer = "any"
    party: Literal["any", "debtor", "third_party"] = "any"
    results: tuple[Result, ...] = ()
    not_results: tuple[Result, ...] = ()
    reached: tuple[Reached, ...] = ()
    places: tuple[PlaceName, ...] = ()
    consented: bool = True  # false: contacts made with consent do not count

    def matches(self, situation: Situation, event: Event) -> bool:
        """Whether this past contact counts."""
        return (
            event.kind in self.media
            and (self.direction in ("any", event.direction))
            and (self.consented or not event.consented)
            and self._result_matches(event)
            and (self.answered_by == "any" or self._answer_matches(event))
            and (self.party == "any" or (self.party == "debtor") == situation.is_debtor(event))
            and (not self.reached or event.reached in (None, *self.reached))
            and (not self.places or event.place in (None, "unknown", *self.places))
        )

    def would_match(self, situation: Situation) -> bool:
        """Whether the requested contact may come to count."""
        request = situation.request
        place = request.address.place if request.address else "unknown"
        return (
            request.kind in self.media
            and self.direction != "in"
            and (self.party == "any" or (self.party == "debtor") == situation.with_debtor)
            and (not self.places or place in ("unknown", *self.places))
        )

    def _result_matches(self, event: Event) -> bool:
        if event.result is None:
            return True
        return event.result not in self.not_results and (
            not self.results or event.result in self.results
        )

    def _answer_matches(self, event: Event) -> bool:
        if event.result is None and event.reached is None and event.talk_s is None:
            return True
        by_person = (
            event.result in ANSWERED_BY_A_PERSON
            or event.reached is not None
            or (event.result is None and bool(event.talk_s))
        )
        return by_person is (self.answered_by == "person")


def counted(situation: Situation, count: Count, key: Sequence[Key]) -> dict[str, list[int]]:
    """Positions (in situation.events) of the contacts that count, put together by key: one group,
    named "", or one per debt where `debt` is in the key. Each debt of the request has a group."""
    found = [
        position
        for position, event in enumerate(situation.events)
        if count.matches(situation, event) and _same(situation, event, key)
    ]
    if "debt" not in key or not situation.debts:
        return {"": found}
    named = {debt for position in found for debt in situation.events[position].debts}
    return {
        debt: [
            position
            for position in found
            if not situation.events[position].debts or debt in situation.events[position].debts
        ]
        for debt in dict.fromkeys((*situation.debts, *sorted(named)))
    }


def _same(situation: Situation, event: Event, key: Sequence[Key]) -> bool:
    """Whether the event shares the key with the request, or may do so for all that is known."""
    request = situation.request
    pairs: list[tuple[str | None, str | None]] = []
    if "address" in key:
        pairs.append((event.address, request.address.value if request.address else None))
    if "party" in key:
        pairs.append((event.party, situation.party_id))
    if "collector" in key:
        pairs.append((event.collector, request.collector.entity if request.collector else None))
    if "campaign" in key:
        pairs.append((event.campaign, request.campaign.id if request.campaign else None))
    return all(theirs is None or ours is None or theirs == ours for theirs, ours in pairs)
