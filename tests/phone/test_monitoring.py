"""A lead takes part in an agent's call: tones show who hears whom in each mode, and nobody is let
in by a token that is not for this call, this minute and this once. The agent says 440 Hz, the
debtor 1000 Hz, the lead 1600 Hz, each with an amplitude of a quarter."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from numpy.typing import NDArray

from desk_client.clock import SystemClock
from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.abilities import ask_library
from desk_client.phone.monitor_token import HEADER, LONGEST_LIFE, Mode, claim, sign
from desk_client.phone.sip.monitoring import safe_for_tokens
from tests.phone.party import LONGEST_S, Party, loudness_of, tone_file

TONES = {"agent": 440, "debtor": 1000, "lead": 1600}
ALL: tuple[Mode, ...] = ("listen", "whisper", "barge")
BANK = Ed25519PrivateKey.from_private_bytes(b"1" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"2" * 32)
KEY = BANK.public_key().public_bytes_raw().hex()
FULL = 0.25  # the amplitude of each voice
SETTLE_S, MEASURE_S = 0.4, 0.6
Heard = dict[str, float]


class Ear(Party):
    """A party that writes down what it hears."""

    def __init__(self, name: str, folder: Path) -> None:
        self.heard = folder / f"{name}-heard.wav"
        self.tone = tone_file(folder / f"{name}.wav", TONES[name])
        super().__init__(
            name,
            capture=f"file:{self.tone}",
            playback=f"file:{self.heard}",
            monitor_keys=(KEY,) if name == "agent" else (),
        )

    def levels(self, first: int) -> Heard:
        """How loud each voice was to it for a while after the byte `first`, of its full
        loudness."""
        first += round(SETTLE_S * 16_000) * 2
        last = first + round(MEASURE_S * 16_000) * 2
        end = time.monotonic() + LONGEST_S
        while self.heard.stat().st_size < last and time.monotonic() < end:
            threading.Event().wait(0.05)
        sound = np.frombuffer(self.heard.read_bytes()[first:last], "<i2")
        tenths = sound[: len(sound) // 1600 * 1600].reshape(-1, 1600)
        return {name: _full_or_none(tenths, hertz) for name, hertz in TONES.items()}


def _full_or_none(tenths: NDArray[np.int16], hertz: int) -> float:
    """1.0 or 0.0 where a tone is within 5 % of full loudness or of silence, else what it is; the
    median of tenths of a second, so that a frame lost to a busy machine does not count."""
    loudness = float(np.median([loudness_of(tenth, hertz) for tenth in tenths])) / FULL
    near = round(loudness)
    return float(near) if abs(loudness - near) <= 0.05 else round(loudness, 3)


def hear(*ears: Ear) -> list[Heard]:
    """What each hears from now on, at the same time."""
    sizes = [44 + (ear.heard.stat().st_size - 44) // 2 * 2 for ear in ears]
    return [ear.levels(size) for ear, size in zip(ears, sizes, strict=True)]


def voices(*names: str) -> Heard:
    """These at full loudness, within 5 % of it, and nobody else."""
    return {name: float(name in names) for name in TONES}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ear, Ear, Ear]]:
    folder = tmp_path_factory.mktemp("monitoring")
    agent, debtor, lead = (Ear(name, folder) for name in TONES)
    for ear in (agent, debtor, lead):
        ear.client.start()
    yield agent, debtor, lead
    for ear in (agent, debtor, lead):
        ear.client.stop()


def token_for(
    call_id: CallId,
    modes: tuple[Mode, ...] = ALL,
    *,
    key: Ed25519PrivateKey = BANK,
    ago_s: float = 0,
) -> str:
    issued = SystemClock().now() - timedelta(seconds=ago_s)
    return sign(key, claim(call_id, "lead_7", modes, issued))


def monitored(agent: Ear, call_id: CallId) -> list[tuple[str, str]]:
    """What was told at the agent's desk of who listened and how."""
    told = [e for e in agent.told if isinstance(e, m.Monitored) and e.call_id == call_id]
    return [(event.mode, event.by) for event in told]


def test_who_hears_whom(three: tuple[Ear, Ear, Ear]) -> None:
    agent, debtor, lead = three
    ours, _theirs = agent.talk_to(debtor)
    assert hear(agent, debtor) == [voices("debtor"), voices("agent")]

    visit = lead.dial(agent.address, headers={HEADER: token_for(ours)})
    lead.of_call(m.Answered, visit)
    assert lead.of_call(m.Monitored, visit).mode == "listen"
    both = voices("agent", "debtor")
    assert hear(agent, debtor, lead) == [voices("debtor"), voices("agent"), both]

    switch(lead, visit, "whisper")
    assert hear(agent, debtor, lead) == [voices("debtor", "lead"), voices("agent"), both]

    switch(lead, visit, "barge")
    expected = [voices("debtor", "lead"), voices("agent", "lead"), both]
    assert hear(agent, debtor, lead) == expected

    switch(lead, visit, "off")
    assert hear(agent, debtor, lead) == [voices("debtor"), voices("agent"), voices()]

    switch(lead, visit, "barge")
    assert lead.do(m.HangUp(call_id=visit)).ok
    assert lead.of_call(m.Ended, visit).ended_by == "us"
    assert hear(agent, debtor) == [voices("debtor"), voices("agent")]

    modes = ["listen", "whisper", "barge", "off", "barge", "off"]
    assert monitored(agent, ours) == [(mode, "lead_7") for mode in modes]
    end(agent, ours)


def test_the_lead_goes_with_the_call(three: tuple[Ear, Ear, Ear]) -> None:
    agent, debtor, lead = three
    ours, theirs = agent.talk_to(debtor)
    visit = visit_of(lead, agent, token_for(ours))
    end(debtor, theirs)
    ended = lead.of_call(m.Ended, visit)
    assert (ended.code, ended.ended_by) == (200, "them")
    assert monitored(agent, ours)[-1] == ("off", "lead_7")


def test_a_hold_silences_the_lead_and_the_mode_stays(three: tuple[Ear, Ear, Ear]) -> None:
    agent, debtor, lead = three
    ours, _theirs = agent.talk_to(debtor)
    visit = visit_of(lead, agent, token_for(ours))
    switch(lead, visit, "barge")
    assert agent.do(m.Hold(call_id=ours)).ok
    agent.of_call(m.Held, ours)
    assert hear(lead) == [voices()]
    assert agent.do(m.Unhold(call_id=ours)).ok
    agent.of_call(m.Resumed, ours)
    assert hear(debtor, lead) == [voices("agent", "lead"), voices("agent", "debtor")]
    end(agent, ours)
    lead.of_call(m.Ended, visit)


def test_no_more_than_the_token_allows(three: tuple[Ear, Ear, Ear]) -> None:
    """The lead's phone is told that the mode stays; the agent's desk may stop it at any time."""
    agent, debtor, lead = three
    ours, _theirs = agent.talk_to(debtor)
    called = len(agent.told)
    visit = visit_of(lead, agent, token_for(ours, ("listen",)))
    before = len(lead.told)
    assert lead.do(m.Monitor(call_id=visit, mode="barge")).ok
    assert lead.wait(m.Monitored, after=before).mode == "listen"
    assert hear(debtor) == [voices("agent")]
    incoming = agent.wait(m.Incoming, after=called)
    assert incoming.auto_answer
    assert HEADER not in incoming.headers
    assert agent.do(m.Monitor(call_id=incoming.call_id, mode="whisper")).error == "not_allowed"
    assert agent.do(m.Monitor(call_id=incoming.call_id, mode="off")).ok
    lead.wait(m.Monitored, after=before, where=lambda told: told.mode == "off")
    assert agent.do(m.Monitor(call_id=ours, mode="off")).error == "not_monitoring"
    assert monitored(agent, ours) == [("listen", "lead_7"), ("off", "lead_7")]
    end(agent, ours)
    lead.of_call(m.Ended, visit)


def test_nobody_is_let_in_by_a_wrong_token(three: tuple[Ear, Ear, Ear]) -> None:
    agent, debtor, lead = three
    ours, _theirs = agent.talk_to(debtor)
    used = token_for(ours)
    end(lead, visit_of(lead, agent, used))
    good = token_for(ours)
    refused = {
        used: "used",
        token_for(ours, ago_s=LONGEST_LIFE.total_seconds()): "expired",
        token_for(CallId(new_id())): "call",
        token_for(ours, key=STRANGER): "signature",
        good[:20] + ("A" if good[20] != "A" else "B") + good[21:]: "signature",
        "tok123": "malformed",
    }
    slowly = ask_library().needs_slow_reject
    for token, why in refused.items():
        before = len(agent.told)
        visit = lead.dial(agent.address, headers={"x-monitor": token})
        warning = agent.wait(m.Warning_, after=before)
        assert (warning.what, warning.detail.rsplit(" ", 1)[1]) == ("monitoring_refused", f"{why}.")
        ended = lead.of_call(m.Ended, visit)
        assert (ended.code, ended.talk_s) == (403, 0.0)
        waited = (ended.at - warning.at).total_seconds()
        assert waited >= 0.2 or not slowly  # as any refusal
        told = [type(event) for event in agent.told[before:]]
        assert m.Incoming not in told
        assert m.Ended not in told
    end(agent, ours)


def test_one_lead_at_a_time(three: tuple[Ear, Ear, Ear]) -> None:
    agent, debtor, lead = three
    ours, _theirs = agent.talk_to(debtor)
    visit = visit_of(lead, agent, token_for(ours))
    second = lead.dial(agent.address, headers={HEADER: token_for(ours)})
    assert lead.of_call(m.Ended, second).code == 403
    end(agent, ours)
    lead.of_call(m.Ended, visit)


@pytest.mark.parametrize(
    ("transport", "address", "safe"),
    [
        ("udp", "127.0.0.1:5062", True),
        ("udp", "[::1]:5062", True),
        ("udp", "::1", True),
        ("udp", "localhost", True),
        ("udp", "10.9.0.2:5062", False),
        ("tcp", "10.9.0.2:5062", False),
        ("udp", "127.0.0.1.example.test", False),
        ("udp", "", False),
        ("tls", "10.9.0.2:5062", True),
    ],
)
def test_tokens_go_over_tls_or_stay_on_this_machine(
    transport: str, address: str, safe: bool
) -> None:
    assert safe_for_tokens(transport, address) is safe


def test_a_token_is_not_sent_in_clear(three: tuple[Ear, Ear, Ear]) -> None:
    lead = three[2]
    done = lead.do(
        m.Dial(
            call_id=CallId(new_id()),
            to="sip:agent@10.9.0.2:5062",
            headers={"X-MONITOR": token_for(CallId("c1"))},
        )
    )
    assert done.error == "not_over_tls"


def visit_of(lead: Ear, agent: Ear, token: str) -> CallId:
    """A monitoring call that was let in."""
    visit = lead.dial(agent.address, headers={HEADER: token})
    lead.of_call(m.Monitored, visit)
    return visit


def switch(lead: Ear, visit: CallId, mode: Mode | Literal["off"]) -> None:
    """Returns when the agent's phone has confirmed it."""
    before = len(lead.told)
    assert lead.do(m.Monitor(call_id=visit, mode=mode)).ok
    assert lead.wait(m.Monitored, after=before).mode == mode


def end(party: Party, call_id: CallId) -> None:
    assert party.do(m.HangUp(call_id=call_id)).ok
    party.of_call(m.Ended, call_id)
