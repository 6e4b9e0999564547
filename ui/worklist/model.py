"""The rows of the work list for Qt: frozen rows, each role a look-up. A list of the same cases in
the same order tells only which rows changed, so nothing jumps under the agent's eyes."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.worklist.presenter import RowSeen

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class WorkListModel(QAbstractListModel):
    """One row a case."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RowSeen, ...] = ()

    @property
    def rows(self) -> tuple[RowSeen, ...]:
        return self._rows

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken
        return None

    def show_rows(self, rows: tuple[RowSeen, ...]) -> None:
        """Takes over the rows; tells only what changed where the cases are the same."""
        before = self._rows
        if [row.case_id for row in rows] != [row.case_id for row in before]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        self._rows = rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                index = self.index(number)
                self.dataChanged.emit(index, index)
