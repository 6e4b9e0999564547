"""The packs as finished words: each pack with how sure we are of its rules, the rules of the chosen
one, one rule whole with its parameters and examples, and what differs from an earlier version."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from desk_client.services.desk_state import DeskState
from desk_client.services.pack_parts import (
    CONFIDENCES,
    ExampleRow,
    FieldChange,
    PackRow,
    PackRuleRow,
    PacksPart,
    RuleChange,
    RuleDetail,
    VersionChange,
)
from ui.law_words import (
    SURE_SHAPE,
    coded,
    field_name,
    in_words,
    rule_name,
    severity,
    sureness,
    whole_day,
)
from ui.state_shape import Shape
from ui.wording import Wording

_HASH = 12  # characters that tell two versions apart on a screen


@dataclass(frozen=True, slots=True)
class SureSeen:
    """How a clause, or so many of them, was read."""

    shape: Shape
    word: str
    unconfirmed: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class PackSeen:
    """One pack of the list."""

    pack: str
    name: str
    detail: str
    in_use: str
    sure: tuple[SureSeen, ...]
    fault: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PackRuleSeen:
    """One rule of the list."""

    rule: str
    label: str
    text: str
    clause: str
    severity: str
    sure: SureSeen
    quiet: str  # not in force today
    fault: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ExampleSeen:
    """An example and how it comes out."""

    holds: bool
    name: str
    result: str


@dataclass(frozen=True, slots=True)
class RuleDetailSeen:
    """One rule whole: facts and parameters as (name, words)."""

    rule: str
    title: str
    text: str
    sure: SureSeen
    facts: tuple[tuple[str, str], ...]
    parameters_head: str
    parameters: tuple[tuple[str, str], ...]
    no_parameters: str
    examples_head: str
    examples: tuple[ExampleSeen, ...]


@dataclass(frozen=True, slots=True)
class ChangeSeen:
    """What became of one rule, or of the pack's head."""

    what: str
    shape: Shape
    label: str
    text: str
    warning: str
    fields: tuple[tuple[str, str, str], ...]  # name, before, after


@dataclass(frozen=True, slots=True)
class PacksSeen:
    """The whole page."""

    title: str
    about: str
    packs: tuple[PackSeen, ...]
    legend: tuple[SureSeen, ...]
    head: str
    head_detail: str
    fault: str
    rules: tuple[PackRuleSeen, ...]
    none: str  # where there is nothing to list
    sources_head: str
    sources: tuple[tuple[str, str], ...]
    changes: tuple[ChangeSeen, ...]
    compares: bool
    detail: RuleDetailSeen | None
    hints: tuple[tuple[str, str], ...]
    close: str


def packs_seen(state: DeskState, wording: Wording) -> PacksSeen | None:
    """None while it is shut."""
    part = state.packs
    if part is None:
        return None
    chosen = next(row for row in part.packs if row.pack == part.chosen)
    against = part.against
    changes = tuple(_changes(against, wording)) if against is not None else ()
    head = wording.text(chosen.name)
    if against is not None:
        word = wording.word("packs.differences", version=against.earlier)
        head = wording.joined(head, word)
    return PacksSeen(
        title=wording.word("packs.title"),
        about=_about(part, wording),
        packs=tuple(_pack(row, part, wording) for row in part.packs),
        legend=tuple(sure_seen(each, wording) for each in CONFIDENCES),
        head=head,
        head_detail=_head_detail(chosen, wording),
        fault=_fault(chosen, wording),
        rules=tuple(_rule(row, part, wording) for row in part.rules) if against is None else (),
        none=_none(part, changes, wording),
        sources_head=wording.word("packs.sources"),
        sources=tuple(_sources(part, wording)),
        changes=changes,
        compares=against is not None,
        detail=_detail(part.detail, wording) if part.detail is not None else None,
        hints=tuple(_hints(part, wording)),
        close=wording.word("overlay.close"),
    )


def _about(part: PacksPart, wording: Wording) -> str:
    unsure = sum(row.sure["unsure"] for row in part.packs)
    return wording.joined(
        wording.word("packs.reading") if part.reading else part.fault,
        wording.word("packs.rules", n=sum(row.rules for row in part.packs)),
        wording.word("packs.unconfirmed", n=unsure) if unsure else "",
    )


def _none(part: PacksPart, changes: tuple[ChangeSeen, ...], wording: Wording) -> str:
    if part.against is not None:
        return "" if changes else wording.word("packs.no_differences")
    return "" if part.rules else wording.word("packs.all_confirmed")


def sure_seen(confidence: str, wording: Wording, count: int = 0) -> SureSeen:
    """Shape and word of how a clause was read."""
    return SureSeen(
        shape=SURE_SHAPE.get(confidence, Shape.QUIET),
        word=sureness(confidence, wording),
        unconfirmed=confidence == "unsure",
        count=count,
    )


def _where(row: PackRow, wording: Wording) -> str:
    return ", ".join(row.regions) if row.regions else wording.word("packs.house")


def _pack(row: PackRow, part: PacksPart, wording: Wording) -> PackSeen:
    return PackSeen(
        pack=row.pack,
        name=wording.text(row.name),
        detail=wording.joined(row.pack, row.version, _where(row, wording)),
        in_use=wording.word("packs.in_use") if row.in_use else "",
        sure=tuple(
            sure_seen(each, wording, row.sure[each]) for each in CONFIDENCES if row.sure[each]
        ),
        fault=wording.word("packs.examples_fail", n=row.faults) if row.faults else "",
        chosen=row.pack == part.chosen,
    )


def _head_detail(row: PackRow, wording: Wording) -> str:
    return wording.joined(
        wording.word("packs.version", version=row.version),
        _where(row, wording),
        wording.word("packs.extends", pack=row.extends) if row.extends else "",
        wording.word("packs.rules", n=row.rules),
        wording.word("packs.hash", hash=row.sha256[:_HASH]),
    )


def _fault(row: PackRow, wording: Wording) -> str:
    if row.faults:
        return wording.word("packs.examples_fail", n=row.faults)
    return wording.word("packs.examples_hold")


def _rule(row: PackRuleRow, part: PacksPart, wording: Wording) -> PackRuleSeen:
    label = rule_name(row.kind, row.subject, wording)
    label = wording.text(row.label) if row.label is not None else label
    return PackRuleSeen(
        rule=row.rule,
        label=label,
        text=wording.text(row.text),
        clause=wording.clause(row.clause),
        severity=severity(row.held, wording),
        sure=sure_seen(row.confidence, wording),
        quiet="" if row.in_force else wording.word("packs.not_in_force"),
        fault=wording.word("packs.rule_fails") if row.fails else "",
        chosen=part.detail is not None and row.rule == part.detail.row.rule,
    )


def _sources(part: PacksPart, wording: Wording) -> Iterable[tuple[str, str]]:
    for source in part.sources:
        since = whole_day(source.in_force, wording)
        yield (
            wording.text(source.title),
            wording.joined(
                wording.word("packs.since", since=since),
                wording.word("packs.read_on", day=whole_day(source.read_on, wording)),
                sureness(source.confidence, wording),
            ),
        )


def _detail(detail: RuleDetail, wording: Wording) -> RuleDetailSeen:
    row = detail.row
    kind = rule_name(row.kind, row.subject, wording)
    label = wording.text(row.label) if row.label is not None else ""
    return RuleDetailSeen(
        rule=row.rule,
        title=wording.joined(kind, label),
        text=wording.text(row.text),
        sure=sure_seen(row.confidence, wording),
        facts=tuple(_facts(detail, wording)),
        parameters_head=wording.word("packs.parameters"),
        parameters=tuple(
            (field_name(name, wording), in_words(name, value, wording))
            for name, value in detail.parameters
        ),
        no_parameters="" if detail.parameters else wording.word("packs.no_parameters"),
        examples_head=wording.word("packs.examples", n=len(detail.examples)),
        examples=tuple(_example(each, detail.zone, wording) for each in detail.examples),
    )


def _facts(detail: RuleDetail, wording: Wording) -> Iterable[tuple[str, str]]:
    row = detail.row
    clauses = " · ".join((row.clause, *detail.see_also))
    yield wording.word("packs.clause"), wording.joined(wording.clause(clauses), row.rule)
    since = whole_day(detail.since, wording)
    days = wording.word("packs.since", since=since)
    if detail.until is not None:
        until = whole_day(detail.until, wording)
        days = wording.word("packs.from_to", since=since, until=until)
    quiet = "" if row.in_force else wording.word("packs.not_in_force")
    yield wording.word("packs.in_force"), wording.joined(days, quiet)
    strict = severity(row.severity, wording)
    if row.held != row.severity:
        held = severity(row.held, wording)
        strict = wording.word("packs.held_as", severity=strict, held=held)
    yield wording.word("packs.severity"), strict


def _example(row: ExampleRow, zone: str, wording: Wording) -> ExampleSeen:
    if row.fault:
        return ExampleSeen(False, row.name, wording.word("packs.not_as_written", fault=row.fault))
    parts = [_at(row, zone, wording)]
    if row.got:
        parts.append(wording.word(f"packs.got_{row.got}"))
    if row.refused_by:
        parts.append(", ".join(row.refused_by))
    if row.got == "refused":
        parts.append(_retry(row, zone, wording))
    parts += [coded("gate", gate, wording) for gate in row.gates]
    return ExampleSeen(True, row.name, wording.joined(*parts) or wording.word("packs.as_written"))


def _at(row: ExampleRow, zone: str, wording: Wording) -> str:
    if row.at is None:
        return ""
    local = row.at.astimezone(ZoneInfo(zone))
    clock = wording.clock(row.at, zone, seconds=local.second != 0)
    return f"{wording.day_and_weekday(local.date())} {clock}"


def _retry(row: ExampleRow, zone: str, wording: Wording) -> str:
    if row.retry_at is None or row.at is None:
        return wording.word("packs.no_retry")
    return wording.word("packs.retry", at=wording.next_time(row.retry_at, row.at, zone))


def _changes(against: VersionChange, wording: Wording) -> Iterable[ChangeSeen]:
    if against.head:
        fields = tuple(_field(each, wording) for each in against.head)
        label = wording.word("packs.head")
        yield ChangeSeen(wording.word("packs.changed"), Shape.PROMISE, label, "", "", fields)
    for change in against.changes:
        yield _change(change, wording)


def _change(change: RuleChange, wording: Wording) -> ChangeSeen:
    shapes = {"added": Shape.TALK, "removed": Shape.CROSS}
    kind = rule_name(change.kind, change.subject, wording)
    label = wording.text(change.label) if change.label is not None else kind
    fields = [_field(each, wording) for each in change.fields]
    if change.examples:
        fields.append((field_name("examples", wording), "", wording.word("packs.changed")))
    looser = ""
    if change.looser:
        path = change.looser.partition(".")[0].partition("[")[0]
        looser = wording.word("packs.looser", field=field_name(path, wording))
    return ChangeSeen(
        what=wording.word(f"packs.{change.what}"),
        shape=shapes.get(change.what, Shape.PROMISE),
        label=wording.joined(label, change.rule),
        text=wording.text(change.text),
        warning=looser,
        fields=tuple(fields),
    )


def _field(change: FieldChange, wording: Wording) -> tuple[str, str, str]:
    nothing = wording.word("packs.nothing")
    before, after = (
        nothing if value is None else in_words(change.name, value, wording)
        for value in (change.before, change.after)
    )
    return field_name(change.name, wording), before, after


def _hints(part: PacksPart, wording: Wording) -> Iterable[tuple[str, str]]:
    yield "Up+Down", wording.word("packs.key_choose")
    yield "Left+Right", wording.word("packs.key_column")
    yield "U", wording.word("packs.key_all" if part.only_unconfirmed else "packs.key_unconfirmed")
    if part.versions:
        yield "D", wording.word("packs.key_compare")
    yield "J+K", wording.word("packs.key_scroll")
