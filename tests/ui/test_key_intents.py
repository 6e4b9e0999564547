"""What a key asks for while there is a second call: by real strokes on a real window, in every
state of one, and dead where a hand would come too late."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desk_client.services import intents
from desk_client.services.call_parts import SidePart
from desk_client.services.desk_state import DeskState
from desk_client.text import Language
from tests.ui.desk_fixture import Hand, hand
from tests.ui.sample_phone import (
    PHONE_SCENES,
    all_three,
    both_wait,
    consult,
    debtor_left_the_consult,
    debtor_waits_through_the_wrap_up,
    directory_open,
    incoming_in_call,
    incoming_while_dialling,
    visitor,
    visitor_reads_a_card_number,
)
from tests.ui.sample_states import scene
from tests.ui.test_frame_presenters import EN, KEYS, ZH
from tests.ui.test_key_routing import stroke
from ui.key_intents import WINDOW_ACTS, intent_for, is_alive, living_keys
from ui.keys import Act, KeyMap
from ui.keys_overlay.presenter import keys_seen
from ui.status_bar.presenter import status_bar_seen
from ui.window_wires import headset_pressed

__all__ = ["hand"]
Key = Qt.Key


def part(state: DeskState) -> SidePart:
    assert state.side is not None
    return state.side


@pytest.mark.parametrize("name", list(PHONE_SCENES))
def test_every_living_key_acts_by_a_real_stroke(hand: Hand, name: str) -> None:
    state = PHONE_SCENES[name]("zh")
    hand.show(state)
    for key, act in living_keys(KeyMap(), state).items():
        if act in WINDOW_ACTS or act is Act.LEAVE:
            continue
        hand.window.reading.setFocus()
        assert hand.press(*stroke(key)) == [intent_for(act, key, state)], key


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(PHONE_SCENES))
def test_the_status_bar_names_no_key_that_is_dead(name: str, language: Language) -> None:
    state = PHONE_SCENES[name](language)
    for key, word in status_bar_seen(state, ZH if language == "zh" else EN, KEYS).hints:
        act = KEYS.act(key.split("–")[0], state.phase)
        assert act is not None, key
        assert word
        span = [each for each, of in KEYS.keys(state.phase) if of is act]
        assert any(is_alive(act, each, state) for each in span), (key, word)


def test_the_status_bar_says_what_the_keys_do_to_two_calls() -> None:
    assert ("F3", "换线") in status_bar_seen(consult("zh"), ZH, KEYS).hints
    assert ("F12", "拒接") in status_bar_seen(incoming_while_dialling("zh"), ZH, KEYS).hints
    assert ("1–3", "Transfer to") in status_bar_seen(directory_open("en"), EN, KEYS).hints


def test_the_overlay_names_the_colleagues_on_their_digits() -> None:
    rows = keys_seen(directory_open("zh"), ZH, KEYS).rows
    told = {key.key: key.word for row in rows for key in row.keys}
    assert (told["1"], told["2"], told["4"]) == ("王芳", "复核专员 周琳", "")


def test_nobody_is_asked_while_somebody_rings() -> None:
    both = replace(incoming_in_call("zh"), directory=directory_open("zh").directory)
    assert intent_for(Act.TRANSFER, "F4", both) is None
    assert not isinstance(intent_for(Act.BRANCH, "1", both), intents.ConsultColleague)


def test_a_caller_cannot_be_answered_over_a_dial() -> None:
    state = incoming_while_dialling("zh")
    assert intent_for(Act.DIAL, "F5", state) is None
    assert intent_for(Act.HANG_UP, "F12", state) == intents.HangUpSide()


def test_without_the_debtor_nobody_is_put_through_or_joined() -> None:
    state = debtor_left_the_consult("zh")
    assert intent_for(Act.TRANSFER, "F4", state) is None
    assert intent_for(Act.DIAL, "F5", state) is None
    assert intent_for(Act.HANG_UP, "F12", state) == intents.HangUpSide()


def test_who_waits_through_the_wrap_up_is_not_hung_up_by_mistake() -> None:
    state = debtor_waits_through_the_wrap_up("zh")
    assert intent_for(Act.HANG_UP, "F12", state) is None
    assert intent_for(Act.HOLD, "F3", state) == intents.SwapCalls()


def test_while_the_debtor_is_put_through_the_keys_of_the_line_wait() -> None:
    for state in (consult("zh"), all_three("zh")):
        leaving = replace(state, side=replace(part(state), leaving=True))
        for act, key in ((Act.TRANSFER, "F4"), (Act.DIAL, "F5"), (Act.HOLD, "F3")):
            assert intent_for(act, key, leaving) is None, act


def test_the_keys_of_a_call_are_for_whoever_is_in_the_ear() -> None:
    there = visitor("zh")
    assert intent_for(Act.KEYPAD, "F6", there) is None
    assert intent_for(Act.PAUSE_RECORDING, "F7", there) == intents.ToggleSideRecording()
    assert (
        intent_for(Act.PAUSE_RECORDING, "F7", visitor_reads_a_card_number("zh"))
        == intents.ToggleSideRecording()
    )
    assert intent_for(Act.PAUSE_RECORDING, "F7", consult("zh")) == intents.ToggleRecording()
    assert intent_for(Act.KEYPAD, "F6", all_three("zh")) == intents.ToggleKeypad()
    assert intent_for(Act.MUTE, "F2", both_wait("zh")) == intents.ToggleMute()


def test_a_caller_who_gives_up_does_not_cost_the_debtor_the_call(hand: Hand) -> None:
    ringing = incoming_in_call("zh")
    hand.show(ringing)
    hand.window.show_state(replace(ringing, side=None))
    hand.now += 0.39
    assert hand.press(Key.Key_F12) == [], "the hand was on its way to decline"
    assert hand.press(Key.Key_F2) == [intents.ToggleMute()], "other keys act"
    hand.now += 0.02
    assert hand.press(Key.Key_F12) == [intents.HangUpCall()]


def test_who_begins_to_ring_is_not_declined_by_a_key_meant_for_the_debtor(hand: Hand) -> None:
    live = scene("06-live-verified")
    hand.show(live)
    ringing = replace(live, side=incoming_in_call("zh").side)
    hand.window.show_state(ringing)
    assert hand.press(Key.Key_F12) == []
    hand.window.show_state(ringing)  # a second later: the same caller still
    hand.now += 0.41
    assert hand.press(Key.Key_F12) == [intents.HangUpSide()]


def test_the_headset_is_dead_with_its_key(hand: Hand) -> None:
    preview = scene("03-preview")
    hand.show(replace(preview, side=incoming_in_call("zh").side))
    hand.window.show_state(preview)
    headset_pressed(hand.window, "hook_off")
    assert hand.made == [], "nobody is dialled where a caller was to be answered"
    hand.now += 0.41
    headset_pressed(hand.window, "hook_off")
    assert hand.made == [intents.DialShown()]


def test_the_directory_takes_its_digits_from_a_note_and_from_the_keypad(hand: Hand) -> None:
    live = scene("06-live-verified")
    hand.show(live)
    hand.press(Key.Key_N)
    assert intents.OpenDirectory() in hand.press(Key.Key_F4)
    opened = directory_open("zh")
    assert opened.call is not None
    hand.show(replace(opened, call=replace(opened.call, keypad_open=True)))
    assert hand.press(Key.Key_2) == [intents.ConsultColleague(2)]
    assert hand.press(Key.Key_Escape) == [intents.Leave()]
    hand.show(replace(live, call=replace(opened.call, keypad_open=True)))
    assert hand.press(Key.Key_Escape) == [intents.ToggleKeypad()]


def test_the_sound_page_takes_its_arrows_from_a_note(hand: Hand) -> None:
    hand.show(replace(scene("06-live-verified"), sound=PHONE_SCENES["p14-sound"]("zh").sound))
    hand.press(Key.Key_N)
    hand.press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(hand.press(Key.Key_Right)[-1], intents.MoveDevice)
