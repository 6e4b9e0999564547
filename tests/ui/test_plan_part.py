"""The plan in the wrap-up sheet: its table painted, its fields typed, nothing left of it after."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_client.services.plan_intents import TypePlan
from ui.widgets.label import Label
from ui.wording import Wording
from ui.wrap_up.plan_part import InstalmentTable, PlanFields

ROWS = tuple((str(number), f"2026-12-{number:02}", f"{number}.00") for number in range(1, 8))


def words(table: InstalmentTable) -> list[str]:
    return [label.text() for label in table.findChildren(Label) if label.text()]


def test_the_table_shows_every_instalment_and_forgets_it(qapp: QApplication) -> None:
    table = InstalmentTable()
    table.show_table("7", ROWS)
    table.show()
    shown = words(table)
    assert all(text in shown for row in ROWS for text in row)
    table.show_table("2", ROWS[:2])
    assert "3.00" not in words(table)
    table.show_table("", ())
    assert not words(table)
    assert table.isHidden()


def test_what_is_typed_is_handed_over_by_enter(qapp: QApplication) -> None:
    fields = PlanFields(Wording("zh"))
    told: list[object] = []
    fields.typed.connect(told.append)
    fields.open()
    fields.fields["amount"].edit.setText("１２期")
    fields.fields["first"].edit.setText("12月10日")
    QTest.keyClick(fields.fields["first"].edit, Qt.Key.Key_Return)
    assert told == [TypePlan(amount="12期", first="12月10日")]
    assert fields.isHidden()
    fields.open()
    QTest.keyClick(fields.fields["amount"].edit, Qt.Key.Key_Return)
    assert told[1] is None
