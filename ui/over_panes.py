"""Where a page begins that lies over the panes: below the call bar, whose buttons it leaves free.
Large text folds bars away, so the bar itself is asked."""

from PySide6.QtWidgets import QFrame, QWidget


def under_call_bar(window: QWidget) -> int:
    """The first row of pixels below the call bar of this window; 0 where it has none."""
    bar = window.findChild(QFrame, "call_bar")
    return bar.geometry().bottom() + 1 if isinstance(bar, QFrame) else 0
