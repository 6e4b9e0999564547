"""Everything by which the desk is reached from outside its window, tied to the windows: later
starts with their links, the screen's lock, keys of other windows. A link that comes before anybody
has signed in waits for that; only the last one does."""

import os

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from desk_client.data_folder import DataFolder
from desk_client.errors import BadInput
from desk_client.services import intents
from desk_client.services.call_link import CallLink, parse_link
from ui.app import App
from ui.entry.door import Door
from ui.entry.global_keys import GlobalKeys
from ui.entry.instance import Note
from ui.entry.screen_lock import ScreenLock
from ui.key_intents import intent_for
from ui.keys import Act


class Entrance(QObject):
    """Made before the windows open, by whoever holds the folder's lock; `close` when done."""

    def __init__(self, app: App, folder: DataFolder) -> None:
        super().__init__()
        self._app = app
        self._waiting: CallLink | None = None
        self.keys: GlobalKeys | None = None
        self._door = Door(folder)
        self._door.knocked.connect(self.take)
        self.lock = ScreenLock(self)
        self.lock.locked.connect(lambda: self._ask(intents.LockScreen()))
        self.lock.unlocked.connect(lambda: self._ask(intents.UnlockScreen()))
        app.opened.connect(self._opened)

    def take(self, note: Note) -> None:
        """Comes to the front, and opens the link where there is one."""
        window = self._app.window or self._app.sign_in
        if window.isVisible():
            _to_front(window, note.activation)
        if not note.link:
            return
        try:
            self._waiting = parse_link(note.link)
        except BadInput:  # whoever started it was told why; the agent is looking here
            self._ask(intents.OpenLink(None))
            return
        self._open_link()

    def close(self) -> None:
        """Nobody is let in any more."""
        self._door.close()
        if self.keys is not None:
            self.keys.close()

    def _opened(self) -> None:
        window = self._app.window
        if window is None:
            return
        self.keys = GlobalKeys(window.keys, self)
        self.keys.pressed.connect(self._press)
        self._open_link()

    def _press(self, key: str) -> None:
        """A key of another window. It answers, but dials nothing: that wants eyes on the case."""
        window = self._app.window
        if window is None or window.state is None:
            return
        act = window.keys.act(key, window.state.phase)
        answers = isinstance(intent_for(Act.DIAL, key, window.state), intents.AnswerCall)
        if act is not Act.DIAL or answers:
            window.routing.press(key)

    def _open_link(self) -> None:
        if self._app.window is not None and self._app.window.isVisible() and self._waiting:
            link, self._waiting = self._waiting, None
            self._ask(intents.OpenLink(link.number, link.extension))

    def _ask(self, intent: intents.Intent) -> None:
        if self._app.desk is not None:
            self._app.desk.act(intent)


def _to_front(window: QWidget, activation: str) -> None:
    if activation:
        os.environ["XDG_ACTIVATION_TOKEN"] = activation  # Qt's Wayland plugin shows it and drops it
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()
