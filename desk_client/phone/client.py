"""The desk's end of the phone process. A phone that dies or falls silent costs the calls it held,
nothing else: each is told as ended by `phone`, a new process is started at once and configured as
the old one was. One thread reads what the phone tells, restarts it, and calls `on_event`; a second
one asks it every second whether it lives."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from desk_client.clock import Clock, SystemClock
from desk_client.errors import DeskError
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.recording import cut_recording
from desk_client.phone.sealed_audio import settle_cut
from desk_client.phone.wire import decode_event, encode

_READY_S = 15.0
_STOP_S = 5.0
_BEAT_S = 1.0
_STARTING_BEATS = 15
_SILENT_BEATS = 3  # counted in beats, so that a desk that itself was stopped blames nobody
_CRASHES, _CRASH_SPAN_S = 3, 60.0
_STDERR_LINES = 5
_LIBRARY_LOG = re.compile(r"\d\d:\d\d:\d\d\.\d{3} ")  # written before its log can be shut


@dataclass(slots=True)
class _LiveCall:
    """What the desk must know of a call to tell its end when the phone cannot."""

    record: m.Record | None = None
    rang: float | None = None
    answered: float | None = None
    paused_from: float | None = None
    pauses: list[tuple[float, float]] = field(default_factory=list)


class PhoneClient:
    """Starts the phone process, sends commands, and passes its events on.

    `on_event` is called from a thread of the client's own, one event at a time. It may send
    commands but must not wait for their answers.
    """

    def __init__(
        self,
        *,
        configure: m.Configure,
        on_event: Callable[[m.Event], None],
        command: Sequence[str] = (sys.executable, "-m", "desk_client.phone"),
        clock: Clock | None = None,
    ) -> None:
        self._configure = configure
        self._on_event = on_event
        self._command = tuple(command)
        self._clock: Clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: dict[str, Future[m.Done]] = {}
        self._tokens = 0
        self._calls: dict[CallId, _LiveCall] = {}
        self._crashes: deque[float] = deque()
        self._heard = False
        self._ready: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._started: Future[m.Done] = Future()
        self._reader = threading.Thread(target=self._live, name="phone", daemon=True)
        self._last_words: deque[str] = deque(maxlen=_STDERR_LINES)
        self.port = 0  # where the phone listens for SIP, once configured

    @property
    def pid(self) -> int | None:
        """The phone process; None while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> None:
        """Returns when the phone is configured; DeskError where it does not start or refuses."""
        self._spawn()
        self._reader.start()
        threading.Thread(target=self._watch, name="phone-beat", daemon=True).start()
        try:
            done = self._started.result(_READY_S)  # also resolved where the process dies first
        except TimeoutError:
            self.stop()
            raise DeskError("The phone does not start.") from None
        if not done.ok:
            self.stop()
            raise DeskError(f"The phone cannot be set up: {done.detail}")

    def send(self, command: m.Command) -> Future[m.Done]:
        """Sends a command; the future always gets an answer, `phone_lost` where there is no phone.

        It is resolved in the client's reading thread.
        """
        answer: Future[m.Done] = Future()
        with self._lock:
            self._tokens += 1
            token = str(self._tokens)
            self._answers[token] = answer
            if isinstance(command, m.Dial):
                self._calls.setdefault(command.call_id, _LiveCall(record=command.record))
            elif isinstance(command, m.Answer) and command.call_id in self._calls:
                self._calls[command.call_id].record = command.record
            sent = self._write(command.model_copy(update={"token": token}))
        if not sent:
            self._resolve(_lost(token))
        elif isinstance(command, m.Dial):
            answer.add_done_callback(lambda done: self._forget_refused(command.call_id, done))
        return answer

    def stop(self) -> None:
        """Ends all calls and the process; events come until this returns."""
        with self._lock:
            self._stopping.set()
            process = self._process
            self._write(m.Quit())
        if process is None:
            return
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            _kill(process)
        if threading.current_thread() is not self._reader:
            self._reader.join(_STOP_S)

    def _spawn(self) -> None:
        process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._process = process
        threading.Thread(target=self._listen_to_stderr, args=(process,), daemon=True).start()

    def _write(self, command: m.Command) -> bool:
        """False where the process is gone; called with the lock held."""
        process = self._process
        if process is None or process.stdin is None:
            return False
        try:
            process.stdin.write(encode(command))
            process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def _live(self) -> None:
        """Reads one phone after the other until stopped or until they die too fast."""
        died: float | None = None
        while (process := self._process) is not None:
            self._read(process, died)
            process.wait()
            died = time.monotonic()
            _close_pipes(process)
            detail = self._how_it_died(process)
            last = self._dies_too_often(died) or not self._started.done()
            if not self._started.done():
                self._started.set_result(_lost("", detail))
            with self._lock:
                stopping = self._stopping.is_set()
                self._process = None
                if not (stopping or last):
                    self._spawn()
            self._abandon("The phone was stopped." if stopping else detail)
            if not stopping:
                detail = f"{detail} {_GIVEN_UP}" if len(self._crashes) >= _CRASHES else detail
                self._tell(m.PhoneLost(at=self._clock.now(), detail=detail, given_up=last))

    def _read(self, process: subprocess.Popen[bytes], died: float | None) -> None:
        """Until the phone closes its end. `died`: when the phone before it was found dead."""
        assert process.stdout is not None  # noqa: S101 -- a pipe was asked for
        for line in process.stdout:
            self._heard = True
            try:
                event = decode_event(line)
            except ValueError:
                self._last_words.append("it told something that is no event")
                continue
            if isinstance(event, m.Done):
                self._resolve(event)
                continue
            self._follow(event)
            self._tell(event)
            if isinstance(event, m.Ready):
                self._ready = process
                answer = self.send(self._configure)
                answer.add_done_callback(lambda done: self._configured(done.result(), died))

    def _configured(self, done: m.Done, died: float | None) -> None:
        self.port = done.port or 0
        if not self._started.done():
            self._started.set_result(done)
        if died is None:
            return
        if done.ok:
            after_s = round(time.monotonic() - died, 3)
            self._tell(m.PhoneRestarted(at=self._clock.now(), after_s=after_s))
        elif done.error != "phone_lost":
            detail = f"The new phone cannot be set up: {done.detail}"
            self._tell(m.PhoneLost(at=self._clock.now(), detail=detail, given_up=True))

    def _follow(self, event: m.Event) -> None:
        """Keeps the calls that are alive."""
        now = time.monotonic()
        with self._lock:
            if isinstance(event, m.Incoming):
                self._calls[event.call_id] = _LiveCall(rang=now)
            elif isinstance(event, m.Ended):
                self._calls.pop(event.call_id, None)
            elif isinstance(event, m.Ringing | m.Answered | m.RecordingPaused | m.RecordingResumed):
                call = self._calls.setdefault(event.call_id, _LiveCall())
                if isinstance(event, m.Ringing):
                    call.rang = call.rang or now
                elif isinstance(event, m.Answered):
                    call.answered = now
                    call.paused_from = 0.0 if call.record and call.record.paused else None
                elif isinstance(event, m.RecordingPaused):
                    call.paused_from = event.at_s
                elif call.paused_from is not None:
                    call.pauses.append((call.paused_from, event.at_s))
                    call.paused_from = None

    def _forget_refused(self, call_id: CallId, answer: Future[m.Done]) -> None:
        done = answer.result()
        if not done.ok and done.error not in ("phone_lost", "call_exists"):
            with self._lock:
                self._calls.pop(call_id, None)

    def _abandon(self, detail: str) -> None:
        """Ends every live call and answers every open command on behalf of a phone that is gone."""
        with self._lock:
            calls, self._calls = self._calls, {}
            tokens = list(self._answers)
        for call_id, call in calls.items():
            self._tell(self._ended_by_phone(call_id, call, detail))
        for token in tokens:
            self._resolve(_lost(token))

    def _ended_by_phone(self, call_id: CallId, call: _LiveCall, detail: str) -> m.Ended:
        now = time.monotonic()
        recording = None
        if call.record is not None and call.answered is not None:
            path = Path(call.record.path)
            cut = settle_cut(path)
            recording = cut_recording(path, cut, tuple(call.pauses)) if cut else None
        rang_until = call.answered or now
        return m.Ended(
            at=self._clock.now(),
            call_id=call_id,
            code=0,
            reason=detail,
            ended_by="phone",
            ring_s=round(rang_until - call.rang, 3) if call.rang is not None else 0.0,
            talk_s=round(now - call.answered, 3) if call.answered is not None else 0.0,
            recording=recording,
        )

    def _resolve(self, done: m.Done) -> None:
        with self._lock:
            answer = self._answers.pop(done.token, None)
        if answer is not None and answer.set_running_or_notify_cancel():
            answer.set_result(done)

    def _tell(self, event: m.Event) -> None:
        self._on_event(event)

    def _watch(self) -> None:
        """Kills a phone that has told nothing for three beats, though it was asked each time."""
        silent = 0
        watched: subprocess.Popen[bytes] | None = None
        while not self._stopping.wait(_BEAT_S):
            process = self._process
            if self._heard or process is not watched:
                silent, watched = 0, process
            else:
                silent += 1
            self._heard = False
            if process is not None and process.poll() is None:
                if silent >= (_SILENT_BEATS if process is self._ready else _STARTING_BEATS):
                    self._last_words.append("it did not answer")
                    _kill(process)
                else:
                    self.send(m.Ping())

    def _dies_too_often(self, now: float) -> bool:
        self._crashes.append(now)
        while now - self._crashes[0] > _CRASH_SPAN_S:
            self._crashes.popleft()
        return len(self._crashes) >= _CRASHES

    def _how_it_died(self, process: subprocess.Popen[bytes]) -> str:
        code = process.returncode
        how = f"by signal {-code}" if code < 0 else f"with code {code}"
        words = "; ".join(self._last_words)
        self._last_words.clear()
        return f"The phone process ended {how}{': ' + words if words else ''}."

    def _listen_to_stderr(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None  # noqa: S101 -- a pipe was asked for
        with process.stderr as words:
            for line in words:
                text = line.decode(errors="replace").strip()[:200]
                if text and not _LIBRARY_LOG.match(text):
                    self._last_words.append(text)


_GIVEN_UP = f"It died {_CRASHES} times within a minute and is not started again."


def _lost(token: str, detail: str = "The phone is gone.") -> m.Done:
    return m.Done(token=token, ok=False, error="phone_lost", detail=detail)


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.kill(process.pid, signal.SIGKILL)


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue
