"""Paints the pages of the law for eyes to judge: `python -m tests.ui.law_gallery OUT [PART]`."""

import os
import sys
from collections.abc import Callable
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_client.services import law_intents as asks
from desk_client.text import Language
from tests.services.law_desk import LawDesk
from tests.ui.desk_fixture import Hand
from tests.ui.law_hand import LawHand
from ui.main_window import DeskWindow
from ui.theme import Scheme, put_on
from ui.wording import Wording

SIZES = ((1366, 768, 100), (1920, 1080, 100), (1366, 768, 150), (1366, 768, 200), (1920, 1080, 200))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def _moves(law: LawHand, *moves: tuple[str, int]) -> None:
    law.desk.ask(asks.OpenWhatIf(), *(asks.MoveLever(name, step) for name, step in moves))
    law.show()


def _begun(law: LawHand) -> None:
    _moves(law)


def _flagged(law: LawHand) -> None:
    unanswered = [("unanswered_today", 1)] * 6
    _moves(law, ("flag:cease", 1), ("flag:vulnerable", 1), ("hour", 1), *unanswered)
    law.press(Qt.Key.Key_3)


def _allowed(law: LawHand) -> None:
    _moves(law, ("flag:dispute", 1), ("consent:out_of_hours", 1), ("talked_today", 1), ("hour", 1))
    law.press(Qt.Key.Key_5, Qt.Key.Key_J)


def _contact(law: LawHand) -> None:
    _moves(law, ("kind", 1), ("role", -1), *([("hour", 1)] * 7))
    law.press(Qt.Key.Key_2, Qt.Key.Key_Down, Qt.Key.Key_V)


def _packs(law: LawHand) -> None:
    law.desk.ask(asks.OpenWhatIf(), asks.BeginFrom(2), asks.MoveLever("by_scope", 1))
    law.show()
    law.press(Qt.Key.Key_6)


def _viewer(law: LawHand) -> None:
    law.desk.ask(asks.OpenPacks())
    law.show()


def _rule(law: LawHand) -> None:
    law.desk.ask(asks.OpenPacks("us-regf"), asks.ToggleUnconfirmed())
    law.show()
    law.press(Qt.Key.Key_Right)


def _differences(law: LawHand) -> None:
    law.desk.ask(asks.OpenPacks(), asks.CompareVersion())
    law.show()
    law.press(Qt.Key.Key_Right)


SCENES: dict[str, Callable[[LawHand], None]] = {
    "l1-what-if-begun": _begun,
    "l2-what-if-refused": _flagged,
    "l3-what-if-allowed": _allowed,
    "l4-what-if-contact": _contact,
    "l5-what-if-packs": _packs,
    "l6-packs": _viewer,
    "l7-packs-unconfirmed": _rule,
    "l8-packs-differences": _differences,
}


def paint(out: Path, only: str = "") -> None:
    """One PNG a scene, language, theme and size; `only` names a part of the file name."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    for scheme, language, (wide, tall, percent) in product(SCHEMES, LANGUAGES, SIZES):
        end = f"{language}-{scheme}-{wide}-{percent}.png"
        names = [name for name in SCENES if only in f"{name}-{end}"]
        for name in names:
            put_on(app, scheme, percent / 100)
            window = DeskWindow(Wording(language), reduce_motion=True)
            window.resize(wide, tall)
            window.show()
            QTest.qWaitForWindowExposed(window)
            with TemporaryDirectory() as folder:
                law = LawHand(Hand(window), LawDesk(Path(folder)))
                law.desk.take()
                SCENES[name](law)
                for _ in range(4):
                    app.processEvents()
                window.grab().save(str(out / f"{name}-{end}"))
                law.desk.close()
            window.allow_close()
            window.close()
            window.deleteLater()


if __name__ == "__main__":
    paint(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
