"""Opens a window, closes it, and prints as JSON on which platform and which fonts have Chinese.
For `desk-client doctor`, in a process of its own: Qt ends the process where it finds no platform.

    python -m ui.window_look"""

import json
import sys

from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_SHOWN_MS = 5000


def main() -> int:
    """0 where the window stood on the screen."""
    application = QApplication(sys.argv[:1])
    window = QWidget()
    window.show()
    shown = QTest.qWaitForWindowExposed(window, _SHOWN_MS)
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    told = {"platform": application.platformName(), "cjk_fonts": chinese}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0 if shown else 1


if __name__ == "__main__":
    sys.exit(main())
