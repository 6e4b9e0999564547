"""The phone at a registrar that asks for a digest: the simulated carrier's own."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desk_client.phone import messages as m
from desk_client.trunk.front import SipFront
from desk_client.trunk.registrar import Invite, Registrar, Route
from desk_client.trunk.scenario import SipAnswer
from tests.phone.party import Party


class Carrier:
    """Knows one user, and nobody who could be called."""

    def __init__(self, port: int = 0) -> None:
        self.users: list[tuple[str, int]] = []
        self.called: list[str] = []
        registrar = Registrar(
            users={"1001": "right"},
            route=self._route,
            refused=lambda invite, code: None,  # noqa: ARG005
            registered=lambda user, expires_s: self.users.append((user, expires_s)),
            written=lambda _sender, _number: False,
        )
        self.front = SipFront(registrar, port)

    def _route(self, invite: Invite) -> Route:
        self.called.append(invite.number)
        return SipAnswer(after_s=0.0, code=404, reason="Not Found", q850_cause=1)


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    carrier = Carrier()
    carrier.front.start()
    yield carrier
    carrier.front.stop()


@contextmanager
def phone_of(user: str, password: str, port: int) -> Iterator[Party]:
    registrar = f"sip:127.0.0.1:{port}"
    party = Party(user, registrar=registrar, register=True, password=password)
    party.client.start()
    try:
        yield party
    finally:
        party.client.stop()


def test_the_right_password_is_registered_and_taken_back(carrier: Carrier) -> None:
    with phone_of("1001", "right", carrier.front.port) as party:
        assert party.wait(m.Registered).expires_s > 0
        ours = party.dial(f"sip:+8613800001111@127.0.0.1:{carrier.front.port}")
        ended = party.of_call(m.Ended, ours)
        assert (ended.code, ended.ended_by) == (404, "network")
        assert carrier.called == ["+8613800001111"]
    assert any(isinstance(event, m.Unregistered) for event in party.told)
    assert carrier.users[0][1] > 0
    assert carrier.users[-1] == ("1001", 0)


def test_a_wrong_password_is_told_once_and_not_tried_again(carrier: Carrier) -> None:
    with phone_of("1001", "wrong", carrier.front.port) as party:
        failed = party.wait(m.RegistrationFailed)
        assert failed.code in (401, 403)
        assert failed.retry_in_s is None
    assert carrier.users == []


def test_a_new_phone_registers_by_itself(carrier: Carrier) -> None:
    with phone_of("1001", "right", carrier.front.port) as party:
        party.wait(m.Registered)
        before = len(party.told)
        assert party.client.pid is not None
        os.kill(party.client.pid, signal.SIGKILL)
        party.wait(m.PhoneRestarted, after=before)
        party.wait(m.Registered, after=before)
