"""Words marked while they are typed: seen, told, moved with their words, and never in the way of
an input method, of undo or of the text itself."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QInputMethodEvent,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit, QToolTip
from pytestqt.qtbot import QtBot

from desk_client.decent_words.find import find
from desk_client.decent_words.phrase_list import shipped_lists
from ui.theme import Look, put_on
from ui.tokens import Token, Type
from ui.widgets.marked_text import MarkedText, MarkSeen

Edit = QPlainTextEdit | QTextEdit
ALWAYS = [each for each in shipped_lists() if each.category != "stayed_demand"]


def marks_of(text: str) -> list[MarkSeen]:
    found = find(text, ALWAYS, where="note")
    return [
        MarkSeen(each.start, each.end, each.reason.zh, each.action == "block") for each in found
    ]


def field(qtbot: QtBot, kind: type[Edit] = QPlainTextEdit) -> tuple[Edit, MarkedText]:
    """A field that is looked through with every key."""
    edit = kind()
    qtbot.addWidget(edit)
    edit.resize(480, 90)
    edit.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    marked = MarkedText(edit)
    edit.textChanged.connect(
        lambda: marked.show_marks(edit.toPlainText(), marks_of(edit.toPlainText()))
    )
    edit.show()
    qtbot.waitExposed(edit)
    edit.setFocus()
    return edit, marked


def drawn(edit: Edit) -> list[str]:
    return [each.cursor.selectedText() for each in edit.extraSelections()]


def compose(edit: Edit, text: str, commit: str = "") -> None:
    line = QTextCharFormat()
    line.setFontUnderline(True)
    kind = QInputMethodEvent.AttributeType.TextFormat
    attribute = QInputMethodEvent.Attribute(kind, 0, len(text), line)
    event = QInputMethodEvent(text, [attribute] if text else [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(edit, event)


def layout_at_caret(edit: Edit) -> QTextLayout:
    return edit.textCursor().block().layout()


def pixels(edit: Edit, token: Token, at: Look) -> list[QPoint]:
    """Where the field is painted in the colour, or mixed with the ground where a line is smooth."""
    image: QImage = edit.viewport().grab().toImage()
    ink = at.colour(token)
    return [
        QPoint(x, y)
        for y in range(image.height())
        for x in range(image.width())
        if _in_its_hue(image.pixelColor(x, y), ink)
    ]


def _in_its_hue(seen: QColor, ink: QColor) -> bool:
    return seen.saturation() > 60 and abs(seen.hue() - ink.hue()) < 12


@pytest.mark.parametrize("kind", [QPlainTextEdit, QTextEdit])
def test_words_are_marked_as_they_are_typed(light: Look, qtbot: QtBot, kind: type[Edit]) -> None:
    edit, _ = field(qtbot, kind)
    QTest.keyClicks(edit, "typical dead")
    assert drawn(edit) == []
    QTest.keyClicks(edit, "beat")
    assert drawn(edit) == ["deadbeat"]
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert drawn(edit) == []


def test_a_block_waves_in_bad_and_a_warning_dots_in_warn(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot)
    edit.setPlainText("这人是骗子")
    (block,) = edit.extraSelections()
    assert block.format.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    assert block.format.underlineColor() == light.colour(Token.BAD)
    edit.setPlainText("客户骂“骗子”")
    (warning,) = edit.extraSelections()
    assert warning.format.underlineStyle() is QTextCharFormat.UnderlineStyle.DotLine
    assert warning.format.underlineColor() == light.colour(Token.WARN)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_line_is_drawn_under_the_words_and_nowhere_else(
    qapp: QApplication, qtbot: QtBot, scheme: str
) -> None:
    at = put_on(qapp, "dark" if scheme == "dark" else "light")
    edit, _ = field(qtbot)
    edit.setFont(at.font(Type.BODY))
    edit.setPlainText("好的\n这个客户是骗子，要求回电")
    edit.clearFocus()
    cursor = QTextCursor(edit.document().findBlockByNumber(1))
    cursor.movePosition(QTextCursor.MoveOperation.Right, n=5)
    left = edit.cursorRect(cursor)
    cursor.movePosition(QTextCursor.MoveOperation.Right, n=2)
    right = edit.cursorRect(cursor)
    line = pixels(edit, Token.BAD, at)
    assert line
    assert left.left() - 2 <= min(each.x() for each in line)
    assert max(each.x() for each in line) <= right.left() + 2
    assert all(left.top() < each.y() <= left.bottom() + 3 for each in line)


def test_a_change_of_theme_changes_the_lines(qapp: QApplication, qtbot: QtBot) -> None:
    put_on(qapp, "light")
    edit, _ = field(qtbot)
    edit.setPlainText("骗子")
    at = put_on(qapp, "dark")

    def colour() -> QColor:
        (selection,) = edit.extraSelections()
        return selection.format.underlineColor()

    qtbot.waitUntil(lambda: colour() == at.colour(Token.BAD))


def test_signs_beyond_the_first_plane_do_not_move_a_mark(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot)
    edit.setPlainText("🙂🙂\n𠮷🙂骗子🙂")
    assert drawn(edit) == ["骗子"]


def test_a_hidden_word_is_marked_with_what_hides_it(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot)
    edit.setPlainText("他是骗🙂\u200b子")
    assert drawn(edit) == ["骗🙂\u200b子"]


def test_marks_move_with_their_words(light: Look, qtbot: QtBot) -> None:
    edit = QPlainTextEdit("这是骗子")
    qtbot.addWidget(edit)
    marked = MarkedText(edit)
    marked.show_marks("这是骗子", [MarkSeen(2, 4, "辱骂", blocks=True)])
    edit.insertPlainText("今天打来，")
    assert drawn(edit) == ["骗子"]
    assert marked.reason_at(7) == "辱骂"
    edit.setPlainText("没有了")
    assert drawn(edit) == []


def test_an_answer_to_an_earlier_text_changes_nothing(light: Look, qtbot: QtBot) -> None:
    edit = QPlainTextEdit("  这是骗子 ")
    qtbot.addWidget(edit)
    marked = MarkedText(edit)
    marked.show_marks("这是骗子", [MarkSeen(2, 4, "辱骂", blocks=True)])
    assert drawn(edit) == ["骗子"]
    marked.show_marks("这是", [])
    assert drawn(edit) == ["骗子"]
    marked.show_marks("这是骗子", [])
    assert drawn(edit) == []


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_the_reason_stands_under_the_pointer(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot)
    edit.setPlainText("客户是骗子，回电")
    cursor = edit.textCursor()
    cursor.setPosition(4)
    over = edit.cursorRect(cursor).center()

    def tip(at: QPoint) -> str:
        event = QHelpEvent(QEvent.Type.ToolTip, at, edit.viewport().mapToGlobal(at))
        QApplication.sendEvent(edit.viewport(), event)
        return QToolTip.text() if QToolTip.isVisible() else ""

    assert "辱骂" in tip(over)
    cursor.setPosition(0)
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    assert tip(edit.cursorRect(cursor).center()) == ""


def test_those_who_listen_are_told_the_words_and_why(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot)
    edit.setPlainText("骗子")
    assert edit.accessibleDescription().startswith("骗子: 这是辱骂")
    edit.setPlainText("好的")
    assert edit.accessibleDescription() == ""


@pytest.mark.parametrize("kind", [QPlainTextEdit, QTextEdit])
def test_an_input_method_composes_undisturbed(light: Look, qtbot: QtBot, kind: type[Edit]) -> None:
    edit, marked = field(qtbot, kind)
    edit.setPlainText("骗子，打来，他是老赖")
    assert drawn(edit) == ["骗子", "老赖"]
    cursor = edit.textCursor()
    cursor.setPosition(6)
    edit.setTextCursor(cursor)
    for typed in ("z", "zh", "zhong", "zhong w"):
        compose(edit, typed)
        layout = layout_at_caret(edit)
        assert (layout.preeditAreaText(), layout.preeditAreaPosition()) == (typed, 6)
        assert any(each.format.fontUnderline() for each in layout.formats())
        assert drawn(edit) == ["骗子"]
        marked.show_marks(edit.toPlainText(), marks_of(edit.toPlainText()))
        assert layout.preeditAreaText() == typed
        assert any(each.format.fontUnderline() for each in layout.formats())
        assert drawn(edit) == ["骗子"]
    compose(edit, "", commit="中午")
    assert edit.toPlainText() == "骗子，打来，中午他是老赖"
    assert drawn(edit) == ["骗子", "老赖"]
    assert layout_at_caret(edit).preeditAreaText() == ""


def test_a_word_that_was_composed_is_marked(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot)
    compose(edit, "pian zi")
    assert drawn(edit) == []
    compose(edit, "", commit="骗子")
    assert drawn(edit) == ["骗子"]


def test_a_composition_that_is_given_up_brings_the_marks_back(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot)
    edit.setPlainText("老赖")
    cursor = edit.textCursor()
    cursor.setPosition(0)
    edit.setTextCursor(cursor)
    compose(edit, "ta")
    assert drawn(edit) == []
    compose(edit, "")
    assert drawn(edit) == ["老赖"]


def test_marks_are_no_part_of_the_text(light: Look, qtbot: QtBot) -> None:
    edit, _ = field(qtbot, QTextEdit)
    QTest.keyClicks(edit, "deadbeat")
    assert drawn(edit) == ["deadbeat"]
    steps = edit.document().availableUndoSteps()
    edit.undo()
    assert edit.document().availableUndoSteps() < steps
    assert "underline" not in edit.toPlainText()
    QTest.keyClicks(edit, "deadbeat")
    assert isinstance(edit, QTextEdit)
    assert "underline" not in edit.toHtml()
    assert layout_at_caret(edit).formats() == []
