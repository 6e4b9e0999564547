"""What a cap or a gap counts: a predicate on past contacts, and the key by which they are put
together. Where the history does not say enough, an event counts: unknown is the stricter reading.
Who answered is told by the result; a call whose result is not known yet counts as either."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain
from operator import attrgetter
from typing import Annotated, Literal

from pydantic import AfterValidator, Discriminator, Field, GetPydanticSchema, Tag

from desk_client.compliance.request import (
    ContactKind,
    Event,
    PlaceName,
    Purpose,
    Reached,
    Result,
    Role,
)
from desk_client.compliance.rule import Written
from desk_client.compliance.situation import ANSWERED_BY_A_PERSON, Alike, Situation

Key = Literal[
    "debtor",
    "party",
    "party_role",
    "household",
    "address",
    "place",
    "debt",
    "collector",
    "collector_group",
    "campaign",
    "medium",
]
Answer = Literal["any", "person", "nobody"]


_at = attrgetter("at")
_Shared = tuple[str, tuple[str | None, ...]]
_SILENT = frozenset({"no_answer", "busy", "not_in_service"})


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
    roles: tuple[Role, ...] = ()  # of the party; none = all
    consented: bool = True  # false: contacts made with consent do not count
    purposes: tuple[Purpose, ...] = ()
    not_purposes: tuple[Purpose, ...] = ()
    talk_s_min: Annotated[float, Field(gt=0)] | None = None

    def matches(self, situation: Situation, event: Event) -> bool:
        """Whether this past contact counts."""
        return (
            event.kind in self.media
            and self.direction in ("any", event.direction)
            and (self.consented or not event.consented)
            and (event.result is None or self._result_matches(event.result))
            and (self.answered_by == "any" or self._answer_matches(event))
            and (self.party == "any" or self._party_matches(situation, event))
            and (not self.reached or event.reached in (None, *self.reached))
            and (not self.places or event.place in (None, "unknown", *self.places))
            and (not self.roles or event.party_role in (None, "unknown", *self.roles))
            and (event.purpose is None or self._purpose_matches(event.purpose))
            and (self.talk_s_min is None or self._talked_long(event, self.talk_s_min))
        )

    def would_match(self, situation: Situation) -> bool:
        """Whether the requested contact may come to count."""
        request = situation.request
        place = request.address.place if request.address else "unknown"
        role = request.party.role if request.party else None
        return (
            request.kind in self.media
            and self.direction != "in"
            and (self.party == "any" or (self.party == "debtor") == situation.with_debtor)
            and (not self.places or place in ("unknown", *self.places))
            and (not self.roles or role in (None, "unknown", *self.roles))
            and (request.purpose is None or self._purpose_matches(request.purpose))
        )

    def looks_at_talk(self, event: Event) -> bool:
        """Whether the length of the talk decides about an event otherwise like this one."""
        return self.talk_s_min is not None or (event.result is None and self.answered_by != "any")

    def _role_matches(self, role: Role | None, is_debtor: bool) -> bool:
        if is_debtor and "debtor" in self.roles:
            return True
        return role in (None, "unknown", *self.roles)

    def _party_matches(self, situation: Situation, event: Event) -> bool:
        if event.party is None and event.party_role is None:
            return True  # whoever it was
        return (self.party == "debtor") == situation.is_debtor(event)

    def _purpose_matches(self, purpose: str) -> bool:
        return purpose not in self.not_purposes and (not self.purposes or purpose in self.purposes)

    def _talked_long(self, event: Event, least: float) -> bool:
        if event.talk_s is None:
            return event.result not in _SILENT
        return event.talk_s >= least

    def _result_matches(self, result: Result) -> bool:
        return result not in self.not_results and (not self.results or result in self.results)

    def _answer_matches(self, event: Event) -> bool:
        if event.result is None and event.reached is None and event.talk_s is None:
            return True
        by_person = (
            event.result in ANSWERED_BY_A_PERSON
            or event.reached is not None
            or (event.result is None and bool(event.talk_s))
        )
        return by_person is (self.answered_by == "person")


def _one_or_many(value: object) -> str:
    return "many" if isinstance(value, list | tuple) else "one"


def _as_many(value: Count | tuple[Count, ...]) -> tuple[Count, ...]:
    return (value,) if isinstance(value, Count) else value


_OneOrMany = Annotated[
    Annotated[Count, Tag("one")] | Annotated[tuple[Count, ...], Field(min_length=1), Tag("many")],
    Discriminator(_one_or_many),
    AfterValidator(_as_many),
]
# Written as one predicate or a list of them, any of which counts.
Counts = Annotated[
    tuple[Count, ...], GetPydanticSchema(lambda _source, handler: handler(_OneOrMany))
]


def counted(
    situation: Situation, counts: Sequence[Count], key: Sequence[Key], lookback: timedelta
) -> dict[str, Sequence[Event]]:
    """The contacts that any of `counts` counts, oldest first, put together by key: one group, named
    "", or one per debt where `debt` is in the key. Each debt of the request has a group. What lies
    further back from the request than `lookback` is left out."""
    wanted = _wanted(situation, key)
    since = situation.now - lookback
    runs = [
        run
        for alike in situation.alike
        if alike.events[-1].at >= since
        if all(getattr(alike.like, name) in values for name, values in wanted)
        if (run := _counted_of(situation, counts, alike, since))
    ]
    found = runs[0] if len(runs) == 1 else sorted(chain.from_iterable(runs), key=_at)
    if "debt" not in key or not situation.debts:
        return {"": found}
    named = {debt for event in found for debt in event.debts}
    return {
        debt: [event for event in found if not event.debts or debt in event.debts]
        for debt in dict.fromkeys((*situation.debts, *sorted(named)))
    }


def _counted_of(
    situation: Situation, counts: Sequence[Count], alike: Alike, since: datetime
) -> Sequence[Event]:
    """Those of some events alike that count: all or none, unless it depends on the talk."""
    if any(count.looks_at_talk(alike.like) for count in counts):
        return [
            event
            for event in alike.since(since)
            if any(count.matches(situation, event) for count in counts)
        ]
    if any(count.matches(situation, alike.like) for count in counts):
        return alike.since(since)
    return ()


def _wanted(situation: Situation, key: Sequence[Key]) -> list[_Shared]:
    """What an event must share with the request under the key."""
    ours: dict[str, _Shared] | None = situation.kept.get("ours")
    if ours is None:
        ours = situation.kept["ours"] = _ours(situation)
    return [ours[name] for name in key if name in ours]


def _ours(situation: Situation) -> dict[str, _Shared]:
    """By key: the event's field and the values that may be the request's, where that is known; an
    event that does not say may share it."""
    request = situation.request
    party, collector = request.party, request.collector
    place = None if request.address is None else request.address.place
    values = {
        "address": ("address", request.address.value if request.address else None),
        "party": ("party", situation.party_id),
        "collector": ("collector", collector.entity if collector else None),
        "campaign": ("campaign", request.campaign.id if request.campaign else None),
        "party_role": ("party_role", party.role if party else None),
        "household": ("household", party.household if party else None),
        "collector_group": ("collector_group", collector.group if collector else None),
        "medium": ("kind", request.kind),
    }
    ours: dict[str, _Shared] = {
        name: (field, (None, value)) for name, (field, value) in values.items() if value is not None
    }
    if place not in (None, "unknown"):
        ours["place"] = ("place", (None, "unknown", place))
    return ours
