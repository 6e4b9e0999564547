"""The desk's window: lays out the bars and the three panes, hands each the state, and sends on what
they ask. It knows no service; whoever opens it connects `intent_made`."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desk_client.ids import CallId
from desk_client.services import intents
from desk_client.services.desk_state import DeskState
from ui.banner.view import Banner
from ui.call_bar.view import CallBarPane
from ui.case_card.view import CaseCardView
from ui.case_detail.view import CaseDetailPage
from ui.directory.view import DirectoryPane
from ui.due_list.view import DueListPage
from ui.hand_over.view import HandOverView
from ui.key_routing import KeyRouting
from ui.keys import Act, KeyMap
from ui.keys_overlay.view import KeysOverlay
from ui.message_sheet.view import MessagesView
from ui.one_pane import OnePane
from ui.outcome.view import OutcomeView
from ui.override_form.view import OverrideForm
from ui.pack_viewer.view import PackViewer
from ui.palette.view import PaletteView
from ui.preview.view import PreviewView
from ui.reach_ledger.view import ReachView
from ui.reading_pane import ReadingPane
from ui.reason_row.view import ReasonsPane
from ui.refused.view import RefusedView
from ui.script.view import ScriptView
from ui.settings_page.view import SettingsPage
from ui.sound_page.view import SoundPage
from ui.status_bar.view import StatusBar
from ui.toast.view import ToastPane
from ui.top_bar.view import TopBar
from ui.what_if.view import WhatIfPage
from ui.why_not.view import WhyView
from ui.widgets.focus_ring import FocusRing
from ui.window_acts import WindowActs
from ui.window_pages import pages_over
from ui.window_room import lay_room
from ui.window_show import show_bars, show_panes
from ui.window_wires import connect
from ui.wishes.view import WishesPage
from ui.wording import Wording
from ui.worklist.shift_view import ShiftView
from ui.worklist.view import WorkListView
from ui.wrap_up.view import WrapUpView

_TICK_MS = 1000


class DeskWindow(QWidget):
    """Shows a DeskState; tells every intent of the agent by `intent_made`."""

    intent_made = Signal(object)

    def __init__(
        self,
        wording: Wording,
        keys: KeyMap | None = None,
        *,
        script_scale: float = 1.0,
        reduce_motion: bool = False,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.state: DeskState | None = None
        self.old_parts: QWidget | None = None  # what a change of language took out, till it is gone
        self.pane_sizes: tuple[int, int, int] | None = None  # as the agent last drew them
        self._monotonic, self._shown_at, self._may_close = monotonic, 0.0, False
        self.setWindowTitle("Desk Client")
        self.furnish(
            wording, keys or KeyMap(), script_scale=script_scale, reduce_motion=reduce_motion
        )

    def furnish(
        self, wording: Wording, keys: KeyMap, *, script_scale: float, reduce_motion: bool
    ) -> None:
        """Makes every bar, pane and key in this language and look; an empty window is asked for,
        see ui.refurnish. `script_scale` is the agent's own, 1.0 to 2.0."""
        self.wording, self.keys, self.script_scale = wording, keys, script_scale
        self.top_bar, self.call_bar, self.banner = TopBar(), CallBarPane(), Banner()
        self.status_bar = StatusBar()
        self.card = CaseCardView(wording)
        self.work, self.shift = WorkListView(wording, self.keys), ShiftView(wording)
        self.preview = PreviewView(wording, self.keys)
        self.script = ScriptView(wording, self.keys)
        self.wrap_up = WrapUpView(wording, self.keys)
        self.refused = RefusedView(wording, self.keys)
        self.messages, self.why_not = MessagesView(wording, self.keys), WhyView(wording)
        forms = OverrideForm(wording, self.keys), HandOverView(wording, self.keys)
        (self.override, self.hand_over), self.reach = forms, ReachView(wording)
        self.outcome = OutcomeView(wording)
        self.reading = ReadingPane(wording.word("pane.script"))
        self.right = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.one_pane = OnePane(wording, self.keys)
        self._lay_out()
        self.toast = ToastPane(self.reading, reduce_motion=reduce_motion)
        self.directory, self.reasons = DirectoryPane(self), ReasonsPane(self)
        self.sound_page, self.what_if, self.packs = (
            SoundPage(self),
            WhatIfPage(self),
            PackViewer(self),
        )
        self.wishes, self.detail, self.due_list = (
            WishesPage(self, wording),
            CaseDetailPage(self, wording, self.keys),
            DueListPage(self, wording),
        )
        self.settings = SettingsPage(self, wording, keys)
        self.over_pages = pages_over(self)
        self.overlay, self.palette_view = (
            KeysOverlay(self, wording),
            PaletteView(self, wording, self.keys),
        )
        self.routing, self.acts = KeyRouting(self, self.keys, self._monotonic), WindowActs(self)
        connect(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._ring = FocusRing(app, self)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self.reading.setFocus()

    def _lay_out(self) -> None:
        for page in (self.work, self.preview, self.script, self.wrap_up, self.refused):
            self.reading.add_page(page)
        for sheet in (self.messages, self.override, self.why_not, self.hand_over, self.reach):
            self.reading.add_page(sheet)
        self.right.addWidget(self.shift)
        self.right.addWidget(self.outcome)
        self.status_bar.add_lead(self.one_pane.foot)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for pane in (self.card, self.reading, self.right):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # text decides nothing
        for part in (self.top_bar, self.call_bar, self.banner, self.one_pane):
            column.addWidget(part)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.status_bar)

    def show_state(self, state: DeskState) -> None:
        """Paints what this moment changes; takes no focus."""
        before, self.state = self.state, state
        self._shown_at = self._monotonic()
        if before is None or before.phase is not state.phase:
            self.routing.phase_changed()
        if before is not None and _who_rings(before) != _who_rings(state):
            self.routing.callers_changed(self.keys.of_acts(Act.DIAL, Act.HANG_UP))
        show_panes(self, before)
        show_bars(self, state)

    def show_levels(self, agent_rms: float, debtor_rms: float) -> None:
        """Loudness of both sides, 0.0 to 1.0."""
        self.call_bar.show_levels(agent_rms, debtor_rms)

    def _tick(self) -> None:
        """Once a second: timers and countdowns go on by themselves between two states."""
        if self.state is not None:
            passed = timedelta(seconds=self._monotonic() - self._shown_at)
            show_bars(self, replace(self.state, now=self.state.now + passed))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.routing.take(event):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lay_room(self)

    def allow_close(self) -> None:
        """The shift has ended: closing the window closes it."""
        self._may_close = True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing asks to sign out; the desk may refuse while a call is in hand."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.intent_made.emit(intents.SignOut())


def _who_rings(state: DeskState) -> CallId | None:
    side = state.side
    rings = side is not None and side.incoming and side.answered_at is None
    return side.call_id if side is not None and rings else None
