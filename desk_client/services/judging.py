"""Puts the gate's answer into the words and boxes that the screen shows: the banner's sentence, the
limits of the day, and where every rule stands."""

from zoneinfo import ZoneInfo

from desk_client.case_state import CallRecord
from desk_client.compliance.answer import Standing
from desk_client.ids import ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services import sentences
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.case_parts import ContactPointRow, Meter, RuleRow, VerdictRow
from desk_client.services.gate import Judged
from desk_client.text import Text

_WRITTEN = ("sms", "email", "letter")


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
    """The banner and the list of rules, those that refuse first."""
    verdict = judged.verdict
    written = judged.request.kind in _WRITTEN
    if verdict.allowed:
        sentence = sentences.allowed(judged.until, judged.at, zone, written=written)
    else:
        why = verdict.reasons[0].text
        sentence = sentences.refused(why, verdict.retry_at, judged.at, zone, written=written)
    told = _told(judged)
    refs = [reason.ref for reason in verdict.reasons] or [each.ref for each in told]
    return VerdictRow(
        allowed=verdict.allowed,
        sentence=sentence,
        clauses=" · ".join(list(dict.fromkeys(refs))[:2]),
        retry_at=verdict.retry_at,
        until=judged.until,
        checked_at=judged.at,
        rules=tuple(_rule_row(each, judged) for each in told),
        gates=tuple(map(gate_text, verdict.gates)),
    )


def _told(judged: Judged) -> list[Standing]:
    """The rules worth a row: all that refuse, then those that hold and bear on a dial. That the
    zone is known or the history fresh is only told where it is not."""
    standings = judged.standings
    refusing = [each for each in standings if each.refuses]
    holding = [each for each in standings if not each.refuses and each.kind in _KINDS]
    unheard = [each for each in holding if each.kind not in _SILENT_WHERE_HELD]
    once = {(each.kind, each.rule): each for each in (*refusing, *unheard)}
    return list(once.values())


_KINDS = {
    "hours": Text("时段", "Hours"),
    "personal_hours": Text("客户指定时段", "The debtor's own hours"),
    "windowed_cap": Text("次数", "Count"),
    "min_gap": Text("间隔", "Gap"),
    "wait_after_event": Text("等待期", "Waiting time"),
    "flag_stop": Text("停止标记", "Stop flags"),
    "third_party": Text("联系对象", "Whom"),
    "party_identity": Text("号码归属", "Whose number"),
    "consent_required": Text("同意", "Consent"),
    "stale_history": Text("记录时效", "Fresh record"),
    "unknown_zone": Text("时区", "Zone"),
    "clock_regression": Text("时钟", "Clock"),
    "missing_pack": Text("规则包", "Pack"),
    "disclosure": Text("告知", "Disclosure"),
    "exemption": Text("豁免", "Exemption"),
    "phrase_list": Text("用语", "Words"),
    "content_template": Text("内容", "Content"),
    "caller_id": Text("来电显示", "Number shown"),
    "ring_time": Text("振铃时间", "Ringing time"),
    "abandon_ratio": Text("弃呼率", "Abandoned calls"),
    "amd": Text("机器识别", "Machine detection"),
    "recording": Text("录音", "Recording"),
    "retention": Text("保存期限", "Retention"),
    "timer": Text("办理期限", "Time limit"),
    "plan_limit": Text("许可与额度", "Permit and limits"),
    "authority": Text("放行权限", "Authority"),
    "identity": Text("核身", "Identity"),
    "audit": Text("审计", "Audit"),
    "scope": Text("适用范围", "Scope"),
}
_MET = Text("符合", "Met")
_OTHER = Text("其他规则", "Another rule")
_SILENT_WHERE_HELD = (
    *("stale_history", "unknown_zone", "clock_regression", "missing_pack", "disclosure"),
    *("exemption", "audit", "scope", "authority", "plan_limit", "identity", "timer", "retention"),
)


_HOLDS = {
    "hours": Text("在允许时段内", "Inside lawful hours"),
    "personal_hours": Text("未指定此时不便", "Not named as inconvenient"),
    "flag_stop": Text("无标记", "No flag"),
    "third_party": Text("可以联系", "May be called"),
    "party_identity": Text("未发现非本人", "Not known to be another's"),
    "consent_required": Text("已有同意", "Given"),
    "wait_after_event": Text("已满", "Over"),
    "min_gap": Text("已隔足够久", "Long enough ago"),
    "windowed_cap": Text("未满", "Not used up"),
    "phrase_list": Text("没有不当用语", "None that is forbidden"),
    "content_template": Text("内容齐全", "All that is asked is there"),
    "caller_id": Text("显示可回拨号码", "A number that can be called back"),
    "ring_time": Text("振铃足够久", "Rings long enough"),
    "abandon_ratio": Text("在目标以内", "Within the target"),
    "amd": Text("符合", "As required"),
    "recording": Text("符合录音要求", "As required"),
}


def kind_text(kind: str) -> Text:
    """What a kind of rule is about."""
    return _KINDS.get(kind, _OTHER)


def hold_text(kind: str) -> Text:
    """That a rule of this kind holds."""
    return _HOLDS.get(kind, _MET)


def _rule_row(standing: Standing, judged: Judged) -> RuleRow:
    """A cap goes by its own name and figures, a rule that refuses by its words. One that holds says
    that it holds: "no collection after 22:00" beside a check mark would read as a refusal."""
    limit = next((each for each in judged.verdict.limits if each.rule == standing.rule), None)
    label = kind_text(standing.kind)
    finding = standing.text
    if not standing.refuses:
        finding = hold_text(standing.kind)
    if limit is not None:
        label = limit.label
        finding = Text(f"今日 {limit.used}/{limit.max}", f"{limit.used} of {limit.max} used")
    return RuleRow(
        label=label,
        finding=finding,
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
        Text(f"{_spaced(m.label.zh)}{m.used}/{m.max}", f"{m.label.en} {m.used}/{m.max}")
        for m in meters(judged)
    ]
    first = sentences.allowed(judged.until, judged.at, zone)
    lines = [first, sentences.joined(*used, by=" · ")] if used else [first]
    return (*lines, *(gate_text(gate) for gate in judged.verdict.gates))


def _spaced(label: str) -> str:
    """A full-width bracket brings its own space."""
    return label if label.endswith("）") else f"{label} "


_GATES = {
    "no_debt_info": Text("不得透露欠款信息", "Say nothing about the debt"),
    "not_this_debt": Text("不谈有异议的部分", "Leave out what is disputed"),
    "no_demand": Text("不得要求还款", "Do not ask for payment"),
    "locate_only": Text("只询问联系方式", "Only ask how to reach the debtor"),
    "name_only": Text("只报姓名", "Give your name only"),
    "ask_to_record": Text("先征得录音同意", "Ask before you record"),
    "template_only": Text("只可使用模板", "From a template only"),
    "specialist_care": Text("由关怀专员处理", "For a specialist in care"),
    "to_supervisor": Text("转主管处理", "For the supervisor"),
    "verify_first": Text("先核实身份", "Verify who it is first"),
    "no_overshadowing": Text("不得掩盖其异议权", "Leave room to dispute the debt"),
    "no_threat_of_suit": Text("不得以起诉相威胁", "Say nothing of a suit"),
    "reword": Text("改写标出的用语", "Reword what is marked"),
}


def gate_text(gate: str) -> Text:
    """A gate's id in words; one that carries a debt keeps it to itself."""
    return _GATES.get(gate.partition(":")[0], Text(gate, gate))
