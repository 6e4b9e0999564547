"""The words of the report, in both languages: sections, figures, how sure we are of a rule."""

from collections.abc import Mapping

from desk_client.text import Text

HEAD = (
    Text("日期", "Day"),
    Text("部分", "Section"),
    Text("对象", "What"),
    Text("指标", "Figure"),
    Text("数值", "Value"),
    Text("限度", "Limit"),
    Text("依据", "Clause"),
    Text("规则包", "Pack"),
    Text("核实程度", "Confidence"),
)
SECTION: Mapping[str, Text] = {
    "calls": Text("电话", "Calls"),
    "messages": Text("短信、邮件、信函", "Messages"),
    "verdicts": Text("合规判定", "Verdicts"),
    "refusals": Text("按规则拒绝", "Refusals by rule"),
    "hours": Text("时段遵守", "Hours held"),
    "caps": Text("次数遵守", "Caps held"),
    "disclosures": Text("必须告知", "Disclosures"),
    "identity": Text("身份核验", "Identity gates"),
    "recordings": Text("录音", "Recordings"),
    "complaints": Text("投诉", "Complaints"),
    "overrides": Text("授权放行", "Overrides"),
    "packs": Text("规则包", "Packs in force"),
    "lacking": Text("缺失", "What is lacking"),
    "days": Text("逐日", "Day by day"),
}
WORDS: Mapping[str, Text] = {
    "attempts": Text("拨打", "Attempts"),
    "conversations": Text("通话", "Conversations"),
    "incoming": Text("来电", "Incoming"),
    "sent": Text("已发出", "Sent"),
    "delivered": Text("已送达", "Delivered"),
    "failed": Text("未成功", "Failed"),
    "answered": Text("已答复", "Answered"),
    "asked": Text("判定次数", "Asked"),
    "allowed": Text("准许", "Allowed"),
    "refused": Text("拒绝", "Refused"),
    "count": Text("次数", "Times"),
    "first": Text("最早联系", "Earliest contact"),
    "last": Text("最晚联系", "Latest contact"),
    "contacts": Text("联系次数", "Contacts"),
    "outside": Text("时段外", "Outside"),
    "lifted": Text("依同意或授权", "By consent or override"),
    "reached": Text("最多达到", "Most reached"),
    "keys": Text("计数对象", "Counted for"),
    "at_limit": Text("达到上限", "At the limit"),
    "over": Text("超出上限", "Over the limit"),
    "said": Text("已告知", "Said"),
    "missing": Text("缺失", "Missing"),
    "passed": Text("通过", "Passed"),
    "shown_before": Text("核验前显示金额", "Amounts shown before"),
    "recorded": Text("已录音", "Recorded"),
    "not_sealed": Text("未封存", "Not sealed"),
    "erased": Text("依规删除", "Erased by rule"),
    "lodged": Text("新收", "Lodged"),
    "overdue": Text("逾期未答", "Overdue"),
    "overridden": Text("放行人 / 复核人：理由", "By / second: reason"),
    "contacts_without_verdict": Text("无判定的电话", "Calls without verdict"),
    "messages_without_verdict": Text("无判定的消息", "Messages without verdict"),
    "not_judged": Text("案件已不在，无法复核", "Not judged: the case is gone"),
    "verdicts": Text("判定次数", "Verdicts"),
    "sms": Text("短信", "SMS"),
    "email": Text("邮件", "E-mail"),
    "letter": Text("信函", "Letter"),
    "call": Text("电话", "Call"),
    "recording": Text("录音", "Recording"),
    "seal": Text("封存", "Seal"),
    "verdict": Text("判定", "Verdict"),
}
CONFIDENCE: Mapping[str, Text] = {
    "read": Text("已核对原文", "law read"),
    "secondary": Text("据转述，待核对", "secondary source, unconfirmed"),
    "unsure": Text("未经证实", "unconfirmed"),
    "house": Text("内部规定", "house rule"),
    "unknown": Text("规则包未保存", "pack not kept"),
}
STATE: Mapping[str, Text] = {
    "open": Text("待答复", "open"),
    "overdue": Text("逾期未答", "overdue"),
    "answered": Text("已按期答复", "answered in time"),
    "answered_late": Text("逾期后答复", "answered late"),
}
_UNIT: Mapping[str, Text] = {
    "second": Text("秒", "s"),
    "minute": Text("分钟", "min"),
    "hour": Text("小时", "h"),
    "local_day": Text("自然日", "calendar days"),
    "local_week": Text("自然周", "calendar weeks"),
    "local_month": Text("自然月", "calendar months"),
    "rolling_day": Text("日滚动", "rolling days"),
}


def window_words(window: str) -> Text:
    """A window as a cap names it ("1 local_day") in words."""
    number, _, unit = window.partition(" ")
    words = _UNIT.get(unit, Text(unit, unit))
    english = words.en.removesuffix("s") if number == "1" and len(words.en) > 3 else words.en
    return Text(f"{number} {words.zh}", f"{number} {english}")
