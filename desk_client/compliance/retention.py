"""How long a record is kept and when it must be gone. Several rules may speak of one record: the
longest minimum wins, and it is erased once every minimum has passed and the shortest maximum is
reached. A hold stops erasure whatever the rules say, and a record of which no rule gives an end is
never erased by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from desk_client.compliance.duty import Duty, Key, Proof, differing, of_kind
from desk_client.compliance.periods import Period, after
from desk_client.compliance.request import Instant, Lender, Part
from desk_client.compliance.rule import Clause, Written

RecordKind = Literal[
    "recording",
    "message",
    "letter",
    "note",
    "fact",
    "verdict",
    "complaint",
    "plan",
    "contact_data",
    "impact_assessment",
    "dialler_log",
]
Anchor = Literal["call_time", "last_activity", "case_closed"]


def _several(value: object) -> object:
    return (
        (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value
    )


class Record(Part):
    """Something kept. `call_time` is when it came to be; the other anchors are null while
    collection goes on or the case is open. `holds` are those that stand now."""

    record: RecordKind
    call_time: Instant | None = None
    last_activity: Instant | None = None
    case_closed: Instant | None = None
    lender: Lender | None = None
    holds: tuple[Key, ...] = ()


class Kept(Written):
    """What an example's record must come to; "null" where there is no such instant."""

    keep_until: str
    erase_from: str
    held_by: tuple[str, ...] = ()


class RecordExample(Written):
    """A record and what becomes of it under this rule alone."""

    name: str
    record: Record
    expect: Kept


class Retention(Duty):
    """Records of these kinds are kept at least `min` (law) and `house`, and not longer than `max`,
    counted from the anchor. `holds` are the states of a case that stop erasure by themselves."""

    kind: Literal["retention"]
    record: Annotated[
        tuple[RecordKind, ...], BeforeValidator(_several), Field(min_length=1)
    ]  # one, or a list
    anchor: Anchor
    min: Period | None = None
    house: Period | None = None
    max: Period | None = None
    holds: tuple[Key, ...] = ()
    lenders: tuple[Lender, ...] = ()  # none = all; an unknown lender counts as one of them
    examples: Annotated[tuple[RecordExample, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _says_something(self) -> "Retention":
        if self.min is None and self.house is None and self.max is None:
            raise ValueError("one of min, house and max is needed")
        start = datetime(2001, 1, 1, tzinfo=UTC)
        least = [after(start, period) for period in (self.min, self.house) if period is not None]
        if self.max is not None and least and after(start, self.max) < max(least):
            raise ValueError("max is shorter than min or house")
        return self

    def speaks_of(self, record: Record) -> bool:
        """Whether the rule is about such a record. A new law also holds for what was there."""
        made = record.call_time or record.last_activity or record.case_closed
        last = self.in_force.until
        return (
            record.record in self.record
            and (not self.lenders or record.lender in (None, *self.lenders))
            and (made is None or last is None or made.date() <= last)
        )

    def proofs(self) -> Iterable[Proof]:
        for example in self.examples:
            kept = keeping((self,), example.record)
            fault = differing(
                ("keep_until", example.expect.keep_until, _shown(kept.keep_until)),
                ("erase_from", example.expect.erase_from, _shown(kept.erase_from)),
                ("held_by", example.expect.held_by, kept.held_by),
            )
            at_work = kept.keep_until is not None or kept.erase_from is not None
            yield Proof(example.name, fault, at_work)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What becomes of a record. `keep_until`: it may not be erased before; None = not for now,
    its anchor has not come or no rule speaks of it. `erase_from`: it must be erased from then on;
    None = it must not, by a hold or because nothing ends it. `rules` decided."""

    keep_until: datetime | None
    erase_from: datetime | None
    held_by: tuple[str, ...]
    rules: tuple[str, ...]


def keeping(rules: Iterable[Clause], record: Record) -> Keeping:
    """How long the record is kept under all of `rules` together."""
    spoken = [rule for rule in of_kind(Retention, rules) if rule.speaks_of(record)]
    least: list[tuple[datetime | None, str]] = []
    most: list[tuple[datetime, str]] = []
    for rule in spoken:
        start: datetime | None = getattr(record, rule.anchor)
        least.extend(
            (None if start is None else after(start, period), rule.id)
            for period in (rule.min, rule.house)
            if period is not None
        )
        if rule.max is not None and start is not None:
            most.append((after(start, rule.max), rule.id))
    if not spoken or any(end is None for end, _rule in least):
        return Keeping(None, None, record.holds, tuple(rule.id for rule in spoken))
    longest = max(((end, rule) for end, rule in least if end is not None), default=None)
    shortest = min(most, default=None)
    decided = dict.fromkeys(found[1] for found in (longest, shortest) if found is not None)
    kept = longest[0] if longest else shortest[0] if shortest else None
    ends = None if shortest is None or kept is None else max(kept, shortest[0])
    return Keeping(kept, None if record.holds else ends, record.holds, tuple(decided))


def _shown(moment: datetime | None) -> str:
    return "null" if moment is None else moment.isoformat().replace("+00:00", "Z")
