"""What is lost of recorded calls whose phone is killed. Real phone processes call one that plays
the debtor, four at a time, and each is killed -9 at a moment of its own; then what it had recorded
is opened with the bank's key, as after any crash."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage

from desk_client.bench.bare_desk import Heard
from desk_client.clock import SystemClock
from desk_client.data_folder import resource
from desk_client.errors import DeskError
from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.sealed_audio import open_sealed, settle_cut
from desk_client.phone.wire import decode_event, encode

AT_ONCE = 4  # all the calls that the public wheel's debtor can take
_FROM_S, _SPREAD_S = 1.5, 1.0
_GOLDEN = 0.618034  # spreads any number of moments evenly


class Handset:
    """A phone process that nobody starts anew when it dies. It answers whoever calls."""

    def __init__(self, user: str) -> None:
        self.heard = Heard()
        self._tokens = 0
        self._user = user
        self._process = subprocess.Popen(
            (sys.executable, "-m", "desk_client.phone"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def configure(self) -> int:
        """On loopback; the port where it listens."""
        voice = f"file:{resource('voices', 'agent_zh.ogg')}"
        done = self.do(
            m.Configure(
                user=self._user,
                domain="127.0.0.1",
                bind="127.0.0.1",
                audio=m.Audio(capture=voice),
            )
        )
        return done.port or 0

    def do(self, command: m.Command) -> m.Done:
        """DeskError where it refuses."""
        token = self._send(command)
        done = self.heard.wait(
            lambda told: told if isinstance(told, m.Done) and told.token == token else None
        )
        if not done.ok:
            raise DeskError(f"The phone refuses: {done.detail}")
        return done

    def kill(self) -> datetime:
        """kill -9, where it lives; the moment before."""
        killed = SystemClock().now()
        if self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join()
        return killed

    def _send(self, command: m.Command) -> str:
        self._tokens += 1
        token = str(self._tokens)
        assert self._process.stdin is not None  # noqa: S101 -- a pipe was asked for
        self._process.stdin.write(encode(command.model_copy(update={"token": token})))
        self._process.stdin.flush()
        return token

    def _read(self) -> None:
        assert self._process.stdin is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        with self._process.stdout, self._process.stdin:
            for line in self._process.stdout:
                event: Any = decode_event(line)
                if isinstance(event, m.Incoming):
                    self._send(m.Answer(call_id=event.call_id))
                self.heard.take(event)


def lost_by_kills(n: int) -> Iterator[float]:
    """Seconds of sound that are missing at the end, for each of n kills."""
    for first in range(0, n, AT_ONCE):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            yield from _round(Path(folder), moments(first, min(n - first, AT_ONCE)))


def moments(first: int, count: int) -> list[float]:
    """When each of these is killed, in seconds from its beginning: spread evenly, in order."""
    numbers = range(first, first + count)
    return sorted(_FROM_S + number * _GOLDEN % 1.0 * _SPREAD_S for number in numbers)


def _round(folder: Path, after: Sequence[float]) -> list[float]:
    """One call for each moment, counted in seconds from its answer."""
    identity = pyrage.x25519.Identity.generate()
    debtor, *callers = [Handset(f"10{at:02}") for at in range(len(after) + 1)]
    try:
        port = debtor.configure()
        for caller in callers:
            caller.configure()
        calls = [
            (each.answered_at + timedelta(seconds=after_s), each)
            for each, after_s in zip(
                [_recorded(caller, port, folder, identity) for caller in callers],
                after,
                strict=True,
            )
        ]
        return _killed(sorted(calls, key=lambda call: call[0]), identity)
    finally:
        for each in (debtor, *callers):
            each.kill()


@dataclass(frozen=True, slots=True)
class _Call:
    """A recorded call that talks."""

    caller: Handset
    path: Path
    answered_at: datetime  # as the phone says, which then waits for the first tick


def _recorded(caller: Handset, port: int, folder: Path, identity: pyrage.x25519.Identity) -> _Call:
    call_id = CallId(new_id())
    path = folder / f"{call_id}.age"
    wanted = m.Record(path=str(path), recipients=(str(identity.to_public()),))
    caller.do(m.Dial(call_id=call_id, to=f"sip:debtor@127.0.0.1:{port}", record=wanted))
    return _Call(caller, path, caller.heard.answer_of(call_id).at)


def _killed(
    calls: Sequence[tuple[datetime, _Call]], identity: pyrage.x25519.Identity
) -> list[float]:
    never, lost = threading.Event(), []
    for due, call in calls:
        never.wait(max(0.0, (due - SystemClock().now()).total_seconds()))
        held_s = (call.caller.kill() - call.answered_at).total_seconds()
        settle_cut(call.path)
        lost.append(max(0.0, held_s - open_sealed(call.path, identity).seconds))
    return lost
