"""Tells on stdout, a word a line, what the desktop says of the screen's lock.

python -m tests.ui.entry.listener"""

import sys

from PySide6.QtCore import QCoreApplication

from ui.entry.screen_lock import ScreenLock


def tell(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    application = QCoreApplication([])
    lock = ScreenLock()
    lock.locked.connect(lambda: tell("locked"))
    lock.unlocked.connect(lambda: tell("unlocked"))
    tell("listens" if lock.listens else "deaf")
    if lock.listens:
        application.exec()


if __name__ == "__main__":
    main()
