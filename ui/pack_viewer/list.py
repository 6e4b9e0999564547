"""The left column of the viewer: every pack, and under them what the shapes beside the counts
mean."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pack_viewer.presenter import PacksSeen
from ui.pack_viewer.rows import PackRow, SureLegend
from ui.section import RowPool, column
from ui.theme import look, mark
from ui.tokens import Space, Token
from ui.widgets.tall_body import TallBody


class PackList(QWidget):
    """Tells `asked` the pack that was clicked."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        near = look().px(Space.NEAR)
        self._body, self._legend = TallBody(), SureLegend()
        held = self._body.widget()
        if held is not None:
            mark(held, plane=str(Token.S0))
        self._body.column.setContentsMargins(near, near, near, near)
        self._body.column.setSpacing(0)
        rows = column(gap=Space.HAIR)
        self._body.column.addLayout(rows)
        self._body.column.addStretch(1)
        self._rows: RowPool[PackRow] = RowPool(rows, self._make_row)
        listed = QVBoxLayout(self)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(0)
        listed.addWidget(self._body, 1)
        listed.addWidget(self._legend)

    def _make_row(self) -> PackRow:
        row = PackRow()
        row.asked.connect(self.asked)
        return row

    def show_packs(self, seen: PacksSeen, *, lively: bool) -> None:
        self._legend.show_legend(seen.legend)
        rows = self._rows.rows(len(seen.packs))
        for row, pack in zip(rows, seen.packs, strict=True):
            row.show_pack(pack, lively=lively)
            if pack.chosen:
                self._body.ensureWidgetVisible(row, 0, look().px(Space.NEAR))
