"""The wrap-up sheet as it is to be seen: the chosen outcome with its proposed values, what logging
it will do, the call in a line, and the case that comes next."""

from dataclasses import dataclass

from desk_client.services.call_parts import Choice, RecordingLight, WrapUpSheet
from desk_client.services.desk_state import DeskState, Phase
from ui.choice_words import amount_label, channel_label, date_hint, date_label, today_of
from ui.line_words import line_said
from ui.secrecy import HIDDEN, amounts_open
from ui.wording import Wording
from ui.wrap_up.form_row import FormRow, OptionSeen
from ui.wrap_up.plan_rows import plan_rows, plan_table


@dataclass(frozen=True, slots=True)
class EffectSeen:
    """One thing that logging does."""

    icon: str
    what: str
    value: str
    clause: str


@dataclass(frozen=True, slots=True)
class WrapUpSeen:
    """The centre of wrap-up."""

    chosen: str
    chosen_key: str
    lead: str  # right of the title
    rows: tuple[FormRow, ...]
    types: bool  # values may be typed after Tab
    plan: bool  # and they are a plan's
    table: tuple[tuple[str, str, str], ...]  # number, day, amount of each instalment
    table_head: str
    checks: str
    faults: tuple[str, ...]
    can_log: bool
    effects: tuple[EffectSeen, ...]
    summary: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str], ...]
    next_name: str
    next_why: str
    next_lead: str


def wrap_up_seen(state: DeskState, wording: Wording) -> WrapUpSeen | None:
    """The sheet, None outside wrap-up."""
    sheet = state.wrap_up
    if sheet is None or state.phase is not Phase.WRAP_UP:
        return None
    rows = _rows(state, sheet, wording)
    form = sheet.promise or sheet.plan or sheet.callback
    faults = sheet.promise.faults if sheet.promise else ()
    faults = sheet.plan.faults if sheet.plan else faults
    return WrapUpSeen(
        chosen=wording.text(sheet.chosen) if sheet.chosen else wording.word("wrap_up.choose"),
        chosen_key=sheet.chosen_key if sheet.chosen else "",
        lead=_lead(sheet, rows, wording),
        rows=rows,
        types=bool(sheet.promise or sheet.plan) and not sheet.logged,
        plan=sheet.plan is not None and not sheet.logged,
        table=() if sheet.logged else _table(state, sheet, wording),
        table_head=_table_head(sheet, wording),
        checks=wording.joined(*(wording.text(check) for check in form.checks)) if form else "",
        faults=tuple(wording.text(fault) for fault in faults),
        can_log=form is not None and not sheet.logged,
        effects=tuple(
            EffectSeen(
                each.icon,
                wording.text(each.what),
                wording.text(each.value),
                wording.text(each.clause),
            )
            for each in sheet.effects
        ),
        summary=_summary(state, sheet, wording),
        said=tuple((wording.clock(at, state.zone, seconds=True), line) for at, line in sheet.said),
        **_next(state, sheet, wording),
    )


def _lead(sheet: WrapUpSheet, rows: tuple[FormRow, ...], wording: Wording) -> str:
    if sheet.logged:
        return wording.word("wrap_up.logged")
    if rows:
        return wording.word("wrap_up.enter_accepts")
    return "" if sheet.chosen else wording.word("wrap_up.letters_log")


def _rows(state: DeskState, sheet: WrapUpSheet, wording: Wording) -> tuple[FormRow, ...]:
    if sheet.logged:
        return ()
    shown = amounts_open(state)
    if sheet.promise is not None:
        form = sheet.promise
        return (
            FormRow(
                "amount",
                wording.word("promise.amount"),
                tuple(
                    _option(each, amount_label(each, form.amount.currency, wording), wording)
                    if shown
                    else OptionSeen(HIDDEN, wording.text(each.hint), each.chosen)
                    for each in form.amounts
                ),
                "↑↓",
            ),
            FormRow(
                "date",
                wording.word("promise.date"),
                tuple(
                    OptionSeen(
                        date_label(each, wording, today_of(state)),
                        date_hint(each, wording),
                        each.chosen,
                    )
                    for each in form.dates
                ),
                "← →",
            ),
            FormRow(
                "channel",
                wording.word("promise.channel"),
                tuple(
                    OptionSeen(channel_label(each, wording), "", each.chosen)
                    for each in form.channels
                ),
                "Shift ← →",
            ),
        )
    if sheet.plan is not None:
        return plan_rows(state, sheet.plan, wording)
    if sheet.callback is not None:
        times = tuple(
            _option(each, date_label(each, wording, today_of(state)), wording)
            for each in sheet.callback.times
        )
        return (FormRow("time", wording.word("callback.time"), times, "← →"),)
    return ()


def _table(
    state: DeskState, sheet: WrapUpSheet, wording: Wording
) -> tuple[tuple[str, str, str], ...]:
    return plan_table(state, sheet.plan, wording) if sheet.plan else ()


def _table_head(sheet: WrapUpSheet, wording: Wording) -> str:
    count = len(sheet.plan.rows) if sheet.plan else 0
    return wording.word("plan.table", count=str(count)) if count else ""


def _option(choice: Choice, label: str, wording: Wording) -> OptionSeen:
    return OptionSeen(label, wording.text(choice.hint), choice.chosen)


def _summary(state: DeskState, sheet: WrapUpSheet, wording: Wording) -> tuple[tuple[str, str], ...]:
    """A call that nobody answered has no more to tell than what the line said."""
    rows: list[tuple[str, str]] = []
    call = state.call
    if call is not None and call.talk_s <= 0 and call.ended_by:
        rows.append((wording.word("summary.call"), wording.word("summary.no_talk")))
        rows.append((wording.word("summary.line"), line_said(call, wording)))
        return tuple(rows)
    if call is not None:
        rows.append((wording.word("summary.call"), wording.duration(call.talk_s)))
    if state.card is not None:
        identity = f"{state.card.factors_matched}/{state.card.factors_needed}"
        rows.append((wording.word("summary.identity"), identity))
    if sheet.must_total:
        rows.append((wording.word("summary.must_say"), f"{sheet.must_said}/{sheet.must_total}"))
    if call is not None and call.ended_by:
        rows.append((wording.word("summary.ended_by"), wording.word(f"ended_by.{call.ended_by}")))
    if call is not None and call.recording is RecordingLight.ON:
        rows.append((wording.word("summary.recording"), wording.word("summary.sealed")))
    return tuple(rows)


def _next(state: DeskState, sheet: WrapUpSheet, wording: Wording) -> dict[str, str]:
    following = sheet.next_case
    if following is None:
        return {"next_name": "", "next_why": "", "next_lead": ""}
    until = ""
    if following.until is not None:
        at = wording.clock(following.until, state.zone)
        until = wording.word("wrap_up.dialable_until", at=at)
    return {
        "next_name": following.name,
        "next_why": wording.joined(until, wording.text(following.reason)),
        "next_lead": wording.word("wrap_up.opens_now" if sheet.logged else "wrap_up.opens_once"),
    }
