"""Runs the examples that packs carry. Those of rules on contacts tell a situation as changes to the
pack's usual request and the verdict the law gives; a duty tries its own. A rule without which every
example would come out the same proves nothing and is a failure too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from desk_client.compliance.answer import Verdict
from desk_client.compliance.duty import Duty, Proof
from desk_client.compliance.pack import AnyRule, Pack
from desk_client.compliance.request import ContactRequest
from desk_client.compliance.rule import Example, Expected
from desk_client.compliance.verdict import verdict


@dataclass(frozen=True, slots=True)
class Tried:
    """One example (or, without a name, one rule's need of a telling one) and what was wrong."""

    pack: str
    rule: str
    name: str
    fault: str  # "" = as expected


def request_of(pack: Pack, example: Example) -> ContactRequest:
    """The example's whole request; pydantic.ValidationError where it is none."""
    tree = _changed(pack.file.usual.request, example.request)
    tree["history"] = [
        {"id": f"e{number}", **pack.file.usual.event, **event}
        for number, event in enumerate(tree.get("history") or [])
    ]
    tree.setdefault("history_as_of", tree.get("now"))
    return ContactRequest.from_json(to_json(tree))


def try_examples(pack: Pack) -> Iterator[Tried]:
    """Every example of the pack, judged by the pack alone."""
    for rule in pack.own_rules:
        acted = False
        for proof in rule.proofs() if isinstance(rule, Duty) else _verdicts(pack, rule):
            acted = acted or proof.at_work
            yield Tried(pack.id, rule.id, proof.name, proof.fault)
        if not acted:
            yield Tried(pack.id, rule.id, "", "no example shows this rule at work")


def _verdicts(pack: Pack, rule: AnyRule) -> Iterator[Proof]:
    for example in rule.examples:
        try:
            request = request_of(pack, example)
        except ValidationError as unreadable:
            first = unreadable.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            yield Proof(example.name, f"{where}: {first['msg']}", at_work=False)
        else:
            answer = verdict(request, (pack,))
            fault = _differs(rule, example.expect, answer)
            yield Proof(example.name, fault, _acts(pack, rule, request, answer))


def _changed(usual: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """`usual` with the changes; mappings are merged, everything else is replaced."""
    changed = dict(usual)
    for key, value in changes.items():
        before = changed.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        changed[key] = _changed(before, value) if both else value  # type: ignore[arg-type]
    return changed


def _acts(pack: Pack, rule: AnyRule, request: ContactRequest, answer: Verdict) -> bool:
    """Whether the answer would be another without the rule."""
    others = tuple(other for other in pack.file.rules if other.id != rule.id)
    without = verdict(request, (Pack(pack.file.model_copy(update={"rules": others}), pack.sha256),))
    return (answer.decision, answer.reasons, answer.gates, answer.disclosures) != (
        without.decision,
        without.reasons,
        without.gates,
        without.disclosures,
    )


def _differs(rule: AnyRule, expected: Expected, answer: Verdict) -> str:
    """What is not as expected, "" where all is."""
    found: list[tuple[str, object, object]] = [
        ("decision", expected.decision, answer.decision),
        (
            "refused_by",
            sorted(expected.refused_by),
            sorted(reason.rule for reason in answer.reasons),
        ),
    ]
    if expected.retry_at is not None:
        found.append(("retry_at", expected.retry_at, _moment(answer)))
    if expected.gates is not None:
        found.append(("gates", sorted(expected.gates), sorted(answer.gates)))
    if expected.disclosures is not None:
        said = sorted(answer.disclosures)
        found.append(("disclosures", sorted(expected.disclosures), said))
    if expected.used is not None:
        used = [limit.used for limit in answer.limits if limit.rule == rule.id]
        found.append(("used", [expected.used], used))
    wrong: Sequence[str] = [
        f"{what} is {got}, expected {wanted}" for what, wanted, got in found if wanted != got
    ]
    return "; ".join(wrong)


def _moment(answer: Verdict) -> str:
    if answer.retry_at is None:
        return "null"
    return answer.retry_at.isoformat().replace("+00:00", "Z")
