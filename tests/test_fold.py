"""The fold: told facts in, the case's state out."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.case_state import CaseState
from desk_client.fact import Fact, in_order
from desk_client.fact_body import (
    Answered,
    CallbackBooked,
    CallbackTerms,
    CaseOpened,
    FactBody,
    NoteWritten,
    OutcomeLogged,
    PromiseTerms,
    RefusingReason,
    ShiftChanged,
    Skipped,
    VerdictGiven,
    Withdrawn,
)
from desk_client.fold import contacts_of, flags_of, fold
from desk_client.ids import CallId, CaseId, FactId
from desk_client.money import Money
from tests.happenings import (
    AGENT,
    CASE,
    DEBTOR,
    MOBILE,
    MORNING,
    NO_ANSWER,
    WORK,
    Shift,
    attempted,
    ended,
    flag,
    outcome,
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


@pytest.mark.parametrize(
    ("line", "result", "reached"),
    [
        ({"answered": False, "talk_s": 0.0, "code": 486}, "busy", None),
        ({"answered": False, "talk_s": 0.0, "code": 600}, "busy", None),
        ({"answered": False, "talk_s": 0.0, "code": 404}, "not_in_service", None),
        ({"answered": False, "talk_s": 0.0, "code": 604}, "not_in_service", None),
        ({"answered": False, "talk_s": 0.0, "code": 480}, "no_answer", None),
        ({"answered": False, "talk_s": 0.0, "code": 603}, "no_answer", None),
        ({"answered": False, "talk_s": 0.0, "code": 487, "ended_by": "us"}, "no_answer", None),
        ({"answered": False, "talk_s": 0.0, "code": 0, "ended_by": "phone"}, "no_answer", None),
        ({"talk_s": 1.2}, "hung_up_at_once", None),
        ({"talk_s": 1.2, "ended_by": "us"}, "conversation", "debtor"),
        ({"talk_s": 30.0, "ended_by": "network"}, "conversation", "debtor"),
    ],
)
def test_without_an_outcome_the_line_tells_the_result(
    line: dict[str, Any], result: str, reached: str | None
) -> None:
    shift = Shift()
    call_id = shift.attempt()
    shift.tell(ended(call_id, **line))
    (contact,) = contacts_of(shift.facts)
    assert (contact.result, contact.reached) == (result, reached)


def test_a_call_cut_off_by_a_crash_counts_as_what_it_had_become() -> None:
    shift = Shift()
    ringing = shift.attempt()
    assert contacts_of(shift.facts)[0].result == "no_answer"
    shift.tell(Answered(call_id=ringing))
    (contact,) = contacts_of(shift.facts)
    assert (contact.result, contact.reached) == ("conversation", "debtor")


def test_the_outcome_is_believed_before_the_line() -> None:
    shift = Shift()
    call_id = shift.conversation(WORK, verified=False)
    shift.outcome(call_id, "VM", level="NC", result="voicemail", reached=None)
    (contact,) = contacts_of(shift.facts)
    assert (contact.result, contact.reached, contact.talk_s) == ("voicemail", None, 61.5)


def test_a_contact_says_whose_number_it_was() -> None:
    shift = Shift()
    shift.attempt()
    shift.attempt(WORK, role="colleague", place="work", initiator="dialler", consented=True)
    shift.attempt(initiator="debtor")
    own, colleague, called_us = contacts_of(shift.facts)
    assert (own.party, own.party_role, own.direction) == (DEBTOR, "debtor", "out")
    assert (colleague.party, colleague.party_role) == (WORK, "colleague")
    assert colleague.consented
    assert called_us.direction == "in"
    assert fold(shift.facts).attempts == 2


_CALLS = st.integers(0, 4).map(lambda number: CallId(f"call-{number}"))
_POINTS = st.sampled_from([MOBILE, WORK])
_SOON = st.integers(0, 80).map(lambda hours: MORNING + timedelta(hours=hours))
_FLAGS = st.lists(st.sampled_from(["dispute", "cease", "vulnerable"]).map(flag), max_size=2).map(
    tuple
)
_PROMISES = st.builds(
    PromiseTerms,
    amount=st.integers(1, 900).map(Decimal),
    currency=st.just("CNY"),
    due=st.integers(0, 20).map(lambda days: DUE + timedelta(days=days)),
    channel=st.just("bank_app"),
)
_CALLBACKS = st.builds(CallbackTerms, at=_SOON, agreed=st.booleans())
_OUTCOMES = st.builds(
    outcome,
    _CALLS,
    code=st.sampled_from(["PTP", "RTP", "NA", "DISP"]),
    reached=st.sampled_from(["debtor", "third_party", None]),
    promise=st.none() | _PROMISES,
    callback=st.none() | _CALLBACKS,
    flags=_FLAGS,
    contact_point_state=st.sampled_from([None, "valid", "wrong"]),
    case_status=st.sampled_from([None, "promised", "refused"]),
    queue=st.sampled_from([None, "disputes"]),
    note=st.sampled_from(["", "a note"]),
)
_BODIES: st.SearchStrategy[FactBody] = st.one_of(
    st.builds(attempted, _CALLS, _POINTS),
    st.builds(Answered, call_id=_CALLS),
    st.builds(ended, _CALLS),
    _OUTCOMES,
    st.builds(CallbackBooked, terms=_CALLBACKS, contact_point_id=st.none() | _POINTS),
    st.builds(NoteWritten, text=st.just("a note")),
    st.builds(Skipped, reason=st.just("bad time")),
)


def _fact(number: int, body: FactBody, second: int) -> Fact:
    return Fact(
        fact_id=FactId(f"fact-{number:03}"),
        case_id=CaseId(CASE),
        debtor_id=DEBTOR,
        actor=AGENT,
        occurred_at=MORNING + timedelta(seconds=second),
        body=body,
    )


_HISTORIES = st.lists(st.tuples(_BODIES, st.integers(0, 20)), max_size=14).map(
    lambda told: [_fact(number, body, second) for number, (body, second) in enumerate(told)]
)


@settings(max_examples=80, deadline=None)
@given(_HISTORIES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(facts: list[Fact], chance: random.Random) -> None:
    shuffled = [*facts, *facts[::2]]  # some of them twice
    chance.shuffle(shuffled)
    assert fold(shuffled) == fold(facts)
    assert contacts_of(shuffled) == contacts_of(facts)


@settings(max_examples=80, deadline=None)
@given(_HISTORIES)
def test_later_facts_never_rewrite_which_calls_were_made(facts: list[Fact]) -> None:
    ordered = in_order(facts)
    made: set[CallId] = set()
    flags = 0
    for length in range(len(ordered) + 1):
        state = fold(ordered[:length])
        calls = {call.call_id for call in state.calls}
        assert made <= calls
        assert len(state.flags) >= flags  # only a withdrawal lifts one
        made, flags = calls, len(state.flags)


@settings(max_examples=120, deadline=None)
@given(_HISTORIES, st.data())
def test_a_withdrawal_is_as_if_it_had_never_been_logged(
    facts: list[Fact], data: st.DataObject
) -> None:
    kinds = (OutcomeLogged, CallbackBooked, NoteWritten, Skipped)
    candidates = [each for each in facts if isinstance(each.body, kinds)]
    if not candidates:
        return
    target = data.draw(st.sampled_from(candidates))
    second = data.draw(st.integers(0, 30))
    withdrawal = _fact(999, Withdrawn(fact_id=target.fact_id), second)
    without = [each for each in facts if each is not target]
    assert fold([*facts, withdrawal]) == fold(without)


@settings(max_examples=80, deadline=None)
@given(_HISTORIES)
def test_a_call_is_unfinished_exactly_while_no_outcome_stands(facts: list[Fact]) -> None:
    state = fold(facts)
    logged = {each.body.call_id for each in facts if isinstance(each.body, OutcomeLogged)}
    assert all((call.outcome is not None) == (call.call_id in logged) for call in state.calls)
    unfinished = [call for call in state.calls if call.outcome is None]
    assert state.unfinished_call == (unfinished[0] if unfinished else None)
    assert sum(not each.agreed for each in state.callbacks) <= 1
