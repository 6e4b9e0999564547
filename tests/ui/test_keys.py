"""The key map: one act on a key in a phase, movable, with clashes refused; and what an act asks of
the desk at each moment."""

from dataclasses import replace

import pytest

from desk_client.services import intents
from desk_client.services.desk_state import LineState, Phase
from tests.ui.sample_states import SCENES, scene
from ui.key_intents import LEVELS, intent_for, is_alive, living_keys
from ui.keys import DEFAULT, OUTCOME_KEYS, Act, KeyClash, KeyMap, is_command_key

KEYS = KeyMap()


@pytest.mark.parametrize("phase", list(Phase))
def test_the_phone_row_keeps_its_meaning_in_every_phase(phase: Phase) -> None:
    for key, act in KEYS.keys(phase):
        assert KEYS.act(key, phase) is act
    assert KEYS.act("F8", phase) is Act.HELP
    assert KEYS.act("F10", phase) is None


def test_hang_up_lies_on_its_own_key_everywhere() -> None:
    """Somebody may call in at any moment; without any call the key does nothing."""
    assert all(KEYS.act("F12", phase) is Act.HANG_UP for phase in Phase)
    assert all("F12" not in binding.keys for binding in DEFAULT if binding.act is not Act.HANG_UP)


def test_no_key_needs_alt_or_a_bare_shift_or_two_strokes() -> None:
    for binding in DEFAULT:
        for key in binding.all_keys:
            assert "Alt" not in key
            assert key not in ("Shift", "Ctrl")
            assert "," not in key or key in (",", "Ctrl+,")


def test_letters_of_the_outcome_rows_are_two_rows_of_the_board() -> None:
    assert set(OUTCOME_KEYS) == set("QWERTYUIOP") | set("ASDFGHJKL")


def test_a_key_moves_and_shows_where_it_now_is() -> None:
    moved = KEYS.moved(Act.MUTE, "Ctrl+M")
    assert moved.cap(Act.MUTE) == "Ctrl+M"
    assert moved.act("Ctrl+M", Phase.TALKING) is Act.MUTE
    assert moved.act("F2", Phase.TALKING) is None


def test_a_second_key_acts_beside_the_first() -> None:
    moved = KEYS.moved(Act.HANG_UP, "F12", second="Ctrl+E")
    assert moved.act("Ctrl+E", Phase.TALKING) is Act.HANG_UP
    assert moved.cap(Act.HANG_UP) == "F12"
    assert "Ctrl+E" in moved.command_keys()


def test_a_clash_is_refused_with_both_names() -> None:
    with pytest.raises(KeyClash, match=r"F3 is taken by"):
        KEYS.moved(Act.MUTE, "F3")


def test_one_key_may_serve_two_phases() -> None:
    moved = KEYS.moved(Act.SKIP, "B")
    assert moved.act("B", Phase.PREVIEW) is Act.SKIP
    assert moved.act("B", Phase.TALKING) is Act.HIDE


def test_outcome_keys_do_not_move() -> None:
    with pytest.raises(ValueError, match="keeps its key"):
        KEYS.moved(Act.OUTCOME, "1")


@pytest.mark.parametrize(("key", "always"), [("F1", True), ("Ctrl+Z", True), ("F", False)])
def test_function_and_ctrl_keys_act_always(key: str, always: bool) -> None:
    assert is_command_key(key) is always


@pytest.mark.parametrize("name", list(SCENES))
def test_every_living_key_asks_something_or_is_the_windows_own(name: str) -> None:
    state = scene(name)
    living = living_keys(KEYS, state)
    assert living
    for key, act in living.items():
        assert is_alive(act, key, state)


@pytest.mark.parametrize("name", ["02-ready", "03-preview"])
def test_the_key_that_dials_starts_a_phone_that_was_given_up(name: str) -> None:
    state = scene(name)
    gone = replace(state, station=replace(state.station, line=LineState.LOST, given_up=True))
    assert intent_for(Act.DIAL, "F5", gone) == intents.TryLine()
    assert living_keys(KEYS, gone)["F5"] is Act.DIAL


@pytest.mark.parametrize(
    ("scene_name", "act", "key", "intent"),
    [
        ("02-ready", Act.ACCEPT, "Enter", intents.TakeNext("case-1")),  # type: ignore[arg-type]
        ("02-ready", Act.ONWARD, "Space", intents.TakeNext()),
        ("02-ready", Act.DOWN, "Down", intents.SelectRow(1)),
        ("03-preview", Act.ACCEPT, "Enter", intents.DialShown()),
        ("03-preview", Act.UP, "Up", intents.SelectRow(-1)),
        ("04-ringing", Act.HANG_UP, "F12", intents.HangUpCall()),
        ("04-ringing", Act.ONWARD, "Space", intents.SayLine()),
        ("05-live-unverified", Act.BRANCH, "2", intents.TakeBranch(2)),
        ("05-live-unverified", Act.BRANCH, "4", intents.TakeBranch(4)),
        ("05-live-unverified", Act.LEFT, "Left", intents.ChooseLevel("RPC")),
        ("05-live-unverified", Act.RIGHT, "Right", intents.ChooseLevel("WPC")),
        ("06-live-verified", Act.OUTCOME, "P", intents.ChooseOutcome("P")),
        ("06-live-verified", Act.HIDE, "B", intents.HideAmounts()),
        ("07-wrap-up", Act.ACCEPT, "Enter", intents.Accept()),
        ("07-wrap-up", Act.ONWARD, "Space", intents.GoOn()),
        ("07-wrap-up", Act.LEVEL, "3", intents.ChooseLevel("WPC")),
        ("07-wrap-up", Act.UP, "Up", intents.MoveAmount(-1)),
        ("07-wrap-up", Act.RIGHT, "Right", intents.MoveDate(1)),
        ("07-wrap-up", Act.CHANNEL_ON, "Shift+Right", intents.MoveChannel(1)),
        ("07-wrap-up", Act.UNDO, "Z", intents.Undo()),
        ("08-refused", Act.ALTERNATIVE, "1", intents.TakeAlternative(1)),
        ("08-refused", Act.ACCEPT, "Enter", intents.Accept()),
        ("08-refused", Act.LEAVE, "Esc", intents.Leave()),
    ],
)
def test_an_act_asks(scene_name: str, act: Act, key: str, intent: object) -> None:
    assert intent_for(act, key, scene(scene_name)) == intent


@pytest.mark.parametrize(
    ("scene_name", "act", "key"),
    [
        ("06-live-verified", Act.OUTCOME, "Q"),  # no such outcome at this level
        ("06-live-verified", Act.LEFT, "Left"),  # already the first level
        ("08-refused", Act.ALTERNATIVE, "7"),
        ("08-refused", Act.UP, "Up"),
        ("02-ready", Act.LEAVE, "Esc"),
    ],
)
def test_a_key_with_nothing_under_it_asks_nothing(scene_name: str, act: Act, key: str) -> None:
    assert intent_for(act, key, scene(scene_name)) is None


def test_a_branch_that_is_not_there_asks_nothing() -> None:
    state = scene("06-live-verified")
    assert state.script is not None
    two = replace(state, script=replace(state.script, branches=state.script.branches[:2]))
    assert intent_for(Act.BRANCH, "2", two) == intents.TakeBranch(2)
    assert intent_for(Act.BRANCH, "3", two) is None


def test_escape_closes_the_keypad_and_never_hangs_up() -> None:
    state = scene("05-live-unverified")
    assert state.call is not None
    keypad = replace(state, call=replace(state.call, keypad_open=True))
    assert intent_for(Act.LEAVE, "Esc", keypad) == intents.ToggleKeypad()
    assert intent_for(Act.LEAVE, "Esc", state) is None


def test_an_empty_work_list_still_asks_for_the_next_case() -> None:
    state = scene("02-ready")
    empty = replace(state, work=replace(state.work, rows=()))
    assert intent_for(Act.ACCEPT, "Enter", empty) == intents.TakeNext(None)


def test_levels_are_the_four_of_the_trade() -> None:
    assert LEVELS == ("RPC", "TPC", "WPC", "NC")
