"""Paints the window in every scene of the design, for eyes to compare with the pictures:
`python -m tests.ui.panes_gallery OUT`."""

import os
import sys
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_client.services.desk_state import DeskState
from desk_client.text import Language, Text
from tests.ui.sample_phone import PHONE_SCENES
from tests.ui.sample_states import SCENES, scene
from ui.main_window import DeskWindow
from ui.sign_in.presenter import Check, SignInKind
from ui.sign_in.view import SignInWindow
from ui.theme import Scheme, put_on
from ui.wording import Wording

SIZES = ((1366, 768), (1920, 1080))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
CHECKS = (
    Check("check-circle", "packs", Text("中国 2026.3", "CN 2026.3")),
    Check("clock", "line", None),
)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def paint(out: Path, only: str = "") -> None:
    """One PNG a scene, language, theme and size; `only` names a part of the file name."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for scheme, language, (wide, tall) in product(SCHEMES, LANGUAGES, SIZES):
        every: dict[str, Callable[[Language], DeskState]] = {
            **{name: partial(scene, name) for name in SCENES},
            **PHONE_SCENES,
        }
        names = [name for name in every if only in f"{name}-{language}-{scheme}-{wide}.png"]
        if not names:
            continue
        put_on(app, scheme)
        window = DeskWindow(Wording(language), reduce_motion=True)
        window.resize(wide, tall)
        window.show()
        QTest.qWaitForWindowExposed(window)
        for name in names:
            window.sound_page.hide()
            window.show_state(every[name](language))
            if name == "p14-sound":
                window.acts.press("Ctrl+D")
            window.show_levels(0.6, 0.4)
            for _ in range(3):
                app.processEvents()
            window.grab().save(str(out / f"{name}-{language}-{scheme}-{wide}.png"))
        window.allow_close()
        window.close()
        window.deleteLater()


def paint_sign_in(out: Path, only: str = "") -> None:
    """The two forms of signing in."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for scheme, language, kind in product(SCHEMES, LANGUAGES, SignInKind):
        name = f"01-{kind}-{language}-{scheme}.png"
        if only not in name:
            continue
        put_on(app, scheme)
        window = SignInWindow(
            Wording(language), kind=kind, server="calls.example.com", version="0.1.0"
        )
        window.show_checks(CHECKS)
        window.show()
        QTest.qWaitForWindowExposed(window)
        if kind is SignInKind.ENROLLED:
            window.staff_no.edit.setText("20317")
            window.password.edit.setText("made-up-one")
        for _ in range(3):
            app.processEvents()
        window.grab().save(str(out / name))
        window.deleteLater()


def paint_keys(out: Path, only: str = "") -> None:
    """All keys over a call."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    for scheme, language in product(SCHEMES, LANGUAGES):
        name = f"16-keys-{language}-{scheme}.png"
        if only not in name:
            continue
        put_on(app, scheme)
        window = DeskWindow(Wording(language), reduce_motion=True)
        window.resize(1366, 768)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.show_state(scene("06-live-verified", language))
        QTest.keyClick(window, Qt.Key.Key_F1)
        for _ in range(3):
            app.processEvents()
        window.grab().save(str(out / name))
        window.allow_close()
        window.close()
        window.deleteLater()


if __name__ == "__main__":
    for part in (paint, paint_sign_in, paint_keys):
        part(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
