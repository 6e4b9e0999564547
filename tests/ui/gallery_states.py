"""Picture 17: the call bar, the banner and the status bar in every state."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_client.services.desk_state import DeskState, LineState, Phase
from tests.ui import sample_phone
from tests.ui.sample_states import scene
from ui.banner.presenter import banner_seen
from ui.banner.view import Banner
from ui.call_bar.presenter import call_bar_seen
from ui.call_bar.view import CallBarPane
from ui.keys import KeyMap
from ui.room import Room
from ui.status_bar.presenter import status_bar_seen
from ui.status_bar.view import StatusBar
from ui.tokens import Token
from ui.top_bar.presenter import Page, top_bar_seen
from ui.top_bar.view import TopBar
from ui.wording import Wording


def on_hold(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    assert live.call is not None
    held = replace(live.call, held_since=live.now - timedelta(seconds=41))
    return replace(live, phase=Phase.ON_HOLD, call=held)


def phone_lost(language: str) -> DeskState:
    after = scene("07-wrap-up", language)
    assert after.call is not None
    call = replace(after.call, ended_by="phone", ended_at=after.now - timedelta(seconds=1))
    station = replace(after.station, line=LineState.RECONNECTING, line_detail="3 s")
    return replace(after, call=call, station=station)


def wrap_up_nearly_over(language: str) -> DeskState:
    after = scene("07-wrap-up", language)
    assert after.wrap_up is not None
    sheet = replace(after.wrap_up, chosen=None, ends_at=after.now + timedelta(seconds=3))
    return replace(after, wrap_up=sheet)


def call_bars(wording: Wording, *, room: Room = Room.FULL) -> QWidget:
    """All bars under each other, 1366 wide."""
    language, keys = wording.language, KeyMap()
    sheet = QWidget()
    sheet.setProperty("plane", str(Token.S0))
    column = QVBoxLayout(sheet)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    top = TopBar()
    ready = scene("02-ready", language)
    rehearsing = replace(ready, station=replace(ready.station, rehearsal=True))
    every = (Page.DESK, Page.CASES, Page.SETTINGS)
    top.show_top_bar(top_bar_seen(rehearsing, wording, keys, pages=every, search_key="Ctrl+K"))
    top.show_room(room)
    column.addWidget(top)
    states = [
        sample_phone.incoming(language),
        ready,
        scene("03-preview", language),
        scene("04-ringing", language),
        sample_phone.whispered_to(language),
        on_hold(language),
        sample_phone.muted_and_paused(language),
        sample_phone.consult(language),
        sample_phone.all_three(language),
        phone_lost(language),
        wrap_up_nearly_over(language),
        scene("08-refused", language),
    ]
    for state in states:
        bar = CallBarPane()
        bar.show_call_bar(call_bar_seen(state, wording, keys))
        bar.show_room(room)
        bar.show_levels(0.7, 0.25)
        column.addWidget(bar)
    banner = Banner()
    offline = scene("09-offline-toast", language)
    banner.show_banner(banner_seen(offline, wording, KeyMap()))
    column.addWidget(banner)
    for state in (states[4], states[9], offline):
        status = StatusBar()
        status.show_status_bar(status_bar_seen(state, wording, keys))
        status.show_room(room)
        column.addWidget(status)
    column.addStretch(1)
    return sheet
