"""What the bars of the frame say in each phase: in words, with the keys of the map, and nothing of
the debt in any of them."""

from dataclasses import asdict, replace
from datetime import timedelta

import pytest

from desk_client.services import intents
from desk_client.services.call_parts import RecordingLight
from desk_client.services.case_parts import WorkList
from desk_client.services.desk_state import DeskState, LineState, Phase, SyncState
from desk_client.text import Text
from tests.ui.gallery_states import on_hold, phone_lost, wrap_up_nearly_over
from tests.ui.sample_phone import muted_and_paused
from tests.ui.sample_states import SCENES, SECRETS, scene
from ui.banner.presenter import banner_seen
from ui.call_bar.presenter import call_bar_seen
from ui.call_bar.seen import CallBarSeen
from ui.key_intents import living_keys
from ui.keys import Act, KeyMap
from ui.state_shape import Shape, Thread
from ui.status_bar.presenter import status_bar_seen
from ui.toast.presenter import toast_seen
from ui.tokens import Token
from ui.top_bar.presenter import Page, top_bar_seen
from ui.wording import Wording
from ui.wrap_up.presenter import wrap_up_seen

ZH, EN, KEYS = Wording("zh"), Wording("en"), KeyMap()


def bar(state: DeskState, wording: Wording = ZH) -> CallBarSeen:
    return call_bar_seen(state, wording, KEYS)


def words_and_keys(seen: CallBarSeen) -> list[tuple[str, str]]:
    return [(button.word, button.key) for button in seen.buttons]


def test_ready_offers_the_case_that_enter_takes() -> None:
    seen = bar(scene("02-ready"))
    assert (seen.state, seen.timer, seen.who) == ("示闲", "00:12", "下一件 王建国")
    assert words_and_keys(seen) == [("预览下一件", "Enter")]
    assert isinstance(seen.buttons[0].intent, intents.TakeNext)
    assert seen.thread is Thread.QUIET


def test_a_row_that_may_not_be_dialled_yet_says_from_when() -> None:
    state = scene("02-ready")
    seen = bar(replace(state, work=replace(state.work, selected=11)))
    assert seen.where == "11:02 起可拨 · 间隔未满 60 分"


def test_an_empty_list_says_when_it_fills() -> None:
    state = scene("02-ready")
    empty = WorkList(campaign="M1", mode="preview", next_lawful=state.now + timedelta(hours=22))
    seen = bar(replace(state, work=empty))
    assert (seen.who, seen.where) == ("当前没有可拨案件", "明日 08:42 起可拨")
    assert seen.buttons == ()


def test_not_ready_offers_the_way_back() -> None:
    seen = bar(replace(scene("02-ready"), phase=Phase.NOT_READY))
    assert seen.state == "示忙"
    assert seen.buttons[0].intent == intents.ToggleReady()


def test_preview_shows_the_number_that_would_be_dialled_masked() -> None:
    seen = bar(scene("03-preview", "en"), EN)
    assert seen.state == "Preview"
    assert seen.where.startswith("Mobile 212***0142")
    assert [notice.words for notice in seen.notices] == ["Dials by itself in 54 s"]
    assert words_and_keys(seen) == [("Not ready", "F9")]


def test_while_it_rings_only_hanging_up_is_offered() -> None:
    seen = bar(scene("04-ringing"))
    assert seen.state == "呼叫中"
    assert words_and_keys(seen) == [("挂断", "F12")]
    assert [(notice.words, notice.shape) for notice in seen.notices] == [
        ("接通即录音", Shape.PAUSED)
    ]
    assert seen.thread is Thread.DIALLING
    assert seen.levels == ""


def test_talking_counts_from_the_answer_and_offers_the_phone() -> None:
    seen = bar(scene("06-live-verified"))
    assert (seen.state, seen.timer) == ("通话中", "04:18")
    assert words_and_keys(seen) == [
        ("静音", "F2"),
        ("保持", "F3"),
        ("转接", "F4"),
        ("暂停录音", "F7"),
        ("求助", "F8"),
        ("挂断", "F12"),
    ]
    assert seen.buttons[-1].kind == "danger"
    assert (seen.thread, seen.ink) == (Thread.TALK, Token.OK_T)


def test_muted_and_paused_are_both_said() -> None:
    seen = bar(muted_and_paused("zh"))
    assert [notice.words for notice in seen.notices] == ["已静音", "录音已暂停 00:12"]
    assert [word for word, _ in words_and_keys(seen)][:4] == [
        "取消静音",
        "保持",
        "转接",
        "恢复录音",
    ]
    assert seen.thread is Thread.TALK


def test_a_call_that_is_not_recorded_says_so_and_has_no_key_for_it() -> None:
    state = scene("06-live-verified")
    assert state.call is not None
    seen = bar(replace(state, call=replace(state.call, recording=RecordingLight.OFF)))
    assert [notice.words for notice in seen.notices] == ["未录音"]
    assert "F7" not in [key for _, key in words_and_keys(seen)]


def test_the_open_keypad_shows_what_was_sent() -> None:
    state = scene("06-live-verified")
    assert state.call is not None
    call = replace(state.call, keypad_open=True, digits_sent="12#")
    assert bar(replace(state, call=call)).notices[0].words == "键盘 12#"


def test_hold_counts_itself_and_keeps_the_call_in_sight() -> None:
    seen = bar(on_hold("zh"))
    assert (seen.state, seen.timer) == ("保持", "00:41")
    assert seen.where == "通话 04:18 · 双方互相听不到"
    assert words_and_keys(seen) == [("恢复", "F3"), ("挂断", "F12")]
    assert seen.thread is Thread.HOLD


def test_wrap_up_runs_down() -> None:
    seen = bar(scene("07-wrap-up"))
    assert (seen.state, seen.timer, seen.where) == ("小结", "00:27", "对方挂断 · 通话 04:52")
    assert seen.thread is Thread.WRAP_UP
    assert seen.left == pytest.approx(27 / 45)
    assert words_and_keys(seen) == [("延长", "Ctrl+W"), ("示忙停留", "F9")]


def test_a_wrap_up_nearly_over_asks_for_the_outcome_and_logs_nothing() -> None:
    seen = bar(wrap_up_nearly_over("zh"))
    assert (seen.timer, seen.where) == ("00:03", "请选择结果码")


def test_a_wrap_up_at_zero_stays_there() -> None:
    state = wrap_up_nearly_over("zh")
    seen = bar(replace(state, now=state.now + timedelta(seconds=90)))
    assert (seen.timer, seen.left) == ("00:00", 0.0)


def test_a_resting_countdown_stands_still() -> None:
    state = scene("07-wrap-up")
    assert state.wrap_up is not None
    before = bar(state)
    resting = replace(state, wrap_up=replace(state.wrap_up, rests_since=state.now))
    seen = bar(replace(resting, now=state.now + timedelta(seconds=9)))
    assert (seen.timer, seen.left) == (before.timer, before.left) == ("00:27", 27 / 45)


@pytest.mark.parametrize(
    ("code", "by", "zh", "en"),
    [
        (486, "them", "忙线 · 486", "Busy · 486"),
        (480, "them", "无人接听 · 480", "No answer · 480"),
        (408, "network", "无人接听 · 408", "No answer · 408"),
        (404, "network", "空号 · 404", "No such number · 404"),
        (603, "them", "被拒接 · 603", "Declined · 603"),
        (503, "network", "线路全忙 · 503", "No line free · 503"),
        (None, "network", "线路未能接通", "The line could not connect"),
        (487, "us", "接通前已挂断", "Hung up before the answer"),
    ],
)
def test_an_attempt_that_nobody_answered_says_so_in_words(
    code: int | None, by: str, zh: str, en: str
) -> None:
    state = scene("07-wrap-up")
    assert state.call is not None
    call = replace(state.call, answered_at=None, talk_s=0.0, end_code=code, ended_by=by)
    unanswered = replace(state, call=call)
    assert (bar(unanswered).where, bar(unanswered, EN).where) == (zh, en)
    seen = wrap_up_seen(unanswered, EN)
    assert seen is not None
    assert seen.summary == (("Call", "Not answered"), ("Line", en))


def test_a_phone_that_went_away_is_a_lost_line_not_a_lost_case() -> None:
    seen = bar(phone_lost("zh"))
    assert (seen.state, seen.timer) == ("线路中断", "00:01")
    assert seen.where == "通话 04:52 已保存到最后一刻 · 正在重新注册"
    assert (seen.thread, seen.icon) == (Thread.BAD, "phone-off")


def test_refused_says_that_nothing_was_dialled() -> None:
    seen = bar(scene("08-refused"))
    assert (seen.state, seen.timer, seen.thread) == ("未拨出", "", Thread.BAD)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(SCENES))
def test_no_bar_ever_holds_a_figure_of_the_debt_or_a_whole_number(name: str, language: str) -> None:
    state, wording = scene(name, language), Wording("zh" if language == "zh" else "en")
    seen = (
        asdict(bar(state, wording)),
        asdict(top_bar_seen(state, wording, KEYS)),
        asdict(status_bar_seen(state, wording, KEYS)),
        toast_seen(state, wording, KEYS),
        banner_seen(state, wording, KEYS),
    )
    text = repr(seen)
    assert not [secret for secret in SECRETS if secret in text]
    assert "13800005678" not in text
    assert "2125550142" not in text


@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_key_that_is_shown_works_now(name: str) -> None:
    state = scene(name)
    alive = set(living_keys(KEYS, state)) | {"F1"}
    buttons = {button.key for button in bar(state).buttons}
    hints = {key.split("–")[0] for key, _ in status_bar_seen(state, ZH, KEYS).hints}
    assert buttons <= alive
    assert hints - {"Q"} <= alive


def test_a_moved_key_shows_where_it_is() -> None:
    moved = KeyMap().moved(Act.MUTE, "Ctrl+M")
    seen = call_bar_seen(scene("06-live-verified"), ZH, moved)
    assert seen.buttons[0].key == "Ctrl+M"


def test_the_top_bar_names_agent_state_and_time() -> None:
    seen = top_bar_seen(scene("06-live-verified"), ZH, KEYS)
    assert (seen.state, seen.shape, seen.state_key) == ("通话中", Shape.TALK, "F9")
    assert (seen.agent, seen.clock) == ("李明 · 20317", "10:45")
    assert [page.word for page in seen.pages] == ["工作台"]
    assert (seen.search, seen.rehearsal) == ("", "")


def test_pages_and_search_are_shown_where_the_window_has_them() -> None:
    pages = (Page.DESK, Page.SETTINGS)
    seen = top_bar_seen(
        scene("02-ready"), EN, KEYS, pages=pages, page=Page.SETTINGS, search_key="Ctrl+K"
    )
    assert [(page.word, page.current) for page in seen.pages] == [
        ("Desk", False),
        ("Settings", True),
    ]
    assert (seen.search, seen.search_key) == ("Name, initials, last four", "Ctrl+K")


def test_a_rehearsal_clock_is_always_said() -> None:
    state = scene("02-ready")
    rehearsing = replace(state, station=replace(state.station, rehearsal=True))
    assert top_bar_seen(rehearsing, ZH, KEYS).rehearsal == "演练时钟"
    assert top_bar_seen(rehearsing, EN, KEYS).rehearsal == "Rehearsal clock"
    assert status_bar_seen(rehearsing, ZH, KEYS).rehearsal == "演练时钟"


@pytest.mark.parametrize(
    ("line", "words", "shape"),
    [
        (LineState.REGISTERED, "线路已注册", Shape.TALK),
        (LineState.STARTING, "线路启动中", Shape.WRAP_UP),
        (LineState.RECONNECTING, "线路重连中 3 s", Shape.WRAP_UP),
        (LineState.LOST, "线路中断", Shape.CROSS),
    ],
)
def test_the_line_is_told_by_shape_and_word(line: LineState, words: str, shape: Shape) -> None:
    state = scene("02-ready")
    station = replace(state.station, line=line, line_detail="3 s")
    standing = status_bar_seen(replace(state, station=station), ZH, KEYS).standing[0]
    assert (standing.words, standing.shape) == (words, shape)


@pytest.mark.parametrize(
    ("sync", "waiting", "words", "icon"),
    [
        (SyncState.SYNCED, 0, "Synced", "check-circle"),
        (SyncState.TO_SEND, 2, "2 to send", "cloud"),
        (SyncState.OFFLINE, 14, "Offline · 14 to send", "cloud-off"),
        (SyncState.OFFLINE, 0, "Offline", "cloud-off"),
    ],
)
def test_the_desk_says_how_it_stands_to_central(
    sync: SyncState, waiting: int, words: str, icon: str
) -> None:
    state = scene("02-ready", "en")
    station = replace(state.station, sync=sync, waiting=waiting)
    standing = status_bar_seen(replace(state, station=station), EN, KEYS).standing[1]
    assert (standing.words, standing.icon) == (words, icon)


def test_the_status_bar_answers_a_key_that_cannot_act() -> None:
    state = replace(scene("07-wrap-up"), notice=Text("先选择结果码", "Choose an outcome first"))
    assert status_bar_seen(state, ZH, KEYS).notice == "先选择结果码"
    state = replace(state, notice=Text("按 {mute} 恢复话筒", "{mute} unmutes, {ready}: {x}"))
    moved = KEYS.moved(Act.MUTE, "F10")
    assert status_bar_seen(state, ZH, KEYS).notice == "按 F2 恢复话筒"
    assert status_bar_seen(state, EN, moved).notice == "F10 unmutes, F9: {x}"


def test_the_hints_are_those_of_the_step() -> None:
    verifying = status_bar_seen(scene("05-live-unverified"), ZH, KEYS).hints
    assert ("1–4", "核对") in verifying
    assert ("V", "核身") in verifying
    solving = status_bar_seen(scene("06-live-verified"), ZH, KEYS).hints
    assert ("1–4", "分支") in solving
    assert ("B", "遮蔽") in solving
    assert solving[-1] == ("F1", "全部按键")
    wrapping = status_bar_seen(scene("07-wrap-up"), ZH, KEYS).hints
    assert wrapping[0] == ("Q–P A–L", "结果码")


def caps(state: DeskState) -> list[str]:
    return [cap for cap, _ in status_bar_seen(state, EN, KEYS).hints]


def test_enter_says_what_it_does_to_the_case_in_sight() -> None:
    listed = scene("02-ready", "en")
    assert ("Enter", "Preview") in status_bar_seen(listed, EN, KEYS).hints
    dialling = replace(listed, work=replace(listed.work, mode="progressive"))
    assert ("Enter", "Dial") in status_bar_seen(dialling, EN, KEYS).hints
    resting = replace(dialling, phase=Phase.NOT_READY)
    assert ("Enter", "Preview") in status_bar_seen(resting, EN, KEYS).hints
    shown = scene("03-preview", "en")
    assert ("Enter", "Dial") in status_bar_seen(shown, EN, KEYS).hints
    assert shown.verdict is not None
    refused = replace(shown, verdict=replace(shown.verdict, allowed=False))
    assert ("Enter", "See why") in status_bar_seen(refused, EN, KEYS).hints


def test_no_key_is_shown_that_would_do_nothing() -> None:
    wrapping = scene("07-wrap-up", "en")
    assert wrapping.wrap_up is not None
    assert "Enter" in caps(wrapping)
    assert "Space" not in caps(wrapping)  # nothing is logged yet
    open_ = replace(wrapping, wrap_up=replace(wrapping.wrap_up, chosen=None))
    assert "Enter" not in caps(open_)
    logged = replace(wrapping, wrap_up=replace(wrapping.wrap_up, logged=True))
    assert "Space" in caps(logged)
    refused = scene("08-refused", "en")
    assert refused.refused is not None
    assert "Enter" in caps(refused)
    last = refused.refused.alternatives[-1]
    assert "Enter" not in caps(
        replace(refused, refused=replace(refused.refused, alternatives=(last,)))
    )


def test_a_refusal_leaves_the_agent_in_preview() -> None:
    seen = top_bar_seen(scene("08-refused", "en"), EN, KEYS)
    assert (seen.state, seen.shape) == ("Preview", Shape.PREVIEW)


def test_offline_is_said_with_what_waits_and_how_long_it_may_last() -> None:
    seen = banner_seen(scene("09-offline-toast", "en"), EN, KEYS)
    assert seen is not None
    assert (seen.title, seen.right, seen.bad) == ("Offline since 10:31", "Next try in 8 s", False)
    assert "14 facts wait" in seen.said
    assert seen.said.endswith("permits last until 12:00.")


def test_after_the_lease_no_dialling_is_promised() -> None:
    state = scene("09-offline-toast", "en")
    seen = banner_seen(replace(state, now=state.now + timedelta(hours=2)), EN, KEYS)
    assert seen is not None
    assert seen.said.startswith("25 cases ended at 12:00; no dialling")


def test_a_desk_without_cases_says_so() -> None:
    state = scene("09-offline-toast", "en")
    station = replace(state.station, leased=0, lease_until=None, offline_since=None, waiting=1)
    seen = banner_seen(replace(state, station=station), EN, KEYS)
    assert seen is not None
    assert seen.title == "Offline"
    assert seen.said.endswith("You hold no cases.")


def test_a_lost_line_goes_before_offline() -> None:
    state = scene("09-offline-toast")
    seen = banner_seen(
        replace(state, station=replace(state.station, line=LineState.LOST)), ZH, KEYS
    )
    assert seen is not None
    assert (seen.title, seen.bad) == ("线路中断", True)
    station = replace(state.station, line=LineState.LOST, given_up=True)
    seen = banner_seen(replace(state, station=station), EN, KEYS.moved(Act.DIAL, "F10"))
    assert seen is not None
    assert seen.right == "F10 Start the phone again"
    assert banner_seen(scene("02-ready"), ZH, KEYS) is None


def test_the_toast_offers_to_do_it_again() -> None:
    seen = toast_seen(scene("09-offline-toast"), ZH, KEYS)
    assert seen is not None
    assert seen.title == "已撤销：承诺还款，陈淑芬"
    assert (seen.redo, seen.redo_key) == ("重做", "Ctrl+Y")
    assert toast_seen(scene("02-ready"), ZH, KEYS) is None
