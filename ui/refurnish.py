"""Furnishes a standing window anew, in another language, size or key map. It is the same window on
the screen: the state, the pane in front, the row of the settings and whatever was being typed go
over; only the parts are new. Nothing of a call lives in them, so no event of it can be lost."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from ui.keys import KeyMap
from ui.window_room import lay_room
from ui.wording import Wording

if TYPE_CHECKING:
    from ui.main_window import DeskWindow

_WAS_ASKED = Qt.WidgetAttribute.WA_WState_ExplicitShowHide  # to show or to hide, by our own code


def refurnish(
    window: "DeskWindow",
    wording: Wording,
    keys: KeyMap,
    *,
    script_scale: float,
    reduce_motion: bool,
) -> None:
    """At once; the window is not painted in between."""
    typed, caret = [_text(field) for field in _fields(window)], window.outcome.note.caret
    row, pane, state = window.settings.row, window.one_pane.pane, window.state
    window.setUpdatesEnabled(False)
    window.old_parts = _cleared(window)
    window.furnish(wording, keys, script_scale=script_scale, reduce_motion=reduce_motion)
    window.state = None
    if state is not None:
        window.show_state(state)
    window.settings.stand_at(row)
    fields = _fields(window)
    if len(fields) == len(typed):
        for field, text in zip(fields, typed, strict=True):
            _write(field, text)
    window.one_pane.choose(pane)
    lay_room(window)
    _settle(window)
    if caret is not None:
        window.outcome.note.write_at(caret)
    window.setUpdatesEnabled(True)


def _settle(window: "DeskWindow") -> None:
    """The new bars are shown, which Qt would put off, and find their height now; then whatever lies
    below them is laid, as after a change of the window's size."""
    layout = window.layout()
    if layout is not None:
        for place in range(layout.count()):
            item = layout.itemAt(place)
            part = item.widget() if item is not None else None
            if part is not None and not part.testAttribute(_WAS_ASKED):
                part.show()
        layout.activate()
    QApplication.sendEvent(window, QResizeEvent(window.size(), window.size()))


def _cleared(window: "DeskWindow") -> QWidget:
    """Everything out of the window; deleted when the event loop comes round, for one of these parts
    may be the one that asked."""
    old = QWidget()
    layout = window.layout()
    if layout is not None:
        old.setLayout(layout)
    for child in list(window.children()):
        if isinstance(child, QShortcut):
            child.setEnabled(False)
        if isinstance(child, QTimer):
            child.stop()
        if isinstance(child, QWidget):
            window.removeEventFilter(child)
            child.setParent(old)
        elif isinstance(child, QObject):
            child.setParent(old)
    old.deleteLater()
    return old


def _fields(window: QWidget) -> list[QLineEdit | QPlainTextEdit]:
    """Every text field, in the order in which they are made."""
    found = window.findChildren(QWidget)
    return [each for each in found if isinstance(each, QLineEdit | QPlainTextEdit)]


def _text(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _write(field: QLineEdit | QPlainTextEdit, text: str) -> None:
    if _text(field) == text:
        return
    if isinstance(field, QLineEdit):
        field.setText(text)
    else:
        field.setPlainText(text)
