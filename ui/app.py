"""Opens the desk. In this order: the store, the sign-in window, and, when central has let the
person in, the desk behind the window (ui.desk) and the window itself. A fault of the program ends
it with one sentence and a log, never with a window that looks alive."""

import logging
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desk_client import __version__
from desk_client.clock import Clock, RehearsalClock, SystemClock
from desk_client.data_folder import DataFolder
from desk_client.errors import DeskError
from desk_client.log_file import close_log, open_log
from desk_client.services.case_in_hand import LEGAL_ZONE
from desk_client.services.desk_state import DeskState
from desk_client.services.law_in_force import packs_in_force
from desk_client.services.own_settings import OwnSettings
from desk_client.services.sign_in import SignedIn, SignIn
from desk_client.settings import Settings
from desk_client.store.database import Database, open_store
from desk_client.sync.clock_agreement import agreed_clock
from desk_client.text import Language, Text
from ui.bridge import Bridge
from ui.desk import Desk, DeskGround
from ui.fault import FaultPage
from ui.keys import KeyMap
from ui.main_window import DeskWindow
from ui.refurnish import refurnish
from ui.sign_in.presenter import Check
from ui.sign_in.view import SignInWindow
from ui.theme import look, put_on
from ui.warm import release_memory, settle_memory, warm_data, warm_fonts, warm_panes
from ui.window_wires import headset_pressed
from ui.wording import Wording

log = logging.getLogger(__name__)


class App(QObject):
    """The windows and the desk behind them."""

    opened = Signal()  # the desk's window is on the screen
    shown = Signal(object)  # a DeskState was given to the window

    def __init__(
        self,
        *,
        settings: Settings,
        folder: DataFolder,
        passphrase: Callable[[], str],
        demo: bool,
        staff_no: str = "",
        attended: bool = True,
    ) -> None:
        """StoreUnreadable where the store does not open; DeskError where a demo's store would
        meet a real line. `attended`: somebody is there to read what went wrong."""
        super().__init__()
        self.settings = settings
        self.wording = Wording(settings.language)
        self.bridge = Bridge()
        self.database: Database = open_store(folder, passphrase=passphrase, demo=demo)
        if self.database.demo and not settings.line.simulated:
            self.database.close()
            raise DeskError(
                f"{folder.root} holds a demo's store, which works on the simulated trunk only."
            )
        self._ground = DeskGround(
            settings=settings,
            folder=folder,
            clock=agreed_clock(_clock(settings), self.database),
            database=self.database,
            bridge=self.bridge,
        )
        self._sign_in = SignIn(
            database=self.database, address=settings.central, clock=self._ground.clock
        )
        self._network = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sign-in")
        self.desk: Desk | None = None
        self.window: DeskWindow | None = None
        self.sign_in = self._make_sign_in(staff_no)
        self.fault: BaseException | None = None
        self._attended = attended
        self._own = OwnSettings()
        self._fault_page: FaultPage | None = None
        self._log = open_log(folder)
        self._connect()

    def _make_sign_in(self, staff_no: str) -> SignInWindow:
        window = SignInWindow(
            self.wording, server=self._server_name(), version=__version__, staff_no=staff_no
        )
        window.sign_in_requested.connect(self._sign_in_requested)
        window.language_chosen.connect(self._language_chosen)
        window.closed.connect(self._sign_in_closed)
        return window

    def _language_chosen(self, language: str) -> None:
        """The sign-in window again, in the other language, with what was typed."""
        before = self.sign_in
        chosen: Language = "en" if language == "en" else "zh"
        self.wording = Wording(chosen)
        settings = self.settings.model_copy(update={"language": chosen})
        self._ground = replace(self._ground, settings=settings)  # until the agent sets their own
        self.sign_in = self._make_sign_in(before.staff_no.edit.text())
        self.sign_in.password.edit.setText(before.password.edit.text())
        self.sign_in.show_busy(before.busy)
        self.sign_in.move(before.pos())
        self.open()
        before.hide()
        before.deleteLater()

    def _connect(self) -> None:
        self.bridge.signed_in.connect(self._signed_in)
        self.bridge.sign_in_failed.connect(self._sign_in_failed)
        self.bridge.state_painted.connect(self._show_state)
        self.bridge.level_heard.connect(self._show_levels)
        self.bridge.headset_pressed.connect(self._headset_pressed)
        self.bridge.signed_out.connect(self._signed_out)
        self.bridge.failed.connect(self._failed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_look_changed)

    def open(self) -> None:
        """Shows the sign-in window with what was found out before anybody signs in."""
        line = self.settings.line
        where = (
            Text("模拟线路，不拨真实号码", "simulated, dials nobody") if line.simulated else None
        )
        keyring = self.database.key_source == "keyring"
        key = Text("系统密钥环", "system keyring") if keyring else Text("口令", "passphrase")
        self.sign_in.show_checks(
            (
                Check("check-circle", "store", key),
                Check("check-circle", "packs", packs_in_force(self.settings.law).label),
                Check("check-circle" if line.simulated else "clock", "line", where),
                *self._clock_check(),
            )
        )
        self.sign_in.show()

    def _clock_check(self) -> tuple[Check, ...]:
        if not self._ground.clock.rehearsal:
            return ()
        local = self._ground.clock.now().astimezone(ZoneInfo(LEGAL_ZONE))
        shown = Text(f"演练时钟 {local:%H:%M}", f"rehearsal clock {local:%H:%M}")
        return (Check("triangle", "clock", shown),)

    def _server_name(self) -> str:
        """Where central is, in words; the demo's own lies in a folder nobody needs to read."""
        if self.settings.line.simulated:
            return self.wording.text(Text("演示库（本机）", "Demo store on this machine"))
        return self.settings.central

    def _sign_in_requested(self, staff_no: str, password: str) -> None:
        self.sign_in.show_busy(True)

        def enter() -> None:
            try:
                warm_data()
                self.bridge.signed_in.emit(self._sign_in.enter(staff_no, password))
            except DeskError as fault:
                self.bridge.sign_in_failed.emit(str(fault))
            except Exception as fault:  # noqa: BLE001 - a fault of ours on a thread nobody joins
                self.bridge.failed.emit(fault)

        self._network.submit(enter)

    def _sign_in_failed(self, sentence: str) -> None:
        self.sign_in.show_busy(False)
        self.sign_in.show_fault(sentence)

    def _signed_in(self, signed_in: SignedIn) -> None:
        self.desk = Desk(self._ground, signed_in)
        warm_fonts()
        self.window = DeskWindow(self.wording)
        self.window.resize(1366, 768)
        warm_panes(self.window)
        self.window.intent_made.connect(self.desk.act)
        try:
            self.desk.start()
        except DeskError as fault:
            self.window.deleteLater()
            self.desk = self.window = None  # nobody is signed in: to close is to leave
            self._sign_in_failed(str(fault))

    def _show_state(self, state: DeskState) -> None:
        if self.window is None:
            return
        self._put_on_own(state.own)
        self.window.show_state(state)
        self.shown.emit(state)
        if not self.window.isVisible():
            self.window.show()
            self.window.activateWindow()
            self.window.repaint()
            settle_memory()
            self.sign_in.hide()
            QTimer.singleShot(0, self.opened.emit)  # after the first painting

    def _put_on_own(self, own: OwnSettings) -> None:
        """What the agent chose for themselves, at once and in the same window: a call goes on
        beneath, and what was being typed stays."""
        before, self._own = self._own, own
        window, application = self.window, QApplication.instance()
        if before == own or window is None or not isinstance(application, QApplication):
            return
        at = look()
        theme = own.theme or self.settings.theme
        scheme = at.scheme if own.theme == before.theme else None if theme == "system" else theme
        scale = (own.text_percent or 100) / 100
        put_on(application, scheme, scale, at.script_scale)
        self.wording = Wording(own.language) if own.language is not None else self.wording
        refurnish(
            window,
            self.wording,
            KeyMap().with_moves(own.keys),
            script_scale=(own.script_percent or 100) / 100,
            reduce_motion=bool(own.reduce_motion),
        )

    def _system_look_changed(self) -> None:
        """Only where the look follows the system."""
        theme = self._own.theme or self.settings.theme
        application = QApplication.instance()
        if theme == "system" and isinstance(application, QApplication):
            at = look()
            put_on(application, None, at.scale, at.script_scale)

    def _headset_pressed(self, what: str) -> None:
        if self.window is not None:
            headset_pressed(self.window, what)

    def _show_levels(self, agent_rms: float, debtor_rms: float) -> None:
        if self.window is not None:
            self.window.show_levels(agent_rms, debtor_rms)

    def _sign_in_closed(self) -> None:
        """Nobody signed in: there is nothing left to show."""
        if self.window is None:
            QApplication.quit()

    def _signed_out(self) -> None:
        if self.window is not None:
            self.window.allow_close()
            self.window.close()
        QApplication.quit()

    def _failed(self, fault: BaseException) -> None:
        """A fault of ours: say so and end; every fact is on the disk already."""
        if self.fault is not None:
            return
        self.fault = fault
        log.error("the desk failed", exc_info=fault)
        if not self._attended:
            QApplication.exit(1)
            return
        self._fault_page = FaultPage(self.wording, str(self._ground.folder.logs))
        self._fault_page.leave.clicked.connect(lambda: QApplication.exit(1))
        self._fault_page.show()

    def close(self) -> None:
        """Ends what runs, in reverse, and takes the windows away."""
        if self.window is not None:
            self.window.allow_close()
            self.window.close()
            self.window.deleteLater()
        self.sign_in.hide()
        self.sign_in.deleteLater()
        if self.desk is not None:
            self.desk.stop()
        self._network.shutdown(cancel_futures=True)
        self.database.close()
        close_log(self._log)
        release_memory()


def make_application(settings: Settings) -> QApplication:
    """The Qt application with its look."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Desk Client")
    application.setQuitOnLastWindowClosed(False)
    put_on(application, None if settings.theme == "system" else settings.theme)
    pulse = QTimer(application)  # lets Python see a signal while no event comes
    pulse.timeout.connect(lambda: None)
    pulse.start(500)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: QApplication.quit())
    sys.setswitchinterval(0.0005)  # phone events reach the window within a frame
    return application


def _clock(settings: Settings) -> Clock:
    if settings.rehearsal_offset_s:
        return RehearsalClock(timedelta(seconds=settings.rehearsal_offset_s))
    return SystemClock()
