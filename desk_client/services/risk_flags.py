"""The flags of the contract as chips of the case card. A flag has the same chip whoever laid it: an
outcome of a call, an answer by message, an office. One that reaches only some channels says which,
one that another person laid says so, and none is left out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from desk_client.case_state import LaidFlag
from desk_client.services.case_parts import Flag, Mark
from desk_client.text import Text

FLAGS: dict[str, Flag] = {
    name: Flag(mark=mark, label=Text(zh, en))
    for name, mark, zh, en in (
        ("cease", Mark.STOP, "要求停止联系", "Stop contact"),
        ("attorney", Mark.STOP, "律师代理", "Attorney"),
        ("deceased", Mark.STOP, "身故", "Deceased"),
        ("minor", Mark.STOP, "未成年", "Minor"),
        ("bankruptcy", Mark.STOP, "破产", "Bankruptcy"),
        ("discharged", Mark.STOP, "已免责", "Discharged"),
        ("do_not_call", Mark.STOP, "勿扰名单", "Do not call"),
        ("breathing_space", Mark.STOP, "债务缓冲期", "Breathing space"),
        ("employer_prohibits", Mark.STOP, "单位禁止联系", "Employer prohibits"),
        ("dispute", Mark.DISPUTE, "有异议", "Dispute"),
        ("validation_pending", Mark.DISPUTE, "待债务确认", "Validation pending"),
        ("complaint_hold", Mark.COMPLAINT, "曾投诉", "Complaint"),
        ("vulnerable", Mark.VULNERABLE, "需关怀", "Vulnerable"),
        ("hardship_review", Mark.VULNERABLE, "困难审核", "Hardship review"),
        ("servicemember", Mark.VULNERABLE, "现役军人", "Servicemember"),
        ("objected", Mark.STOP, "拒绝联系", "Objects"),
        ("lost", Mark.RISK, "失联", "Lost"),
        ("legal_decision", Mark.NONE, "已进入法律程序", "Legal action decided"),
    )
}
_CHANNELS = {
    "call": Text("电话", "calls"),
    "prerecorded": Text("自动语音", "recorded voice"),
    "voicemail": Text("语音留言", "voicemail"),
    "sms": Text("短信", "SMS"),
    "email": Text("邮件", "e-mail"),
    "letter": Text("信函", "letters"),
    "visit": Text("上门", "visits"),
}


def risk_flags(laid: Iterable[LaidFlag], now: datetime) -> tuple[Flag, ...]:
    """Those in force, in the order they were laid last, each said once; what stops everything
    before what stops one channel."""
    in_force = [flag for flag in laid if flag.in_force(now)]
    in_force.sort(key=lambda flag: bool(flag.channels) or flag.party is not None)
    chips = (flag_chip(flag.flag, flag.channels, flag.party) for flag in in_force)
    return tuple(dict.fromkeys(chips))


def flag_chip(name: str, channels: Sequence[str], party: str | None) -> Flag:
    """The chip of one flag, with the channels that it reaches where it does not reach all."""
    known = FLAGS.get(name)
    if known is None:  # of a newer central
        return Flag(mark=Mark.NONE, label=Text(name, name.replace("_", " ")))
    if party is not None:
        label = Text(f"第三方{known.label.zh}", f"Third party: {known.label.en.lower()}")
        return Flag(mark=known.mark, label=label)
    if not channels:
        return known
    named = [_CHANNELS.get(each, Text(each, each)) for each in channels]
    zh, en = "、".join(each.zh for each in named), ", ".join(each.en for each in named)
    if name == "cease":
        return Flag(mark=known.mark, label=Text(f"停止{zh}", f"No {en}"))
    return Flag(mark=known.mark, label=Text(f"{known.label.zh}：{zh}", f"{known.label.en}: {en}"))
