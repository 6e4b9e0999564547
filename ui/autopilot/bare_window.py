"""What the desk's window is measured against: an empty one of the same toolkit. Prints as JSON how
long it took to stand on the screen, and how long from a key to the painted answer.

    python -m ui.autopilot.bare_window 200"""

import json
import sys
import time

from PySide6.QtCore import QEventLoop, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class BareWindow(QWidget):
    """Shows the last key, and nothing else."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._shown = event.text()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._shown)
        self.painted.emit()


def main(presses: int) -> None:
    """Opens the window, presses keys, tells."""
    started = time.monotonic()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Bare window")
    window = BareWindow()
    window.resize(1366, 768)
    window.show()
    QTest.qWaitForWindowExposed(window)
    start_ms = (time.monotonic() - started) * 1000
    loop, taken = QEventLoop(), []
    window.painted.connect(loop.quit)
    for _ in range(presses):
        pressed = time.monotonic()
        QTest.keyClick(window, Qt.Key.Key_P)
        loop.exec()
        taken.append((time.monotonic() - pressed) * 1000)
    sys.stdout.write(json.dumps({"start_ms": start_ms, "key_to_paint_ms": taken}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
