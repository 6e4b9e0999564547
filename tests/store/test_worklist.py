"""Whose turn it is, and why."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from desk_client.fact_body import Skipped
from desk_client.ids import CaseId, DebtorId
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.store.worklist import WorkCase, Worklist
from desk_client.work_order import Turn, Why
from tests.happenings import NO_ANSWER, Shift
from tests.rows import case, debt, debtor

TODAY = date(2026, 11, 24)


class Floor:
    """A desk with ten debtors lent to it, a case each; case 1 is the longest past due."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.now = now
        self.facts = FactStore(database)
        self.worklist = Worklist(database)
        self.reference = Reference(database)
        self.leases = Leases(database)
        self.lend(*range(1, 11))

    def lend(self, *numbers: int) -> None:
        self.reference.upsert(
            ReferenceRows(
                debtors=[debtor(number) for number in numbers],
                cases=[
                    case(number, debt(number, due_date=date(2026, 10, 1) + timedelta(days=number)))
                    for number in numbers
                ],
            )
        )
        self.leases.save(
            Lease(
                debtor_id=DebtorId(f"debtor-{number}"),
                leased_until=self.now + timedelta(hours=8),
                permits=6,
                granted_at=self.now,
                taken_at=self.now,
            )
            for number in numbers
        )

    def shift(self, number: int, *, days_ago: float = 0.1) -> Shift:
        return Shift(
            self.now - timedelta(days=days_ago),
            case=CaseId(f"case-{number}"),
            debtor=DebtorId(f"debtor-{number}"),
        )

    def tell(self, shift: Shift) -> None:
        self.facts.append(*shift.facts)

    def numbers(self) -> list[int]:
        return [number_of(each) for each in self.worklist.page(self.now)]

    def row(self, number: int) -> WorkCase:
        rows = (*self.worklist.page(self.now), *self.worklist.waiting(self.now))
        return next(each for each in rows if number_of(each) == number)


def number_of(row: WorkCase) -> int:
    return int(row.case.case_no[-5:])


@pytest.fixture
def floor(database: Database, now: datetime) -> Floor:
    return Floor(database, now)


def test_cases_nobody_called_come_by_days_past_due(floor: Floor) -> None:
    assert floor.numbers() == list(range(1, 11))
    first = floor.row(1)
    assert (first.reason.why, first.reason.days_past_due) == (Why.FIRST_CONTACT, 53)
    assert first.debtor.name == "测试人1"
    assert first.lease.left == 6


def test_a_page_is_a_part_of_the_list(floor: Floor) -> None:
    page = floor.worklist.page(floor.now, limit=3, offset=2)
    assert [number_of(each) for each in page] == [3, 4, 5]


def test_of_equal_age_the_larger_balance_comes_first(floor: Floor) -> None:
    larger = debt(2, due_date=date(2026, 10, 2), balance=Money(Decimal(90000)))
    floor.reference.upsert(ReferenceRows(cases=[case(2, larger)]))
    assert floor.numbers()[:2] == [2, 1]


def test_only_leased_debtors_are_listed(floor: Floor) -> None:
    floor.leases.give_back([DebtorId("debtor-1")], floor.now)
    floor.leases.mark_settled(
        [lease for lease in floor.leases.all() if lease.debtor_id == "debtor-2"]
    )
    assert floor.numbers() == list(range(3, 11))
    floor.now += timedelta(hours=9)
    assert floor.numbers() == []


def test_reasons_come_in_their_order(floor: Floor) -> None:
    appointment, due, broken, next_try, called = (
        floor.shift(number, days_ago=9) for number in (9, 8, 7, 6, 5)
    )
    appointment.callback(floor.now - timedelta(minutes=5))
    due.promise(TODAY)
    broken.promise(TODAY - timedelta(days=3))
    next_try.callback(floor.now - timedelta(hours=1), agreed=False)
    called.outcome(called.no_answer(), **NO_ANSWER)
    for shift in (appointment, due, broken, next_try, called):
        floor.tell(shift)

    page = floor.worklist.page(floor.now)
    assert [(number_of(each), each.reason.why) for each in page] == [
        (9, Why.CALLBACK_DUE),
        (8, Why.PROMISE_DUE_TODAY),
        (7, Why.PROMISE_BROKEN),
        (6, Why.NEXT_TRY_DUE),
        *((number, Why.FIRST_CONTACT) for number in (1, 2, 3, 4, 10)),
        (5, Why.DAYS_PAST_DUE),
    ]
    assert page[0].reason.at == floor.now - timedelta(minutes=5)
    assert (page[1].reason.amount, page[1].reason.due) == (Money(Decimal(800)), TODAY)


def test_a_case_waits_for_its_appointment(floor: Floor) -> None:
    shift = floor.shift(1)
    shift.callback(floor.now + timedelta(hours=1))
    floor.tell(shift)
    assert 1 not in floor.numbers()
    assert [number_of(each) for each in floor.worklist.waiting(floor.now)] == [1]
    floor.now += timedelta(hours=1)
    assert floor.numbers()[0] == 1


def test_a_case_waits_for_its_promise_and_is_reminded_once(floor: Floor) -> None:
    shift = floor.shift(1, days_ago=2)
    shift.promise(TODAY + timedelta(days=1))
    floor.tell(shift)
    assert floor.row(1).turn is Turn.WAITING
    floor.now += timedelta(days=1)
    floor.lend(*range(1, 11))
    assert floor.numbers()[0] == 1

    reminder = floor.shift(1, days_ago=0.01)
    reminder.outcome(reminder.no_answer(), **NO_ANSWER)
    floor.tell(reminder)
    assert floor.row(1).turn is Turn.WAITING


def test_a_kept_promise_needs_no_check(floor: Floor) -> None:
    shift = floor.shift(1, days_ago=5)
    shift.promise(TODAY - timedelta(days=1), check_at=floor.now - timedelta(hours=1))
    floor.tell(shift)
    assert floor.row(1).reason.why is Why.NEXT_TRY_DUE

    payment = Payment(
        case_id=CaseId("case-1"),
        debt_id=None,
        amount=Money(Decimal(800)),
        paid_on=TODAY - timedelta(days=2),
    )
    floor.reference.upsert(ReferenceRows(payments=[payment]))
    assert floor.row(1).reason.why is Why.DAYS_PAST_DUE


def test_another_queues_case_is_away(floor: Floor) -> None:
    shift = floor.shift(1)
    shift.outcome(shift.conversation(), "DISP", case_status="disputed", queue="disputes")
    floor.tell(shift)
    assert 1 not in floor.numbers()
    assert floor.worklist.counts(floor.now) == {
        Turn.WORKABLE: 9,
        Turn.WAITING: 0,
        Turn.UNFINISHED: 0,
        Turn.AWAY: 1,
    }


def test_a_case_with_an_unfinished_call_is_not_offered_as_the_next(floor: Floor) -> None:
    shift = floor.shift(1)
    call_id = shift.conversation()
    floor.tell(shift)
    assert 1 not in floor.numbers()
    floor.facts.append(shift.outcome(call_id))
    assert 1 in floor.numbers()


def test_what_was_called_or_passed_over_today_goes_behind(floor: Floor) -> None:
    yesterday, called, skipped = floor.shift(3, days_ago=1), floor.shift(1), floor.shift(2)
    yesterday.outcome(yesterday.no_answer(), **NO_ANSWER)
    called.outcome(called.no_answer(), **NO_ANSWER)
    skipped.tell(Skipped(reason="在开会"))
    for shift in (yesterday, called, skipped):
        floor.tell(shift)
    assert floor.numbers() == [4, 5, 6, 7, 8, 9, 10, 3, 1, 2]
    floor.now += timedelta(days=1)
    floor.lend(*range(1, 11))
    assert floor.numbers() == [2, 4, 5, 6, 7, 8, 9, 10, 1, 3]


def test_a_day_is_the_debtors_own(floor: Floor) -> None:
    """At 10:00 in Shanghai it is still the day before in Los Angeles."""
    far = debtor(1, zone="America/Los_Angeles")
    floor.reference.upsert(ReferenceRows(debtors=[far]))
    assert floor.row(1).reason.days_past_due == 52
    shift = floor.shift(1)
    shift.promise(TODAY - timedelta(days=1))
    floor.tell(shift)
    assert floor.row(1).reason.why is Why.PROMISE_DUE_TODAY
    floor.reference.upsert(ReferenceRows(debtors=[debtor(2, zone="")]))
    assert floor.row(2).reason.days_past_due == 52


def test_a_case_that_is_not_wholly_here_is_left_out(floor: Floor) -> None:
    late = Lease(
        debtor_id=DebtorId("debtor-11"),
        leased_until=floor.now + timedelta(hours=1),
        permits=1,
        granted_at=floor.now,
        taken_at=floor.now,
    )
    floor.leases.save([late])
    floor.reference.upsert(ReferenceRows(cases=[case(11)]))
    assert 11 not in floor.numbers()
    floor.reference.upsert(ReferenceRows(debtors=[debtor(11)]))
    assert 11 in floor.numbers()
