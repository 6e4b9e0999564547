"""A trunk whose numbers are fixed to kinds, and a desk's phone that calls through it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import pytest

from desk_client.ids import CallId, new_id
from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import Audio, Configure, Dial, Ended, Event, HangUp, Level
from desk_client.trunk.carrier import Trunk
from desk_client.trunk.scenario import (
    Between,
    Scenario,
    ScenarioBook,
    ScenarioKind,
    Step,
    load_scenarios,
)
from desk_client.trunk.voices import clip

Item = TypeVar("Item")
Told = TypeVar("Told", bound=Event)

PASSWORD = "right"
NUMBERS = {kind: f"+86139000011{n:02}" for n, kind in enumerate(ScenarioKind, 1)}


class Heard(Generic[Item]):
    """What was told so far, to be waited for."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._changed = threading.Condition()

    def take(self, item: Item) -> None:
        with self._changed:
            self.items.append(item)
            self._changed.notify_all()

    def wait(self, wanted: Callable[[Item], bool]) -> Item:
        """The first that is wanted, within ten seconds."""
        with self._changed:
            assert self._changed.wait_for(lambda: any(map(wanted, self.items)), 10), self.items
            return next(filter(wanted, self.items))


@dataclass
class Carrier:
    """A running trunk and its JSON lines."""

    trunk: Trunk
    told: Heard[dict[str, object]]

    def wait(self, type_: str, **holds: object) -> dict[str, object]:
        wanted = {"type": type_, **holds}.items()
        return self.told.wait(lambda line: wanted <= line.items())


@dataclass
class DeskPhone:
    """The desk's phone: places calls by kind and waits for what comes of them."""

    client: PhoneClient
    told: Heard[Event]

    def dial(self, kind: ScenarioKind) -> CallId:
        return self.dial_number(NUMBERS[kind])

    def dial_number(self, number: str) -> CallId:
        call_id = CallId(new_id())
        dial = Dial(call_id=call_id, to=number, headers={"X-Call-Id": call_id})
        assert self.client.send(dial).result(5).ok
        return call_id

    def hang_up(self, call_id: CallId) -> None:
        assert self.client.send(HangUp(call_id=call_id)).result(5).ok

    def wait(self, kind: type[Told], call_id: CallId) -> Told:
        event = self.told.wait(
            lambda event: isinstance(event, kind) and getattr(event, "call_id", "") == call_id
        )
        assert isinstance(event, kind)
        return event

    def wait_until_the_debtor_speaks(self, call_id: CallId) -> Level:
        event = self.told.wait(
            lambda event: (
                isinstance(event, Level) and event.call_id == call_id and event.debtor_rms > 0.01
            )
        )
        assert isinstance(event, Level)
        return event

    def call(self, kind: ScenarioKind) -> tuple[CallId, Ended]:
        call_id = self.dial(kind)
        return call_id, self.wait(Ended, call_id)


def hurried(book: ScenarioBook) -> ScenarioBook:
    """The same debtors with short pauses and little patience."""

    def step(step: Step) -> Step:
        return step if step.wait_s is None else Step(wait_s=min(step.wait_s, 0.2))

    def scenario(scenario: Scenario) -> Scenario:
        patience = scenario.unanswered
        if patience is not None:
            patience = patience.model_copy(update={"after_s": 0.6})
        timeline = tuple(map(step, scenario.timeline))
        return scenario.model_copy(update={"timeline": timeline, "unanswered": patience})

    calls_back = (Step(say="hello"), Step(wait_s=2.0), Step(hang_up=True))
    house = {
        number: each.model_copy(update={"ring": Between(least_s=0.3, most_s=0.5)})
        for number, each in book.house.items()
    }
    return book.model_copy(
        update={
            "calls_back": calls_back,
            "put_through": (
                Step(wait_s=2.5),
                Step(say="hello"),
                Step(wait_s=1.0),
                Step(hang_up=True),
            ),
            "house": house,
            "scenarios": {kind: scenario(each) for kind, each in book.scenarios.items()},
            "numbers": {number: kind for kind, number in NUMBERS.items()},
        }
    )


def a_phone_for(
    carrier: Carrier, *, password: str = PASSWORD, monitor_keys: tuple[str, ...] = ()
) -> DeskPhone:
    told: Heard[Event] = Heard()
    address = carrier.trunk.address
    configure = Configure(
        user="1001",
        password=password,
        domain=address,
        registrar=f"sip:{address}",
        register=True,
        bind="127.0.0.1",
        monitor_keys=monitor_keys,
        audio=Audio(capture=f"file:{clip('agent', 'en').path}"),
    )
    return DeskPhone(PhoneClient(configure=configure, on_event=told.take), told)


@pytest.fixture(scope="session")
def carrier() -> Iterator[Carrier]:
    told: Heard[dict[str, object]] = Heard()
    trunk = Trunk(
        scenario=hurried(load_scenarios()),
        seed=7,
        language="en",
        users={"1001": PASSWORD},
        on_line=told.take,
    )
    trunk.start()
    yield Carrier(trunk, told)
    trunk.stop()


@pytest.fixture(scope="session")
def desk_phone(carrier: Carrier) -> Iterator[DeskPhone]:
    phone = a_phone_for(carrier)
    phone.client.start()
    yield phone
    phone.client.stop()
