"""The desk's end of the phone process. A phone that dies or falls silent costs the calls it held,
nothing else: each is told as ended by `phone`, a new process is started at once and configured as
the old one was, on the same port, so that its registration replaces the dead one's. Three deaths
within a minute stop that until somebody orders a new try. One thread reads what the phone tells,
restarts it, and calls `on_event`; a second one asks it ten times a second whether it lives."""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from desk_client.clock import Clock, SystemClock
from desk_client.errors import DeskError
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.child import PhoneChild
from desk_client.phone.crash_watch import (
    BEAT_S,
    CRASHES,
    SILENT_BEATS,
    SPARE_BEATS,
    STARTING_BEATS,
    Crash,
    Crashes,
    Silence,
)
from desk_client.phone.live_call import LiveCalls
from desk_client.phone.spare import Spare
from desk_client.phone.wire import decode_event, encode

_READY_S = 15.0
_STOP_S = 5.0
_PING = encode(m.Ping())
_GIVEN_UP = f"It died {CRASHES} times within a minute and is not started again"

Diagnose = Callable[[tuple[Crash, ...]], Path | None]


class PhoneClient:
    """Starts the phone process, sends commands, and passes its events on.

    `on_event` is called from a thread of the client's own, one event at a time. It may send
    commands but must not wait for their answers. `diagnose` writes down what is known of a phone
    that died too often, and answers where; the place stands in the sentence that is told.
    `spare`: a second process waits to take the place of a dead one.
    """

    def __init__(
        self,
        *,
        configure: m.Configure,
        on_event: Callable[[m.Event], None],
        command: Sequence[str] = (sys.executable, "-m", "desk_client.phone"),
        clock: Clock | None = None,
        diagnose: Diagnose | None = None,
        spare: bool = False,
    ) -> None:
        self._configure = configure
        self._on_event = on_event
        self._command = tuple(command)
        self._clock: Clock = clock or SystemClock()
        self._diagnose = diagnose
        self._lock = threading.Lock()
        self._child: PhoneChild | None = None
        self._configured: PhoneChild | None = None  # only this one must answer within a second
        self._answers: dict[str, Future[m.Done]] = {}
        self._tokens = 0
        self._calls = LiveCalls()
        self._crashes = Crashes()
        self._silence = Silence()
        self._spare = Spare(command) if spare else None
        self._telling = False  # the reader is busy with an event and hears nothing meanwhile
        self._stopping = threading.Event()
        self._started: Future[m.Done] = Future()
        self._reader = self._new_reader()
        self.port = 0  # where the phone listens for SIP, once configured

    @property
    def pid(self) -> int | None:
        """The phone process; None while there is none."""
        child = self._child
        return child.pid if child is not None and child.alive else None

    @property
    def has_spare(self) -> bool:
        """Whether another process waits to take over."""
        return self._spare is not None and self._spare.waits

    def start(self) -> None:
        """Returns when the phone is configured; DeskError where it does not start or refuses."""
        self._child = PhoneChild(self._command)
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

    def try_again(self) -> bool:
        """Starts a phone that was given up once more; `phone_restarted` or `phone_lost` tells what
        came of it. False where there is nothing to try: it lives, or this client was stopped."""
        if self._child is None:
            self._reader.join(_STOP_S)  # it may still be telling that it gave up
        with self._lock:
            if self._child is not None or self._reader.is_alive() or self._stopping.is_set():
                return False
            self._crashes.forgive()
            self._child = self._next_child()
            self._reader = self._new_reader(died=time.monotonic())
            self._reader.start()
        return True

    def send(self, command: m.Command) -> Future[m.Done]:
        """Sends a command; the future always gets an answer, `phone_lost` where there is no phone.

        It is resolved in the client's reading thread.
        """
        answer: Future[m.Done] = Future()
        with self._lock:
            self._tokens += 1
            token = str(self._tokens)
            self._answers[token] = answer
            self._calls.commanded(command)
            line = encode(command.model_copy(update={"token": token}))
            sent = self._child is not None and self._child.write(line)
        if not sent:
            self._resolve(_lost(token))
        elif isinstance(command, m.Dial):
            answer.add_done_callback(lambda done: self._forget_refused(command.call_id, done))
        return answer

    def stop(self) -> None:
        """Ends all calls and the process; events come until this returns."""
        with self._lock:
            self._stopping.set()
            if self._spare is not None:
                self._spare.drop()
            child = self._child
            if child is not None:
                child.write(encode(m.Quit()))
        if child is None:
            return
        if not child.wait(_STOP_S):
            child.kill()
        if threading.current_thread() is not self._reader:
            self._reader.join(_STOP_S)

    def _next_child(self) -> PhoneChild:
        spare = self._spare.take() if self._spare is not None else None
        return spare or PhoneChild(self._command)

    def _new_reader(self, died: float | None = None) -> threading.Thread:
        return threading.Thread(target=self._live, args=(died,), name="phone", daemon=True)

    def _live(self, died: float | None) -> None:
        """Reads one phone after the other until stopped or until they die too fast. `died`: when
        the one before was found dead, in monotonic seconds."""
        while (child := self._child) is not None:
            self._read(child, died)
            detail = child.reap()
            died = time.monotonic()
            crash = Crash(self._clock.now(), detail, tuple(child.said))
            too_often = self._crashes.add(crash, died)
            given_up = too_often or child.refuses or not self._started.done()
            if not self._started.done():
                self._started.set_result(_lost("", detail))
            with self._lock:
                calls, tokens = self._calls.abandon(), list(self._answers)
                stopping = self._stopping.is_set()
                self._child = None if stopping or given_up else self._next_child()
            for call_id, call in calls.items():
                reason = "The phone was stopped." if stopping else detail
                self._on_event(call.ended_by_phone(call_id, reason, self._clock))
            for token in tokens:
                self._resolve(_lost(token))
            if not stopping:
                self._tell_lost(detail, given_up=given_up, too_often=too_often)

    def _tell_lost(self, detail: str, *, given_up: bool, too_often: bool) -> None:
        bundle = None
        if too_often:
            detail = f"{detail} {_GIVEN_UP}"
            place = self._diagnose(self._crashes.recent()) if self._diagnose else None
            bundle = str(place) if place else None
            detail += f"; what is known of it lies in {bundle}." if bundle else "."
        lost = m.PhoneLost(at=self._clock.now(), detail=detail, given_up=given_up, bundle=bundle)
        self._on_event(lost)

    def _read(self, child: PhoneChild, died: float | None) -> None:
        """Until the phone closes its end."""
        for line in child.lines():
            self._silence.heard()
            try:
                event = decode_event(line)
            except ValueError:
                child.blame = "it told something that is no event"
                continue
            self._telling = True
            if isinstance(event, m.Done):
                self._resolve(event)
            else:
                with self._lock:
                    self._calls.follow(event)
                self._on_event(event)
                if isinstance(event, m.Ready):
                    self._set_up(child, died)
            self._telling = False

    def _set_up(self, child: PhoneChild, died: float | None) -> None:
        """Configures a phone that stands; a later one on the port of the first, if it is free."""
        wanted = self._configure
        again = wanted.model_copy(update={"port": self.port}) if self.port else wanted

        def told(answer: Future[m.Done]) -> None:
            done = answer.result()
            if not done.ok and done.error != "phone_lost" and again.port != wanted.port:
                self.send(wanted).add_done_callback(
                    lambda second: self._is_set_up(second.result(), child, died)
                )
            else:
                self._is_set_up(done, child, died)

        self.send(again).add_done_callback(told)

    def _is_set_up(self, done: m.Done, child: PhoneChild, died: float | None) -> None:
        if done.ok:
            self.port = done.port or 0
            self._configured = child
        if not self._started.done():
            self._started.set_result(done)
        if died is None:
            return
        if done.ok:
            after_s = round(time.monotonic() - died, 3)
            self._on_event(m.PhoneRestarted(at=self._clock.now(), after_s=after_s))
        elif done.error != "phone_lost":
            child.refuses = True
            child.kill(blame=f"it cannot be set up: {done.detail}")

    def _forget_refused(self, call_id: CallId, answer: Future[m.Done]) -> None:
        done = answer.result()
        if not done.ok and done.error not in ("phone_lost", "call_exists"):
            with self._lock:
                self._calls.forget(call_id)

    def _resolve(self, done: m.Done) -> None:
        with self._lock:
            answer = self._answers.pop(done.token, None)
        if answer is not None and answer.set_running_or_notify_cancel():
            answer.set_result(done)

    def _watch(self) -> None:
        """Kills a phone that told nothing for a second, though it was asked at each beat; keeps a
        spare for one that has stood for a while."""
        stood, whose = 0, None
        while not self._stopping.wait(BEAT_S):
            child = self._child
            if child is None or not child.alive:
                continue
            stood = stood + 1 if child is whose and child is self._configured else 0
            whose = child
            starved = child.starved()
            silent = self._silence.beat(child, excused=starved or self._telling)
            if silent >= (SILENT_BEATS if child is self._configured else STARTING_BEATS):
                child.kill(blame="it did not answer")
            elif self._lock.acquire(timeout=BEAT_S):  # a sender may be stuck in a full pipe
                try:
                    if child.takes_input():
                        child.write(_PING)
                    if self._spare is not None and stood >= SPARE_BEATS:
                        self._spare.keep()
                finally:
                    self._lock.release()


def _lost(token: str, detail: str = "The phone is gone.") -> m.Done:
    return m.Done(token=token, ok=False, error="phone_lost", detail=detail)
