"""The outcome grid and the wrap-up sheet as the window shows them."""

from datetime import datetime

from desk_client.callscript.placeholders import render
from desk_client.next_action import Effect as Caused
from desk_client.outcome import Outcome, outcomes_for, refusal
from desk_client.services import sentences
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.call_parts import Effect, NextCase, OutcomeGrid, OutcomeRow, WrapUpSheet
from desk_client.services.case_parts import WorkList
from desk_client.services.wrap_up import WrapUp
from desk_client.text import Text

_IDENTITY_FIRST = Text("核身前只可记录非本人结果", "Before identity only these can be logged")
_CHOOSE_NOW = Text("可通话中预选，挂断后记录", "Choose now, logged after hang-up")
_LINE_LOGS = Text("线路信号会自动记录", "The line logs this by itself")


def outcome_grid(call: CallInHand, wrap_up: WrapUp | None, now: datetime) -> OutcomeGrid:
    """The grid of the level shown; the line's word where it will log by itself."""
    level = wrap_up.level if wrap_up else call.level
    chosen = wrap_up.chosen if wrap_up else call.preselected
    return OutcomeGrid(
        level=level,
        rows=tuple(_row(row, call, chosen) for row in outcomes_for(level)),
        note=_note(call, wrap_up),
        line_says=_line_says(wrap_up, now),
    )


def _row(row: Outcome, call: CallInHand, chosen: Outcome | None) -> OutcomeRow:
    why_not = refusal(row, answered=call.answered, verified=call.verified)
    return OutcomeRow(
        code=row.code,
        key=row.key or "",
        label=row.label,
        likely=row.likely,
        allowed=why_not is None,
        why_not=why_not,
        chosen=row == chosen,
    )


def _note(call: CallInHand, wrap_up: WrapUp | None) -> Text | None:
    if wrap_up is not None:
        return _ended(call)
    if not call.answered:
        return _LINE_LOGS
    return _CHOOSE_NOW if call.verified else _IDENTITY_FIRST


def _ended(call: CallInHand) -> Text:
    end = call.ended
    if end is None:
        return Text("", "")
    if not end.answered:
        return Text(f"未接通 {end.code}", f"Not answered, {end.code}")
    if call.verified:
        return Text(f"已接通 {end.code} · 已核身", f"Answered, {end.code} · identity verified")
    return Text(f"已接通 {end.code} · 未核身", f"Answered, {end.code} · not verified")


def _line_says(wrap_up: WrapUp | None, now: datetime) -> Text | None:
    if wrap_up is None or wrap_up.logs_at is None or wrap_up.chosen is None:
        return None
    left = max(1, round((wrap_up.logs_at - now).total_seconds()))
    label = wrap_up.chosen.label
    return Text(f"{left} 秒后自动记为{label.zh}", f"Logs itself as {label.en.lower()} in {left} s")


def wrap_up_sheet(wrap_up: WrapUp, now: datetime, work: WorkList) -> WrapUpSheet:
    """The centre pane after the call."""
    call, chosen = wrap_up.call, wrap_up.chosen
    run = call.script
    must = run.must_say() if run else ()
    here = call.hand.case.case_id
    following = next((row for row in work.rows if row.dialable and row.case_id != here), None)
    return WrapUpSheet(
        chosen=chosen.label if chosen else None,
        chosen_key=(chosen.key or "") if chosen else "",
        promise=wrap_up.promise.draft() if wrap_up.promise else None,
        callback=wrap_up.callback.draft() if wrap_up.callback else None,
        plan=wrap_up.plan.draft() if wrap_up.plan else None,
        effects=tuple(_effect(each, call, now) for each in wrap_up.effects(now)),
        logged=wrap_up.logged,
        ends_at=wrap_up.ends_at,
        rests_since=wrap_up.rests_since,
        length_s=wrap_up.campaign.wrap_up_s,
        must_said=len(must) - len(run.unsaid()) if run else 0,
        must_total=len(must),
        said=_said(call),
        next_case=NextCase(name=following.name, reason=following.reason, until=None)
        if following
        else None,
    )


def _effect(each: Caused, call: CallInHand, now: datetime) -> Effect:
    value = each.value
    if isinstance(value, datetime):
        value = sentences.moment(value, now, call.hand.zone)
    return Effect(
        icon=each.icon,
        what=each.what,
        value=value or Text("", ""),
        clause=each.clause or Text("", ""),
    )


def _said(call: CallInHand) -> tuple[tuple[datetime, str], ...]:
    """The mandatory lines as they were said."""
    run = call.script
    if run is None:
        return ()
    lines = {(path.id, line.id): line for path in run.script.paths() for line in path.lines}
    found = []
    for said in run.said:
        line = lines.get((said.step, said.line))
        if said.must_say and line is not None:
            say = line.say.in_language(run.language)
            spans = render(say, run.values, verified=run.verified)
            found.append((said.said_at, "".join(span.text for span in spans)))
    return tuple(found)
