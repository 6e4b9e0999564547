"""What the line said of a call that nobody answered, in words an agent knows; its SIP code stays
beside them, small, for whoever has to ask the carrier."""

from desk_client.call import EndedBy
from desk_client.services.call_parts import CallBar
from ui.wording import Wording

_WORDS = {
    "busy": (486, 600),
    "no_answer": (408, 480),
    "no_such_number": (404, 410, 484, 485, 604),
    "declined": (603,),
    "blocked": (403, 607, 608),
    "no_common": (415, 488, 606),  # also where we must encrypt and they cannot
    "no_line": (503,),
    "network": (500, 502, 504),
}
# What the carrier's own cause says better than the SIP code beside it (ITU-T Q.850).
_OF_CAUSE = {
    1: "no_such_number",
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    20: "switched_off",
    21: "declined",
    27: "out_of_order",
    28: "no_such_number",
    34: "no_line",
    38: "network",
    41: "network",
    42: "no_line",
}
_OF_CODE = {code: word for word, codes in _WORDS.items() for code in codes}


def line_word(call: CallBar, wording: Wording) -> str:
    """Busy, no answer, no such number; the line's own reason where there is no word for it."""
    if call.ended_by == EndedBy.US:
        return wording.word("line_said.given_up")
    word = _OF_CAUSE.get(call.q850 or 0) or _OF_CODE.get(call.end_code or 0)
    if word is not None:
        return wording.word(f"line_said.{word}")
    return wording.word("line_said.failed")


def line_said(call: CallBar, wording: Wording) -> str:
    """The word with the code: 忙线 · 486."""
    told = call.end_code is not None and call.ended_by != EndedBy.US
    cause = f"Q.850 {call.q850}" if told and call.q850 is not None else ""
    return wording.joined(line_word(call, wording), str(call.end_code) if told else "", cause)
