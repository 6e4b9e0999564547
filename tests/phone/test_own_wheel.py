"""What only our own build of pjsua2 can: TLS 1.3, sixty recorded calls in one process, and being
flooded with INVITEs that are refused at once."""

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyrage
import pytest

from desk_client.phone import messages as m
from desk_client.phone.sealed_audio import open_sealed
from tests import peers
from tests.phone.attacks.stranger import UdpStranger, offer
from tests.phone.kamailio import Authority
from tests.phone.party import Party, loudness_of, tone_file

pytestmark = pytest.mark.own_wheel

CALLS = 60
INVITES = 2_000
FLOOD_S = 6.0


@pytest.mark.peers("openssl")
@pytest.mark.parametrize("version", ["2", "3"])
def test_a_registrar_that_speaks_only_one_tls(version: str, tmp_path: Path) -> None:
    """Debian's own OpenSSL is the server and says what was agreed."""
    authority = Authority(tmp_path)
    certificate = authority.right()
    server = peers.start(
        "openssl",
        *("s_server", "-accept", "127.0.0.1:0", "-rev", f"-tls1_{version}"),
        *("-cert", str(certificate.certificate), "-key", str(certificate.key)),
        folder=tmp_path,
        log="server.log",
    )
    try:
        port = seen(tmp_path / "server.log", r"ACCEPT 127\.0\.0\.1:(\d+)")
        party = Party(
            "agent",
            transport="tls",
            ca_file=str(authority.ca_file),
            registrar=f"sip:127.0.0.1:{port};transport=tls",
            register=True,
        )
        party.client.start()
        try:
            agreed = seen(tmp_path / "server.log", r"Protocol version: (\S+)")
        finally:
            party.client.stop()
    finally:
        peers.end(server)
    assert agreed == f"TLSv1.{version}"


def seen(log: Path, pattern: str, seconds: float = 10.0) -> str:
    """What a peer has printed, waited for."""
    end, tick = time.monotonic() + seconds, threading.Event()
    while (found := re.search(pattern, log.read_text("utf-8", "replace"))) is None:
        assert time.monotonic() < end, f"no {pattern} in {log.read_text('utf-8', 'replace')}"
        tick.wait(0.02)
    return found[1]


class Far:
    """The far side, as a process."""

    def __init__(self, *sound: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.phone.bare_phone", *sound],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.port = int(self._line())

    def _line(self) -> str:
        assert self.process.stderr is not None
        return self.process.stderr.readline()

    def rung(self) -> int:
        """How many have rung there."""
        assert self.process.stdin is not None
        self.process.stdin.write("how many\n")
        self.process.stdin.flush()
        return int(self._line())

    def end(self) -> None:
        """It must have lived so far."""
        self.process.communicate(timeout=20)
        assert self.process.returncode == 0


def test_sixty_recorded_calls_in_one_process(tmp_path: Path, bank: pyrage.x25519.Identity) -> None:
    agent = Party("agent", capture=f"file:{tone_file(tmp_path / '440.wav', 440)}")
    debtors = Far(str(tone_file(tmp_path / "1000.wav", 1000)))
    agent.client.start()
    try:
        assert agent.wait(m.Ready).max_calls >= CALLS
        places = [tmp_path / f"{number}.age" for number in range(CALLS)]
        calls, pace = [], threading.Event()
        for place in places:
            record = m.Record(path=str(place), recipients=(str(bank.to_public()),))
            calls.append(agent.dial(f"sip:debtor@127.0.0.1:{debtors.port}", record=record))
            pace.wait(1 / 15)  # the phone itself refuses more than 20 in a second
        for call in calls:
            agent.of_call(m.Answered, call)
        agent.listen_for(2.0, calls[-1])
        for call in calls:
            agent.client.send(m.HangUp(call_id=call))
        ends = [agent.of_call(m.Ended, call) for call in calls]
        assert debtors.rung() == CALLS
    finally:
        agent.client.stop()
        debtors.end()
    assert {(end.code, end.ended_by) for end in ends} == {(200, "us")}
    assert all(end.recording is not None and end.recording.complete for end in ends)
    for place in (places[0], places[29], places[-1]):
        samples = open_sealed(place, bank).samples[6400:]
        assert loudness_of(samples[:, 0], 440) == pytest.approx(0.25, rel=0.2)
        assert loudness_of(samples[:, 1], 1000) == pytest.approx(0.25, rel=0.2)
        assert loudness_of(samples[:, 0], 1000) < 0.01


def test_a_flood_that_is_refused_at_once() -> None:
    """Two thousand INVITEs in six seconds, each refused in the callback and no guard before it."""
    far, pace = Far(), threading.Event()
    try:
        with UdpStranger(far.port) as stranger:
            began = time.monotonic()
            for number in range(INVITES):
                stranger.ask("INVITE", body=offer())
                pace.wait(max(0.0, began + number * FLOOD_S / INVITES - time.monotonic()))
        with UdpStranger(far.port) as another:
            assert another.gets_an_answer()
        assert far.rung() > INVITES * 0.9
    finally:
        far.end()
