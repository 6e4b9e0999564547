"""Desks with a sheet in the reading pane: messages, an override, why a case is not dialled; and
notes with marked words."""

from dataclasses import replace
from datetime import timedelta

from desk_client.debtor import PartyRole, Place
from desk_client.ids import CaseId, ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services.case_parts import Meter, RuleRow, VerdictRow
from desk_client.services.desk_state import DeskState
from desk_client.services.message_parts import MessageRow, MessagesPart, OverridePart, SentRow
from desk_client.services.note_parts import NoteCheck, WordsMarked
from desk_client.services.why_parts import NumberWhy, WhyPart
from desk_client.text import Text
from tests.ui.sample_people import DAY, WORLDS, World
from tests.ui.sample_states import scene

_RULES = (
    ("时段", "Hours", "22:00–08:00 不得催收，经客户同意的除外",
     "No collection from 22:00 to 08:00 unless the debtor agreed", "GB/T 45251-2025 5.3", "read"),
    ("未接次数（本号码）", "Unanswered, this number", "今日 6/6", "6 of 6 used",
     "CBA 2026", "secondary"),
    ("间隔", "Gap", "同一号码两次拨打至少间隔 60 分钟",
     "At least 60 minutes between two attempts to one number", "内部规定：间隔", "house"),
    ("法定节假日", "Public holidays", "法定节假日不得联系", "No contact on a public holiday",
     "Reg F 1006.6", "unsure"),
    ("有效通话（此人）", "Effective calls, person", "今日 1/3", "1 of 3 used",
     "GB/T 45251-2025 5.3", "read"),
    ("联系对象", "Whom", "可以联系", "May be called", "CBRC 2011/2 art. 68", "secondary"),
    ("停止标记", "Stop flags", "无标记", "No flag", "PIPL 6, 8", "read"),
    ("振铃时间", "Ringing time", "振铃足够久", "Rings long enough", "内部规定：振铃", "house"),
)  # fmt: skip


def verdict(
    world: World, refusing: int, *, sentence: Text | None = None, clauses: str = ""
) -> VerdictRow:
    """The first `refusing` rules refuse."""
    tomorrow = world.at(8, 0, day=DAY + timedelta(days=1))
    free = (tomorrow, tomorrow, world.at(23, 2), None)
    closed = Text(
        "22:00–08:00 不得催收，明日 08:00 可拨",
        "No collection from 22:00 to 08:00; allowed tomorrow 08:00",
    )
    return VerdictRow(
        allowed=not refusing,
        sentence=sentence or (closed if refusing else Text("可以拨打，至 22:00", "Allowed now")),
        clauses=clauses or "GB/T 45251-2025 5.3 · CBA 2026",
        retry_at=tomorrow if refusing else None,
        until=None if refusing else world.at(22, 0),
        checked_at=world.at(10, 42, 6),
        rules=tuple(
            RuleRow(
                label=Text(zh, en),
                finding=Text(found_zh, found_en),
                clause=clause,
                confidence=sure,
                allowed=place >= refusing,
                retry_at=free[place] if place < min(refusing, 4) else None,
            )
            for place, (zh, en, found_zh, found_en, clause, sure) in enumerate(_RULES)
        ),
    )


def messages(
    language: str = "zh", *, chosen: int = 0, earlier: bool = True, late: bool = False
) -> DeskState:
    """03 with the message sheet open. `late`: after hours, when nothing may go now."""
    world = WORLDS[language]
    mail = "wa…@example.com" if language == "zh" else "da…@example.com"
    post = "上海市浦东新区示例路 1 号" if language == "zh" else "14 Sample Street, Albany NY"
    morning = world.at(8, 0, day=DAY + timedelta(days=1))
    gap = Text("缺少承诺金额、承诺日期", "Not known: the promised amount, the promised date")
    later = morning if late else None
    rows = (
        _row("请回电", "Please call back", "sms", world.number.masked, later),
        _row("对账单", "Statement", "email", mail, later),
        _row("催收函", "Letter of collection", "letter", post, None),
        _row("承诺提醒", "Promise reminder", "sms", world.number.masked, morning),
        replace(_row("承诺确认", "Promise confirmed", "email", mail, None, ok=False), fault=gap),
    )
    allowed = rows[chosen].allowed
    sentence = (
        Text("可以发送，至 22:00", "Allowed now, until 22:00")
        if allowed
        else Text("22:00–08:00 不得催收，明日 08:00 可发",
                  "No collection from 22:00 to 08:00; allowed tomorrow 08:00")
    )  # fmt: skip
    words = (
        "【示例银行信用卡中心】王先生/女士您好，有事想与您本人沟通，请您方便时回电 "
        "400-000-0000，工号 20317。回复 TD 退订。"
        if language == "zh"
        else "【Sample Bank】Dear Okafor, please call us on 800 555 0100 when it suits you and ask "
        "for 20317. Reply STOP to opt out."
    )
    everywhere = Text("全部渠道（此人）", "All channels, person")
    used = Meter(rule="all", label=everywhere, clause="CBA 2026", used=2, max=6)
    sent = (
        SentRow(
            Text("请回电", "Please call back"), "sms", world.at(9, 12), Text("已送达", "Delivered")
        ),
        SentRow(Text("对账单", "Statement"), "email", world.at(8, 31), Text("等待发送", "Waiting")),
    )  # fmt: skip
    part = MessagesPart(
        rows=rows,
        chosen=chosen,
        subject=("对账单" if language == "zh" else "Your statement") if chosen == 1 else "",
        lines=tuple(words.split("\n")),
        verdict=verdict(world, 0 if allowed else 1, sentence=sentence),
        meters=(
            replace(used, rule="sms", label=Text("短信（内部上限）", "SMS (house)"), max=2, used=1),
            used,
        ),
        sent=sent if earlier else (),
    )  # fmt: skip
    return replace(scene("03-preview", language), messages=part, dials_at=None)


def _row(
    zh: str, en: str, channel: str, to: str, not_before: object, *, ok: bool = True
) -> MessageRow:
    return MessageRow(
        name=Text(zh, en),
        channel=channel,
        to=to,
        allowed=ok and not_before is None,
        not_before=not_before,  # type: ignore[arg-type]
        fault=None,
    )


def refused(language: str = "zh", *, helps: bool = True, refusing: int = 3) -> DeskState:
    """08 with clauses read in every way there is."""
    world = WORLDS[language]
    state = scene("08-refused", language)
    assert state.refused is not None
    judged = verdict(world, refusing)
    points = tuple(
        replace(point, verdict=replace(judged, clauses="CBA 2026"))
        for point in state.contact_points
    )
    return replace(
        state,
        verdict=judged,
        refused=replace(state.refused, verdict=judged),
        contact_points=points,
        override_helps=helps,
    )


def override(language: str = "zh", *, asking: bool = False, fault: Text | None = None) -> DeskState:
    """The form over a refusal."""
    part = OverridePart(
        rules=(
            Text(*_RULES[2][2:4]),
            Text("每人每日短信不超过 2 条", "Two texts a day for each person"),
        ),
        clauses=("内部规定：间隔", "内部规定：短信"),
        reason="",
        minutes=30,
        asking=asking,
        fault=fault,
    )  # fmt: skip
    return replace(refused(language), override=part)


def why(language: str = "zh", *, chosen: int = 0, none: bool = False) -> DeskState:
    """02 with the sheet of a held case."""
    world = WORLDS[language]
    state = scene("02-ready", language)
    work = "+862150804185" if language == "zh" else "+12125550115"
    shown = (
        (world.number, Place.MOBILE, PartyRole.DEBTOR, verdict(world, 4)),
        (PhoneNumber(work), Place.WORK, PartyRole.CONTACT, verdict(world, 1, clauses="CBA 2026")),
    )
    numbers = tuple(
        NumberWhy(
            contact_point_id=ContactPointId(f"cp-{place}"),
            number=number,
            place=at.value,
            role=role.value,
            verdict=judged,
        )
        for place, (number, at, role, judged) in enumerate(shown)
    )
    row = state.work.rows[-1]
    part = WhyPart(
        case_id=CaseId(row.case_id),
        case_no=world.case_no,
        name=row.name,
        numbers=() if none else numbers,
        chosen=chosen,
        place=len(state.work.rows),
        of=len(state.work.rows),
        next_lawful=None if none else world.at(8, 0, day=DAY + timedelta(days=1)),
    )
    last = len(state.work.rows) - 1
    return replace(state, work=replace(state.work, selected=last), why_not=part)


def noted(language: str = "zh", *, blocks: bool = True, name: str = "07-wrap-up") -> DeskState:
    """Words in the note that are marked."""
    if language == "zh":
        text = "客户就是个老赖，周五发薪" if blocks else "客户骂我是骗子，说要投诉"
        words = "老赖" if blocks else "骗子"
    else:
        text = "He is a deadbeat, paid on Fridays" if blocks else "She called me a crook"
        words = "deadbeat" if blocks else "crook"
    at = text.index(words)
    reason = Text(
        "这是辱骂或贬低，对欠款人任何时候都不能用",
        "This is an insult; it is never used towards a debtor",
    )
    said = Text(f"「{words}」{reason.zh}", f"“{words}”: {reason.en}")
    mark = WordsMarked(at, at + len(words), reason, "CBA 2026", blocks)
    return replace(scene(name, language), note=text, note_check=NoteCheck(text, (mark,), said))
