"""A number typed into a call is a call past the gate: it never gets as long as one."""

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk_client.fact_body import VerdictGiven
from desk_client.services import intents
from desk_client.services.desk_state import Phase
from desk_client.services.digits import LONGEST, PAUSE, REFUSED, Keypad, refusal
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, World
from tests.happenings import MORNING

SECOND = timedelta(seconds=1)


def test_a_menu_and_an_extension_go_through() -> None:
    keypad = Keypad()
    assert all(keypad.may_send(digit, MORNING) for digit in "1*8023#")


def test_a_number_does_not() -> None:
    keypad = Keypad()
    sent = [digit for digit in "13800001111" if keypad.may_send(digit, MORNING)]
    assert len(sent) == LONGEST


def test_after_a_pause_no_exchange_waits_for_the_menu_goes_on() -> None:
    keypad = Keypad()
    assert all(keypad.may_send("1", MORNING) for _ in range(LONGEST))
    assert not keypad.may_send("1", MORNING + SECOND)
    assert not keypad.may_send("1", MORNING + PAUSE)  # trying again is no pause
    assert keypad.may_send("1", MORNING + PAUSE + PAUSE)


@given(st.lists(st.tuples(st.sampled_from("0123456789*#"), st.integers(0, 14)), max_size=60))
def test_no_seven_digits_ever_leave_without_a_pause(keys: list[tuple[str, int]]) -> None:
    keypad, now, left = Keypad(), MORNING, []
    for digit, waited in keys:
        now += timedelta(seconds=waited)
        if digit.isdigit() and keypad.may_send(digit, now):
            left.append(now)
    for first, seventh in zip(left, left[LONGEST:], strict=False):
        between = [at for at in left if first <= at <= seventh]
        assert any(b - a >= PAUSE for a, b in itertools.pairwise(between))


def test_the_refusal_is_a_verdict_that_names_no_call() -> None:
    body = refusal(None, MORNING)
    assert (body.decision, body.path, body.call_id) == ("refused", "digits", None)
    assert body.retry_at is None


def test_at_the_desk_the_seventh_digit_stays_and_is_on_the_record(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    desk.take(case)
    desk.dial()
    desk.answered()
    for digit in "138000":
        desk.act(intents.SendDigit(digit))
    state = desk.act(intents.SendDigit("0"))
    assert state.notice == REFUSED
    assert state.call is not None
    assert state.call.digits_sent == "138000"
    refused = [
        fact.body
        for fact in desk.facts.of_case(case.case_id)
        if isinstance(fact.body, VerdictGiven) and fact.body.path == "digits"
    ]
    assert [body.decision for body in refused] == ["refused"]
    desk.act(intents.HangUpCall())
    desk.until_phase(Phase.WRAP_UP)
