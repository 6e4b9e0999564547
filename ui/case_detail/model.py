"""The timeline for Qt. Older rows are asked for as the list comes near its end (fetchMore), and the
desk answers with a longer timeline; rows that are there already stay, so nothing jumps. A row is
put into words when it is first looked at."""

from datetime import UTC, datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desk_client.services.detail_parts import TimelineRow
from ui.case_detail.row_words import RowSeen, row_words
from ui.wording import Wording

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class TimelineModel(QAbstractListModel):
    """One row a thing that happened."""

    more_wanted = Signal()

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._rows: tuple[TimelineRow, ...] = ()
        self._words: dict[int, RowSeen] = {}
        self._now, self._zone = datetime.min.replace(tzinfo=UTC), "UTC"
        self._more = self._asked = False

    @property
    def rows(self) -> tuple[TimelineRow, ...]:
        return self._rows

    @property
    def now(self) -> datetime:
        """The moment that the rows were told at."""
        return self._now

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        if role == ROW_ROLE:
            return self.words(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row()).title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.words(index.row()).spoken
        return None

    def words(self, row: int) -> RowSeen:
        """The row as it is painted."""
        found = self._words.get(row)
        if found is None:
            found = row_words(self._rows[row], self._now, self._zone, self._wording)
            self._words[row] = found
        return found

    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def show_rows(
        self, rows: tuple[TimelineRow, ...], now: datetime, zone: str, *, more: bool
    ) -> bool:
        """Takes over the rows; True where they are other rows, and not only more of them."""
        same_day = (self._zone, self._now.date()) == (zone, now.date())
        self._now, self._zone, self._more = now, zone, more
        before = self._rows
        if rows is before:
            return False
        self._asked = False
        kept = len(before)
        if before and same_day and len(rows) >= kept and rows[:kept] == before:
            if len(rows) > kept:
                self.beginInsertRows(QModelIndex(), kept, len(rows) - 1)
                self._rows = rows
                self.endInsertRows()
            else:
                self._rows = rows
            return False
        self.beginResetModel()
        self._rows, self._words = rows, {}
        self.endResetModel()
        return True
