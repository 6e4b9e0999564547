"""Rows of the timeline that tell of calls and of what was agreed in them: one row a call, with the
outcome that stands, how long was talked and what is kept of it; a row a promise and a dispute."""

from dataclasses import replace

from desk_client.case_state import CallRecord
from desk_client.contact import result_of
from desk_client.fact import Fact
from desk_client.fact_body import Attempted, OutcomeLogged
from desk_client.money import Money
from desk_client.phone_number import PhoneNumber
from desk_client.promise import CHANNELS
from desk_client.promise_standing import Standing
from desk_client.services import sentences
from desk_client.services.case_parts import Mark
from desk_client.services.detail_parts import TimelineRow, Tone
from desk_client.services.risk_flags import FLAGS
from desk_client.services.timeline_rows import NO_TEXT, Telling, joined, plain
from desk_client.text import Text

LEVELS = {
    "RPC": Text("本人", "Right party"),
    "TPC": Text("第三方", "Third party"),
    "WPC": Text("错号", "Wrong party"),
}
STANDINGS: dict[Standing, tuple[Mark, Text]] = {
    Standing.OPEN: (Mark.PROMISE, Text("待兑现", "Pending")),
    Standing.KEPT: (Mark.DONE, Text("已兑现", "Kept")),
    Standing.PART_KEPT: (Mark.BROKEN, Text("部分兑现", "Partly kept")),
    Standing.BROKEN: (Mark.BROKEN, Text("已过期", "Broken")),
    Standing.REPLACED: (Mark.NONE, Text("已替换", "Replaced")),
}
_MODES = {
    "manual": Text("手动", "Manual"),
    "preview": Text("预览式", "Preview"),
    "progressive": Text("渐进式", "Progressive"),
    "predictive": Text("预测式", "Predictive"),
}
_GOES_ON = Text("未结束", "Not ended")


def money_text(money: Money) -> Text:
    """¥ 3,260.50, or the currency's code before the figure."""
    sign = "¥" if money.currency == "CNY" else money.currency
    shown = f"{sign} {money.amount:,.2f}"
    return Text(shown, shown)


def channel_text(channel: str) -> Text:
    """How it is to be paid; the code where no words are known."""
    return CHANNELS.get(channel) or Text(channel, channel.replace("_", " "))


def long(seconds: float) -> str:
    """04:52, or 1:02:03 from an hour on."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def call_row(fact: Fact, body: Attempted, telling: Telling) -> TimelineRow:
    """A call: who was reached and what came of it."""
    call = telling.calls.get(body.call_id)
    outcome = telling.outcomes.get(body.call_id)
    chip = _promise_chip(call, telling)
    if call is not None and call.ended is None:
        chip = (Mark.CALLBACK, _GOES_ON)
    number = PhoneNumber(body.address).masked
    return TimelineRow(
        key=fact.fact_id,
        at=fact.occurred_at,
        icon="phone",
        tone=_tone(call),
        title=call_title(call),
        chip=chip[1] if chip else None,
        chip_mark=chip[0] if chip else Mark.NONE,
        detail=joined(
            sentences.place(body.place, body.role),
            Text(number, number),
            _promised(outcome, telling) if outcome else NO_TEXT,
            telling.written(outcome.note) if outcome else NO_TEXT,
        ),
        right=joined(_length(call), telling.actor(fact)),
        below=recording_text(call, telling),
        has_recording=call is not None and call.ended is not None and bool(call.ended.recording),
    )


def call_title(call: CallRecord | None) -> Text:
    """本人 · 承诺还款; what the line said where nothing was logged."""
    if call is None:
        return Text("拨打", "Call")
    came_in = (Text("来电", "Incoming"),) if call.direction == "in" else ()
    if call.outcome is None:
        return sentences.joined(*came_in, sentences.result_text(result_of(call)))
    level = (LEVELS[call.outcome.level],) if call.outcome.level in LEVELS else ()
    label = sentences.outcome_label(call.outcome.code, call.outcome.level)
    return sentences.joined(*came_in, *level, label)


def recording_text(call: CallRecord | None, telling: Telling) -> Text:
    """What is kept of the talk."""
    if call is None or call.ended is None or not call.ended.answered:
        mode = call.mode if call is not None else ""
        return _MODES.get(mode, NO_TEXT)
    if call.ended.recording is None:
        return Text("无录音", "No recording")
    if call.call_id in telling.uploaded:
        return Text("录音已上传", "Recording uploaded")
    if call.call_id in telling.sealed:
        return Text("录音已封存", "Recording sealed")
    return Text("已录音，未封存", "Recorded, not sealed")


def outcome_row(fact: Fact, body: OutcomeLogged, telling: Telling) -> TimelineRow:
    """What a conversation led to, where it stands by itself: a promise, a dispute, a flag."""
    label = sentences.outcome_label(body.code, body.level)
    if body.promise is None:
        row = plain(fact, telling, "scales", label, telling.written(body.note))
        names = [FLAGS[flag.flag].label for flag in body.flags if flag.flag in FLAGS]
        mark = FLAGS[body.flags[0].flag].mark if names else Mark.NONE
        return replace(
            row,
            icon="scales" if mark is Mark.DISPUTE else "flag",
            tone=tone_of(mark),
            chip=sentences.joined(*names) if names else None,
            chip_mark=mark,
        )
    stands = telling.promises.get(fact.fact_id)
    chip = STANDINGS.get(stands) if stands is not None else None
    return TimelineRow(
        key=fact.fact_id,
        at=fact.occurred_at,
        icon="calendar",
        tone="accent",
        title=label,
        chip=chip[1] if chip else None,
        chip_mark=chip[0] if chip else Mark.NONE,
        detail=joined(_promised(body, telling), telling.written(body.note)),
        right=telling.actor(fact),
    )


def tone_of(mark: Mark) -> Tone:
    """The colour of a disc beside this mark."""
    tones: dict[Mark, Tone] = {
        Mark.DISPUTE: "spec",
        Mark.STOP: "bad",
        Mark.COMPLAINT: "warn",
        Mark.RISK: "warn",
        Mark.VULNERABLE: "accent",
    }
    return tones.get(mark, "quiet")


def _promise_chip(call: CallRecord | None, telling: Telling) -> tuple[Mark, Text] | None:
    if call is None or call.outcome is None:
        return None
    stands = telling.promises.get(call.outcome.fact_id)
    return STANDINGS.get(stands) if stands is not None else None


def _promised(outcome: OutcomeLogged, telling: Telling) -> Text:
    terms = outcome.promise
    if terms is None or not telling.open:
        return NO_TEXT
    amount = money_text(Money(terms.amount, terms.currency))
    due = sentences.day_of(terms.due)
    return sentences.joined(
        Text(f"{amount.zh}，{due.zh} 前", f"{amount.en} by {due.en}"), channel_text(terms.channel)
    )


def _tone(call: CallRecord | None) -> Tone:
    if call is None or call.answered_at is None:
        return "quiet"
    if call.outcome is not None and call.outcome.level == "RPC":
        return "ok"
    return "quiet"


def _length(call: CallRecord | None) -> Text:
    if call is None or call.ended is None:
        return NO_TEXT
    end = call.ended
    if end.answered:
        return Text(f"通话 {long(end.talk_s)}", f"Talked {long(end.talk_s)}")
    return Text(f"振铃 {round(end.ring_s)} 秒", f"Rang {round(end.ring_s)} s")
