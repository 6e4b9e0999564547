"""A window on an X server, in a program of its own. As `desk` it is the desk's window in a call,
with its global keys, and tells each intent; as `other` it tells each key that reaches it.

    python -m tests.ui.entry.window_program desk|other"""

import sys

from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.sample_states import scene
from ui.entry.global_keys import GlobalKeys
from ui.main_window import DeskWindow
from ui.theme import put_on
from ui.wording import Wording


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


class Other(QWidget):
    """Another program's window."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        tell(QKeySequence(event.keyCombination()).toString())


def main() -> None:
    application = QApplication([])
    window: QWidget
    if sys.argv[1] == "desk":
        put_on(application, "light")
        desk = DeskWindow(Wording("en"))
        desk.show_state(scene("06-live-verified", "en"))
        desk.intent_made.connect(lambda intent: tell(type(intent).__name__))
        keys = GlobalKeys(desk.keys, desk)
        keys.pressed.connect(desk.routing.press)
        tell(" ".join(keys.granted) or "none")
        window = desk
    else:
        window = Other()
    window.setWindowTitle(sys.argv[1])
    window.show()
    tell("shown")
    application.exec()


if __name__ == "__main__":
    main()
