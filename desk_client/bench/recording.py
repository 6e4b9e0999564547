"""What a recording costs while it is made, and what is lost of it when the phone process is killed.
Calls go from a real phone to the trunk, whose debtor talks without a pause."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import soundfile

from desk_client.bench.bare_desk import BareDesk
from desk_client.bench.figure import Figure, figure, p50
from desk_client.bench.killed_calls import AT_ONCE, lost_by_kills, moments
from desk_client.errors import DeskError
from desk_client.ids import CallId, new_id
from desk_client.phone.commands import Dial, HangUp, Record
from desk_client.trunk.scenario import Between, Scenario, ScenarioKind, Step

_TALKS_S = 4.0
_FOUR = 4  # the most calls at once in the public wheel
_NUMBER = "13900000001"
_TALKATIVE = Scenario(
    ring=Between(least_s=0.0, most_s=0.05),
    timeline=(*(Step(say="pay_in_full") for _ in range(40)), Step(hang_up=True)),
)


def recording_cpu(n: int) -> list[Figure]:
    """Processor time of the phone in a second, with calls recorded and not, in turn: of one call,
    and of four at once as a share of one core."""
    with _desk() as desk:
        one = [_cost_in_turn(desk, 1) for _ in range(n)]
        four = [_cost_in_turn(desk, _FOUR) for _ in range(n)]
    return [
        figure(
            "recording_cpu",
            unit,
            p50([cost[0] for cost in costs]) * scale,
            what=what,
            baseline=p50([cost[1] for cost in costs]) * scale,
            n=n,
        )
        for costs, unit, scale, what in (
            (one, "ms of processor in a second of call", 1000, "the same call, not recorded"),
            (four, "% of a core for 4 recorded calls", 100, "the same calls, not recorded"),
        )
    ]


def recording_loss(n: int) -> list[Figure]:
    """Seconds of sound missing from the end after kill -9 of the phone in a call, of n kills."""
    lost = sorted(lost_by_kills(n))
    plain = sorted(_lost_plainly(max(1, n // 4)))
    what = f"plain Ogg/Opus files written by libsndfile, {len(plain)} killed likewise"
    return [
        figure(
            "recording_loss",
            f"s lost by kill -9, {name}",
            _at(share, lost),
            what=what,
            baseline=_at(share, plain),
            n=n,
        )
        for name, share in (("p50", 50), ("p99", 99), ("worst", 100))
    ]


def _at(share: int, ordered: Sequence[float]) -> float:
    """The smallest value that `share` of 100 do not exceed."""
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def processor_s(pid: int) -> float:
    """User and system time of a process so far; DeskError where the system does not tell."""
    try:
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3), as Linux makes it
    except (OSError, OverflowError):
        raise DeskError("Processor time of another process is measured on Linux only.") from None


def _desk() -> BareDesk:
    return BareDesk(debtors=1, kind=ScenarioKind.ANSWERS_AND_PROMISES, plays=_TALKATIVE)


def _pid(desk: BareDesk) -> int:
    if desk.phone.pid is None:
        raise DeskError("The phone is gone.")
    return desk.phone.pid


def _cost_in_turn(desk: BareDesk, calls: int) -> tuple[float, float]:
    """Seconds of processor in a second: recorded, not recorded."""
    return _cost(desk, calls, record=True), _cost(desk, calls, record=False)


def _cost(desk: BareDesk, calls: int, *, record: bool) -> float:
    placed = [_place(desk, record=record) for _ in range(calls)]
    pid = _pid(desk)
    began, used = time.monotonic(), processor_s(pid)
    threading.Event().wait(_TALKS_S)
    cost = (processor_s(pid) - used) / (time.monotonic() - began)
    for call_id in placed:
        desk.phone.send(HangUp(call_id=call_id))
    for call_id in placed:
        desk.heard.end_of(call_id)
    return cost


def _place(desk: BareDesk, *, record: bool) -> CallId:
    """A call that was answered."""
    call_id = CallId(new_id())
    wanted = Record(
        path=str(desk.folder / f"{call_id}.age"), recipients=(str(desk.identity.to_public()),)
    )
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
    return call_id


def _lost_plainly(n: int) -> list[float]:
    lost = []
    for first in range(0, n, AT_ONCE):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
            writers = [
                stack.enter_context(_PlainWriter(folder / f"{number}.ogg"))
                for number in range(first, min(n, first + AT_ONCE))
            ]
            for writer in writers:
                writer.begin()
            lost += [
                writer.lost_by_kill(moment)
                for writer, moment in zip(writers, moments(first, len(writers)), strict=True)
            ]
    return lost


class _PlainWriter:
    """A process that writes a plain Ogg file; a context that ends it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._began = 0.0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desk_client.bench.plain_ogg", str(file)],
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._process.kill()
        self._process.communicate()

    def begin(self) -> None:
        """Returns when its first tick is written; DeskError where it does not start."""
        assert self._process.stdout is not None  # noqa: S101 -- a pipe was asked for
        if not self._process.stdout.readline():
            raise DeskError("The plain recorder does not start.")
        self._began = time.monotonic()

    def lost_by_kill(self, after_s: float) -> float:
        """Seconds that are missing when it is killed so long after it began."""
        threading.Event().wait(max(0.0, self._began + after_s - time.monotonic()))
        killed = time.monotonic()
        self._process.kill()
        self._process.wait()
        return max(0.0, killed - self._began - _readable_s(self._file))


def _readable_s(file: Path) -> float:
    try:
        with soundfile.SoundFile(file) as sound:
            return sum(len(block) for block in sound.blocks(16_000)) / sound.samplerate
    except soundfile.LibsndfileError:
        return 0.0
