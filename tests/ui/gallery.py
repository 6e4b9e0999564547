"""Draws the kit and the call bar as pictures, to be laid beside the design's 17 and 18:
`python -m tests.ui.gallery OUT_DIR`. The states of a call that need a second party (incoming,
consult, whisper) are painted from the view's own value."""

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desk_client.text import Language
from tests.ui.gallery_kit import components
from tests.ui.gallery_states import call_bars
from ui.room import Room
from ui.theme import Scheme, put_on
from ui.wording import Wording


def grab(widget: QWidget, width: int, height: int) -> QPixmap:
    """The widget as it stands after laying out."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(width, height)
    widget.show()
    QApplication.sendPostedEvents()
    return widget.grab()


def main(out: Path) -> None:
    """Writes components.png and call-bar-*.png to `out`."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    out.mkdir(parents=True, exist_ok=True)
    halves: list[tuple[Language, Scheme]] = [("zh", "light"), ("en", "dark")]
    both = QImage(1520, 636, QImage.Format.Format_RGB32)
    painter = QPainter(both)
    for place, (language, scheme) in enumerate(halves):
        put_on(app, scheme)
        painter.drawPixmap(760 * place, 0, grab(components(Wording(language)), 760, 636))
    painter.end()
    both.save(str(out / "components.png"))
    for language, scheme in [*halves, ("zh", "dark"), ("en", "light")]:
        put_on(app, scheme)
        picture = grab(call_bars(Wording(language)), 1366, 768)
        picture.save(str(out / f"call-bar-{language}-{scheme}.png"))
    for percent, room in ((150, Room.SHORT), (200, Room.NARROW), (200, Room.LOW)):
        put_on(app, "light", percent / 100)
        picture = grab(call_bars(Wording("en"), room=room), 1366, 768)
        picture.save(str(out / f"call-bar-en-light-{room.name.lower()}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
