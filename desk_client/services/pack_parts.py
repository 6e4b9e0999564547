"""What the window shows of the packs: each pack, its rules, one rule whole with its parameters and
its examples as they come out now, and what differs from an earlier version. Frozen values;
parameters are the pack's own keys and values, so that a kind of rule made later is shown too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import JsonValue

from desk_client.services.what_if_parts import Subject
from desk_client.text import Text

CONFIDENCES = ("read", "secondary", "unsure", "house")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRow:
    """One pack of the list; `sure` counts its rules by how their clause was read."""

    pack: str
    name: Text
    version: str
    regions: tuple[str, ...]  # none = a house's own rules
    extends: str
    sha256: str
    rules: int
    sure: Mapping[str, int]
    in_use: bool  # on this desk, or for the case in hand
    faults: int | None  # examples that do not come out as written; None = not run yet


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRuleRow:
    """One rule of the list."""

    rule: str
    kind: str
    subject: Subject
    label: Text | None
    text: Text
    clause: str
    severity: str
    held: str  # how strictly the house holds it
    confidence: str
    in_force: bool  # today
    fails: bool  # an example does not come out as written


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRow:
    """An example and how it comes out now; `got` "" where it is judged otherwise than by a
    verdict. `fault` "" = as expected."""

    name: str
    at: datetime | None
    got: str
    refused_by: tuple[str, ...]
    retry_at: datetime | None
    gates: tuple[str, ...]
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDetail:
    """One rule whole. `zone` is the one in which its examples are told."""

    row: PackRuleRow
    see_also: tuple[str, ...]
    since: date
    until: date | None
    parameters: tuple[tuple[str, JsonValue], ...]
    examples: tuple[ExampleRow, ...]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One key of a rule, before and after; None = was not there."""

    name: str
    before: JsonValue
    after: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """What became of one rule between two versions: added, removed or changed. `looser` is the
    field by which it may have become less strict, "" where it did not."""

    rule: str
    what: str
    kind: str
    subject: Subject
    label: Text | None
    text: Text
    fields: tuple[FieldChange, ...] = ()
    examples: bool = False  # they changed too
    looser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """From an earlier version of the chosen pack to the present one."""

    earlier: str
    sha256: str
    head: tuple[FieldChange, ...]  # of the pack itself, such as its scope
    changes: tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """Where the chosen pack's rules were read."""

    title: Text
    in_force: date
    read_on: date
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksPart:
    """The whole page."""

    packs: tuple[PackRow, ...]
    chosen: str
    rules: tuple[PackRuleRow, ...]
    only_unconfirmed: bool
    detail: RuleDetail | None
    sources: tuple[SourceRow, ...]
    versions: tuple[str, ...]  # earlier ones of the chosen pack, newest first
    against: VersionChange | None  # open while a version is compared
    reading: bool = False  # the other packs are being read
    fault: str = ""  # why they could not be
