"""Sentences in both languages that are made from figures: moments, reasons for a rank, contacts,
verdicts. Words that never change stand in the window's own word list; what a rule or an outcome
says comes from its data file."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk_client.case_state import CallRecord, LastContact
from desk_client.contact import result_of
from desk_client.outcome import table
from desk_client.text import Text
from desk_client.work_order import Reason, Why

_RESULTS = {
    "conversation": Text("已接通", "Answered"),
    "no_answer": Text("未接", "No answer"),
    "voicemail": Text("语音信箱", "Voicemail"),
    "message_left": Text("已留言", "Message left"),
    "busy": Text("忙线", "Busy"),
    "not_in_service": Text("空号", "Not in service"),
    "abandoned": Text("弃呼", "Abandoned"),
    "machine": Text("机器接听", "Machine"),
    "hung_up_at_once": Text("接通即挂断", "Hung up at once"),
}
_PLACES = {
    "mobile": Text("本人手机", "Mobile"),
    "home": Text("住宅", "Home"),
    "work": Text("单位", "Work"),
    "toll_free": Text("免费电话", "Toll-free"),
    "unknown": Text("其他号码", "Other number"),
}
_ROLES = {
    "spouse": Text("配偶", "Spouse"),
    "parent": Text("父母", "Parent"),
    "guarantor": Text("担保人", "Guarantor"),
    "contact": Text("联系人", "Contact person"),
    "colleague": Text("同事", "Colleague"),
    "child": Text("子女", "Child"),
    "neighbour": Text("邻居", "Neighbour"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def joined(*parts: Text, by: str = " · ") -> Text:
    """Texts side by side."""
    return Text(by.join(part.zh for part in parts), by.join(part.en for part in parts))


def moment(at: datetime, now: datetime, zone: ZoneInfo) -> Text:
    """10:42, 明日 08:00 / tomorrow 08:00, else 11-28 08:00 / 28 Nov 08:00; local to `zone`."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return Text(clock, clock)
    if local.date() == today + timedelta(days=1):
        return Text(f"明日 {clock}", f"tomorrow {clock}")
    return Text(f"{local:%m-%d} {clock}", f"{local.day} {_MONTHS[local.month - 1]} {clock}")


def day_of(when: date) -> Text:
    """11-27 / 27 Nov."""
    return Text(f"{when:%m-%d}", f"{when.day} {_MONTHS[when.month - 1]}")


def day(at: datetime, now: datetime, zone: ZoneInfo) -> Text:
    """今日 09:35 / Today 09:35, else 11-17 / 17 Nov."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return Text(f"今日 {local:%H:%M}", f"Today {local:%H:%M}")
    return Text(f"{local:%m-%d}", f"{local.day} {_MONTHS[local.month - 1]}")


def place(name: str, role: str = "debtor") -> Text:
    """Where a contact point reaches, or whose it is."""
    if role != "debtor":
        return _ROLES.get(role, Text("他人", "Somebody else"))
    return _PLACES.get(name, _PLACES["unknown"])


def outcome_label(code: str, level: str | None) -> Text:
    """The outcome's own words; its code where an older table knew it."""
    rows = [row for row in table().outcomes if row.code == code]
    exact = [row for row in rows if row.level == level]
    return (exact or rows)[0].label if rows else Text(code, code)


def result_text(result: str) -> Text:
    """What the line said of a call: conversation, busy, no_answer, ..."""
    return _RESULTS.get(result, _RESULTS["no_answer"])


def contact(last: LastContact) -> Text:
    """What came of a contact: its outcome, else what the line said."""
    if last.code is not None:
        return outcome_label(last.code, last.level)
    return result_text(last.result)


def point_history(calls: tuple[CallRecord, ...], zone: ZoneInfo) -> Text:
    """How a contact point answered before."""
    recent = calls[:6]
    if not recent:
        return Text("尚未拨打", "Not called yet")
    answered = [call for call in recent if call.answered_at is not None]
    last = recent[0].attempted_at.astimezone(zone)
    result = _RESULTS.get(result_of(recent[0]), _RESULTS["no_answer"])
    return Text(
        f"近 {len(recent)} 次接通 {len(answered)} 次，上次 {last:%m-%d %H:%M} {result.zh}",
        f"Answered {len(answered)} of last {len(recent)}; "
        f"last {last.day} {_MONTHS[last.month - 1]} {last:%H:%M}, {result.en.lower()}",
    )


def reason(why: Reason, now: datetime, zone: ZoneInfo) -> Text:
    """Why a case stands where it stands in the work list."""
    if why.why is Why.HANDED_OVER:
        return Text(f"{why.by} 移交：{why.note}", f"Handed over by {why.by}: {why.note}")
    return _by_time(why, now, zone)


def _by_time(why: Reason, now: datetime, zone: ZoneInfo) -> Text:
    match why.why:
        case Why.CALLBACK_DUE if why.at is not None:
            at = moment(why.at, now, zone)
            return Text(f"约定 {at.zh} 回呼", f"Callback agreed for {at.en}")
        case Why.NEXT_TRY_DUE if why.at is not None:
            at = moment(why.at, now, zone)
            return Text(f"计划 {at.zh} 再拨", f"Planned again at {at.en}")
        case Why.PROMISE_DUE_TODAY:
            return Text("承诺今日到期", "Promise due today")
        case Why.PROMISE_BROKEN if why.due is not None:
            days = max(1, (now.astimezone(zone).date() - why.due).days)
            return Text(f"承诺已过期 {days} 天", f"Promise broken {days} d ago")
        case Why.FIRST_CONTACT:
            return Text("首次联系", "First contact")
        case _:
            days = why.days_past_due
            return Text(f"逾期 {days} 天", f"{days} days past due")


def allowed(
    until: datetime | None, now: datetime, zone: ZoneInfo, *, written: bool = False
) -> Text:
    """The verdict banner's sentence for an allowed contact; `written` = a message or a letter."""
    may = "可以发送" if written else "可以拨打"
    if until is None:
        return Text(may, "Allowed now")
    at = moment(until, now, zone)
    return Text(f"{may}，至 {at.zh}", f"Allowed now, until {at.en}")


def refused(
    why: Text,
    retry_at: datetime | None,
    now: datetime,
    zone: ZoneInfo,
    *,
    written: bool = False,
) -> Text:
    """The verdict banner's sentence for a refused contact, with the next lawful minute."""
    act = "发" if written else "拨"
    if retry_at is None:
        never = "发送" if written else "拨打"
        return Text(f"{why.zh}，等待也不能{never}", f"{why.en}; waiting will not change it")
    at = moment(retry_at, now, zone)
    return Text(f"{why.zh}，{at.zh} 可{act}", f"{why.en}; allowed {at.en}")
