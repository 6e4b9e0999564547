"""Puts the gate's answer into the words and boxes that the screen shows: the banner's sentence, the
limits of the day, and where every rule stands."""

from zoneinfo import ZoneInfo

from desk_client.case_state import CallRecord
from desk_client.compliance.answer import Standing
from desk_client.ids import ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services import sentences
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.desk_state import ContactPointRow, Meter, RuleRow, VerdictRow
from desk_client.services.gate import Judged
from desk_client.text import Text

_HOLDS = Text("允许", "holds")


def meters(judged: Judged) -> tuple[Meter, ...]:
    """The limits that count for this contact, as used before it."""
    refusing = {reason.rule for reason in judged.verdict.reasons}
    return tuple(
        Meter(
            rule=limit.rule,
            label=limit.label,
            clause=limit.ref,
            used=limit.used,
            max=limit.max,
            blocking=limit.rule in refusing,
        )
        for limit in judged.verdict.limits
    )


def verdict_row(judged: Judged, zone: ZoneInfo) -> VerdictRow:
    """The banner and the list of rules."""
    verdict = judged.verdict
    if verdict.allowed:
        sentence = sentences.allowed(judged.until, judged.at, zone)
    else:
        sentence = sentences.refused(verdict.reasons[0].text, verdict.retry_at, judged.at, zone)
    standings = judged.standings
    refs = [reason.ref for reason in verdict.reasons] or [each.ref for each in standings]
    return VerdictRow(
        allowed=verdict.allowed,
        sentence=sentence,
        clauses=" · ".join(dict.fromkeys(refs[:3])),
        retry_at=verdict.retry_at,
        until=judged.until,
        checked_at=judged.at,
        rules=tuple(map(_rule_row, standings)),
        gates=tuple(map(gate_text, verdict.gates)),
    )


def _rule_row(standing: Standing) -> RuleRow:
    return RuleRow(
        label=standing.text,
        finding=Text("不允许", "refuses") if standing.refuses else _HOLDS,
        clause=standing.ref,
        confidence=standing.confidence,
        allowed=not standing.refuses,
        retry_at=standing.free_at if standing.refuses else None,
    )


def contact_point_row(
    hand: CaseInHand, judged: Judged, chosen: ContactPointId | None
) -> ContactPointRow:
    """A contact point with its history and its own verdict."""
    point = judged.point
    calls: tuple[CallRecord, ...] = tuple(
        call for call in hand.state.calls if call.contact_point_id == point.contact_point_id
    )
    return ContactPointRow(
        contact_point_id=point.contact_point_id,
        place=point.place.value,
        role=point.role.value,
        number=PhoneNumber(point.value),
        history=sentences.point_history(calls, hand.zone),
        verdict=verdict_row(judged, hand.zone),
        chosen=point.contact_point_id == chosen,
    )


def checked_texts(judged: Judged, zone: ZoneInfo) -> tuple[Text, ...]:
    """What was checked before a dial, and what the attempt is charged to."""
    used = [
        Text(f"{m.label.zh} {m.used}/{m.max}", f"{m.label.en} {m.used}/{m.max}")
        for m in meters(judged)
    ]
    first = sentences.allowed(judged.until, judged.at, zone)
    lines = [first, sentences.joined(*used, by=" · ")] if used else [first]
    return (*lines, *(gate_text(gate) for gate in judged.verdict.gates))


_GATES = {
    "no_debt_info": Text("不得透露欠款信息", "Say nothing about the debt"),
    "not_this_debt": Text("不谈有异议的部分", "Leave out what is disputed"),
    "no_demand": Text("不得要求还款", "Do not ask for payment"),
    "locate_only": Text("只询问联系方式", "Only ask how to reach the debtor"),
    "name_only": Text("只报姓名", "Give your name only"),
}


def gate_text(gate: str) -> Text:
    """A gate's id in words; one that carries a debt keeps it to itself."""
    return _GATES.get(gate.partition(":")[0], Text(gate, gate))
