"""What a recording costs while it is made, and what is lost of it when the phone process is killed.
Calls go from a real phone to the trunk, whose debtor talks without a pause."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import soundfile

from desk_client.bench.bare_desk import BareDesk
from desk_client.bench.figure import Figure, figure, p50
from desk_client.errors import DeskError
from desk_client.ids import CallId, new_id
from desk_client.phone.commands import Dial, HangUp, Record
from desk_client.phone.sealed_audio import open_sealed
from desk_client.trunk.scenario import Between, Scenario, ScenarioKind, Step

_TALKS_S = 4.0
_NUMBER = "13900000001"
_TALKATIVE = Scenario(
    ring=Between(least_s=0.0, most_s=0.05),
    timeline=(*(Step(say="pay_in_full") for _ in range(40)), Step(hang_up=True)),
)


def recording_cpu(n: int) -> list[Figure]:
    """Processor time of the phone in a second of call, recorded and not, in turn."""
    recorded, plain = [], []
    with _desk() as desk:
        for _ in range(n):
            recorded.append(_cost_of_a_call(desk, record=True))
            plain.append(_cost_of_a_call(desk, record=False))
    return [
        figure(
            "recording_cpu",
            "ms of processor in a second of call",
            p50(recorded),
            what="the same call, not recorded",
            baseline=p50(plain),
            n=n,
        )
    ]


def recording_loss(n: int) -> list[Figure]:
    """Seconds of sound missing from the end after kill -9 of the phone in a call; of n kills, at
    moments spread over a second, the worst."""
    lost, plain = [], []
    for number in range(n):
        after_s = 2.15 + number * 0.2 % 1.0
        with _desk() as desk:  # a new trunk too: a killed caller holds its line for half a minute
            lost.append(_lost_by_kill(desk, after_s))
        plain.append(_lost_plainly(after_s))
    return [
        figure(
            "recording_loss",
            "s lost by kill -9, worst",
            max(lost),
            what="a plain Ogg/Opus file written by libsndfile, killed likewise",
            baseline=max(plain),
            n=n,
        )
    ]


def processor_s(pid: int) -> float:
    """User and system time of a process so far; DeskError where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        raise DeskError("Processor time of another process is measured on Linux only.") from None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _desk() -> BareDesk:
    return BareDesk(debtors=1, kind=ScenarioKind.ANSWERS_AND_PROMISES, plays=_TALKATIVE)


def _pid(desk: BareDesk) -> int:
    if desk.phone.pid is None:
        raise DeskError("The phone is gone.")
    return desk.phone.pid


def _place(desk: BareDesk, *, record: bool) -> tuple[CallId, Path]:
    """A call that was answered, and where its recording goes."""
    call_id = CallId(new_id())
    path = desk.folder / f"{call_id}.age"
    wanted = Record(path=str(path), recipients=(str(desk.identity.to_public()),))
    done = desk.phone.send(
        Dial(
            call_id=call_id,
            to=_NUMBER,
            headers={"X-Call-Id": call_id},
            record=wanted if record else None,
        )
    ).result(5)
    if not done.ok:
        raise DeskError(f"The phone does not place the call: {done.detail}")
    desk.heard.answer_of(call_id)
    return call_id, path


def _cost_of_a_call(desk: BareDesk, *, record: bool) -> float:
    call_id, _ = _place(desk, record=record)
    pid = _pid(desk)
    began, used = time.monotonic(), processor_s(pid)
    threading.Event().wait(_TALKS_S)
    cost = (processor_s(pid) - used) / (time.monotonic() - began) * 1000
    desk.phone.send(HangUp(call_id=call_id))
    desk.heard.end_of(call_id)
    return cost


def _lost_by_kill(desk: BareDesk, after_s: float) -> float:
    call_id, path = _place(desk, record=True)
    answered, pid = time.monotonic(), _pid(desk)
    threading.Event().wait(after_s)
    killed = time.monotonic()
    os.kill(pid, signal.SIGKILL)
    desk.heard.end_of(call_id)
    return max(0.0, killed - answered - open_sealed(path, desk.identity).seconds)


def _lost_plainly(after_s: float) -> float:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder) / "plain.ogg"
        with subprocess.Popen(
            [sys.executable, "-m", "desk_client.bench.plain_ogg", str(file)],
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as writer:
            if writer.stdout is None or not writer.stdout.readline():
                raise DeskError("The plain recorder does not start.")
            began = time.monotonic()
            threading.Event().wait(after_s)
            writer.kill()
            killed = time.monotonic()
        return max(0.0, killed - began - _readable_s(file))


def _readable_s(file: Path) -> float:
    try:
        with soundfile.SoundFile(file) as sound:
            return sum(len(block) for block in sound.blocks(16_000)) / sound.samplerate
    except soundfile.LibsndfileError:
        return 0.0
