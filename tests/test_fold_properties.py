"""What holds of the fold whatever happened, in whatever order it came."""

import random
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.fact import Fact, in_order
from desk_client.fact_body import (
    Answered,
    CallbackBooked,
    CallbackTerms,
    FactBody,
    NoteWritten,
    OutcomeLogged,
    PromiseTerms,
    Skipped,
    Withdrawn,
)
from desk_client.fold import contacts_of, fold
from desk_client.ids import CallId, CaseId, FactId
from tests.happenings import (
    AGENT,
    CASE,
    DEBTOR,
    MOBILE,
    MORNING,
    WORK,
    attempted,
    ended,
    flag,
    outcome,
)

DUE = date(2026, 11, 28)

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
