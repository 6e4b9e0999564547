"""The ledger of numbers in a real window: opened by one key, worked by digits, a new number typed
without the mouse, and keys of the debt's desk that stay shut behind it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from desk_client.compliance.locating import LostStanding
from desk_client.ids import ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services import reach_intents as asks
from desk_client.services.desk_state import DeskState
from desk_client.services.reach_parts import ReachPart, ReachRow
from desk_client.text import Text
from tests.ui.desk_fixture import Hand, hand
from tests.ui.sample_states import scene
from ui.keys import KeyMap
from ui.reach_ledger.presenter import ReachSeen, reach_seen
from ui.widgets.point_box import PointBox
from ui.wording import Wording

__all__ = ["hand"]

K = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
LOST = LostStanding(
    lost=True,
    days=4,
    needed=3,
    may_ask=True,
    rule="cn.third",
    ref="CBA 2026",
    text=Text("规则", "the rule"),
)


def row(number: int, **more: Any) -> ReachRow:
    state = scene("03-preview")
    fields: dict[str, Any] = {
        "contact_point_id": ContactPointId(f"p{number}"),
        "number": PhoneNumber(f"+861380000{number:04}"),
        "address": "",
        "place": "mobile",
        "role": "debtor",
        "person": "",
        "source": "bank",
        "named_at": None,
        "named_by": "",
        "state": "unverified",
        "told": (),
        "attempts": 0,
        "last_answered": None,
        "verdict": state.contact_points[0].verdict,
    }
    return ReachRow(**fields | more)


def opened(**more: Any) -> DeskState:
    state = scene("03-preview")
    yesterday = state.now - timedelta(days=1)
    third = row(
        2,
        role="contact",
        person="赵玲",
        source="debtor",
        named_at=yesterday,
        named_by="李明",
        attempts=2,
        last_answered=yesterday,
        told=(("valid", yesterday),),
        state="valid",
    )
    fields: dict[str, Any] = {
        "name": "王某",
        "rows": (row(1), third),
        "chosen": 1,
        "lost": LOST,
        "may_confirm": False,
        "naming": False,
        "fault": "",
        "may_take_back": False,
    }
    return replace(state, reach=ReachPart(**fields | more))


def seen(state: DeskState, wording: Wording) -> ReachSeen:
    found = reach_seen(state, wording, KeyMap())
    assert found is not None
    return found


def test_one_key_opens_it_from_a_case_and_from_nowhere_else(hand: Hand) -> None:
    hand.show(scene("03-preview"))
    assert hand.press(K.Key_R, _CTRL) == [asks.OpenReach()]
    hand.show(scene("02-ready"))
    assert hand.press(K.Key_R, _CTRL) == []


def test_digits_mark_and_arrows_choose_and_enter_dials_nothing_behind_it(hand: Hand) -> None:
    hand.show(opened())
    assert hand.window.reach.isVisible()
    assert hand.press(K.Key_2) == [asks.MarkReach("wrong")]
    assert hand.press(K.Key_3) == [asks.MarkReach("invalid")]
    assert hand.press(K.Key_1) == [], "nobody was verified"
    assert hand.press(K.Key_Z) == [], "nothing to take back"
    assert hand.press(K.Key_Up) == [asks.MoveReach(-1)]
    assert hand.press(K.Key_Return) == []
    assert hand.press(K.Key_Escape) == [asks.CloseReach()]
    hand.show(opened(may_confirm=True, may_take_back=True))
    assert hand.press(K.Key_1) == [asks.MarkReach("valid")]
    assert hand.press(K.Key_Z) == [asks.TakeBackReach()]
    assert hand.press(K.Key_4) == [asks.BeginNaming()]


def test_a_number_is_typed_kept_on_a_fault_and_noted_by_enter(hand: Hand) -> None:
    hand.show(opened())
    hand.show(opened(naming=True))
    assert hand.window.focusWidget() is hand.window.reach.number.edit
    hand.write("12345")
    assert hand.press(K.Key_Return) == [asks.NamePoint("12345", "")]
    hand.show(opened(naming=True, fault="not_a_number"))
    assert hand.window.reach.number.edit.text() == "12345"
    texts = [label.text() for label in hand.window.reach.findChildren(QLabel) if label.isVisible()]
    assert "请写可拨打的号码，座机加区号" in texts
    hand.show(opened())
    assert not isinstance(hand.window.focusWidget(), QLineEdit), "back to the script"


def test_a_click_chooses_a_row(hand: Hand) -> None:
    hand.show(opened())
    boxes = [box for box in hand.window.reach.findChildren(PointBox) if box.isVisible()]
    boxes[0].click()
    assert hand.made == [asks.ChooseReach(0)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_number_says_whence_it_is_and_what_a_third_person_may_be_told(language: Any) -> None:
    wording = Wording(language)
    told = seen(opened(), wording)
    bank, third = told.points
    assert bank.history.endswith({"zh": "银行文件", "en": "bank file"}[language])
    assert "李明" in third.history
    assert "赵玲" in third.place
    assert "2" in third.history
    assert "4" in told.lost
    assert told.lost_clause
    assert told.may_say
    assert len(told.history) == 1
    assert seen(opened(chosen=0), wording).may_say == "", "the debtor's own number"


def test_how_near_a_debtor_is_to_being_lost_is_said_with_the_clause() -> None:
    english = Wording("en")
    near = seen(opened(lost=replace(LOST, lost=False, days=2)), english)
    assert "2 days" in near.lost
    assert "3" in near.lost
    assert not near.is_lost
    nobody = seen(opened(lost=replace(LOST, may_ask=False)), english)
    assert "nobody else" in nobody.lost
    assert seen(opened(lost=None), english).lost_clause == ""
