"""The two lists as Qt sees them, under Qt's own model tester."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.sample_states import scene
from ui.keys import KeyMap
from ui.outcome.model import OUTCOME_ROLE, OutcomeModel
from ui.outcome.presenter import OutcomeSeen, outcome_seen
from ui.theme import Look
from ui.wording import Wording
from ui.worklist.model import ROW_ROLE, WorkListModel
from ui.worklist.presenter import RowSeen, list_seen

FAIL = QAbstractItemModelTester.FailureReportingMode.Fatal
ZH = Wording("zh")


def work_rows() -> tuple[RowSeen, ...]:
    seen = list_seen(scene("02-ready"), ZH)
    assert seen is not None
    return seen.rows


def outcome_rows(name: str = "06-live-verified") -> tuple[OutcomeSeen, ...]:
    seen = outcome_seen(scene(name), ZH, KeyMap())
    assert seen is not None
    assert seen.grid is not None
    return seen.grid.rows


def test_the_work_list_holds_what_it_was_given(light: Look) -> None:
    model = WorkListModel()
    tester = QAbstractItemModelTester(model, FAIL)
    rows = work_rows()
    for shown in (rows, rows[:3], (), rows):
        model.show_rows(shown)
        assert model.rowCount() == len(shown)
    index = model.index(0)
    assert index.data() == "王建国"
    assert index.data(ROW_ROLE) == rows[0]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith("1, 王建国, 承诺今日到期")
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert tester.model() is model


def test_the_same_cases_tell_only_the_row_that_changed(light: Look, qtbot: QtBot) -> None:
    model = WorkListModel()
    rows = work_rows()
    model.show_rows(rows)
    changed = (rows[0], replace(rows[1], last="10:50 本人"), *rows[2:])
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_rows(changed)
    assert told == [1]


def test_another_order_of_cases_is_a_new_list(light: Look, qtbot: QtBot) -> None:
    model = WorkListModel()
    rows = work_rows()
    model.show_rows(rows)
    with qtbot.waitSignal(model.modelReset):
        model.show_rows(rows[1:])


def test_the_outcome_grid_changes_level_and_choice(light: Look) -> None:
    model = OutcomeModel()
    tester = QAbstractItemModelTester(model, FAIL)
    for name in ("06-live-verified", "07-wrap-up", "05-live-unverified", "04-ringing"):
        model.show_rows(outcome_rows(name))
    assert model.rowCount() == 9
    index = model.index(0)
    assert index.data() == "无人接听"
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Q"
    assert index.data(OUTCOME_ROLE).likely
    assert model.flags(index) & Qt.ItemFlag.ItemIsEnabled
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert tester.model() is model


@pytest.mark.parametrize("key", ["P", "H"])
def test_choosing_tells_only_the_rows_that_change(light: Look, qtbot: QtBot, key: str) -> None:
    model = OutcomeModel()
    rows = outcome_rows()
    model.show_rows(rows)
    told: list[int] = []
    model.dataChanged.connect(lambda first, _last: told.append(first.row()))
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_rows(tuple(replace(row, chosen=row.key == key) for row in rows))
    assert told == [next(n for n, row in enumerate(rows) if row.key == key)]
