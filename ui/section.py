"""What panes are made of: sections with the pane's padding, parted by hairlines, and pools of rows
that are reused, so that showing another case makes no widget anew."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import look
from ui.tokens import Space

Row = TypeVar("Row", bound=QWidget)


class Section(QWidget):
    """A column with padding; `tight` brings the rows nearer, as in a compact window."""

    def __init__(
        self,
        *,
        side: float = Space.SIDE,
        above: float = 9,
        gap: float = 4,
        below: float | None = None,
    ) -> None:
        super().__init__()
        at = look()
        self.column = QVBoxLayout(self)
        under = above if below is None else below
        self.column.setContentsMargins(at.px(side), at.px(above), at.px(side), at.px(under))
        self.column.setSpacing(at.px(gap))
        self._usual = (above, under)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_compact(self, compact: bool) -> None:
        """Padding of 8 above and below in a low window."""
        at = look()
        above, below = self._usual
        if compact:
            above, below = min(above, 5), min(below, 5)
        margins = self.column.contentsMargins()
        margins.setTop(at.px(above))
        margins.setBottom(at.px(below))
        self.column.setContentsMargins(margins)


class RowPool(Generic[Row]):
    """As many rows as are asked for, made once and hidden when not needed. `forget` empties a row
    that goes: one that showed a figure must not keep it out of sight."""

    def __init__(
        self,
        layout: QBoxLayout,
        make: Callable[[], Row],
        forget: Callable[[Row], None] | None = None,
    ) -> None:
        self._layout, self._make, self._forget = layout, make, forget
        self._rows: list[Row] = []

    def rows(self, count: int) -> list[Row]:
        """The first `count` rows, visible; the rest is hidden. The layout must be in its pane."""
        while len(self._rows) < count:
            row = self._make()
            self._layout.addWidget(row)
            self._rows.append(row)
        for index, row in enumerate(self._rows):
            if index < count:
                if row.isHidden():
                    row.show()
            elif not row.isHidden():
                _leave_focus(row)
                row.hide()
                if self._forget is not None:
                    self._forget(row)
        return self._rows[:count]

    def make_ready(self, count: int) -> None:
        """Makes and polishes rows ahead, so that the first case does not wait for them."""
        for row in self.rows(count):
            row.ensurePolished()
        self.rows(0)

    @property
    def all(self) -> list[Row]:
        return list(self._rows)


def focus_in(window: QWidget) -> QWidget | None:
    """The widget of this window that has the focus, or would have it."""
    return window.focusWidget()


def _leave_focus(row: QWidget) -> None:
    """A focus inside a row that goes is given up, so that Qt does not hand it to a text field."""
    inside = focus_in(row.window())
    if inside is not None and (inside is row or row.isAncestorOf(inside)):
        inside.clearFocus()


def column(gap: float = 0) -> QVBoxLayout:
    """A bare column."""
    made = QVBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(look().px(gap) if gap else 0)
    return made


def across(parent: QWidget | None = None, gap: float = Space.NEAR) -> QHBoxLayout:
    """A bare row."""
    made = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(look().px(gap))
    return made
