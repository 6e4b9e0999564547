"""Paints the sheets of the reading pane for eyes to judge:
`python -m tests.ui.sheet_gallery OUT [PART]`."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_client.services.desk_state import DeskState
from desk_client.text import Language, Text
from tests.ui import sample_sheets as sample
from tests.ui.desk_fixture import Hand
from tests.ui.sample_people import WORLDS
from tests.ui.sample_states import scene
from ui.main_window import DeskWindow
from ui.theme import Scheme, put_on
from ui.wording import Wording

SIZES = ((1366, 768, 100), (1920, 1080, 100), (1366, 768, 150), (1920, 1080, 200), (1366, 768, 200))
LANGUAGES: tuple[Language, ...] = ("zh", "en")
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_FAULT = Text("工号或密码不正确", "Central does not accept this login and password")


def _asked(language: str) -> DeskState:
    return sample.override(language, fault=_FAULT)


SCENES: dict[str, Callable[[str], DeskState]] = {
    "s1-messages": sample.messages,
    "s2-messages-later": partial(sample.messages, chosen=3),
    "s3-messages-never": partial(sample.messages, chosen=4, earlier=False),
    "s4-refused": sample.refused,
    "s5-refused-law": partial(sample.refused, helps=False, refusing=4),
    "s6-override": sample.override,
    "s7-override-fault": _asked,
    "s8-override-asking": partial(sample.override, asking=True),
    "s9-why": sample.why,
    "s10-why-second": partial(sample.why, chosen=1),
    "s11-why-none": partial(sample.why, none=True),
    "s12-note-blocked": sample.noted,
    "s13-note-warned": partial(sample.noted, blocks=False, name="05-live-unverified"),
    "s14-preview": lambda language: replace(
        scene("03-preview", language),
        verdict=sample.verdict(WORLDS[language], 0),
        contact_points=tuple(
            replace(point, verdict=sample.verdict(WORLDS[language], place))
            for place, point in enumerate(scene("03-preview", language).contact_points)
        ),
    ),
    "s15-ready": partial(scene, "02-ready"),
    "s16-keys": sample.messages,
}


def _type(hand: Hand, name: str, language: str) -> None:
    """What the agent has typed by now."""
    form = hand.window.override
    if name.startswith(("s7", "s8")):
        form.reason.edit.setText(
            "客户来行要求当面回电确认"
            if language == "zh"
            else "Came to the branch, asked for a call"
        )
        form.login.edit.setText("20311")
    if name.startswith("s16"):
        hand.press(Qt.Key.Key_F1)


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
            hand = Hand(window)
            hand.show(SCENES[name](language))
            _type(hand, name, language)
            for _ in range(4):
                app.processEvents()
            window.grab().save(str(out / f"{name}-{end}"))
            window.allow_close()
            window.close()
            window.deleteLater()


if __name__ == "__main__":
    paint(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
