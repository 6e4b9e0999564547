"""Picture 17: the call bar, the banner and the status bar in every state."""

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk_client.services import intents
from desk_client.services.call_parts import RecordingLight
from desk_client.services.desk_state import DeskState, LineState, Phase
from tests.ui.sample_states import scene
from ui.banner.presenter import banner_seen
from ui.banner.view import Banner
from ui.call_bar.presenter import call_bar_seen
from ui.call_bar.seen import ButtonSeen, CallBarSeen, NoticeSeen
from ui.call_bar.view import CallBarPane
from ui.keys import KeyMap
from ui.room import Room
from ui.state_shape import Thread
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


def muted_and_paused(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    assert live.call is not None
    call = replace(
        live.call,
        muted=True,
        recording=RecordingLight.PAUSED,
        recording_paused_since=live.now - timedelta(seconds=12),
    )
    return replace(live, call=call)


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


def whispered_to(seen: CallBarSeen, wording: Wording) -> CallBarSeen:
    """A lead in the ear: said by the view's own value."""
    words = "王芳 密语中，客户听不到" if wording.language == "zh" else "Ann whispers, not heard"
    return replace(seen, notices=(NoticeSeen(words, Token.ACCENT_T, icon="ear"), *seen.notices))


def incoming(wording: Wording) -> CallBarSeen:
    zh = wording.language == "zh"
    return CallBarSeen(
        icon="phone",
        state="来电" if zh else "Incoming",
        ink=Token.ACCENT_T,
        timer="00:04",
        who="刘洋" if zh else "Ray Delgado",
        where="186****4410 · 信用卡 M1 · 可接听" if zh else "646***0188 · Cards M1",
        notices=(NoticeSeen("不计入外呼次数" if zh else "not counted", Token.T2, strong=False),),
        buttons=(
            ButtonSeen("接听" if zh else "Answer", "F5", "phone", intents.DialShown(), "primary"),
            ButtonSeen("拒接" if zh else "Decline", "F12", "phone-off", intents.HangUpCall()),
        ),
        thread=Thread.DIALLING,
    )


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
    shown = [incoming(wording)]
    states = [
        ready,
        scene("03-preview", language),
        scene("04-ringing", language),
        scene("06-live-verified", language),
        on_hold(language),
        muted_and_paused(language),
        phone_lost(language),
        wrap_up_nearly_over(language),
        scene("08-refused", language),
    ]
    shown += [call_bar_seen(state, wording, keys) for state in states]
    shown[4] = whispered_to(shown[4], wording)
    for seen in shown:
        bar = CallBarPane()
        bar.show_call_bar(seen)
        bar.show_room(room)
        bar.show_levels(0.7, 0.25)
        column.addWidget(bar)
    banner = Banner()
    offline = scene("09-offline-toast", language)
    banner.show_banner(banner_seen(offline, wording))
    column.addWidget(banner)
    for state in (states[4], states[7], offline):
        status = StatusBar()
        status.show_status_bar(status_bar_seen(state, wording, keys))
        status.show_room(room)
        column.addWidget(status)
    column.addStretch(1)
    return sheet
