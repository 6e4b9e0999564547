"""Rows of the timeline that tell of messages, notes, wishes, flags, refusals, looks and of what was
taken back; and ROWS, the one table that says which function tells which kind of fact."""

from dataclasses import replace

from desk_client.care_body import (
    ComplaintAnswered,
    ConsentGiven,
    ConsentRevoked,
    FlagLaid,
    HoldLaid,
    InconvenientNamed,
    Overridden,
    RecordErased,
)
from desk_client.case_state import MessageRecord
from desk_client.fact import Fact
from desk_client.fact_body import (
    Attempted,
    CallbackBooked,
    CaseOpened,
    NoteWritten,
    OutcomeLogged,
    Skipped,
    VerdictGiven,
    Withdrawn,
)
from desk_client.message_body import MessageAnswered, MessageOrdered
from desk_client.services import sentences
from desk_client.services.case_parts import Flag, Mark
from desk_client.services.detail_parts import TimelineRow
from desk_client.services.point_words import masked_address
from desk_client.services.risk_flags import flag_chip
from desk_client.services.sent_words import message_name, message_standing
from desk_client.services.timeline_calls import call_row, outcome_row, tone_of
from desk_client.services.timeline_rows import NO_TEXT, Teller, Telling, joined, plain, told_by
from desk_client.services.timeline_work import WORK_ROWS
from desk_client.services.wish_words import inconvenient_words
from desk_client.text import Text

_ICONS = {"sms": "message", "email": "mail", "letter": "document"}
MEDIA = {
    "call": Text("电话", "Call"),
    "prerecorded": Text("自动语音", "Recorded voice"),
    "voicemail": Text("语音留言", "Voicemail"),
    "sms": Text("短信", "Text message"),
    "email": Text("邮件", "E-mail"),
    "letter": Text("信函", "Letter"),
    "visit": Text("上门", "Visit"),
}
_ANSWERED = {
    "stop": Text("回复要求停止", "Answered: stop"),
    "reply": Text("客户回复", "Answered"),
    "wrong_person": Text("回复称非本人", "Answered: wrong person"),
    "bounce": Text("退信", "Came back"),
}
_CONSENTS = {
    "callback": Text("回呼", "a callback"),
    "out_of_hours": Text("晚间联系", "contact in the evening"),
    "call": Text("电话联系", "calls"),
    "sms": Text("短信联系", "text messages"),
    "email": Text("邮件联系", "e-mail"),
    "prerecorded": Text("自动语音", "a recorded voice"),
}
_SOURCES = {
    "message": Text("来自消息", "From a message"),
    "letter": Text("来自信函", "From a letter"),
    "office": Text("来自管理部门", "From an office"),
    "import": Text("来自导入", "From an import"),
}
_SKIPS = {
    "not_now": Text("现在不合适", "Bad moment"),
    "wrong_data": Text("资料有误", "Wrong data"),
    "needs_lead": Text("需主管先看", "Lead first"),
    "known_person": Text("认识此人", "Knows them"),
}
_HOLDS = {
    "complaint": Text("投诉", "complaint"),
    "litigation": Text("诉讼", "litigation"),
    "dispute": Text("异议", "dispute"),
    "inspection": Text("检查", "inspection"),
}
_ERASED = {
    "recording": Text("录音", "A recording"),
    "message": Text("消息", "A message"),
    "note": Text("备注", "A note"),
    "letter": Text("信函", "A letter"),
}


def _ordered(fact: Fact, body: MessageOrdered, telling: Telling) -> TimelineRow:
    message = telling.messages.get(body.message_id)
    name = message_name(body.template)
    medium = MEDIA[body.channel]
    stands = message_standing(message) if message is not None else None
    failed = message is not None and message.failed is not None
    address = masked_address(body.address, body.place)
    return TimelineRow(
        key=fact.fact_id,
        at=fact.occurred_at,
        icon=_ICONS[body.channel],
        tone="bad" if failed else "accent" if message and message.delivered_at else "quiet",
        title=sentences.joined(medium, name),
        chip=stands,
        chip_mark=Mark.STOP if failed else Mark.NONE,
        detail=joined(Text(address, address), _times(message, telling)),
        right=telling.actor(fact),
    )


def _times(message: MessageRecord | None, telling: Telling) -> Text:
    """When it went each step of its way."""
    if message is None:
        return NO_TEXT
    steps = []
    if message.attempted_at is None and message.not_before is not None:
        at = telling.moment(message.not_before)
        steps.append(Text(f"{at.zh} 起可发", f"may leave {at.en}"))
    if message.attempted_at is not None:
        at = telling.moment(message.attempted_at)
        steps.append(Text(f"发出 {at.zh}", f"left {at.en}"))
    if message.delivered_at is not None:
        at = telling.moment(message.delivered_at)
        steps.append(Text(f"送达 {at.zh}", f"arrived {at.en}"))
    return joined(*steps)


def _answered(fact: Fact, body: MessageAnswered, telling: Telling) -> TimelineRow:
    stops = body.means in ("stop", "wrong_person")
    address = masked_address(body.address, body.place)
    return TimelineRow(
        key=fact.fact_id,
        at=fact.occurred_at,
        icon=_ICONS[body.channel],
        tone="bad" if stops else "spec",
        title=sentences.joined(MEDIA[body.channel], _ANSWERED[body.means]),
        detail=joined(Text(address, address), telling.written(body.text)),
    )


def _note(fact: Fact, body: NoteWritten, telling: Telling) -> TimelineRow:
    title = Text("通话备注", "Note in a call") if body.call_id else Text("备注", "Note")
    return plain(fact, telling, "pencil", title, telling.written(body.text))


def _flagged(fact: Fact, body: FlagLaid, telling: Telling) -> TimelineRow:
    chips = [flag_chip(each.flag, each.channels, each.party) for each in body.flags]
    first: Flag = chips[0] if chips else Flag(mark=Mark.NONE, label=NO_TEXT)
    source = _SOURCES.get(body.source, Text(body.source, body.source))
    title = sentences.joined(*(chip.label for chip in chips))
    row = plain(fact, telling, "flag", title, joined(source, telling.written(body.note)))
    return replace(row, tone=tone_of(first.mark))


def _consented(fact: Fact, body: ConsentGiven, telling: Telling) -> TimelineRow:
    what = _CONSENTS[body.consent]
    how = {"spoken": Text("口头", "Spoken"), "written": Text("书面", "In writing")}
    until = NO_TEXT
    if body.until is not None:
        at = telling.moment(body.until)
        until = Text(f"至 {at.zh}", f"until {at.en}")
    elif body.local_until is not None:
        until = Text(f"至 {body.local_until:%H:%M}", f"until {body.local_until:%H:%M}")
    return plain(
        fact,
        telling,
        "check",
        Text(f"同意{what.zh}", f"Agreed to {what.en}"),
        joined(how.get(body.how, Text("导入", "Imported")), until),
    )


def _revoked(fact: Fact, body: ConsentRevoked, telling: Telling) -> TimelineRow:
    what = _CONSENTS[body.consent]
    title = Text(f"收回同意：{what.zh}", f"Took back: {what.en}")
    return plain(fact, telling, "x", title, NO_TEXT)


def _inconvenient(fact: Fact, body: InconvenientNamed, telling: Telling) -> TimelineRow:
    words = inconvenient_words(body.weekdays, body.from_local, body.until_local, body.place)
    return plain(fact, telling, "clock", Text("不便联系", "Does not want contact"), words)


def _held(fact: Fact, body: HoldLaid, telling: Telling) -> TimelineRow:
    title = Text("资料冻结，不清除", "Held, nothing is erased")
    return plain(
        fact, telling, "lock", title, joined(_HOLDS[body.reason], telling.written(body.note))
    )


def _complaint_answered(fact: Fact, body: ComplaintAnswered, telling: Telling) -> TimelineRow:
    title = Text("投诉已答复", "Complaint answered")
    upheld = Text("成立", "Upheld") if body.upheld else Text("不成立", "Not upheld")
    return plain(fact, telling, "check-circle", title, joined(upheld, telling.written(body.note)))


def _refused(fact: Fact, body: VerdictGiven, telling: Telling) -> TimelineRow:
    medium = MEDIA[body.contact]
    title = Text(f"{medium.zh}未放行", f"{medium.en} refused")
    refs = Text(*(2 * (" · ".join(dict.fromkeys(each.ref for each in body.reasons)),)))
    again = NO_TEXT
    if body.retry_at is not None:
        at = telling.moment(body.retry_at)
        again = Text(f"{at.zh} 起可联系", f"allowed {at.en}")
    row = plain(fact, telling, "shield", title, joined(refs, again))
    return replace(row, tone="bad", below=Text("未计次数", "Not counted"))


def _overridden(fact: Fact, body: Overridden, telling: Telling) -> TimelineRow:
    second = telling.who(body.second)
    title = Text("两人放行一次", "Two persons lifted a rule once")
    who = Text(f"与 {second} 共同", f"with {second}")
    return plain(fact, telling, "users", title, joined(who, telling.written(body.reason)))


def _opened(fact: Fact, body: CaseOpened, telling: Telling) -> TimelineRow:
    shown = Text("金额可见", "Figures shown") if body.shown == "open" else NO_TEXT
    return plain(fact, telling, "user", Text("查看案件", "Looked at the case"), shown)


def _skipped(fact: Fact, body: Skipped, telling: Telling) -> TimelineRow:
    reason = _SKIPS.get(body.reason, Text(body.reason, body.reason))
    return plain(fact, telling, "skip", Text("跳过", "Passed over"), reason)


def _booked(fact: Fact, body: CallbackBooked, telling: Telling) -> TimelineRow:
    at = telling.moment(body.terms.at)
    kind = Text("约定回呼", "Callback agreed") if body.terms.agreed else Text("计划再拨", "Planned")
    return plain(fact, telling, "calendar", kind, at)


def _withdrew(fact: Fact, body: Withdrawn, telling: Telling) -> TimelineRow:
    target = telling.targets.get(body.fact_id)
    what = Text("一条记录", "a record")
    if target is not None:
        teller = ROWS.get(target.kind)
        what = teller(target, telling).title if teller is not None else what
    at = telling.moment(target.occurred_at) if target is not None else NO_TEXT
    return plain(
        fact,
        telling,
        "undo",
        Text(f"撤销：{what.zh}", f"Took back: {what.en}"),
        joined(
            Text(f"原记录 {at.zh}", f"recorded {at.en}") if target is not None else NO_TEXT,
            telling.written(body.reason),
        ),
    )


def _erased(fact: Fact, body: RecordErased, telling: Telling) -> TimelineRow:
    what = _ERASED.get(body.record, Text("记录", "A record"))
    title = Text(f"{what.zh}已清除", f"{what.en} was erased")
    return plain(fact, telling, "x", title, Text(body.rule, body.rule))


ROWS: dict[str, Teller] = dict(
    (
        told_by(Attempted, call_row),
        told_by(OutcomeLogged, outcome_row),
        told_by(MessageOrdered, _ordered),
        told_by(MessageAnswered, _answered),
        told_by(NoteWritten, _note),
        told_by(FlagLaid, _flagged),
        told_by(ConsentGiven, _consented),
        told_by(ConsentRevoked, _revoked),
        told_by(InconvenientNamed, _inconvenient),
        told_by(HoldLaid, _held),
        told_by(ComplaintAnswered, _complaint_answered),
        told_by(VerdictGiven, _refused),
        told_by(Overridden, _overridden),
        told_by(CaseOpened, _opened),
        told_by(Skipped, _skipped),
        told_by(CallbackBooked, _booked),
        told_by(Withdrawn, _withdrew),
        told_by(RecordErased, _erased),
        *WORK_ROWS,
    )
)
