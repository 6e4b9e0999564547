"""Paints the window in every scene of the design, for eyes to compare with the pictures:
`python -m tests.ui.panes_gallery OUT`."""

import os
import sys
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_client.text import Language
from tests.ui.sample_states import SCENES, scene
from ui.main_window import DeskWindow
from ui.theme import Scheme, put_on
from ui.wording import Wording

SIZES = ((1366, 768), (1920, 1080))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def paint(out: Path, only: str = "") -> None:
    """One PNG a scene, language, theme and size; `only` names a part of the file name."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for scheme, language, (wide, tall) in product(SCHEMES, LANGUAGES, SIZES):
        names = [name for name in SCENES if only in f"{name}-{language}-{scheme}-{wide}.png"]
        if not names:
            continue
        put_on(app, scheme)
        window = DeskWindow(Wording(language), reduce_motion=True)
        window.resize(wide, tall)
        window.show()
        QTest.qWaitForWindowExposed(window)
        for name in names:
            window.show_state(scene(name, language))
            window.show_levels(0.6, 0.4)
            for _ in range(3):
                app.processEvents()
            window.grab().save(str(out / f"{name}-{language}-{scheme}-{wide}.png"))
        window.allow_close()
        window.close()
        window.deleteLater()


if __name__ == "__main__":
    paint(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
