"""The fold: told facts in, the case's state out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from desk_client.care_body import FlagLaid
from desk_client.case_state import CaseState
from desk_client.fact_body import (
    CallbackBooked,
    CallbackTerms,
    CaseOpened,
    NoteWritten,
    PromiseTerms,
    RefusingReason,
    ShiftChanged,
    Skipped,
    VerdictGiven,
)
from desk_client.fold import flags_of, fold
from desk_client.ids import Login
from desk_client.money import Money
from tests.happenings import (
    AGENT,
    MOBILE,
    MORNING,
    NO_ANSWER,
    WORK,
    Shift,
    flag,
)

TOMORROW = MORNING + timedelta(days=1)
DUE = date(2026, 11, 28)


def test_a_case_without_facts_is_empty() -> None:
    assert fold(()) == CaseState()


def test_a_call_is_told_from_attempt_to_outcome() -> None:
    shift = Shift()
    call_id = shift.conversation()
    logged = shift.outcome(call_id, "RTP", note="will not pay")

    (call,) = fold(shift.facts).calls
    assert (call.call_id, call.contact_point_id, call.direction) == (call_id, MOBILE, "out")
    assert call.answered_at == shift.facts[1].occurred_at
    assert call.identity is not None
    assert call.identity.verified
    assert call.ended is not None
    assert (call.ended.code, call.ended.ended_by, call.ended.talk_s) == (200, "them", 61.5)
    assert call.outcome is not None
    assert (call.outcome.fact_id, call.outcome.code) == (logged.fact_id, "RTP")
    assert call.outcome.actor == AGENT


def test_calls_are_listed_newest_first() -> None:
    shift = Shift()
    told = [shift.no_answer() for _ in range(3)]
    state = fold(shift.facts)
    assert [call.call_id for call in state.calls] == told[::-1]
    assert [contact.call_id for contact in state.last_contacts] == told[::-1]


def test_a_call_without_outcome_is_unfinished_even_if_cut_off() -> None:
    shift = Shift()
    shift.outcome(shift.no_answer(), **NO_ANSWER)
    cut_off = shift.attempt()
    state = fold(shift.facts)
    assert state.unfinished_call is not None
    assert state.unfinished_call.call_id == cut_off
    assert state.unfinished_call.ended is None
    shift.outcome(cut_off, **NO_ANSWER)
    assert fold(shift.facts).unfinished_call is None


def test_the_newest_promise_is_the_open_one() -> None:
    shift = Shift()
    shift.promise(DUE, "500.00")
    shift.promise(DUE, "800.00")
    state = fold(shift.facts)
    assert state.open_promise is not None
    assert state.open_promise.amount == Money(Decimal(800))
    assert [each.amount.amount for each in state.promises] == [Decimal(800), Decimal(500)]
    assert state.next_at == datetime(2026, 11, 28, tzinfo=UTC)


def test_an_outcome_replaces_the_earlier_one_of_the_same_call() -> None:
    shift = Shift()
    call_id = shift.conversation()
    terms = PromiseTerms(amount=Decimal(800), currency="CNY", due=DUE, channel="bank_app")
    shift.outcome(call_id, "PTP", promise=terms, case_status="promised")
    shift.outcome(call_id, "RTP", case_status="refused")
    state = fold(shift.facts)
    assert state.open_promise is None
    assert state.status == "refused"
    assert state.calls[0].outcome is not None
    assert state.calls[0].outcome.code == "RTP"


def test_a_stop_cannot_be_overwritten_by_a_later_outcome_of_the_call() -> None:
    shift = Shift()
    call_id = shift.conversation()
    shift.outcome(
        call_id, "DISP", flags=(flag("dispute"),), case_status="disputed", queue="disputes"
    )
    shift.outcome(call_id, "RTP", case_status="refused")
    state = fold(shift.facts)
    assert (state.status, state.queue) == ("disputed", "disputes")
    assert [each.flag for each in state.flags] == ["dispute"]
    assert state.calls[0].outcome is not None
    assert state.calls[0].outcome.code == "DISP"


def test_flags_of_two_stops_in_one_call_both_stand() -> None:
    shift = Shift()
    call_id = shift.conversation()
    shift.outcome(call_id, "DISP", flags=(flag("dispute"),))
    shift.outcome(call_id, "CEASE", flags=(flag("cease", channels=("call",)),))
    state = fold(shift.facts)
    assert {each.flag for each in state.flags} == {"dispute", "cease"}
    assert state.calls[0].outcome is not None
    assert state.calls[0].outcome.code == "CEASE"


def test_a_flag_is_in_force_from_its_outcome_until_its_end() -> None:
    shift = Shift()
    until = MORNING + timedelta(days=30)
    laid = shift.outcome(
        shift.conversation(), "HARD", flags=(flag("hardship_review", until=until),)
    )
    state = fold(shift.facts)
    assert state.flags_in_force(laid.occurred_at) == state.flags
    assert state.flags_in_force(laid.occurred_at - timedelta(seconds=1)) == ()
    assert state.flags_in_force(until) == ()
    assert flags_of(shift.facts) == state.flags


def test_a_case_stays_where_it_is_when_an_outcome_names_no_place() -> None:
    shift = Shift()
    shift.promise(DUE)
    shift.outcome(shift.no_answer(), **NO_ANSWER)
    state = fold(shift.facts)
    assert state.status == "promised"
    assert state.open_promise is not None


def test_a_new_place_takes_the_case_back_from_a_queue() -> None:
    shift = Shift()
    shift.outcome(shift.conversation(), "COMP", case_status="complaint", queue="complaints")
    assert fold(shift.facts).queue == "complaints"
    shift.outcome(shift.conversation(), "RTP", case_status="refused")
    assert fold(shift.facts).queue is None


def test_a_wrong_number_is_remembered_with_the_number() -> None:
    shift = Shift()
    shift.outcome(
        shift.conversation(WORK),
        "WPC",
        level="WPC",
        reached="wrong_party",
        contact_point_state="wrong",
        queue="skip_tracing",
    )
    state = fold(shift.facts)
    assert state.state_of_point(WORK) == "wrong"
    assert state.state_of_point(MOBILE) == "unverified"
    assert (state.status, state.queue) == (None, "skip_tracing")


def test_an_appointment_outlives_an_unanswered_call_before_its_time() -> None:
    shift = Shift()
    agreed = shift.callback(TOMORROW)
    shift.callback(MORNING + timedelta(hours=2), agreed=False)
    (open_callback,) = fold(shift.facts).callbacks
    assert (open_callback.fact_id, open_callback.agreed) == (agreed.fact_id, True)
    assert fold(shift.facts).next_at == TOMORROW


def test_an_appointment_ends_when_the_debtor_is_reached() -> None:
    shift = Shift()
    shift.callback(TOMORROW)
    shift.outcome(shift.conversation(), "RTP")
    assert fold(shift.facts).callbacks == ()


def test_an_attempt_at_its_time_acts_on_a_callback() -> None:
    shift = Shift()
    shift.callback(TOMORROW)
    shift.now = TOMORROW
    shift.attempt()
    assert fold(shift.facts).callbacks == ()


def test_the_next_try_is_replaced_by_the_one_planned_later() -> None:
    shift = Shift()
    shift.callback(MORNING + timedelta(hours=2), agreed=False)
    shift.booked(MORNING + timedelta(hours=5))
    (open_callback,) = fold(shift.facts).callbacks
    assert open_callback.at == MORNING + timedelta(hours=5)


def test_appointments_on_two_numbers_stand_side_by_side() -> None:
    shift = Shift()
    shift.callback(TOMORROW)
    terms = CallbackTerms(at=MORNING + timedelta(hours=3), agreed=True)
    shift.tell(CallbackBooked(terms=terms, contact_point_id=WORK))
    state = fold(shift.facts)
    assert [each.contact_point_id for each in state.callbacks] == [WORK, MOBILE]
    assert state.next_at == MORNING + timedelta(hours=3)


def test_refusals_skips_and_notes_are_remembered() -> None:
    shift = Shift()
    reason = RefusingReason(
        rule="cn.hours", pack="cn-bank-card", severity="must", ref="5.3", retry_at=None
    )
    asked: dict[str, Any] = {
        "contact_point_id": MOBILE,
        "contact": "call",
        "path": "dialler",
        "packs": (),
        "input_sha256": "0" * 64,
    }
    shift.tell(VerdictGiven(decision="refused", reasons=(reason,), **asked))
    shift.tell(VerdictGiven(decision="allowed", **asked))
    skipped = shift.tell(Skipped(reason="bad time"))
    shift.tell(NoteWritten(text="call after work"))
    shift.outcome(shift.conversation(), note="has a new employer")
    state = fold(shift.facts)
    assert state.refusals == 1
    assert state.skipped_at == skipped.occurred_at
    assert [note.text for note in state.notes] == ["has a new employer", "call after work"]


def test_looking_and_signing_in_move_no_case() -> None:
    shift = Shift()
    shift.tell(CaseOpened(shown="hidden"), ShiftChanged(state="ready"))
    assert fold(shift.facts) == CaseState()


def test_a_happening_before_its_attempt_was_pulled_waits_for_it() -> None:
    shift = Shift()
    call_id = shift.conversation()
    assert fold(shift.facts[1:]).calls == ()
    assert fold(shift.facts).calls[0].call_id == call_id


def test_a_clock_set_back_in_mid_call_loses_no_outcome() -> None:
    shift = Shift()
    call_id = shift.attempt()
    shift.now -= timedelta(minutes=5)
    shift.outcome(call_id, **NO_ANSWER)
    assert fold(shift.facts).unfinished_call is None


def test_withdrawing_takes_promise_place_and_flags_back_as_one() -> None:
    shift = Shift()
    call_id = shift.conversation()
    before = fold(shift.facts)
    terms = PromiseTerms(amount=Decimal(800), currency="CNY", due=DUE, channel="bank_app")
    logged = shift.outcome(
        call_id,
        "PTP",
        promise=terms,
        callback=CallbackTerms(at=TOMORROW, agreed=True),
        flags=(flag("vulnerable"),),
        contact_point_state="valid",
        case_status="promised",
        note="speaks softly",
    )
    assert fold(shift.facts) != before
    shift.withdraw(logged)
    assert fold(shift.facts) == before
    assert fold(shift.facts).attempts == 1
    assert fold(shift.facts).unfinished_call is not None


def test_what_physically_happened_cannot_be_withdrawn() -> None:
    shift = Shift()
    shift.conversation()
    before = fold(shift.facts)
    for told in tuple(shift.facts):
        shift.withdraw(told)
    assert fold(shift.facts) == before


def test_after_a_withdrawal_the_right_outcome_can_be_logged() -> None:
    shift = Shift()
    call_id = shift.conversation()
    shift.withdraw(shift.outcome(call_id, "CEASE", flags=(flag("cease"),)))
    shift.outcome(call_id, "RTP")
    state = fold(shift.facts)
    assert state.flags == ()
    assert state.calls[0].outcome is not None
    assert state.calls[0].outcome.code == "RTP"


def test_nobody_takes_back_a_stop_that_another_wrote_down() -> None:
    """A colleague heard it, and the messenger read it: a third desk cannot unsay either."""
    shift = Shift()
    heard = shift.outcome(shift.conversation(), "CEASE", flags=(flag("cease"),))
    read = shift.tell(FlagLaid(flags=(flag("cease", channels=("sms",)),), source="message"))
    other = Shift(shift.now, actor=Login("agent_of_another_desk"))
    for fact in (heard, read):
        other.withdraw(fact)
    assert len(fold((*shift.facts, *other.facts)).flags) == 2
    for fact in (heard, read):
        shift.withdraw(fact)
    assert fold(shift.facts).flags == ()
