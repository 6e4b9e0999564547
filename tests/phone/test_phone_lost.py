"""The phone process dies in the middle of a call; the desk goes on."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from desk_client.errors import DeskError
from desk_client.phone import messages as m
from desk_client.phone.client import PhoneClient
from desk_client.phone.sealed_audio import open_sealed
from tests.phone.party import LONGEST_S, Party, loudness_of, tone_file


@pytest.fixture
def doomed(tmp_path: Path) -> Iterator[Party]:
    party = Party("agent", capture=f"file:{tone_file(tmp_path / '440.wav', 440)}")
    party.client.start()
    yield party
    party.client.stop()


def unheard(event: m.Event) -> None:
    """Nobody listens."""


def kill(party: Party) -> None:
    assert party.client.pid is not None
    os.kill(party.client.pid, signal.SIGKILL)


def test_a_killed_phone_costs_the_call_and_nothing_else(
    doomed: Party, debtor: Party, record: m.Record, bank: pyrage.x25519.Identity
) -> None:
    ours, _theirs = doomed.talk_to(debtor, record=record)
    doomed.listen_for(2.0, ours)
    first = doomed.client.pid
    kill(doomed)

    ended = doomed.of_call(m.Ended, ours)
    assert (ended.code, ended.ended_by) == (0, "phone")
    assert ended.talk_s >= 1.8
    assert "signal 9" in doomed.wait(m.PhoneLost).detail
    restarted = doomed.wait(m.PhoneRestarted)
    assert restarted.after_s < 2  # 0.4 s on two quiet cores
    assert doomed.client.pid not in (first, None)

    assert ended.recording is not None
    assert not ended.recording.complete
    assert ended.recording.seconds >= 1.0
    audio = open_sealed(Path(ended.recording.path), bank)
    assert not audio.complete
    assert audio.seconds >= 1.0
    assert loudness_of(audio.samples[3200:, 0], 440) == pytest.approx(0.25, rel=0.1)

    again, _theirs = doomed.talk_to(debtor)
    assert doomed.do(m.HangUp(call_id=again)).ok
    assert doomed.of_call(m.Ended, again).ended_by == "us"


def test_the_new_phone_listens_where_the_old_one_did(doomed: Party) -> None:
    port = doomed.client.port
    kill(doomed)
    doomed.wait(m.PhoneRestarted)
    assert doomed.client.port == port


def test_a_port_that_was_taken_meanwhile_is_given_up() -> None:
    news: queue.SimpleQueue[m.Event] = queue.SimpleQueue()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as thief:

        def hear(event: m.Event) -> None:
            if isinstance(event, m.PhoneLost):  # the new phone is not set up before this returns
                thief.bind(("127.0.0.1", port))
            news.put(event)

        configure = m.Configure(user="agent", domain="127.0.0.1", bind="127.0.0.1")
        client = PhoneClient(configure=configure, on_event=hear)
        client.start()
        port = client.port
        assert client.pid is not None
        os.kill(client.pid, signal.SIGKILL)
        while not isinstance(news.get(timeout=LONGEST_S), m.PhoneRestarted):
            pass
        assert client.port not in (0, port)
        assert client.send(m.Ping()).result(LONGEST_S).ok
        client.stop()


def children() -> list[int]:
    """The processes that this one started and that still live."""
    found = []
    for thread in Path("/proc/self/task").iterdir():
        found += [int(pid) for pid in (thread / "children").read_text().split()]
    return found


def with_spare(party: Party) -> PhoneClient:
    """Waits until a spare stands by."""
    pause = threading.Event()
    while not party.client.has_spare:
        pause.wait(0.05)
    return party.client


def test_a_spare_takes_over_and_is_replaced() -> None:
    before = children()
    party = Party("agent", spare=True)
    party.client.start()
    first = party.client.pid
    with_spare(party)
    kill(party)
    party.wait(m.PhoneRestarted)
    assert party.client.pid != first
    assert party.do(m.Ping()).ok
    with_spare(party).stop()
    assert not party.client.has_spare
    assert children() == before


def test_a_spare_that_died_itself_costs_a_cold_start() -> None:
    before = children()
    party = Party("agent", spare=True)
    party.client.start()
    with_spare(party)
    for child in set(children()) - set(before):
        os.kill(child, signal.SIGKILL)
    party.wait(m.PhoneRestarted)
    assert party.do(m.Ping()).ok
    party.client.stop()


def test_a_desk_that_is_gone_leaves_no_spare() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "desk_client.phone", "--spare"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as spare:
        told, _ = spare.communicate(timeout=LONGEST_S)
    assert (spare.returncode, told) == (0, b"")


def test_nobody_waits_for_an_answer_of_a_dead_phone(doomed: Party) -> None:
    kill(doomed)
    answers = [doomed.client.send(m.Ping()) for _ in range(5)]
    for answer in answers:
        done = answer.result(LONGEST_S)
        assert done.ok or done.error == "phone_lost"
    doomed.wait(m.PhoneRestarted)
    assert doomed.do(m.Ping()).ok


def test_a_silent_phone_is_replaced(doomed: Party) -> None:
    assert doomed.client.pid is not None
    os.kill(doomed.client.pid, signal.SIGSTOP)
    assert "did not answer" in doomed.wait(m.PhoneLost).detail
    doomed.wait(m.PhoneRestarted)
    assert doomed.do(m.Ping()).ok


def test_a_phone_that_keeps_dying_is_given_up(doomed: Party) -> None:
    for life in range(3):
        before = len(doomed.told)
        kill(doomed)
        lost = doomed.wait(m.PhoneLost, after=before)
        if life < 2:
            assert "3 times" not in lost.detail
            doomed.wait(m.PhoneRestarted, after=before)
    assert "3 times within a minute" in doomed.told[-1].model_dump()["detail"]
    assert doomed.client.pid is None
    assert doomed.do(m.Ping()).error == "phone_lost"


def test_stopping_tells_the_end_of_every_call(debtor: Party, record: m.Record) -> None:
    party = Party("agent")
    party.client.start()
    ours, theirs = party.talk_to(debtor, record=record)
    party.client.stop()
    ended = party.of_call(m.Ended, ours)
    assert ended.ended_by == "us"
    assert ended.recording is not None
    assert ended.recording.complete
    assert debtor.of_call(m.Ended, theirs).ended_by == "them"
    assert not any(isinstance(event, m.PhoneLost) for event in party.told)


def test_a_phone_that_can_not_start_is_one_sentence() -> None:
    configure = m.Configure(user="agent", domain="127.0.0.1", bind="127.0.0.1")
    nothing = PhoneClient(
        configure=configure,
        on_event=unheard,
        command=(sys.executable, "-c", "raise SystemExit(3)"),
    )
    with pytest.raises(DeskError, match="code 3"):
        nothing.start()


def test_a_set_up_that_is_refused_is_one_sentence() -> None:
    audio = m.Audio(capture="headset")
    phone = PhoneClient(
        configure=m.Configure(user="agent", domain="127.0.0.1", bind="127.0.0.1", audio=audio),
        on_event=unheard,
    )
    with pytest.raises(DeskError, match="A sound device is default, silence or device"):
        phone.start()
    assert phone.pid is None
