"""How long the pure parts think: the verdict on a debtor with a long history, and the fold of a
case that has lived long."""

import time
from collections.abc import Callable
from datetime import timedelta

from desk_client.bench import people
from desk_client.bench.figure import Figure, figure, p50
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    Address,
    Collector,
    ContactRequest,
    DebtFacts,
    DebtorFacts,
    Event,
    Location,
    Party,
)
from desk_client.fact import in_order
from desk_client.fold import fold
from desk_client.rehearsal import lawful_clock

_NUMBER = "+8613800001111"
_EVENTS = 40
_FACTS = 60


def verdict(n: int) -> list[Figure]:
    """One verdict of the shipped packs on forty earlier contacts."""
    packs = PackSet.shipped()
    long, empty = _request(_EVENTS), _request(0)
    return [
        figure(
            "verdict",
            "us",
            _median_us(lambda: packs.verdict(long), n),
            what="the verdict on a debtor never contacted",
            baseline=_median_us(lambda: packs.verdict(empty), n),
            n=n,
        )
    ]


def fold_case(n: int) -> list[Figure]:
    """The state of one case from sixty facts."""
    clock = lawful_clock()
    facts = list(people.facts(people.cases(1, clock.now().date()), _FACTS, clock.now()))
    return [
        figure(
            "fold",
            "us",
            _median_us(lambda: fold(facts), n),
            what="putting the same facts in order",
            baseline=_median_us(lambda: in_order(facts), n),
            n=n,
        )
    ]


def _median_us(work: Callable[[], object], n: int) -> float:
    taken = []
    for _ in range(n):
        began = time.perf_counter_ns()
        work()
        taken.append((time.perf_counter_ns() - began) / 1000)
    return p50(taken)


def _request(events: int) -> ContactRequest:
    """A debtor in Shanghai who was called every other day and once talked."""
    now = lawful_clock().now()
    history = tuple(
        Event(
            id=f"e{number}",
            at=now - timedelta(days=2 * number + 2),
            kind="call",
            direction="out",
            address=_NUMBER,
            place="mobile",
            party="d1",
            party_role="debtor",
            debts=("A",),
            collector="bank",
            result="conversation" if number % 5 == 0 else "no_answer",
            reached="debtor" if number % 5 == 0 else None,
            talk_s=60.0 if number % 5 == 0 else 0.0,
        )
        for number in range(events)
    )
    return ContactRequest(
        now=now,
        kind="call",
        initiator="dialler",
        mode="progressive",
        collector=Collector(role="first_party", entity="bank", lender="bank"),
        address=Address(value=_NUMBER, place="mobile", state="valid"),
        party=Party(id="d1", role="debtor"),
        debtor=DebtorFacts(
            id="d1",
            language="zh",
            locations=(Location(source="address", zone="Asia/Shanghai", region="CN-31"),),
        ),
        debts=(DebtFacts(id="A", days_past_due=40, product="card"),),
        history=history,
        history_as_of=now,
    )
