"""How long the pure parts think: the verdict on a usual debtor and on one with a very long history,
a list screened for a campaign, and the fold of a case that has lived long."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import cycle, islice

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
_MANY_EVENTS = 2000
_FACTS = 60
_PACKS = ("cn-bank-card", "house-default", "us-nyc", "us-regf")
_SECOND = timedelta(seconds=1)
_DEBTORS = 400  # different ones in the list that is screened


def verdict(n: int) -> list[Figure]:
    """One verdict of four shipped packs on forty earlier contacts, in the middle."""
    packs = PackSet.shipped(*_PACKS)
    long, empty = _request(_EVENTS), _request(0)
    return [
        figure(
            "verdict",
            "us",
            p50(_taken_us(lambda: packs.verdict(long), n)),
            what="the verdict on a debtor never contacted",
            baseline=p50(_taken_us(lambda: packs.verdict(empty), n)),
            n=n,
        )
    ]


def verdict_long(n: int) -> list[Figure]:
    """One verdict of four shipped packs on two thousand contacts of the last sixty days; of a
    hundred such verdicts the slowest but one."""
    packs, request = PackSet.shipped(*_PACKS), _crowded(_MANY_EVENTS, timedelta(days=60))
    return [
        figure(
            "verdict_long",
            "us p99",
            _p99(_taken_us(lambda: packs.verdict(request), n)),
            what="writing and hashing the same request",
            baseline=_p99(_taken_us(lambda: sha256(request.model_dump_json().encode()), n)),
            n=n,
        )
    ]


def screening(n: int) -> list[Figure]:
    """Processor seconds for a list of a hundred thousand contacts under four shipped packs: `n`
    are screened, of debtors with up to twenty earlier contacts, and the time is scaled."""
    packs = PackSet.shipped(*_PACKS)
    requests = [_crowded(number % 21, timedelta(days=90), number) for number in range(_DEBTORS)]
    of_all = max(1, n // 10)
    return [
        figure(
            "screening",
            "s per 100,000",
            _processor_s(packs.screened, requests, n) / n * 100_000,
            what="the whole verdict on each",
            baseline=_processor_s(packs.verdict, requests, of_all) / of_all * 100_000,
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
            p50(_taken_us(lambda: fold(facts), n)),
            what="putting the same facts in order",
            baseline=p50(_taken_us(lambda: in_order(facts), n)),
            n=n,
        )
    ]


def _taken_us(work: Callable[[], object], n: int) -> list[float]:
    taken = []
    for _ in range(n):
        began = time.perf_counter_ns()
        work()
        taken.append((time.perf_counter_ns() - began) / 1000)
    return taken


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[max(0, len(values) - 1 - len(values) // 100)]


def _processor_s(
    ask: Callable[[ContactRequest], object], requests: Sequence[ContactRequest], n: int
) -> float:
    for request in requests:
        ask(request)
    began = time.process_time()
    for request in islice(cycle(requests), n):
        ask(request)
    return time.process_time() - began


def _crowded(events: int, span: timedelta, seed: int = 1) -> ContactRequest:
    """The same debtor, with contacts by call and text spread by chance over a span of time."""
    usual, chance = _request(events), random.Random(seed)  # noqa: S311
    history = (
        event.model_copy(
            update={
                "at": usual.now - timedelta(seconds=chance.randrange(60, span // _SECOND)),
                "kind": chance.choice(["call", "call", "sms"]),
                "address": chance.choice([_NUMBER, "+862088886666"]),
            }
        )
        for event in usual.history
    )
    return usual.model_copy(update={"history": tuple(history)})


def _request(events: int) -> ContactRequest:
    """A debtor in Shanghai who was called every sixth day and talked now and then."""
    now = lawful_clock().now()
    history = tuple(
        Event(
            id=f"e{number}",
            at=now - timedelta(days=6 * number + 3),
            kind="call",
            direction="out",
            address=_NUMBER,
            place="mobile",
            party="d1",
            party_role="debtor",
            debts=("A",),
            collector="bank",
            result="conversation" if number % 5 == 2 else "no_answer",
            reached="debtor" if number % 5 == 2 else None,
            talk_s=60.0 if number % 5 == 2 else 0.0,
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
