"""Paints the wishes for eyes to judge: `python -m tests.ui.wish_gallery OUT [PART]`."""

import os
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_client.text import Language, Text
from tests.ui.desk_fixture import Hand
from tests.ui.sample_wishes import on_record, sheet
from ui.main_window import DeskWindow
from ui.theme import Scheme, put_on
from ui.wording import Wording

SIZES = ((1366, 768, 100), (1920, 1080, 100), (1366, 768, 150), (1920, 1080, 200), (1366, 768, 200))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_KEY = Qt.Key


def _shut(hand: Hand, language: Language) -> None:
    from dataclasses import replace

    state = sheet(language)
    hand.show(
        replace(state, notice=Text("须先在通话中核实身份", "Identity has to be verified first"))
    )


def _open(hand: Hand, language: Language) -> None:
    hand.show(sheet(language, "06-live-verified", verified=True, given=("sms",)))


def _form(hand: Hand, language: Language) -> None:
    hand.show(sheet(language, "06-live-verified", verified=True))
    for key in (_KEY.Key_N, _KEY.Key_1, _KEY.Key_3, _KEY.Key_Down, _KEY.Key_9, _KEY.Key_Down):
        hand.press(key)
    for key in (_KEY.Key_1, _KEY.Key_2, _KEY.Key_Down, _KEY.Key_2, _KEY.Key_Up, _KEY.Key_Up):
        hand.press(key)


def _fault(hand: Hand, language: Language) -> None:
    hand.show(sheet(language, "07-wrap-up", given=(), named=()))
    hand.press(_KEY.Key_N)
    for key in (_KEY.Key_5, _KEY.Key_Down, _KEY.Key_2, _KEY.Key_9, _KEY.Key_7, _KEY.Key_7):
        hand.press(key)


def _preview(hand: Hand, language: Language) -> None:
    hand.show(on_record("03-preview", language))


def _days(hand: Hand, language: Language) -> None:
    hand.show(sheet(language))
    hand.press(_KEY.Key_N)
    hand.press(_KEY.Key_Right)


def _call(hand: Hand, language: Language) -> None:
    hand.show(on_record("05-live-unverified", language))


def _keys(hand: Hand, language: Language) -> None:
    hand.show(on_record("03-preview", language))
    hand.press(_KEY.Key_F1)


SCENES: dict[str, Callable[[Hand, Language], None]] = {
    "w1-shut": _shut,
    "w2-open": _open,
    "w3-form": _form,
    "w4-fault": _fault,
    "w5-preview": _preview,
    "w6-call": _call,
    "w7-keys": _keys,
    "w8-days": _days,
}


def paint(out: Path, only: str = "") -> None:
    """One PNG a scene, language, theme and size; `only` names a part of the file name."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for scheme, language, (wide, tall, percent) in product(SCHEMES, LANGUAGES, SIZES):
        end = f"{language}-{scheme}-{wide}-{percent}.png"
        for name in (name for name in SCENES if only in f"{name}-{end}"):
            put_on(app, scheme, percent / 100)
            window = DeskWindow(Wording(language), reduce_motion=True)
            window.resize(wide, tall)
            window.show()
            window.activateWindow()
            QTest.qWaitForWindowActive(window)
            SCENES[name](Hand(window), language)
            for _ in range(4):
                app.processEvents()
            window.grab().save(str(out / f"{name}-{end}"))
            window.allow_close()
            window.close()
            window.deleteLater()


if __name__ == "__main__":
    paint(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
