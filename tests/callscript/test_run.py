"""Any agent, any keys: a run never breaks, never tells of the debt before identity is verified, and
its record of must-say lines always adds up."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.callscript.check import told_too_early
from desk_client.callscript.load import shipped
from desk_client.callscript.placeholders import HIDDEN, PRIVATE, SAMPLE
from desk_client.callscript.play import pressed
from desk_client.callscript.position import LineShown, ScriptPosition
from desk_client.callscript.run import ScriptRun, start
from desk_client.callscript.script import Callscript
from desk_client.callscript.show import position
from desk_client.ids import CallId
from tests.callscript.graphs import KEYS, SIDES, scripts

CARD = shipped("card-first")
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
VALUES: Mapping[str, str] = {name: f"<{name}>" for name in SAMPLE} | {
    "id_last4": "3317",
    "district": "浦东新区",
    "birth_month": "1985-03",
}
CARD_KEYS = st.lists(
    st.sampled_from(
        ["_", "_", "_", "1", "1", "2", "3", "4", ",", ".", "V"] + [path.id for path in CARD.paths()]
    ),
    max_size=80,
)


def at(second: int) -> datetime:
    return NOON + timedelta(seconds=second)


def runs(
    script: Callscript, keys: list[str], values: Mapping[str, str] = VALUES
) -> Iterator[ScriptRun]:
    """The run before the first key and after each."""
    run = start(script, "zh", values)
    yield run
    for second, key in enumerate(keys):
        run = pressed(run, key, at(second))
        yield run


def played(keys: str, values: Mapping[str, str] = VALUES) -> ScriptRun:
    return list(runs(CARD, keys.split(), values))[-1]


def shown(screen: ScriptPosition) -> tuple[LineShown, ...]:
    return (*screen.past, screen.current, *screen.coming)


def assert_closed(screen: ScriptPosition) -> None:
    for line in shown(screen):
        for name in PRIVATE:
            assert f"<{name}>" not in line.text


def assert_adds_up(run: ScriptRun, screen: ScriptPosition) -> None:
    said = {(line.step, line.line) for line in run.said if line.must_say}
    assert said <= set(run.must_say())
    assert screen.must_said == len(said)
    assert screen.must_said + len(run.unsaid()) == screen.must_total
    times = [line.said_at for line in run.said]
    assert times == sorted(times)


@given(CARD_KEYS)
@settings(max_examples=250, deadline=None)
def test_no_keys_break_the_shipped_script_or_open_an_amount(keys: list[str]) -> None:
    verified = False
    for run in runs(CARD, keys):
        screen = position(run)
        assert_adds_up(run, screen)
        assert run.verified >= verified  # what is verified stays so
        verified = run.verified
        if not verified:
            assert_closed(screen)
            assert not CARD.gated(run.path.id)
            assert not run.current.amounts
        assert_closed(position(run, hidden=True))
        assert len(screen.past) <= 3
        assert len(screen.coming) <= 2


@given(scripts(), KEYS)
@settings(max_examples=300, deadline=None)
def test_no_keys_break_any_script(script: Callscript, keys: list[str]) -> None:
    for run in runs(script, keys):
        screen = position(run)
        assert_adds_up(run, screen)
        if not run.verified:
            assert_closed(screen)


@given(scripts(), KEYS)
@settings(max_examples=300, deadline=None)
def test_the_check_finds_every_amount_that_keys_can_reach_too_early(
    script: Callscript, keys: list[str]
) -> None:
    anywhere = {side.id for side in script.sides if side.anywhere}
    keys = [key for key in keys if key not in SIDES or key in anywhere]
    found = "".join(finding.found for finding in told_too_early(script))
    for run in runs(script, keys):
        if run.current.amounts and not run.verified:
            assert f"the line {run.path.id}.{run.current.id} tells of the debt" in found


@given(CARD_KEYS)
@settings(max_examples=100, deadline=None)
def test_pressing_space_ends_every_call(keys: list[str]) -> None:
    run = list(runs(CARD, keys))[-1]
    for second in range(60):
        if run.finished or (run.at_identity and not run.verified):
            break
        run = run.say(at(100 + second))
    assert run.finished or run.at_identity


@given(CARD_KEYS)
@settings(max_examples=100, deadline=None)
def test_a_run_is_a_value(keys: list[str]) -> None:
    before = played("1 _ _ 1")
    copy = before
    for second, key in enumerate(keys):
        pressed(before, key, at(second))
    assert before == copy


def test_two_matches_open_the_amounts() -> None:
    asking = played("1 _ _ 1 _ 1")
    assert not asking.verified
    opened = played("1 _ _ 1 _ 1 2")
    assert opened.verified
    assert opened.identity.verified_at == at(6)
    assert opened.path.id == "disclose"
    amount = position(played("1 _ _ 1 _ 1 2 _ _")).current
    assert amount.text == "您<account>，<due_date>应还 <balance>。"
    assert [span.text for span in amount.spans if span.strong] == ["<balance>"]


def test_the_figures_keep_their_place_while_hidden() -> None:
    run = played("1 _ _ 1 _ 1 2 _ _")
    assert position(run, hidden=True).current.text == f"您{HIDDEN}，{HIDDEN}应还 {HIDDEN}。"


def test_two_misses_lead_to_the_polite_close() -> None:
    run = played("1 _ _ 1 _ 4 4")
    assert run.path.id == "polite_close"
    assert run.identity.failed
    fact = run.identity_checked(CallId("c1"))
    assert fact is not None
    assert (fact.verified, fact.missed, fact.matched) == (False, 2, ())
    ended = run.say(at(20)).say(at(24)).say(at(28))
    assert ended.finished
    assert ended.proposed_outcome == "NOTV"


def test_a_missed_factor_cannot_be_tried_again() -> None:
    run = played("1 _ _ 1 _ 4")
    assert [factor.state for factor in position(run).factors] == ["missed", "to_ask", "to_ask"]
    assert run.match_factor(1, at(9)) == run


def test_after_failing_no_digit_and_no_key_leads_back_in() -> None:
    failed = played("1 _ _ 1 _ 4 4")
    for keys in ("V", ", 1 2", "reason", ", , 1 2 3", ". . 1"):
        run = failed
        for second, key in enumerate(keys.split()):
            run = pressed(run, key, at(30 + second))
        assert not run.verified


def test_a_volunteered_factor_counts_and_the_open_question_stays() -> None:
    run = played("1 _ _ 1 _ 2")  # asked for the document, told the district
    assert run.current.id == "id_last4"
    assert [factor.state for factor in position(run).factors] == ["to_ask", "matched", "to_ask"]
    assert run.press(1, at(9)).verified


def test_what_the_bank_does_not_have_is_not_asked_for() -> None:
    values = {**VALUES, "id_last4": "", "card_last4": "1234"}
    run = played("1 _ _ 1 _", values)
    assert [factor.factor for factor in position(run).factors] == [
        "district",
        "birth_month",
        "card_last4",
    ]


def test_where_the_bank_has_too_little_on_file_the_call_ends_politely() -> None:
    values = {**VALUES, "id_last4": "", "birth_month": "", "card_last4": ""}
    assert played("1 _ _ 1 _", values).path.id == "polite_close"


def test_the_expected_answer_is_beside_the_question_never_in_it() -> None:
    screen = position(played("1 _ _ 1 _"))
    assert screen.factors[0].expected == "3317"
    assert all("3317" not in line.text for line in shown(screen))


def test_what_comes_next_assumes_that_the_answer_matches() -> None:
    screen = position(played("1 _ _ 1 _ 1"))
    assert [line.line for line in screen.coming] == ["disclose.thanks", "disclose.purpose"]
    first = position(played("1 _ _ 1"))
    assert [line.line for line in first.coming] == ["verify.id_last4", "verify.district"]


def test_going_back_keeps_what_was_said() -> None:
    run = played("1 _ _ ,")
    assert run.current.id == "recorded"
    assert [line.line for line in run.said] == ["ask", "who", "recorded"]
    assert position(run).current.said_at == at(2)
    again = run.say(at(9))
    assert [line.line for line in again.said] == ["ask", "who", "recorded"]


def test_the_past_shows_the_last_three_said_with_their_moments() -> None:
    past = position(played("1 _ _")).past
    assert [(line.line, line.said_at) for line in past] == [
        ("greet.ask", at(0)),
        ("identify.who", at(1)),
        ("identify.recorded", at(2)),
    ]
    assert [line.must_say for line in past] == [False, True, True]


def test_stepping_on_passes_lines_over_and_the_ledger_remembers() -> None:
    run = played("1 . _ 1 2")
    assert run.verified
    said = run.script_said(CallId("c1"))
    assert said.callscript == "card-first@2"
    assert "identify.who" in said.unsaid
    assert "identify.recorded" in said.unsaid


def test_nothing_steps_over_an_open_identity_check() -> None:
    run = played("1 .")
    assert run.path.id == "verify"
    assert run.step_on() == run
    assert run.goto("solve").path.id == "verify"


def test_a_side_path_returns_to_the_line_where_it_was_entered() -> None:
    run = played("1 _ _ 3 _ _")
    assert (run.path.id, run.current.id) == ("identify", "convenient")


def test_a_side_path_left_by_its_branch_goes_where_it_says() -> None:
    run = played("1 _ _ 4 _ _ _ 3")  # upset, wants the team lead
    assert run.path.id == "supervisor"
    assert position(run).side is not None
    ended = run.say(at(20)).say(at(24))
    assert ended.path.id == "close"
    assert ended.proposed_outcome == "SUP"


def test_the_rail_keeps_its_step_while_a_side_path_is_told() -> None:
    marks = position(played("1 _ _ 1 _ 1 2 _ _ complaint")).steps
    assert [mark.step for mark in marks if mark.state == "current"] == ["reason"]
    assert [mark.state for mark in marks[:4]] == ["done"] * 4


def test_the_complaint_s_own_lines_count_once_it_is_entered() -> None:
    before = position(played("1 _ _ 1 _ 1 2"))
    after = position(played("1 _ _ 1 _ 1 2 complaint"))
    assert after.must_total == before.must_total + 2


def test_a_key_without_meaning_changes_nothing() -> None:
    run = played("1 _")
    for digit in (0, 1, 2, 3, 4, 5, 9):
        assert run.press(digit, at(5)) == run


def test_a_finished_script_stands_still_but_can_be_looked_back_at() -> None:
    run = played("voicemail _ _")
    assert run.finished
    assert run.say(at(9)) == run
    assert run.press(1, at(9)) == run
    assert position(run).coming == ()
    assert not run.back().finished


def test_a_path_that_does_not_exist_is_a_fault_of_the_program() -> None:
    run = start(CARD, "en", VALUES)
    for name in ("nowhere", "back", "end", "greet.nothing"):
        with pytest.raises(KeyError):
            run.goto(name)


def test_a_language_that_is_not_written_is_refused() -> None:
    chinese = CARD.model_copy(update={"languages": ("zh",)})
    with pytest.raises(ValueError, match="not written in en"):
        start(chinese, "en", VALUES)
