"""Hands a state to the panes and bars of the window: one presenter each, and each view compares
what it is given with what it shows."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk_client.services.desk_state import DeskState, Phase
from ui.banner.presenter import banner_seen
from ui.call_bar.presenter import call_bar_seen
from ui.case_card.presenter import card_seen
from ui.directory.presenter import directory_seen
from ui.hand_over.presenter import hand_over_seen
from ui.hand_over.view import HandOverView
from ui.keys import Act
from ui.keys_overlay.presenter import keys_seen
from ui.message_sheet.presenter import messages_seen
from ui.outcome.presenter import outcome_seen
from ui.override_form.presenter import override_seen
from ui.override_form.view import OverrideForm
from ui.preview.presenter import preview_seen
from ui.reach_ledger.presenter import reach_seen
from ui.reason_row.presenter import reasons_seen
from ui.refused.presenter import refused_seen
from ui.script.presenter import script_seen
from ui.section import focus_in
from ui.sound_page.presenter import sound_seen
from ui.status_bar.presenter import status_bar_seen
from ui.theme import look
from ui.toast.presenter import toast_seen
from ui.top_bar.presenter import top_bar_seen
from ui.why_not.presenter import why_seen
from ui.window_room import lay_room, show_pane
from ui.worklist.presenter import list_seen, shift_seen
from ui.wrap_up.presenter import wrap_up_seen

if TYPE_CHECKING:
    from ui.main_window import DeskWindow

_FOOT = 42  # of the reading pane, which a toast leaves free


def show_panes(window: "DeskWindow", before: DeskState | None) -> None:
    """Every pane gets its value; the pages follow the phase."""
    state, wording = window.state, window.wording
    if state is None:
        return
    card = card_seen(state, wording)
    window.card.show_card(card)
    window.card.show_identity_key(
        window.keys.cap(Act.IDENTITY, state.phase) if card and not card.verified else ""
    )
    window.card.show_all_key(window.keys.cap(Act.DETAIL, state.phase))
    window.work.show_list(list_seen(state, wording))
    window.shift.show_shift(shift_seen(state, wording))
    window.preview.show_preview(preview_seen(state, wording))
    window.script.show_script(script_seen(state, wording))
    window.wrap_up.show_wrap_up(wrap_up_seen(state, wording))
    window.refused.show_refused(refused_seen(state, wording))
    window.messages.show_messages(messages_seen(state, wording, window.keys))
    window.override.show_override(override_seen(state, wording))
    window.hand_over.show_hand_over(hand_over_seen(state, wording))
    window.reach.show_reach(reach_seen(state, wording, window.keys))
    window.why_not.show_why(why_seen(state, wording, window.keys))
    _turn_pages(window, state, before)
    window.outcome.show_pane(outcome_seen(state, wording, window.keys))
    window.one_pane.show_case(card, state)
    sheet = state.wrap_up
    form = sheet is not None and bool(sheet.promise or sheet.plan)
    window.reading.takes_tab = form or state.detail is not None
    if window.overlay.isVisible():
        window.overlay.show_keys(keys_seen(state, wording, window.keys))
    foot = max(look().px(_FOOT), window.wrap_up.foot if state.phase is Phase.WRAP_UP else 0)
    window.toast.show_toast(toast_seen(state, wording, window.keys), foot)


def _turn_pages(window: "DeskWindow", state: DeskState, before: DeskState | None) -> None:
    page = {
        Phase.READY: window.work,
        Phase.NOT_READY: window.work,
        Phase.PREVIEW: window.preview,
        Phase.WRAP_UP: window.wrap_up,
        Phase.REFUSED: window.refused,
    }.get(state.phase, window.script)
    sheet = _sheet(window, state)
    in_case = state.card is not None
    side = window.outcome if in_case else window.shift
    if side is not window.right.currentWidget():
        focused = focus_in(window)
        if focused is not None and (
            window.right.isAncestorOf(focused) or window.card.isAncestorOf(focused)
        ):
            window.reading.setFocus()
        window.right.setCurrentWidget(side)
    opens = sheet is not None and sheet is not window.reading.page
    window.reading.show_page(sheet or page)
    if opens:
        show_pane(window, 1)
        if isinstance(sheet, OverrideForm | HandOverView):
            sheet.begin()
    if before is None or (before.card is not None) is not in_case:
        lay_room(window)


def _sheet(window: "DeskWindow", state: DeskState) -> QWidget | None:
    """The sheet that lies in the reading pane now."""
    if state.hand_over is not None:
        return window.hand_over
    if state.why_not is not None:
        return window.why_not
    if state.messages is not None:
        return window.messages
    if state.override is not None:
        return window.override
    return window.reach if state.reach is not None else None


def show_bars(window: "DeskWindow", state: DeskState) -> None:
    """The bars at this moment; called once a second between states."""
    wording, keys = window.wording, window.keys
    window.top_bar.show_top_bar(
        top_bar_seen(state, wording, keys, search_key=keys.cap(Act.PALETTE, state.phase))
    )
    window.palette_view.show_palette(state)
    window.call_bar.show_call_bar(call_bar_seen(state, wording, keys))
    window.banner.show_banner(banner_seen(state, wording, keys))
    window.directory.show_directory(directory_seen(state, wording, keys))
    window.reasons.show_reasons(reasons_seen(state, wording, keys))
    for over in window.over_pages:
        over.show(state)
    if window.sound_page.isVisible():
        window.sound_page.show_sound(sound_seen(state, wording, keys))
    window.status_bar.show_status_bar(status_bar_seen(state, wording, keys))
