"""Records one call while it is held: the conference clock hands over both sides of each 20 ms tick
together, a thread of its own makes Ogg/Opus of them, 100 ms at a time (left agent, right debtor),
and passes the pages to the sealing. Nothing here waits on the disk in the conference's clock: what
a slow disk does not take waits in memory, for so long and no longer, and what is then lost is
said."""

import math
import queue
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import pyrage

from desk_client.phone.commands import Record
from desk_client.phone.events import Recording
from desk_client.phone.limits import Refused
from desk_client.phone.opus_pages import PAGE_SAMPLES, Both, OpusPages, opus_pages
from desk_client.phone.sealed_audio import RATE, CutRecording, segments_path, settle_cut
from desk_client.phone.sealing import Sealing, recipients_from
from desk_client.phone.segments import Mark, Spans

FRAME_BYTES = RATE // 50 * 2  # 20 ms of 16-bit mono
LEAST_ROOM = 200_000_000  # bytes: four calls of two hours, written twice until they end
SLOW_S = 1.0  # a backlog that is told
MOST_WAITING_S = 30.0  # of sound in memory for a disk that does not take it: 1.9 MB a call
_TICK_S = 0.02
_TICKS_PER_PAGE = PAGE_SAMPLES * 2 // FRAME_BYTES
_PAGE_S = _TICKS_PER_PAGE * _TICK_S

_Tick = tuple[bytes, bytes]


def check_record(wanted: Record) -> None:
    """Refused where this recording could not be made; asked before the call is placed."""
    path = Path(wanted.path)
    try:
        recipients_from(wanted.recipients)
    except pyrage.RecipientError:
        raise Refused("bad_recipient", "A recording's recipient is no age public key.") from None
    if not path.parent.is_dir():
        raise Refused("no_folder", "The folder for the recording is not there.")
    if path.exists() or segments_path(path).exists():
        raise Refused("path_taken", "There is a recording of this name already.")
    if wanted.required:
        fault = room_fault(shutil.disk_usage(path.parent).free)
        if fault is not None:
            raise Refused("no_room", fault)


def room_fault(free_bytes: int) -> str | None:
    """Why a call that must be recorded may not be placed; None where the disk has room for it."""
    if free_bytes >= LEAST_ROOM:
        return None
    return (
        f"The disk has {free_bytes // 1_000_000} MB left and a recording needs "
        f"{LEAST_ROOM // 1_000_000} MB; no call is placed that cannot be recorded."
    )


class Alarm(NamedTuple):
    """What a person must be told about a recording: a warning's `what` and one sentence."""

    what: Literal["recording_failed", "recording_slow"]
    detail: str


class _Page(NamedTuple):
    """What fills one page of the file."""

    ticks: list[_Tick]
    until_s: float


class _Moment(NamedTuple):
    """A mark between the pages."""

    mark: Mark
    at_s: float


class CallRecording:
    """A recording from its first tick to the file's final name.

    `push` belongs to the conference's clock; the other methods may be called from another thread.
    `finish` returns at once and `made` is set when the file is closed. `alarms` fill when the disk
    refuses or is behind; the call is never touched. `failed`: nothing is taken any more.
    """

    def __init__(
        self,
        path: Path,
        recipients: Sequence[str],
        *,
        paused: bool,
        most_waiting_s: float = MOST_WAITING_S,
    ) -> None:
        """OSError where the file cannot be made; pyrage.RecipientError where a key is none."""
        self.path = path
        self._sealing = Sealing(path, recipients_from(recipients))
        self._waiting: queue.SimpleQueue[_Page | _Moment | None] = queue.SimpleQueue()
        self._most_waiting_s = most_waiting_s
        self._pushed = self._taken = 0  # pages
        self._clock_ticks = 0
        self._page: list[_Tick] = []
        self._spans = Spans()
        self._samples = 0
        self._squares = [0.0, 0.0]
        self._finishing = False
        self._taking = not paused
        self._told_slow = False
        self.failed = False
        self.alarms: queue.SimpleQueue[Alarm] = queue.SimpleQueue()
        self.made = threading.Event()
        self.result: Recording | None = None
        if paused:
            self._mark(Mark.PAUSED)
        self._thread = threading.Thread(target=self._write, name="recording", daemon=True)
        self._thread.start()

    @property
    def clock_s(self) -> float:
        """Seconds since the first tick; runs on in a pause."""
        return round(self._clock_ticks * _TICK_S, 2)

    @property
    def paused(self) -> bool:
        return self._spans.since(Mark.PAUSED) is not None

    @property
    def waiting_s(self) -> float:
        """Sound in memory that the disk has not taken yet."""
        return (self._pushed - self._taken) * _PAGE_S

    def push(self, agent: bytes, debtor: bytes) -> None:
        """Both sides of one tick; an empty side is silence."""
        self._clock_ticks += 1
        if self._taking:
            self._page.append((agent, debtor))
            if len(self._page) == _TICKS_PER_PAGE:
                self._hand_over()

    def pause(self) -> float:
        """Writes nothing from here on; the moment on the recording's clock."""
        began = self._spans.since(Mark.PAUSED)
        self._taking = False
        return self._mark(Mark.PAUSED) if began is None else began

    def resume(self) -> float:
        """Writes again; the moment on the recording's clock."""
        at_s = self._mark(Mark.RESUMED) if self.paused else self.clock_s
        self._taking = not (self._finishing or self.failed)
        return at_s

    def hold(self, by: Literal["us", "them"], *, on: bool) -> None:
        """Marks a hold, which is recorded as the silence that it is."""
        ours = Mark.HELD_BY_US if on else Mark.FREED_BY_US
        theirs = Mark.HELD_BY_THEM if on else Mark.FREED_BY_THEM
        self._mark(ours if by == "us" else theirs)

    def finish(self) -> None:
        """No tick is taken any more; the file is closed behind our back."""
        self._taking = False
        if not self._finishing:
            self._finishing = True
            self._waiting.put(None)

    # In the conference's clock.

    def _hand_over(self) -> None:
        page, self._page = self._page, []
        began_s = round(self.clock_s - _PAGE_S, 2)
        waiting_s, losing = self.waiting_s, self._spans.since(Mark.LOST) is not None
        if losing and waiting_s <= self._most_waiting_s / 2:
            losing = False
            self._mark(Mark.KEPT, began_s)
        if not losing and waiting_s >= self._most_waiting_s:
            losing = True
            self._mark(Mark.LOST, began_s)
            self._warn_slow(
                f"{waiting_s:.0f} s of the recording wait for it, and what is said is lost."
            )
        elif waiting_s >= SLOW_S and not self._told_slow:
            self._told_slow = True
            self._warn_slow(f"{waiting_s:.0f} s of the recording wait for it.")
        if not losing:
            self._pushed += 1
            self._waiting.put(_Page(page, self.clock_s))

    def _warn_slow(self, what_waits: str) -> None:
        self.alarms.put(Alarm("recording_slow", f"The disk is too slow: {what_waits}"))

    def _mark(self, mark: Mark, at_s: float | None = None) -> float:
        at_s = self.clock_s if at_s is None else at_s
        self._spans.mark(mark, at_s)
        if not self.failed:
            self._waiting.put(_Moment(mark, at_s))
        return at_s

    # In the thread that writes.

    def _write(self) -> None:
        try:
            pages = opus_pages()
            while (item := self._waiting.get()) is not None:
                if isinstance(item, _Moment):
                    self._sealing.add(b"", item.at_s, self._seconds, self._rms(), item.mark)
                else:
                    self._take_in(item, pages)
                    self._taken += 1
            self._end(pages)
        except OSError as error:
            self._fail(f"The recording cannot be written: {error.strerror or error}.")
            self._keep_what_there_is()
        finally:
            if self.result is None and not self.failed:
                self._fail("The recording broke off by a fault of the program.")
            self.made.set()

    def _fail(self, why: str) -> None:
        self.failed, self._taking = True, False
        self.alarms.put(Alarm("recording_failed", why))

    def _take_in(self, page: _Page, pages: OpusPages) -> None:
        both = self._both(page.ticks)
        made = pages.write(both)
        self._sealing.add(made, page.until_s, self._seconds, self._rms())

    def _end(self, pages: OpusPages) -> None:
        ticks, self._page = self._page, []
        if not self._samples and not ticks:
            ticks = [(b"", b"")]  # no player opens an Ogg without sound
        made = pages.end(self._both(ticks))
        self._sealing.add(made, self.clock_s, self._seconds, self._rms())
        sha256, size = self._sealing.finish()
        agent_rms, debtor_rms = self._rms()
        result = Recording(
            path=str(self.path),
            sha256=sha256,
            seconds=round(self._seconds, 3),
            paused=self._spans.paused(self.clock_s),
            held=self._spans.held(self.clock_s),
            lost=self._spans.lost(self.clock_s),
            bytes=size,
            agent_rms=round(agent_rms, 5),
            debtor_rms=round(debtor_rms, 5),
        )
        self._sealing.settle(result)
        self.result = result

    def _both(self, ticks: list[_Tick]) -> Both:
        """The sides beside each other; counted."""
        both = np.empty((len(ticks) * FRAME_BYTES // 2, 2), np.int16)
        for side in (0, 1):
            said = np.frombuffer(b"".join(_full(tick[side]) for tick in ticks), np.int16)
            both[:, side] = said
            loud = said.astype(np.float32)
            self._squares[side] += float(np.dot(loud, loud))
        self._samples += len(both)
        return both

    @property
    def _seconds(self) -> float:
        return self._samples / RATE

    def _rms(self) -> tuple[float, float]:
        """Of the agent and the debtor so far, of full scale 1.0."""
        agent, debtor = self._squares
        samples = max(1, self._samples)
        return math.sqrt(agent / samples) / 32768, math.sqrt(debtor / samples) / 32768

    def _keep_what_there_is(self) -> None:
        self._sealing.abandon()
        cut = settle_cut(self.path)
        if cut is not None:
            self.result = cut_recording(self.path, cut, self._spans.paused(self.clock_s))


def cut_recording(
    path: Path, cut: CutRecording, paused: tuple[tuple[float, float], ...]
) -> Recording:
    """The message about a recording whose end may be missing. `paused` as the desk knows it, for
    files that do not tell."""
    return Recording(
        path=str(path),
        sha256=cut.sha256,
        seconds=round(cut.seconds, 3),
        paused=cut.paused or paused,
        held=cut.held,
        lost=cut.lost,
        bytes=cut.bytes,
        agent_rms=round(cut.agent_rms, 5),
        debtor_rms=round(cut.debtor_rms, 5),
        complete=cut.complete,
    )


def _full(frame: bytes) -> bytes:
    return frame if len(frame) == FRAME_BYTES else frame[:FRAME_BYTES].ljust(FRAME_BYTES, b"\0")
