"""The pages that may lie over the panes of a window, each with its key, how it is shut and how it
is given its part of the state. A new page is made in ui.main_window and listed here."""

from typing import TYPE_CHECKING

from desk_client.services import (
    detail_intents,
    law_intents,
    settings_intents,
    wish_intents,
    workflow_intents,
)
from ui.due_list.form_presenter import deed_seen
from ui.due_list.presenter import due_seen
from ui.keys import Act
from ui.over_panes import OverPage
from ui.pack_viewer.presenter import packs_seen
from ui.settings_page.presenter import settings_seen
from ui.what_if.presenter import what_if_seen
from ui.wishes.presenter import wishes_seen

if TYPE_CHECKING:
    from ui.main_window import DeskWindow


def pages_over(window: "DeskWindow") -> tuple[OverPage, ...]:
    """Called once, when the pages are there."""
    wording, keys = window.wording, window.keys
    return (
        OverPage(
            page=window.what_if,
            act=Act.WHAT_IF,
            close=law_intents.CloseLawPage(),
            show=lambda state: window.what_if.show_trial(what_if_seen(state, wording)),
        ),
        OverPage(
            page=window.packs,
            act=Act.PACKS,
            close=law_intents.CloseLawPage(),
            show=lambda state: window.packs.show_packs(packs_seen(state, wording)),
        ),
        OverPage(
            page=window.wishes,
            act=Act.WISHES,
            close=wish_intents.CloseWishes(),
            show=lambda state: window.wishes.show_wishes(wishes_seen(state, wording, keys)),
            leave_first=window.wishes.leave_form,
        ),
        OverPage(
            page=window.settings,
            act=Act.SETTINGS,
            close=settings_intents.CloseSettings(),
            show=lambda state: window.settings.show_settings(settings_seen(state, wording, keys)),
            leave_first=window.settings.leave_key,
            takes_all=lambda: window.settings.awaits,
        ),
        OverPage(
            page=window.due_list,
            act=Act.DUE,
            close=workflow_intents.CloseDueList(),
            show=lambda state: window.due_list.show_due(
                due_seen(state, wording), deed_seen(state, wording)
            ),
            leave_first=window.due_list.leave_form,
        ),
        OverPage(
            page=window.detail,
            act=Act.DETAIL,
            close=detail_intents.CloseDetail(),
            show=window.detail.show_detail,
            leave_first=window.detail.leave_first,
        ),
    )
