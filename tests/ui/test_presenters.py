"""What the panes are told to show, without a single widget."""

from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from desk_client.services.call_parts import CallbackDraft, Choice, FactorRow, Span
from desk_client.services.desk_state import DeskState, Phase
from desk_client.text import Language, Text
from tests.ui.sample_call import outcomes
from tests.ui.sample_phone import directory_open
from tests.ui.sample_states import HIDDEN_SCENES, SCENES, SECRETS, scene
from ui.case_card.presenter import card_seen
from ui.choice_words import amount_label, channel_label, date_hint, date_label
from ui.keys import KeyMap
from ui.keys_overlay.presenter import keys_seen
from ui.outcome.presenter import outcome_seen
from ui.preview.presenter import preview_seen
from ui.refused.presenter import refused_seen
from ui.script.presenter import script_seen
from ui.secrecy import HIDDEN, amounts_open
from ui.sign_in.presenter import Check, check_seen
from ui.wording import Wording
from ui.worklist.presenter import list_seen, shift_seen
from ui.wrap_up.presenter import wrap_up_seen

ZH, EN = Wording("zh"), Wording("en")
KEYS = KeyMap()


def everything(state: DeskState, wording: Wording) -> list[object]:
    return [
        card_seen(state, wording),
        list_seen(state, wording),
        shift_seen(state, wording),
        preview_seen(state, wording),
        script_seen(state, wording),
        wrap_up_seen(state, wording),
        refused_seen(state, wording),
        outcome_seen(state, wording, KEYS),
        keys_seen(state, wording, KEYS),
    ]


def texts(seen: Any) -> list[str]:
    """Every string inside a view value."""
    if isinstance(seen, str):
        return [seen]
    if isinstance(seen, tuple | list):
        return [text for each in seen for text in texts(each)]
    if is_dataclass(seen):
        return [text for field in fields(seen) for text in texts(getattr(seen, field.name))]
    return []


@pytest.mark.parametrize("name", list(SCENES))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_scene_has_its_words(name: str, language: Language) -> None:
    for seen in everything(scene(name, language), Wording(language)):
        for text in texts(seen):
            assert "{" not in text


@pytest.mark.parametrize("name", HIDDEN_SCENES)
def test_hidden_amounts_are_not_even_told(name: str) -> None:
    told = texts(everything(scene(name), ZH))
    assert not [text for text in told if any(secret in text for secret in SECRETS)]


def test_amounts_are_open_only_with_an_open_card_that_is_not_hidden() -> None:
    state = scene("06-live-verified")
    assert amounts_open(state)
    assert not amounts_open(replace(state, hidden=True))
    assert not amounts_open(scene("05-live-unverified"))
    assert not amounts_open(scene("02-ready"))


def test_hiding_by_hand_blanks_the_lines_and_the_draft() -> None:
    state = replace(scene("06-live-verified"), hidden=True)
    script = script_seen(state, ZH)
    assert script is not None
    assert HIDDEN in script.current.plain
    assert "800" not in script.current.plain
    pane = outcome_seen(state, ZH, KEYS)
    assert pane is not None
    assert pane.draft is None
    card = card_seen(state, ZH)
    assert card is not None
    assert (card.balance, card.days, card.promise) == (None, None, "未结承诺 1 笔")


def test_hiding_in_wrap_up_blanks_the_proposed_amounts() -> None:
    sheet = wrap_up_seen(replace(scene("07-wrap-up"), hidden=True), ZH)
    assert sheet is not None
    assert {option.label for option in sheet.rows[0].options} == {HIDDEN}


def test_before_identity_the_staff_number_is_still_said() -> None:
    script = script_seen(scene("05-live-unverified"), ZH)
    assert script is not None
    assert any("20317" in line.plain for line in script.past)


def test_identity_counts_and_then_says_when() -> None:
    half = card_seen(scene("05-live-unverified"), EN)
    done = card_seen(scene("06-live-verified"), EN)
    assert half is not None
    assert done is not None
    assert (half.identity, half.matched, half.needed) == ("Identity 1 of 2", 1, 2)
    assert done.identity == "Verified 10:42:31"
    assert done.balance == "3,260.50"


def test_no_case_no_card() -> None:
    state = scene("02-ready")
    assert card_seen(state, ZH) is None
    assert outcome_seen(state, ZH, KEYS) is None


def test_a_row_that_may_not_be_dialled_says_when() -> None:
    seen = list_seen(scene("02-ready"), ZH)
    assert seen is not None
    last = seen.rows[-1]
    assert (last.dialable, last.retry) == (False, "11:02 可拨")
    assert last.spoken == "12, 林志强, 间隔未满 60 分, 11:02 可拨"


def test_an_empty_list_says_when_it_is_lawful_again() -> None:
    state = scene("02-ready")
    seen = list_seen(replace(state, work=replace(state.work, rows=())), EN)
    assert seen is not None
    assert seen.empty == "No case can be dialled now"
    assert seen.empty_detail == "allowed from 11:02"


def test_the_shift_shows_a_dash_until_a_promise_has_come_due() -> None:
    state = scene("02-ready")
    seen = shift_seen(replace(state, day=replace(state.day, kept_percent=None)), ZH)
    assert seen is not None
    assert seen.figures[3][1] == "—"
    assert seen.done == pytest.approx(62 / 150)


def test_a_point_of_another_person_says_whose_it_is() -> None:
    state = scene("03-preview")
    cousin = replace(state.contact_points[0], role="spouse")
    seen = preview_seen(replace(state, contact_points=(cousin,)), EN)
    assert seen is not None
    assert seen.points[0].place == "spouse · Mobile"


def test_a_refused_point_gives_its_clause_and_the_reason() -> None:
    seen = preview_seen(scene("03-preview"), EN)
    assert seen is not None
    refused = seen.points[1]
    assert refused.verdict == "Refused · GB/T 45251-2025 5.3"
    assert refused.history == "Asked not to be called at work"


def test_the_script_keeps_three_said_and_two_coming_lines() -> None:
    state = scene("06-live-verified")
    assert state.script is not None
    many = replace(
        state.script,
        past=state.script.past * 3,
        coming=state.script.coming * 3,
    )
    seen = script_seen(replace(state, script=many), ZH)
    assert seen is not None
    assert (len(seen.past), len(seen.coming)) == (3, 2)
    assert seen.past[-1].plain == "您方便说说遇到了什么情况吗？我先听您讲。"


def test_strong_words_stay_strong() -> None:
    seen = script_seen(scene("06-live-verified"), ZH)
    assert seen is not None
    assert Span(text="800 元", strong=True) in seen.current.spans


def test_a_missed_factor_says_so() -> None:
    state = scene("05-live-unverified")
    assert state.script is not None
    missed = FactorRow(key="1", name=Text("甲", "A"), expected="1", state="missed", at=state.now)
    seen = script_seen(replace(state, script=replace(state.script, factors=(missed,))), EN)
    assert seen is not None
    assert seen.factors[0].word.startswith("No match 10:42")
    assert seen.no_match == "No match or declined"
    assert seen.branches == ()


def test_on_hold_the_keys_of_the_script_rest() -> None:
    seen = script_seen(replace(scene("06-live-verified"), phase=Phase.ON_HOLD), ZH)
    assert seen is not None
    assert not seen.keys_alive


def test_digits_that_choose_a_colleague_or_go_to_the_line_branch_no_script() -> None:
    live = scene("06-live-verified")
    assert live.call is not None
    keypad = replace(live, call=replace(live.call, keypad_open=True))
    for state, alive in ((live, True), (directory_open("zh"), False), (keypad, False)):
        seen = script_seen(state, ZH)
        assert seen is not None
        assert (seen.keys_alive, seen.digits_alive) == (True, alive)


def test_the_wrap_up_of_a_callback_proposes_times() -> None:
    state = scene("07-wrap-up")
    assert state.wrap_up is not None
    times = (Choice(label="2026-11-25T10:00:00", hint=Text("", ""), chosen=True),)
    callback = CallbackDraft(times=times, at=state.now, checks=(Text("时段内", "lawful"),))
    sheet = replace(state.wrap_up, promise=None, callback=callback)
    seen = wrap_up_seen(replace(state, wrap_up=sheet), EN)
    assert seen is not None
    assert [row.name for row in seen.rows] == ["time"]
    assert seen.rows[0].options[0].label == "Wed 25 Nov 10:00"
    assert not seen.types


def test_a_logged_outcome_has_no_form_left() -> None:
    state = scene("07-wrap-up")
    assert state.wrap_up is not None
    seen = wrap_up_seen(replace(state, wrap_up=replace(state.wrap_up, logged=True)), EN)
    assert seen is not None
    assert (seen.rows, seen.can_log, seen.lead) == ((), False, "Logged")
    assert seen.next_lead == "Opens now"


def test_before_a_choice_the_sheet_asks_for_one() -> None:
    state = scene("07-wrap-up")
    assert state.wrap_up is not None
    bare = replace(state.wrap_up, chosen=None, promise=None, effects=())
    seen = wrap_up_seen(replace(state, wrap_up=bare), EN)
    assert seen is not None
    assert seen.chosen == "Choose an outcome"
    assert not seen.can_log


def test_every_rule_of_a_refusal_is_listed() -> None:
    seen = refused_seen(scene("08-refused", "en"), EN)
    assert seen is not None
    assert [rule.allowed for rule in seen.rules] == [False, False, True, True, True]
    assert seen.rules[0].retry == "tomorrow 08:00"
    assert seen.rules[2].retry == "—"
    assert seen.alternatives[0].best


def test_one_reason_for_a_whole_level_is_said_once() -> None:
    blocked = replace(scene("05-live-unverified"), outcomes=outcomes("RPC", allowed=False))
    pane = outcome_seen(blocked, EN, KEYS)
    assert pane is not None
    assert pane.grid is not None
    assert pane.grid.note == "identity first"
    assert {row.why_not for row in pane.grid.rows} == {""}
    assert not any(row.allowed for row in pane.grid.rows)


def test_a_single_outcome_that_is_barred_says_why() -> None:
    state = scene("06-live-verified")
    assert state.outcomes is not None
    first, *rest = state.outcomes.rows
    barred = replace(first, allowed=False, why_not=Text("先核身", "identity first"))
    grid = replace(state.outcomes, rows=(barred, *rest))
    pane = outcome_seen(replace(state, outcomes=grid), EN, KEYS)
    assert pane is not None
    assert pane.grid is not None
    assert pane.grid.rows[0].why_not == "identity first"


def test_signing_out_is_among_the_keys_shown() -> None:
    seen = keys_seen(scene("02-ready"), EN, KEYS)
    assert ("Ctrl+Q", "Sign out") in seen.more


def test_the_overlay_names_what_each_key_does_now() -> None:
    seen = keys_seen(scene("06-live-verified", "en"), EN, KEYS)
    words = {key.key: key.word for row in seen.rows for key in row.keys}
    assert words["P"] == "Promise to pay"
    assert words["1"] == "Agrees"
    assert words["Q"] == ""
    assert words["F12"] == "Hang up"
    assert words["F10"] == ""
    assert seen.where == "Talking · Right party"


@pytest.mark.parametrize(
    ("phase", "key", "word"),
    [
        ("02-ready", "Enter", "Open"),
        ("03-preview", "Enter", "Dial"),
        ("07-wrap-up", "Enter", "Log"),
        ("07-wrap-up", "3", "Wrong party"),
        ("08-refused", "1", "Add a note to the case"),
        ("05-live-unverified", "4", "No match or declined"),
        ("05-live-unverified", "1", "Last four of the identity card"),
        ("07-wrap-up", "Space", "Next case"),
    ],
)
def test_the_overlay_follows_the_phase(phase: str, key: str, word: str) -> None:
    seen = keys_seen(scene(phase, "en"), EN, KEYS)
    words = {each.key: each.word for row in seen.rows for each in row.keys}
    assert words[key] == word


def test_proposed_values_are_written_as_the_language_writes() -> None:
    today = date(2026, 11, 24)

    def choice(label: str, hint: str = "") -> Choice:
        return Choice(label=label, hint=Text(hint, hint), chosen=True)

    assert amount_label(choice("800.00"), "CNY", ZH) == "¥ 800.00"
    assert amount_label(choice("全额"), "CNY", ZH) == "全额"
    assert date_label(choice("2026-11-28"), ZH, today) == "周六 11-28"
    assert date_label(choice("2026-12-08"), ZH, today) == "12-08"
    assert date_label(choice("2026-12-08"), EN, today) == "Tue 8 Dec"
    assert date_label(choice("soon"), EN, today) == "soon"
    assert channel_label(choice("app", "手机银行"), ZH) == "手机银行"
    assert channel_label(choice("branch"), ZH) == "branch"


def test_a_check_not_made_yet_says_when_it_will_be() -> None:
    later = check_seen(Check("clock", "line", None), EN)
    done = check_seen(Check("check", "packs", Text("中国", "CN")), EN)
    assert later.found == "after sign-in"
    assert (done.what, done.found) == ("Rule packs", "CN")


def test_a_timed_preview_counts_down_with_the_clock() -> None:
    state = scene("03-preview")
    later = replace(state, now=state.now + timedelta(seconds=5))
    assert preview_seen(state, ZH) == preview_seen(later, ZH)


@pytest.mark.parametrize("wording", [ZH, EN])
def test_a_day_says_its_weekday_once(wording: Wording) -> None:
    friday = Choice(label="2026-11-27", hint=Text("周五", "Friday"), chosen=True)
    payday = Choice(label="2026-12-05", hint=Text("发薪日", "payday"), chosen=False)
    assert date_hint(friday, wording) == ""
    assert date_hint(payday, wording) in ("发薪日", "payday")
