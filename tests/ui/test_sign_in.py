"""Signing in by hand: two fields, Enter goes on, a fault stays under its field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from desk_client.text import Text
from ui.sign_in.first_run import FirstRunForm
from ui.sign_in.presenter import Check, SignInKind
from ui.sign_in.view import SignInWindow
from ui.theme import Look
from ui.wording import Wording


def make(qtbot: QtBot, kind: SignInKind = SignInKind.ENROLLED, staff_no: str = "") -> SignInWindow:
    window = SignInWindow(
        Wording("en"), kind=kind, server="calls.example.com", version="0.1.0", staff_no=staff_no
    )
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_staff_number_then_password_then_in(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot)
    asked: list[tuple[str, str]] = []
    window.sign_in_requested.connect(lambda staff_no, word: asked.append((staff_no, word)))
    QTest.keyClicks(window.focusWidget(), " 20317 ")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.focusWidget() is window.password.edit
    QTest.keyClicks(window.focusWidget(), "made-up")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert asked == [("20317", "made-up")]


def test_a_known_agent_begins_at_the_password(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot, staff_no="20317")
    assert window.focusWidget() is window.password.edit


def test_the_password_is_never_shown(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot)
    window.password.edit.setText("made-up")
    assert "made-up" not in window.password.edit.displayText()


def test_a_wrong_password_is_said_under_the_field_which_keeps_the_focus(
    qtbot: QtBot, light: Look
) -> None:
    window = make(qtbot, staff_no="20317")
    window.password.edit.setText("wrong")
    window.show_busy(True)
    window.show_busy(False)
    window.show_fault("The password is not right.")
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "The password is not right." in labels
    assert window.focusWidget() is window.password.edit
    assert window.password.edit.selectedText() != ""


def test_while_the_server_is_asked_nothing_is_asked_twice(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot, staff_no="20317")
    window.show_busy(True)
    with qtbot.assertNotEmitted(window.sign_in_requested):
        QTest.keyClick(window.password.edit, Qt.Key.Key_Return)
    assert window.password.edit.isReadOnly()
    window.show_busy(False)
    with qtbot.waitSignal(window.sign_in_requested):
        QTest.keyClick(window.password.edit, Qt.Key.Key_Return)


def test_a_server_out_of_reach_says_what_still_works(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot)
    window.show_offline(True)
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "Server out of reach?" in labels
    window.show_offline(False)
    assert not window._offline.isVisible()


def test_self_checks_are_told_in_words(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot)
    window.show_checks(
        (Check("check", "packs", Text("中国 2026.3", "CN 2026.3")), Check("clock", "line", None))
    )
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert {"Rule packs", "CN 2026.3", "Line", "after sign-in"} <= set(labels)


@pytest.mark.parametrize("kind", list(SignInKind))
def test_the_other_language_can_be_chosen_before_signing_in(
    qtbot: QtBot, light: Look, kind: SignInKind
) -> None:
    window = make(qtbot, kind)
    chinese = next(b for b in window.findChildren(QAbstractButton) if b.accessibleName() == "中文")
    with qtbot.waitSignal(window.language_chosen) as chosen:
        chinese.click()
    assert chosen.args == ["zh"]


def test_the_first_run_starts_the_demo_with_a_name(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot, SignInKind.FIRST_RUN)
    form = window.findChild(FirstRunForm)
    assert isinstance(form, FirstRunForm)
    QTest.keyClicks(window.focusWidget(), "Mia")
    with qtbot.waitSignal(window.demo_requested) as started:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert started.args == ["Mia"]


def test_closing_is_told(qtbot: QtBot, light: Look) -> None:
    window = make(qtbot)
    with qtbot.waitSignal(window.closed):
        window.close()
