"""A second call on the bar: who it is, since when, and what the keys of the line do now. Every key
that is shown works, and means what its button says."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import intents
from desk_client.services.call_parts import SidePart
from desk_client.services.desk_state import DeskState, Phase
from desk_client.text import Language
from tests.ui.sample_phone import (
    PHONE_SCENES,
    all_three,
    both_wait,
    consult,
    consult_ringing,
    debtor_left_the_consult,
    debtor_waits_through_the_wrap_up,
    directory_open,
    incoming,
    incoming_in_call,
    incoming_stranger,
    incoming_while_dialling,
    lead_waits,
    no_sound,
    poor_line,
    side,
    visitor,
    visitor_reads_a_card_number,
    whispered_to,
)
from tests.ui.sample_states import SECRETS, scene
from tests.ui.test_frame_presenters import EN, KEYS, ZH, bar, words_and_keys
from tests.ui.test_widgets import shown
from ui.call_bar.presenter import call_bar_seen
from ui.call_bar.view import CallBarPane
from ui.key_intents import intent_for
from ui.keys import Act
from ui.keys_overlay.presenter import keys_seen
from ui.room import Room
from ui.state_shape import Thread
from ui.theme import Look, put_on
from ui.widgets.button import Button
from ui.wording import Wording

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def part(state: DeskState) -> SidePart:
    assert state.side is not None
    return state.side


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PHONE_SCENES)
def test_every_key_on_the_bar_means_its_button(name: str, language: Language) -> None:
    state = PHONE_SCENES[name](language)
    for button in call_bar_seen(state, Wording(language), KEYS).buttons:
        assert button.key, button
        act = KEYS.act(button.key, state.phase)
        assert act is not None
        asked = intent_for(act, button.key, state)
        if isinstance(asked, intents.TakeNext):
            assert isinstance(button.intent, intents.TakeNext)
        else:
            assert asked == button.intent


def test_somebody_calls_in_and_is_not_counted() -> None:
    seen = bar(incoming("zh"))
    assert (seen.state, seen.timer, seen.who) == ("来电", "00:04", "刘洋")
    assert seen.where.startswith("186****4410")
    assert words_and_keys(seen) == [("接听", "F5"), ("拒接", "F12")]
    assert [notice.words for notice in seen.notices] == ["不计入外呼次数"]
    assert seen.thread is Thread.DIALLING
    assert bar(incoming("en"), EN).state == "Incoming"


def test_a_stranger_is_called_one() -> None:
    assert bar(incoming_stranger("zh")).who == "未知来电"
    assert "号码不在本席案件中" in bar(incoming_stranger("zh")).where


def test_who_would_be_held_is_said_before_answering() -> None:
    assert "接听将保持 王建国" in bar(incoming_in_call("zh")).where
    assert "answering holds" in bar(incoming_in_call("en"), EN).where


def test_hanging_up_never_ends_the_debtor_while_somebody_else_rings() -> None:
    state = incoming_in_call("zh")
    assert state.phase is Phase.TALKING
    assert intent_for(Act.HANG_UP, "F12", state) == intents.HangUpSide()
    assert intent_for(Act.DIAL, "F5", state) == intents.AnswerCall()
    assert intent_for(Act.HOLD, "F3", state) is None


def test_without_any_call_the_keys_of_the_line_do_nothing() -> None:
    for name in ("02-ready", "07-wrap-up", "08-refused"):
        state = scene(name)
        for act, key in ((Act.HANG_UP, "F12"), (Act.MUTE, "F2"), (Act.HOLD, "F3")):
            assert intent_for(act, key, state) is None, (name, act)
    assert intent_for(Act.DIAL, "F5", scene("03-preview")) == intents.DialShown()


def test_the_colleague_rings_and_the_debtor_can_be_sent_at_once() -> None:
    seen = bar(consult_ringing("zh"))
    assert (seen.state, seen.who) == ("咨询", "王芳 班长")
    assert seen.where == "客户保持中 00:04 · 对方振铃"
    assert words_and_keys(seen) == [("直接转接", "F4"), ("挂断", "F12")]
    assert seen.thread is Thread.DIALLING


def test_with_the_colleague_on_the_line_there_are_four_ways() -> None:
    seen = bar(consult("zh"))
    assert words_and_keys(seen) == [
        ("完成转接", "F4"),
        ("三方", "F5"),
        ("回到客户", "F3"),
        ("挂断", "F12"),
    ]
    assert seen.timer == "00:22"
    assert seen.where == "客户保持中 00:25"
    assert [notice.words for notice in seen.notices] == ["录音中"]


def test_all_three_can_be_parted() -> None:
    seen = bar(all_three("zh"))
    assert (seen.state, seen.who) == ("三方", "王建国 · 王芳")
    assert words_and_keys(seen) == [
        ("静音", "F2"),
        ("完成转接", "F4"),
        ("分开", "F5"),
        ("挂断", "F12"),
    ]
    assert intent_for(Act.MUTE, "F2", all_three("zh")) == intents.MuteSide()
    assert intent_for(Act.DIAL, "F5", all_three("zh")) == intents.JoinCalls()


def test_the_colleague_waits_while_the_debtor_is_in_the_ear() -> None:
    seen = bar(lead_waits("zh"))
    assert (seen.state, seen.who) == ("通话中", "王建国")
    assert "王芳 等候中" in seen.where
    assert ("换线", "F3") in words_and_keys(seen)


def test_a_visitor_is_muted_by_the_same_key() -> None:
    state = visitor("zh")
    assert intent_for(Act.MUTE, "F2", state) == intents.MuteSide()
    muted = replace(state, side=replace(state.side, muted=True)) if state.side else state
    assert ("取消静音", "F2") in words_and_keys(bar(muted))
    assert "王建国 保持中 00:25" in bar(state).where


def test_a_visitor_without_a_case_is_not_recorded_and_says_so() -> None:
    ready = scene("02-ready")
    known = side(ready, answered_at=ready.now, known=False)
    seen = bar(replace(ready, side=known))
    assert [notice.words for notice in seen.notices] == ["未录音"]
    assert words_and_keys(seen) == [("静音", "F2"), ("保持", "F3"), ("挂断", "F12")]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (whispered_to("zh"), "王芳 密语中，客户听不到"),
        (no_sound("zh"), "听不到对方：线路无声音"),
        (poor_line("zh"), "音质差 2.9"),
    ],
)
def test_what_happens_on_the_line_stands_before_the_recording_light(
    state: DeskState, words: str
) -> None:
    assert [notice.words for notice in bar(state).notices] == [words, "录音中"]


def test_digits_choose_in_the_directory_and_branch_no_script() -> None:
    state = directory_open("zh")
    assert intent_for(Act.BRANCH, "1", state) == intents.ConsultColleague(1)
    assert intent_for(Act.BRANCH, "4", state) is None
    assert intent_for(Act.LEAVE, "Esc", state) == intents.Leave()
    shut = replace(state, directory=())
    assert intent_for(Act.BRANCH, "1", shut) == intents.TakeBranch(1)


def test_the_overlay_says_what_the_keys_of_the_line_do_now() -> None:
    rows = keys_seen(consult("zh"), ZH, KEYS).rows
    told = {key.key: key.word for row in rows for key in row.keys}
    assert (told["F3"], told["F4"], told["F5"], told["F12"]) == ("换线", "完成转接", "三方", "挂断")
    told = {k.key: k.word for row in keys_seen(incoming("zh"), ZH, KEYS).rows for k in row.keys}
    assert (told["F5"], told["F12"]) == ("接听", "拒接")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percent", [100, 125, 150, 200])
def test_no_key_cap_is_cut_off(light: Look, qtbot: QtBot, language: Language, percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    put_on(app, "light", percent / 100)
    room = {100: Room.FULL, 125: Room.SHORT, 150: Room.SHORT, 200: Room.NARROW}[percent]
    for name, made in PHONE_SCENES.items():
        pane = CallBarPane()
        pane.show_room(room)
        pane.show_call_bar(call_bar_seen(made(language), Wording(language), KEYS))
        shown(qtbot, pane, 1366)
        for button in _buttons(pane):
            assert button.width() >= button.minimumSizeHint().width(), (name, button.word)
            right = button.mapTo(pane, button.rect().topRight()).x()
            assert right <= pane.width(), (name, button.word)
    put_on(app, "light")


def _buttons(pane: QWidget) -> list[Button]:
    return [button for button in pane.findChildren(Button) if button.isVisible()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["p1-incoming", "p2-incoming-stranger", "p13-line-lost"])
def test_nothing_of_a_debt_and_no_full_number_stands_on_the_bar(
    name: str, language: Language
) -> None:
    seen = bar(PHONE_SCENES[name](language), Wording(language))
    told = repr(seen)
    assert not any(secret in told for secret in SECRETS)
    assert "18600004410" not in told
    assert "6465550188" not in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PHONE_SCENES)
def test_a_second_call_is_named_with_its_time(name: str, language: Language) -> None:
    state = PHONE_SCENES[name](language)
    if state.side is None:
        return
    seen = bar(state, Wording(language))
    told = f"{seen.who} {seen.where}"
    assert (state.side.name or Wording(language).word("call_bar.unknown_caller")) in told
    assert seen.timer
    if not state.side.in_ear:
        assert Wording(language).duration(9 if state.phase is not Phase.WRAP_UP else 12) in told


def test_a_colleague_is_named_with_what_they_are() -> None:
    assert bar(consult("zh")).who == "王芳 班长"
    assert bar(consult("en"), EN).who == "Ada Wong, team lead"
    seen = bar(
        replace(incoming("zh"), side=side(scene("02-ready"), role="specialist", number=None))
    )
    assert seen.notices == (), "only debtors could have been counted"


def test_a_caller_during_a_dial_waits_for_it() -> None:
    seen = bar(incoming_while_dialling("zh"))
    assert words_and_keys(seen) == [("拒接", "F12")]
    assert "正在拨号，暂不能接听" in seen.where


def test_the_recording_light_stays_while_somebody_rings() -> None:
    assert [notice.words for notice in bar(incoming_in_call("zh")).notices] == ["录音中"]


def test_a_debtor_who_left_is_not_offered_to_the_colleague() -> None:
    seen = bar(debtor_left_the_consult("zh"))
    assert words_and_keys(seen) == [("挂断", "F12")]
    assert seen.where == "客户已挂断"


def test_who_waits_is_seen_in_the_wrap_up_with_the_way_to_them() -> None:
    seen = bar(debtor_waits_through_the_wrap_up("zh"))
    assert seen.where.startswith("刘洋 等候中 00:12")
    assert words_and_keys(seen)[0] == ("恢复", "F3")


def test_both_on_hold_show_both_and_one_key_to_change() -> None:
    seen = bar(both_wait("zh"))
    assert "王芳 等候中 00:09" in seen.where
    assert ("换线", "F3") in words_and_keys(seen)


def test_a_visitor_has_lights_of_their_own() -> None:
    seen = bar(visitor_reads_a_card_number("zh"))
    assert [notice.words for notice in seen.notices] == ["已静音", "录音已暂停 00:07"]
    assert ("恢复录音", "F7") in words_and_keys(seen)
    muted = replace(consult("zh"), side=replace(part(consult("zh")), muted=True))
    assert [notice.words for notice in bar(muted).notices] == ["已静音", "录音中"]


@pytest.mark.parametrize("percent", [150, 200])
def test_at_large_text_the_second_call_is_still_named(
    light: Look, qtbot: QtBot, percent: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    put_on(app, "light", percent / 100)
    for state in (incoming("en"), incoming_in_call("en"), consult("en"), visitor("en")):
        pane = CallBarPane()
        pane.show_room(Room.NARROW)
        pane.show_call_bar(call_bar_seen(state, EN, KEYS))
        shown(qtbot, pane, 1366)
        told = [each.text() for each in pane.findChildren(QLabel) if each.isVisible()]
        assert any(part(state).name in text for text in told), told
        assert pane.minimumSizeHint().width() <= 1366
    put_on(app, "light")
