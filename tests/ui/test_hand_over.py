"""The hand-over in a real window, by keys alone: typed, chosen by arrows, given by Enter."""

from dataclasses import replace

from PySide6.QtCore import Qt

from desk_client.ids import CaseId
from desk_client.services import team_intents as asks
from desk_client.services.desk_state import DeskState
from desk_client.services.team_parts import HandOverPart, Receiver
from desk_client.text import Text
from tests.ui.desk_fixture import Hand, hand
from tests.ui.sample_states import scene
from ui.hand_over.presenter import found, hand_over_seen
from ui.hand_over.view import ReceiverRow
from ui.wording import Wording

__all__ = ["hand"]

K, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
PEOPLE = tuple(
    Receiver(f"agent:{number}", Text(name, name), str(number), "agent")
    for number, name in enumerate(("王芳", "陈晓", "赵磊", "孙悦", "周宁", "吴桐", "郑好"), 20301)
)
QUEUES = tuple(
    Receiver(f"queue:{key}", Text(zh, en), "", "queue")
    for key, zh, en in (
        ("hardship", "困难客户岗", "Hardship desk"),
        ("legal", "法务", "Legal"),
        ("care", "关怀专岗", "Care desk"),
    )
)


def opened(fault: Text | None = None) -> DeskState:
    state = scene("03-preview")
    assert state.card is not None
    part = HandOverPart(
        case_id=state.card.case_id, name="某人", receivers=(*PEOPLE, *QUEUES), fault=fault
    )
    return replace(state, hand_over=part)


def rows(hand: Hand) -> list[str]:
    shown = hand.window.hand_over.findChildren(ReceiverRow)
    return [row.accessibleName() for row in shown if row.isVisible()]


def test_a_case_is_given_by_keys_alone(hand: Hand) -> None:
    hand.show(scene("03-preview"))
    assert hand.press(K.Key_O, CTRL) == [asks.OpenHandOver()]
    hand.show(opened())
    assert len(rows(hand)) == 8
    hand.write("desk")
    assert rows(hand) == ["困难客户岗, 队列", "关怀专岗, 队列"]
    hand.press(K.Key_Down)
    assert hand.press(K.Key_Return) == []  # on to the note
    hand.write("O 1 Z")  # letters of the desk are letters here
    assert hand.press(K.Key_Return) == [asks.GiveCase(to="queue:care", note="O 1 Z")]


def test_what_was_typed_stays_with_its_case_and_no_other(hand: Hand) -> None:
    hand.show(opened())
    hand.press(K.Key_Return)
    hand.write("call at six")
    view = hand.window.hand_over
    hand.show(opened(Text("请写明", "Say what")))
    assert view.note.edit.text() == "call at six"
    assert view.note.edit.accessibleDescription() == "请写明"
    assert hand.press(K.Key_Escape) == [asks.CloseHandOver()]
    hand.show(scene("03-preview"))
    hand.show(opened())
    assert view.note.edit.text() == "call at six"
    other = opened()
    assert other.hand_over is not None
    hand.show(replace(other, hand_over=replace(other.hand_over, case_id=CaseId("case-9"))))
    assert view.note.edit.text() == ""


def test_nobody_of_that_name_is_said_and_nothing_is_given(hand: Hand) -> None:
    hand.show(opened())
    hand.write("xyz")
    assert rows(hand) == []
    hand.press(K.Key_Return)
    assert hand.press(K.Key_Return) == [asks.GiveCase(to="", note="")]


def test_people_are_found_by_name_number_and_queue() -> None:
    seen = hand_over_seen(opened(), Wording("en"))
    assert seen is not None
    assert [each.name for each in found(seen.receivers, "20303")] == ["赵磊"]
    assert [each.name for each in found(seen.receivers, "DESK care")] == ["Care desk"]
    assert found(seen.receivers, "") == seen.receivers
    assert hand_over_seen(scene("03-preview"), Wording("en")) is None
