"""Until identity is verified no amount of the debt gets into the painted state at all: every value
of the state is looked at, after any keys whatever. The services of a real desk run here in the
test's own thread; its phone is not started, the events of the call are told by the test."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.fact import Fact
from desk_client.fact_body import Attempted, FactBody, OutcomeLogged, PromiseTerms
from desk_client.ids import CallId, CampaignId, FactId, new_id
from desk_client.money import Money
from desk_client.phone import messages
from desk_client.services import intents
from desk_client.services import workflow_intents as asks
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.desk_state import DeskState, Phase
from tests.central.floor import LI
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import FIGURES, PROMISES, World

PROMISED = Decimal("555.25")
_AMOUNTS = (*(money.amount for money in FIGURES.values()), PROMISED)
_WRITINGS = tuple(
    text for each in _AMOUNTS for text in (f"{each}", f"{each:,.2f}", f"{each:.0f}元")
)

_KEYS = st.one_of(
    st.builds(intents.TakeBranch, st.integers(1, 4)),
    st.builds(intents.ChooseOutcome, st.sampled_from("QWERTYUIOPASDFGHJKL")),
    st.builds(intents.ChooseLevel, st.sampled_from(["RPC", "TPC", "WPC", "NC"])),
    st.builds(intents.MoveAmount, st.sampled_from([-1, 1])),
    st.builds(intents.MoveDate, st.sampled_from([-1, 1])),
    st.builds(intents.WriteNote, st.sampled_from(["", "在听"]), st.booleans()),
    st.builds(intents.SelectRow, st.sampled_from([-1, 1])),
    st.builds(intents.SendDigit, st.sampled_from("0123456789*#")),
    st.sampled_from(
        [
            intents.SayLine(),
            intents.StepBack(),
            intents.StepOn(),
            intents.GoToIdentity(),
            intents.HideAmounts(),
            intents.ToggleMute(),
            intents.ToggleKeypad(),
            intents.ToggleReady(),
            intents.TakeNext(),
            intents.DialShown(),
            intents.Accept(),
            intents.Leave(),
            intents.GoOn(),
            intents.Undo(),
            intents.Redo(),
            intents.SignOut(),
            asks.OpenDueList(),
            asks.BeginDeed("open"),
            asks.BeginDeed("refer"),
            asks.ChooseInDeed(0),
            asks.SubmitDeed("why it is so"),
            asks.CloseDueList(),
        ]
    ),
)


def values(whole: object) -> Iterator[object]:
    """Every value in a state, however deep."""
    if is_dataclass(whole) and not isinstance(whole, Money | type):
        for field in fields(whole):
            yield from values(getattr(whole, field.name))
    elif isinstance(whole, tuple | list | frozenset):
        for each in whole:
            yield from values(each)
    else:
        yield whole


def amounts_in(state: DeskState) -> list[object]:
    """Amounts of the debt, as figures or inside a text."""
    return [
        value
        for value in values(state)
        if isinstance(value, Money | Decimal)
        or (isinstance(value, str) and any(writing in value for writing in _WRITINGS))
    ]


class Stillness:
    """The desk's services without its threads."""

    def __init__(self, desk: DeskAtWork) -> None:
        self.shift = desk.desk._shift
        self.at = self.shift.at
        self._desk = desk.desk

    def paint(self) -> DeskState:
        return self._desk._painter.paint(self._desk._board.now())

    def press(self, *keys: intents.Intent) -> DeskState:
        for key in keys:
            self.shift.act(key)
        return self.paint()

    def answer(self) -> DeskState:
        assert self.at.call is not None
        now = self.at.clock.now()
        self._desk._news.hear(messages.Answered(at=now, call_id=self.at.call.call_id, code=200))
        return self.paint()

    def call_again(self, call: CallInHand) -> DeskState:
        """The same call, ringing once more; the desk has forgotten all that happened in it."""
        self.at.rest()
        self.at.ready, self.at.hidden_by_key = True, False
        self.at.hand, self.at.call = call.hand, replace(call)
        self.at.enter(Phase.DIALLING)
        return self.answer()


@pytest.fixture
def still(world: World, sit_down: OpenDesk) -> Stillness:
    """A case with an open promise of last week is in hand; it is ringing."""
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down(begin=False)
    promised_at, call_id = desk.clock.now() - timedelta(days=7), CallId(new_id())
    due = (desk.clock.now() + timedelta(days=10)).date()
    hand = desk.desk._files.open(case.case_id)
    point = hand.points[0]
    bodies: tuple[FactBody, ...] = (
        Attempted(
            call_id=call_id,
            contact_point_id=point.contact_point_id,
            address=point.value,
            place="mobile",
            role="debtor",
            debts=(),
            campaign_id=CampaignId("cards-m1"),
            initiator="agent",
            mode="preview",
        ),
        OutcomeLogged(
            call_id=call_id,
            code="PTP",
            level="RPC",
            result="conversation",
            reached="debtor",
            promise=PromiseTerms(amount=PROMISED, currency="CNY", due=due, channel="app"),
        ),
    )
    facts = [
        Fact(
            fact_id=FactId(new_id()),
            case_id=case.case_id,
            debtor_id=case.debtor_id,
            actor=LI,
            occurred_at=promised_at + timedelta(seconds=at),
            body=body,
        )
        for at, body in enumerate(bodies)
    ]
    desk.desk._files.forget(desk.facts.append(*facts))
    desk.desk._board.hear(messages.Registered(at=desk.clock.now(), expires_s=300))
    return Stillness(desk)


def test_amounts_are_hidden_from_the_preview_until_identity_is_verified(
    still: Stillness, world: World
) -> None:
    state = still.press(intents.TakeNext(world.placed[0].case_id))
    assert state.phase is Phase.PREVIEW
    assert amounts_in(state) == []
    assert state.card is not None
    assert state.card.promise is not None  # that there is one is told, not how much
    assert (state.card.balance, state.card.days_past_due) == (None, None)

    state = still.press(intents.DialShown())
    assert state.phase is Phase.DIALLING
    assert amounts_in(state) == []
    state = still.answer()
    for key in (intents.TakeBranch(1), intents.SayLine(), intents.SayLine(), intents.TakeBranch(1)):
        assert amounts_in(still.press(key)) == []
    assert amounts_in(still.press(intents.SayLine(), intents.TakeBranch(1))) == []

    state = still.press(intents.TakeBranch(2))
    assert state.card is not None
    assert state.card.balance == FIGURES["balance"]
    assert state.draft is not None
    shown = amounts_in(state)
    assert PROMISED in [each.amount for each in shown if isinstance(each, Money)] or any(
        isinstance(each, str) and f"{PROMISED}" in each for each in shown
    )

    hidden = still.press(intents.HideAmounts())
    assert amounts_in(hidden) == []
    assert hidden.hidden
    assert amounts_in(still.press(intents.StepOn())) == []
    assert amounts_in(still.press(intents.HideAmounts())) != []


def test_no_keys_whatever_show_an_amount_before_identity(still: Stillness, world: World) -> None:
    still.press(intents.TakeNext(world.placed[0].case_id), intents.DialShown())
    assert still.at.call is not None
    ringing = replace(still.at.call)
    seen = {"closed": 0, "open": 0}

    @settings(max_examples=80, deadline=None)
    @given(st.lists(_KEYS, min_size=10, max_size=30))
    def keys_in_a_call(keys: list[intents.Intent]) -> None:
        still.call_again(ringing)
        for key in keys:
            state = still.press(key)
            assert state.call is not None
            assert still.at.call is not None
            open_ = still.at.call.verified and not still.at.hidden_by_key
            assert (amounts_in(state) != []) is open_, key
            seen["open" if open_ else "closed"] += 1

    keys_in_a_call()
    assert seen["closed"] > 500
