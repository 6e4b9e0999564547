"""How the window divides its room: pane widths, the compact rules of a low window, and one pane at
a time where the text is large."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.room import Room, is_compact, room_of
from ui.theme import look, put_on

if TYPE_CHECKING:
    from ui.main_window import DeskWindow

_CARD = (290, 308, 380)  # least, preferred, on a wide window
_OUTCOME = (340, 366, 440)
_READING = 560
_WIDE = 1600
_WIDE_SCRIPT = 1.22
_NOTHING = 16777215  # Qt's own "no maximum"


def lay_room(window: "DeskWindow") -> None:
    """Called when the window's size, its case or the shown pane changes."""
    _scale_script(window)
    at = look()
    room = room_of(window.width(), window.height(), at.scale)
    for bar in (window.top_bar, window.call_bar, window.status_bar):
        bar.show_room(room)
    window.top_bar.setVisible(room is not Room.LOW)
    window.script.show_room(room)
    compact = is_compact(window.height(), at.scale)
    window.card.show_compact(compact)
    window.outcome.show_compact(compact)
    in_case = window.state is not None and window.state.card is not None
    single = room >= Room.NARROW
    window.one_pane.setVisible(single and in_case)
    window.one_pane.show_room(room)
    window.one_pane.foot.setVisible(room is Room.LOW and in_case)
    shown = window.one_pane.pane if in_case else 1
    window.card.setVisible(in_case and (not single or shown == 0))
    window.reading.setVisible(not single or shown == 1)
    window.right.setVisible(not single or shown == 2)
    if single:
        for pane in (window.card, window.reading, window.right):
            pane.setMinimumWidth(0)
            pane.setMaximumWidth(_NOTHING)
        return
    wide = window.width() >= at.px(_WIDE)
    card, side = at.px(_CARD[2 if wide else 1]), at.px(_OUTCOME[2 if wide else 1])
    window.card.setMinimumWidth(at.px(_CARD[0]))
    window.card.setMaximumWidth(at.px(_CARD[2]))
    window.right.setMinimumWidth(at.px(_OUTCOME[0]))
    window.right.setMaximumWidth(at.px(_OUTCOME[2]))
    window.reading.setMinimumWidth(at.px(_READING))
    sizes = (card if in_case else 0, window.width() - (card if in_case else 0) - side - 2, side)
    if window.pane_sizes is not None and in_case:
        sizes = window.pane_sizes
    window.splitter.setSizes(list(sizes))


def _scale_script(window: "DeskWindow") -> None:
    """On a wide window the script is written larger, times the agent's own script scale."""
    at = look()
    wide = window.width() >= at.px(_WIDE)
    wanted = window.script_scale * (_WIDE_SCRIPT if wide else 1.0)
    app = QApplication.instance()
    if at.script_scale != wanted and isinstance(app, QApplication):
        put_on(app, at.scheme, at.scale, wanted)


def show_pane(window: "DeskWindow", pane: int) -> None:
    """Where one pane is shown at a time, this one from now on."""
    if window.one_pane.isVisible() and window.one_pane.pane != pane:
        window.one_pane.choose(pane)
        lay_room(window)


def focus_pane(window: "DeskWindow", pane: int) -> None:
    """Ctrl 1, 2, 3: the agent asked for it, so the focus goes there."""
    show_pane(window, pane)
    target = (window.card, window.reading, window.right.currentWidget())[pane]
    if target is not None and target.isVisible():
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
