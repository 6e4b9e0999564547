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
    "days": Text("逐日汇总", "Day by day"),
    "caps_by_day": Text("逐日次数", "Caps, day by day"),
    "hours_by_day": Text("逐日时段", "Hours, day by day"),
    "outside_hours": Text("时段外的联系", "Contacts outside permitted hours"),
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
# over the columns of a printed table, where there is little room
TITLES: Mapping[str, Text] = {
    "first": Text("最早", "Earliest"),
    "last": Text("最晚", "Latest"),
    "lifted": Text("放行", "Lifted"),
    "at_limit": Text("达上限", "At limit"),
    "over": Text("超上限", "Over"),
    "reached": Text("最多", "Reached"),
    "contacts": Text("联系", "Contacts"),
    "outside": Text("时段外", "Outside"),
    "attempts": Text("拨打", "Calls"),
    "conversations": Text("通话", "Talks"),
    "email": Text("邮件", "Mail"),
    "letter": Text("信函", "Post"),
    "call": Text("电话", "Call"),
    "day": Text("日期", "Day"),
    "rule": Text("规则", "Rule"),
    "clause": Text("依据", "Clause"),
    "limit": Text("上限", "Limit"),
    "window": Text("计数周期", "Window"),
    "permitted": Text("允许时段", "Permitted"),
    "pack": Text("规则包", "Pack"),
    "version": Text("版本", "Version"),
    "confidence": Text("核实程度", "Confidence"),
    "kept": Text("本机保存", "Kept here"),
    "at": Text("时间", "Time"),
    "case": Text("案件", "Case"),
    "contact": Text("方式", "Channel"),
    "local": Text("客户当地", "Local"),
    "zone": Text("时区", "Zone"),
    "callscript": Text("话术", "Callscript"),
    "line": Text("告知内容", "Line"),
    "taken_by": Text("受理人", "Taken by"),
    "due": Text("答复期限（一般 / 延长）", "Due (usual / extended)"),
    "state": Text("状态", "State"),
    "by": Text("放行人", "Let through by"),
    "second": Text("复核人", "Second"),
    "reason": Text("理由", "Reason"),
    "what": Text("缺少", "Lacks"),
    "unsaid": Text("漏告知", "Unsaid"),
    "failed_gates": Text("未核验", "Gate failed"),
    "unrecorded": Text("缺录音", "No record"),
    "unjudged": Text("无判定", "No verdict"),
    "no_recording": Text("录音", "recording"),
    "no_seal": Text("封存", "seal"),
    "no_verdict": Text("判定", "verdict"),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
}
INTRO: Mapping[str, Text] = {
    "caps": Text(
        "每次联系发生时，该次联系计入后的最大次数。“放行”指依客户同意、豁免或授权超出的。",
        "The fullest window that ended with a contact, that contact included. Lifted: beyond the "
        "limit by consent, exemption or override.",
    ),
    "hours": Text(
        "以客户当地时间计；客户所在地不止一处可能时，各地时间均须在允许时段内。",
        "On the debtor's own clock; where several zones are possible, on each of them.",
    ),
    "caps_by_day": Text("当日最多达到 / 上限。", "Most reached that day / limit."),
    "days": Text(
        "三角形标出应为零而不为零的数值。",
        "A triangle marks what ought to be nought and is not.",
    ),
    "disclosures": Text(
        "话术规定必须说的内容，按通话计。", "Lines that must be said, counted by call."
    ),
    "complaints": Text(
        "期限自受理次日起算。延长须有事由并告知客户，系统无延长记录，故逾一般期限即列为逾期。",
        "Counted from the day after it was lodged. Nothing on the record extends a deadline, so "
        "that after the usual one it is overdue.",
    ),
    "packs": Text(
        "本期判定所依据的规则包及其文件哈希。",
        "The packs by which verdicts were given, with the hash of their files.",
    ),
    "refusals": Text(
        "判定为不得联系的次数；一次判定可有数条规则。",
        "How often a rule refused a contact; one verdict may be refused by several.",
    ),
}
CONFIDENCE: Mapping[str, Text] = {
    "read": Text("已核对原文", "law read"),
    "secondary": Text("据转述，待核对", "secondary source, unconfirmed"),
    "unsure": Text("未经证实", "unconfirmed"),
    "house": Text("内部规定", "house rule"),
    "unknown": Text("规则包未保存", "pack not kept"),
}
# beside a rule's name: what nobody has held against the text of the law
UNCONFIRMED: Mapping[str, Text] = {
    "secondary": Text("待核对", "unconfirmed"),
    "unsure": Text("未证实", "unconfirmed"),
    "unknown": Text("未保存", "not kept"),
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


PAGE_ONE: Mapping[str, Text] = {
    "attempts": Text("拨打电话", "Calls placed"),
    "conversations": Text("其中通话", "Conversations"),
    "incoming": Text("来电", "Incoming calls"),
    "sms": Text("短信", "SMS"),
    "email": Text("邮件", "E-mails"),
    "letter": Text("信函", "Letters"),
    "asked": Text("合规判定", "Verdicts"),
    "refused": Text("判定拒绝", "Refused"),
    "passed": Text("身份核验通过", "Identity verified"),
    "failed_gates": Text("身份核验未通过", "Not verified"),
    "overrides": Text("授权放行", "Overrides"),
    "lodged": Text("新收投诉", "Complaints"),
    "title": Text("催收合规报告", "Compliance report"),
    "made": Text("生成于", "Made"),
    "zone": Text("日界时区", "Days by the clock of"),
    "team": Text("团队", "Team"),
    "all_teams": Text("全部", "all"),
    "debtors": Text("涉及客户", "Debtors"),
    "program": Text("程序", "Program"),
    "nothing": Text("本期无。", "None in this period."),
    "none": Text("无", "none"),
    "all_held": Text("各项均符合要求", "Everything was held"),
    "method": Text("数据说明", "How these figures are made"),
    "must_calls_unjudged": Text("没有合规判定的电话", "Calls without a verdict"),
    "must_messages_unjudged": Text("没有合规判定的消息", "Messages without a verdict"),
    "must_outside": Text("允许时段外的联系", "Contacts outside permitted hours"),
    "must_over": Text("超过次数上限", "Caps exceeded"),
    "must_unsaid": Text("漏说的必须告知内容", "Disclosures left unsaid"),
    "must_shown_before": Text("核验身份前显示金额", "Amounts shown before verification"),
    "must_unrecorded": Text("接通而无录音", "Answered calls not recorded"),
    "must_unsealed": Text("录音未封存", "Recordings not sealed"),
    "must_late": Text("投诉逾期", "Complaints past their deadline"),
    "must_unread": Text("无法读取或复核的记录", "Records that could not be judged"),
}
METHOD = (
    Text(
        "全部数字由中心库的事实记录重新计算，取自同一时点；事实只增不改。",
        "Every figure is worked out from the facts at central as of one moment; facts are only "
        "ever appended.",
    ),
    Text(
        "电话在拨出之前、消息在发出之前即已记录，不论结果如何都计入。",
        "A call is on the record before it is placed and a message before it is sent; both count "
        "whatever became of them.",
    ),
    Text(
        "时段与次数按当时判定所用的规则包（见哈希）复核；经客户同意、豁免或授权的另列。",
        "Hours and caps are judged by the packs that the verdict of the time names (see the "
        "hashes); what a consent, an exemption or an override let through is told apart.",
    ),
    Text(
        "身份核验通过之前，程序界面中不存在任何欠款数字，因此无从显示。",
        "Before identity is verified no figure of the debt is in the program's window, so that "
        "none can be shown.",
    ),
    Text(
        "核实程度：只有“已核对原文”是对照法规原文核对过的；其余待法务确认。",
        "Confidence: only what is marked as law read was held against the text of the law; the "
        "rest awaits counsel.",
    ),
)
