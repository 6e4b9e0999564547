"""What the lease itself says against a contact, and what others may have done, at the gate."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk_client.agreed_clock import AgreedClock
from desk_client.bench.bare_desk import BareDesk
from desk_client.care_body import ConsentRevoked, FlagLaid, FlagSet, InconvenientNamed
from desk_client.clock import Clock
from desk_client.compliance.load import load_pack
from desk_client.compliance.pack_set import PackSet
from desk_client.fact_body import Attempted, FactBody, NoteWritten
from desk_client.ids import CallId, DebtorId
from desk_client.outstanding import Outstanding
from desk_client.services.asking import BANK, Approach, Circumstances
from desk_client.services.case_in_hand import CaseInHand, in_hand
from desk_client.services.gate import LOOKING, Gate, Judged
from desk_client.services.permit import may_have_happened
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.trunk.scenario import ScenarioKind
from tests.happenings import MORNING, Shift
from tests.rows import case, debtor, point
from tests.sync.desk import open_database

CAPS = PackSet(
    (load_pack(Path(__file__).parents[1] / "sync" / "two_desks" / "try-caps.yaml"),), ("try-caps",)
)
BY_KEY = Approach(path="dial_key", initiator="agent", mode="preview")
DEBTOR = DebtorId("debtor-1")
NOON = MORNING + timedelta(hours=2)


@dataclass(slots=True)
class Noon:
    """A clock that stands at noon."""

    at: datetime = NOON
    elapsed: float = 50.0
    rehearsal: bool = False

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.elapsed


@dataclass(slots=True)
class Desk:
    """A store with the debtor lent to it, and the gate before it."""

    database: Database
    clock: Clock

    def __post_init__(self) -> None:
        self.leases().save([lent()])

    def leases(self) -> Leases:
        return Leases(self.database)

    def lend(self, **more: object) -> None:
        self.leases().save([replace(lent(), **more)])  # type: ignore[arg-type]

    def hand(self) -> CaseInHand:
        facts = FactStore(self.database).of_debtor(DEBTOR)
        return in_hand(case=case(1), debtor=debtor(1), points=(point(1),), of_debtor=facts)

    def ask(self, approach: Approach = BY_KEY, hand: CaseInHand | None = None) -> Judged:
        gate = Gate(
            packs=CAPS,
            leases=self.leases(),
            circumstances=Circumstances(collector=BANK),
            clock=self.clock,
        )
        return gate.ask(hand or self.hand(), point(1), approach)


def lent() -> Lease:
    return Lease(
        debtor_id=DEBTOR,
        leased_until=NOON + timedelta(hours=1),
        permits=3,
        granted_at=NOON,
        taken_at=NOON,
        complete=True,
    )


def away(attempts: int = 2, until: datetime = NOON - timedelta(hours=1)) -> Outstanding:
    return Outstanding(
        granted_at=NOON - timedelta(hours=3),
        medium="call",
        attempts=attempts,
        since=NOON - timedelta(hours=3),
        until=until,
    )


def refusing(judged: Judged) -> list[str]:
    return [reason.rule for reason in judged.verdict.reasons]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(open_database(tmp_path / "desk"), Noon())


def test_a_lease_with_everything_here_is_in_nobodys_way(desk: Desk) -> None:
    judged = desk.ask()
    assert judged.verdict.allowed
    assert judged.request.history_as_of == NOON


def test_each_outstanding_attempt_is_one_event_of_which_nothing_is_known() -> None:
    first, second = may_have_happened((away(),), NOON)
    assert first.id != second.id
    for event in (first, second):
        assert event.at == NOON - timedelta(hours=1)
        assert (event.result, event.reached, event.party, event.talk_s) == (None,) * 4


def test_an_attempt_yet_to_come_is_dated_now() -> None:
    (event,) = may_have_happened((away(1, NOON + timedelta(minutes=20)),), NOON)
    assert event.at == NOON


def test_what_others_may_have_done_counts_for_every_cap(desk: Desk) -> None:
    desk.lend(outstanding=(away(3),))
    judged = desk.ask()
    assert {"try.day", "try.talks"} <= set(refusing(judged))
    used = {limit.rule: limit.used for limit in judged.verdict.limits}
    assert (used["try.day"], used["try.talks"], used["try.week"]) == (3, 3, 3)
    assert judged.fact_body().outstanding == (away(3),)


def test_it_stops_counting_when_it_has_left_the_window(desk: Desk) -> None:
    desk.lend(outstanding=(away(2, NOON - timedelta(hours=2)),))
    judged = desk.ask()
    used = {limit.rule: limit.used for limit in judged.verdict.limits}
    assert (used["try.hour"], used["try.day"]) == (0, 2)


def test_until_all_facts_are_here_nothing_is_allowed(desk: Desk) -> None:
    desk.lend(complete=False)
    judged = desk.ask()
    assert judged.request.history_as_of is None
    assert {"engine.history", "try.fresh"} <= set(refusing(judged))
    assert judged.verdict.retry_at is None
    assert next(each.rule for each in judged.standings) == "engine.history"


def test_a_case_read_before_the_last_pull_is_not_judged_by(desk: Desk) -> None:
    before = desk.hand()
    shift = Shift()
    shift.attempt()
    FactStore(desk.database).receive(shift.facts)
    assert refusing(desk.ask(hand=before)) == ["engine.history"]
    assert desk.ask(hand=before, approach=LOOKING).verdict.allowed  # the list is painted anew soon
    assert "engine.history" not in refusing(desk.ask())


@pytest.mark.parametrize(
    "told",
    [
        FlagLaid(flags=(FlagSet(flag="bankruptcy"),), source="office"),
        ConsentRevoked(consent="sms"),
        InconvenientNamed(place="work"),
    ],
)
def test_a_case_read_before_somebody_forbade_contact_is_not_judged_by(
    desk: Desk, told: FactBody
) -> None:
    """Case 23: the notice of bankruptcy comes in between the case on the screen and the dial."""
    before = desk.hand()
    shift = Shift()
    shift.tell(told)
    FactStore(desk.database).receive(shift.facts)
    assert refusing(desk.ask(hand=before)) == ["engine.history"]
    assert "engine.history" not in refusing(desk.ask())


def test_a_note_makes_no_case_out_of_date(desk: Desk) -> None:
    before = desk.hand()
    shift = Shift()
    shift.tell(NoteWritten(text="约好周五还款"))
    FactStore(desk.database).receive(shift.facts)
    assert desk.ask(hand=before).verdict.allowed


def test_a_clock_that_was_moved_dials_nothing(desk: Desk) -> None:
    machine = Noon()
    clock = AgreedClock(machine)
    clock.agree(NOON, NOON, NOON)
    desk.clock = clock
    assert desk.ask().verdict.allowed
    machine.at = NOON - timedelta(minutes=30)
    assert refusing(desk.ask()) == ["engine.clock"]
    assert desk.ask().verdict.reasons[0].kind == "clock_regression"


def test_a_closed_lease_allows_nothing_whatever_its_time(desk: Desk) -> None:
    desk.leases().give_back([DEBTOR], NOON - timedelta(seconds=1))
    judged = desk.ask()
    assert judged.request.history_as_of is None
    assert refusing(judged) == ["try.fresh"]
    assert not desk.leases().use_permit(DEBTOR, NOON - timedelta(minutes=5))


def test_used_up_is_said_with_the_end_of_the_lease(desk: Desk) -> None:
    desk.lend(used=3)
    judged = desk.ask()
    assert refusing(judged) == ["engine.permit"]
    assert judged.verdict.reasons[0].retry_at == NOON + timedelta(hours=1)


def test_what_comes_in_between_the_verdict_and_the_attempt_stops_the_call() -> None:
    """Allowed at 9:59:58, notice of bankruptcy at 10:00:00: nothing is attempted at 10:00:01."""
    with BareDesk(debtors=1, kind=ScenarioKind.NO_ANSWER) as bare:
        hand = bare.hand(0)
        judged = bare.gate.ask(hand, hand.telephones[0], BY_KEY)
        assert judged.verdict.allowed
        notice = Shift(bare.clock.now(), case=hand.case.case_id, debtor=hand.debtor.debtor_id)
        notice.tell(FlagLaid(flags=(FlagSet(flag="bankruptcy"),), source="office"))
        bare.facts.receive(notice.facts)
        assert not bare.dialling._commit(CallId("call-1"), hand, judged)
        refused = bare.dialling.dial(hand, hand.telephones[0], BY_KEY)
        assert refused.call is None
        told = bare.facts.of_debtor(hand.debtor.debtor_id)
        assert not any(isinstance(fact.body, Attempted) for fact in told)
