"""The outcome grid for Qt: one frozen row a key, each role a look-up."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.outcome.presenter import OutcomeSeen

OUTCOME_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class OutcomeModel(QAbstractListModel):
    """Outcomes of the shown party level in the order of the pack."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[OutcomeSeen, ...] = ()

    @property
    def rows(self) -> tuple[OutcomeSeen, ...]:
        return self._rows

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        looked_up: dict[int, object] = {
            OUTCOME_ROLE: row,
            Qt.ItemDataRole.DisplayRole: row.label,
            Qt.ItemDataRole.AccessibleTextRole: f"{row.label} {row.why_not}".strip(),
            Qt.ItemDataRole.AccessibleDescriptionRole: row.key,
            Qt.ItemDataRole.ToolTipRole: f"{row.label} · {row.why_not}" if row.why_not else None,
        }
        return looked_up.get(role)

    def show_rows(self, rows: tuple[OutcomeSeen, ...]) -> None:
        """Takes over the rows; tells only what changed where the keys are the same."""
        before = self._rows
        if [row.key for row in rows] != [row.key for row in before]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        self._rows = rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                index = self.index(number)
                self.dataChanged.emit(index, index)
