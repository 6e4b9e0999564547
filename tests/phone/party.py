"""One side of a call in these tests: a real phone process, and what it told, in order."""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.client import Diagnose, PhoneClient

LONGEST_S = 15.0
PHONE = (sys.executable, "-m", "desk_client.phone")
Kind = TypeVar("Kind", bound=BaseModel)


class Party:
    """A phone and its events."""

    def __init__(
        self,
        name: str,
        *,
        capture: str = "silence",
        playback: str = "silence",
        ring: str = "silence",
        command: Sequence[str] = PHONE,
        diagnose: Diagnose | None = None,
        spare: bool = False,
        **account: Any,
    ) -> None:
        self.told: list[m.Event] = []
        self._news = threading.Condition()
        audio = m.Audio(capture=capture, playback=playback, ring=ring)
        self.client = PhoneClient(
            configure=m.Configure(
                user=name, audio=audio, **{"domain": "127.0.0.1", "bind": "127.0.0.1"} | account
            ),
            on_event=self._hear,
            command=command,
            diagnose=diagnose,
            spare=spare,
        )

    @property
    def address(self) -> str:
        return f"sip:debtor@127.0.0.1:{self.client.port}"

    def _hear(self, event: m.Event) -> None:
        with self._news:
            self.told.append(event)
            self._news.notify_all()

    def wait(
        self, kind: type[Kind], *, after: int = 0, where: Callable[[Kind], bool] | None = None
    ) -> Kind:
        """The first such event since `after`; fails where none comes in time."""

        def found() -> Kind | None:
            for event in self.told[after:]:
                if isinstance(event, kind) and (where is None or where(event)):
                    return event
            return None

        with self._news:
            self._news.wait_for(lambda: found() is not None, LONGEST_S)
            event = found()
        assert event is not None, f"no {kind.__name__}, but {[e.type for e in self.told[after:]]}"
        return event

    def of_call(self, kind: type[Kind], call_id: CallId) -> Kind:
        """The first such event about this call."""
        return self.wait(kind, where=lambda event: getattr(event, "call_id", None) == call_id)

    def do(self, command: m.Command) -> m.Done:
        """Sends a command and waits for its answer."""
        return self.client.send(command).result(LONGEST_S)

    def dial(
        self,
        to: str,
        *,
        ring_timeout_s: float = 30.0,
        headers: dict[str, str] | None = None,
        record: m.Record | None = None,
    ) -> CallId:
        """Places a call that the phone takes on."""
        call_id = CallId(new_id())
        done = self.do(
            m.Dial(
                call_id=call_id,
                to=to,
                ring_timeout_s=ring_timeout_s,
                headers=headers or {},
                record=record,
            )
        )
        assert done.ok, done
        return call_id

    def talk_to(self, other: "Party", *, record: m.Record | None = None) -> tuple[CallId, CallId]:
        """A call that the other answered: its id here and its id there."""
        before = len(other.told)
        ours = self.dial(other.address, record=record)
        theirs = other.wait(m.Incoming, after=before).call_id
        assert other.do(m.Answer(call_id=theirs)).ok
        self.of_call(m.Answered, ours)
        other.of_call(m.Answered, theirs)
        return ours, theirs

    def dial_many(self, to: str, count: int) -> list[Future[m.Done]]:
        """Places calls as fast as the pipe takes them."""
        return [self.client.send(m.Dial(call_id=CallId(new_id()), to=to)) for _ in range(count)]

    def listen_for(self, seconds: float, call_id: CallId) -> None:
        """Waits until the phone has measured the call for so long, at 15 levels a second."""
        before = len(self.told)
        wanted = max(1, round(seconds * 15))
        end = time.monotonic() + LONGEST_S

        def measured() -> int:
            return sum(
                isinstance(event, m.Level) and event.call_id == call_id
                for event in self.told[before:]
            )

        with self._news:
            self._news.wait_for(lambda: measured() >= wanted, end - time.monotonic())
        assert measured() >= wanted


def loudness_of(samples: NDArray[np.int16], hertz: int) -> float:
    """The amplitude of one tone, of full scale 1.0."""
    times = np.arange(len(samples)) / 16_000
    wave = np.exp(-2j * np.pi * hertz * times)
    return float(abs(np.sum(samples / 32768 * wave)) * 2 / len(samples))


def tone_file(path: Path, hertz: int) -> Path:
    """One second of a tone of amplitude 0.25 that can be looped."""
    import soundfile

    times = np.arange(16_000) / 16_000
    soundfile.write(
        path, (0.25 * 32767 * np.sin(2 * np.pi * hertz * times)).astype("int16"), 16_000
    )
    return path
