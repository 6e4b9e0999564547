"""A phone that hangs is replaced within two seconds; one that only waits, or whose desk was stopped
itself, is left in peace."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desk_client.phone import messages as m
from desk_client.phone.child import PhoneChild
from desk_client.phone.client import PhoneClient
from desk_client.phone.crash_watch import SILENT_BEATS, Crash, Crashes, Silence
from tests.phone.party import LONGEST_S, Party

HANGING = (sys.executable, "-m", "tests.phone.hanging_phone")


@pytest.fixture
def agent() -> Iterator[Party]:
    party = Party("agent", command=HANGING)
    party.client.start()
    yield party
    party.client.stop()


def pid_of(party: Party) -> int:
    pid = party.client.pid
    assert pid is not None
    return pid


def replaced(party: Party) -> m.PhoneRestarted:
    """The phone was lost because it did not answer, and there is another."""
    assert "did not answer" in party.wait(m.PhoneLost).detail
    restarted = party.wait(m.PhoneRestarted)
    assert party.do(m.Ping()).ok
    return restarted


@pytest.mark.parametrize("blow", [signal.SIGSTOP, signal.SIGUSR1], ids=["stopped", "in_library"])
def test_a_hung_phone_is_noticed_after_a_second(agent: Party, blow: signal.Signals) -> None:
    hung = pid_of(agent)
    before = time.monotonic()
    os.kill(hung, blow)
    restarted = replaced(agent)
    noticed = time.monotonic() - before - restarted.after_s
    assert 0.8 <= noticed <= 2.5  # 1.1 s on two quiet cores
    assert not Path(f"/proc/{hung}").exists()


def test_the_call_of_a_hung_phone_ends_by_the_phone(agent: Party, debtor: Party) -> None:
    ours, _theirs = agent.talk_to(debtor)
    os.kill(pid_of(agent), signal.SIGSTOP)
    assert agent.of_call(m.Ended, ours).ended_by == "phone"
    replaced(agent)


def test_a_sender_stuck_in_a_full_pipe_does_not_save_a_hung_phone(agent: Party) -> None:
    os.kill(pid_of(agent), signal.SIGSTOP)
    play = m.Play(call_id="c" * 80, path="/voices/" + "x" * 4000)  # type: ignore[arg-type]
    answers = [agent.client.send(play) for _ in range(40)]  # a pipe holds 64 KiB
    assert answers[0].result(LONGEST_S).error == "phone_lost"
    for answer in answers:
        assert answer.result(LONGEST_S).error in ("phone_lost", "no_such_call", "not_configured")
    replaced(agent)


def test_a_stopped_phone_does_not_outlive_the_desk(agent: Party) -> None:
    pid = pid_of(agent)
    os.kill(pid, signal.SIGSTOP)
    agent.client.stop()  # 5 s, which a phone that closes recordings may take
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize("phone_too", [False, True], ids=["desk", "machine"])
def test_a_desk_that_was_stopped_blames_nobody(phone_too: bool) -> None:
    """Two seconds in which nothing of the desk ran, nor of the phone where the machine slept."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.phone.small_desk"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as desk:
        assert desk.stdin is not None
        assert desk.stdout is not None
        assert desk.stdout.readline() == b"ready\n"
        pids = [int(desk.stdout.readline().split()[1])] if phone_too else []
        for pid in (*pids, desk.pid):
            os.kill(pid, signal.SIGSTOP)
        pause(2.0)
        for pid in (desk.pid, *pids):
            os.kill(pid, signal.SIGCONT)
        pause(0.5)
        desk.stdin.write(b"?\n")
        desk.stdin.close()
        told = desk.stdout.read().split()
    assert b"alive" in told
    assert b"phone_lost" not in told


def test_a_phone_that_gets_no_processor_is_not_blamed(agent: Party) -> None:
    """Its core is busy with programs of a higher class, where this user may start such ones: the
    phone then gets next to no turn."""
    pid = pid_of(agent)
    core = {min(os.sched_getaffinity(0))}
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), core)
        os.sched_setscheduler(int(thread.name), os.SCHED_IDLE, os.sched_param(0))
    burn = f"import os; os.sched_setaffinity(0, {core!r})\nwhile True: pass"
    burners = [subprocess.Popen([sys.executable, "-c", burn]) for _ in range(4)]
    try:
        with suppress(PermissionError):
            os.sched_setscheduler(burners[0].pid, os.SCHED_FIFO, os.sched_param(1))
        pause(4.0)
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    lives_on(agent, pid)


def test_starved_is_who_wants_to_run_and_does_not() -> None:
    busy = PhoneChild((sys.executable, "-c", "print(flush=True)\nwhile True: pass"))
    try:
        next(busy.lines())
        pause(0.3)
        assert not busy.starved()  # it ran since it was started
        assert busy.starved()  # and not since a moment ago
        os.kill(busy.pid, signal.SIGSTOP)
        pause(0.1)
        assert not [busy.starved() for _ in range(2)][1]  # a stopped one does not want to run
    finally:
        busy.kill()
        busy.reap()
    assert not busy.starved()


def pause(seconds: float) -> None:
    """Lets the watch beat."""
    threading.Event().wait(seconds)


def lives_on(party: Party, pid: int) -> None:
    assert party.do(m.Ping()).ok
    pause(0.5)
    assert not any(isinstance(event, m.PhoneLost) for event in party.told)
    assert party.client.pid == pid


def test_silence_is_counted_in_beats() -> None:
    silence, phone = Silence(), object()
    assert [silence.beat(phone, excused=False) for _ in range(4)] == [0, 1, 2, 3]
    assert silence.beat(phone, excused=True) == 3
    silence.heard()
    assert [silence.beat(phone, excused=False) for _ in range(2)] == [0, 1]
    assert silence.beat(object(), excused=False) == 0
    assert SILENT_BEATS == 10


def test_only_deaths_of_one_minute_count_together(agent: Party) -> None:
    at = agent.wait(m.Ready).at
    crashes = Crashes()
    died = [crashes.add(Crash(at, f"death {n}", ()), n * 31.0) for n in range(4)]
    assert died == [False] * 4
    assert [crash.detail for crash in crashes.recent()] == ["death 2", "death 3"]
    assert crashes.add(Crash(at, "death 4", ()), 94.0)
    crashes.forgive()
    assert crashes.recent() == ()


def test_a_client_that_lives_or_was_stopped_has_nothing_to_try(agent: Party) -> None:
    assert not agent.client.try_again()
    configure = m.Configure(user="agent", domain="127.0.0.1", bind="127.0.0.1")
    stopped = PhoneClient(configure=configure, on_event=agent.told.append)
    stopped.start()
    stopped.stop()
    assert not stopped.try_again()
