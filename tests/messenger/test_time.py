"""Whose time a messenger goes by: central's, never its own machine's, and a rehearsal's only where
nothing leaves this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from pydantic import ValidationError

from desk_client.clock import SystemClock
from desk_client.fact_body import VerdictGiven
from desk_client.message_body import MessageAttempted
from desk_client.messenger.program import Messenger
from desk_client.messenger.settings import MessengerSettings
from tests.central.floor import Floor
from tests.messenger.post_room import PASSWORD, PostRoom, post_room
from tests.transport.smsc import Centre

FAST = timedelta(hours=5)
REAL = SystemClock()
SMPP = {"kind": "smpp", "user": "u", "password": "p", "sender": "95000"}


@dataclass(slots=True)
class FastMachine:
    """A machine whose clock somebody set wrong."""

    ahead: timedelta = FAST
    rehearsal: bool = False
    fitful: bool = False

    def now(self) -> datetime:
        if self.fitful:  # it is moved again and again
            self.ahead += timedelta(seconds=10)
        return REAL.now() + self.ahead

    def monotonic(self) -> float:
        return REAL.monotonic()


@pytest.fixture
def room(floor: Floor, smsc: Centre) -> Iterator[PostRoom]:
    with post_room(floor, smsc=smsc) as made:
        yield made


def with_clock(room: PostRoom, clock: FastMachine) -> None:
    room.messenger.close()
    room.messenger = Messenger(room.settings, password=PASSWORD, clock=clock)


def test_a_messenger_on_a_machine_that_is_fast_goes_by_centrals_time(room: PostRoom) -> None:
    """Five hours fast it would take three at night for eight in the morning."""
    room.order("sms-call-back")
    with_clock(room, FastMachine())
    room.round()
    (verdict,) = [f for f in room.facts() if isinstance(f.body, VerdictGiven)]
    assert isinstance(verdict.body, VerdictGiven)
    assert verdict.body.asked_at is not None
    for dated in (verdict.body.asked_at, verdict.occurred_at):
        assert abs(dated - REAL.now()) < timedelta(minutes=1)


def test_nothing_is_sent_by_a_clock_that_is_being_moved(room: PostRoom, smsc: Centre) -> None:
    room.order("sms-call-back")
    with_clock(room, FastMachine(fitful=True))
    assert room.round().posted == {"later": 1}
    assert smsc.arrived == []
    assert not any(isinstance(f.body, MessageAttempted) for f in room.facts())


@pytest.mark.parametrize(
    ("way", "fine"),
    [
        (
            {
                "sms": {
                    "kind": "smpp",
                    "host": "127.0.0.1",
                    "user": "u",
                    "password": "p",
                    "sender": "95000",
                }
            },
            True,
        ),
        (
            {
                "sms": {
                    "kind": "smpp",
                    "host": "smsc.carrier.example",
                    "user": "u",
                    "password": "p",
                    "sender": "1",
                }
            },
            False,
        ),
        ({"email": {"host": "mail.bank.example", "sender": "a@bank.example"}}, False),
        ({}, True),
    ],
)
def test_a_rehearsal_reaches_nobody(way: dict[str, object], fine: bool) -> None:
    told = {"central": "postgresql://localhost/desk", "login": "m", "transport": way}
    assert MessengerSettings.model_validate(told)
    if fine:
        assert MessengerSettings.model_validate(told | {"rehearsal_offset_s": -3600})
        return
    with pytest.raises(ValidationError, match="on this machine"):
        MessengerSettings.model_validate(told | {"rehearsal_offset_s": -3600})
