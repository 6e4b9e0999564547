"""The packs as the viewer shows them. Whatever a rule has beyond what every rule has is a parameter
and is told by its own key, so that no kind of rule needs a page of its own; its examples are run
at once, by the same code as `compliance test`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType

from pydantic import JsonValue, TypeAdapter, ValidationError

from desk_client.compliance.differences import ChangedRule, differences
from desk_client.compliance.examples import request_of, try_examples
from desk_client.compliance.pack import Pack
from desk_client.compliance.rule import Clause, Example
from desk_client.compliance.verdict import verdict
from desk_client.services.case_in_hand import LEGAL_ZONE
from desk_client.services.pack_parts import (
    CONFIDENCES,
    ExampleRow,
    FieldChange,
    PackRow,
    PackRuleRow,
    RuleChange,
    RuleDetail,
    SourceRow,
    VersionChange,
)
from desk_client.services.trial import zone_of
from desk_client.services.what_if_parts import Subject
from desk_client.text import Text

_OF_EVERY_RULE = frozenset({*Clause.model_fields, "examples", "label"})
_SUBJECTS = ("flag", "category", "language", "channel", "record", "starts")
_NOT_COMPARED = frozenset({"id", "kind", "examples"})
UNCONFIRMED = ("unsure",)
_JSON: TypeAdapter[dict[str, JsonValue]] = TypeAdapter(dict[str, JsonValue])


def pack_row(pack: Pack, *, in_use: bool, tried: bool) -> PackRow:
    """A pack's line in the list; its examples are run where `tried`."""
    counted: Counter[str] = Counter(rule.confidence for rule in pack.file.rules)
    return PackRow(
        pack=pack.id,
        name=pack.file.name,
        version=pack.file.version,
        regions=pack.file.scope.regions,
        extends=pack.file.extends or "",
        sha256=pack.sha256,
        rules=len(pack.file.rules),
        sure=MappingProxyType({each: counted[each] for each in CONFIDENCES}),
        in_use=in_use,
        faults=sum(map(bool, _faults(pack).values())) if tried else None,
    )


def rule_rows(pack: Pack, today: date, *, only_unconfirmed: bool) -> tuple[PackRuleRow, ...]:
    """The pack's rules in its own order."""
    return tuple(
        _rule_row(pack, rule, today)
        for rule in pack.file.rules
        if not only_unconfirmed or rule.confidence in UNCONFIRMED
    )


def rule_detail(pack: Pack, name: str, today: date) -> RuleDetail | None:
    """One rule whole; None where the pack has none of that name."""
    rule: Clause | None = next((each for each in pack.file.rules if each.id == name), None)
    if rule is None:
        return None
    return RuleDetail(
        row=_rule_row(pack, rule, today),
        see_also=rule.see_also,
        since=rule.in_force.since,
        until=rule.in_force.until,
        parameters=parameters(rule),
        examples=_examples(pack, rule),
        zone=_zone(pack),
    )


def parameters(rule: Clause) -> tuple[tuple[str, JsonValue], ...]:
    """The rule's own keys that say something, in the order of its kind."""
    told = _JSON.validate_python(rule.model_dump(mode="json", exclude_defaults=True))
    return tuple((key, value) for key, value in told.items() if key not in _OF_EVERY_RULE)


def sources(pack: Pack) -> tuple[SourceRow, ...]:
    """Where its rules were read."""
    return tuple(
        SourceRow(
            title=source.title,
            in_force=source.in_force,
            read_on=source.read_on,
            confidence=source.confidence,
        )
        for source in pack.file.sources
    )


def version_change(earlier: Pack, pack: Pack) -> VersionChange:
    """What became of each rule, in the order of the present pack; what went comes last."""
    found = differences(earlier, pack)
    changed = {each.id: each for each in found.changed}
    added = {rule.id for rule in found.added}
    rows = [
        _came(rule, "added") if rule.id in added else _changed(changed[rule.id])
        for rule in pack.file.rules
        if rule.id in added or rule.id in changed
    ]
    return VersionChange(
        earlier=earlier.file.version,
        sha256=earlier.sha256,
        head=(
            *_sources_changed(earlier, pack),
            *(
                FieldChange(name=field.path, before=field.before, after=field.after)
                for field in found.head
                if field.path != "version" and not field.path.startswith("sources[")
            ),
        ),
        changes=(*rows, *(_came(rule, "removed") for rule in found.removed)),
    )


def _sources_changed(before: Pack, after: Pack) -> tuple[FieldChange, ...]:
    """Sources that went and that came, by name."""
    old, new = ([source.id for source in pack.file.sources] for pack in (before, after))
    went: list[JsonValue] = [name for name in old if name not in new]
    came: list[JsonValue] = [name for name in new if name not in old]
    if not went and not came:
        return ()
    return (FieldChange(name="sources", before=went or None, after=came or None),)


def _came(rule: Clause, what: str) -> RuleChange:
    return RuleChange(
        rule=rule.id,
        what=what,
        kind=rule.kind,
        subject=subject_of(rule),
        label=getattr(rule, "label", None),
        text=rule.text,
    )


def _changed(found: ChangedRule) -> RuleChange:
    """Each key whose value differs, as the two versions write it."""
    before, after = (
        _JSON.validate_python(rule.model_dump(mode="json", exclude_defaults=True))
        for rule in (found.before, found.after)
    )
    names = [name for name in dict.fromkeys((*before, *after)) if name not in _NOT_COMPARED]
    return RuleChange(
        rule=found.id,
        what="changed",
        kind=found.after.kind,
        subject=subject_of(found.after),
        label=getattr(found.after, "label", None),
        text=found.after.text,
        fields=tuple(
            FieldChange(name=name, before=before.get(name), after=after.get(name))
            for name in names
            if before.get(name) != after.get(name)
        ),
        examples=before.get("examples") != after.get("examples"),
        looser=found.looser or "",
    )


def subject_of(rule: Clause) -> Subject:
    """What tells a rule from others of its kind: its flag, its category and language, its channel,
    the record or the start it is about; nothing where its kind says enough."""
    told = ((key, getattr(rule, key, None)) for key in _SUBJECTS)
    return tuple((key, value) for key, value in told if isinstance(value, str))


def _rule_row(pack: Pack, rule: Clause, today: date) -> PackRuleRow:
    label: Text | None = getattr(rule, "label", None)
    last = rule.in_force.until
    return PackRuleRow(
        rule=rule.id,
        kind=rule.kind,
        subject=subject_of(rule),
        label=label,
        text=rule.text,
        clause=rule.ref,
        severity=rule.severity,
        held=rule.held,
        confidence=rule.confidence,
        in_force=rule.in_force.since <= today and (last is None or today <= last),
        fails=any(fault and name == rule.id for (name, _), fault in _faults(pack).items()),
    )


@lru_cache(maxsize=128)
def _faults(pack: Pack) -> Mapping[tuple[str, str], str]:
    """What was wrong with each example (rule, name); "" = it comes out as written."""
    return {(tried.rule, tried.name): tried.fault for tried in try_examples(pack)}


def _examples(pack: Pack, rule: Clause) -> tuple[ExampleRow, ...]:
    faults = _faults(pack)
    examples: Sequence[object] = getattr(rule, "examples", ())
    return tuple(
        _example(pack, example, faults.get((rule.id, str(getattr(example, "name", ""))), ""))
        for example in examples
    )


def _example(pack: Pack, example: object, fault: str) -> ExampleRow:
    name = str(getattr(example, "name", ""))
    if not isinstance(example, Example):
        return _untimed(name, fault)
    try:
        request = request_of(pack, example)
    except ValidationError:
        return _untimed(name, fault)  # the fault says what is wrong with it
    answer = verdict(request, (pack,))
    at: datetime = request.now
    return ExampleRow(
        name=name,
        at=at,
        got=answer.decision,
        refused_by=tuple(reason.rule for reason in answer.reasons),
        retry_at=answer.retry_at,
        gates=answer.gates,
        fault=fault,
    )


def _untimed(name: str, fault: str) -> ExampleRow:
    return ExampleRow(
        name=name, at=None, got="", refused_by=(), retry_at=None, gates=(), fault=fault
    )


@lru_cache(maxsize=128)
def _zone(pack: Pack) -> str:
    """Where the pack's usual debtor lives."""
    try:
        return zone_of(request_of(pack, Example.model_construct(request={}))).key
    except ValidationError:
        return LEGAL_ZONE
