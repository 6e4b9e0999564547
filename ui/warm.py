"""Warms up before the first call, so that the first call is as quick as the hundredth: the tables
that the services read once, and the fonts, whose Chinese faces cost tens of milliseconds each when
they are first drawn."""

import gc

from PySide6.QtGui import QPainter, QPixmap

from desk_client.callscript.load import shipped, shipped_ids
from desk_client.compliance.pack_set import PackSet
from desk_client.outcome import table
from ui.main_window import DeskWindow
from ui.section import RowPool
from ui.theme import look
from ui.tokens import Type

_ROWS = 4
_SAMPLE = "您好，王建国 08:00 ¥ 3,260.50 Good day ····"


def warm_data() -> None:
    """Off the window's thread, while the person waits for central anyway."""
    table()
    PackSet.shipped()
    for name in shipped_ids():
        shipped(name)


def warm_panes(window: DeskWindow) -> None:
    """Makes the rows of each pane ahead; the window shows its first state after this."""
    panes = (window.card, window.preview, window.script, window.wrap_up, window.refused)
    for pane in (*panes, window.outcome):
        pane.ensurePolished()
        for part in vars(pane).values():
            if isinstance(part, RowPool):
                part.make_ready(_ROWS)
    pages = (window.preview, window.script, window.wrap_up, window.refused, window.messages)
    for page in (*pages, window.work):
        window.reading.show_page(page)
        window.grab()  # lays it out at its size, polishes and draws it, off the screen


def settle_memory() -> None:
    """What is there now stays: taken out of the garbage collector's rounds, whose full sweep over
    the libraries held the window up for 100 to 140 ms in mid-call (measured in the demo)."""
    gc.collect()
    gc.freeze()


def release_memory() -> None:
    """Gives what was settled back to the collector; the desk is closed."""
    gc.unfreeze()


def warm_fonts() -> None:
    """One line of each type role, drawn where nobody sees it."""
    picture = QPixmap(600, 60)
    painter = QPainter(picture)
    for role in Type:
        painter.setFont(look().font(role))
        painter.drawText(4, 40, _SAMPLE)
    painter.end()
