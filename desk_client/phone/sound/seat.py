"""One place at the desk (microphone, earphone, ring) and the device that serves it. `look` is
called again and again with what is plugged in; it opens, leaves and exchanges devices, and tells
what it did."""

import time
from collections.abc import Callable, Sequence

from desk_client.phone.sound.device import (
    NAMED,
    SILENCE,
    Device,
    Place,
    SoundChange,
    SoundNotice,
    chosen,
)
from desk_client.phone.sound.drift_buffer import DriftBuffer
from desk_client.phone.sound.ends import Microphone, Speaker
from desk_client.phone.sound.library import NoSound, SoundLibrary, Stream

_STARVED_S = 0.4  # an open device that neither gives nor takes for so long is opened anew
_TRY_AGAIN_S = 1.0


class Seat:
    """Keeps one place served; all methods are called from the watching thread."""

    def __init__(
        self, place: Place, end: Microphone | Speaker, tell: Callable[[SoundNotice], None]
    ) -> None:
        self.place = place
        self._end = end
        self._tell = tell
        self._choice = SILENCE
        self._stream: Stream | None = None
        self._served_by: str | None = None  # as last told, "" = by none; None = nothing told yet
        self._refused = ""
        self._not_before = 0.0

    @property
    def served_by(self) -> str:
        """The device in use, "" where there is none."""
        return self._served_by or ""

    def choose(self, choice: str) -> None:
        """What is used from the next look on; a choice is not told as a change."""
        if choice != self._choice:
            self._choice = choice
            self._served_by = None
            self._refused = ""
            self._not_before = 0.0
            self.let_go()

    def look(self, library: SoundLibrary | None, devices: Sequence[Device]) -> None:
        """Serves the place by what is there now."""
        device = chosen(self._choice, self.place.kind, devices)
        stream = self._stream
        if stream is not None and (
            device is None
            or stream.device.key != device.key
            or not stream.runs
            or self._starved(stream)
        ):
            self.let_go()
        if device is not None and library is not None and self._stream is None:
            self._open(library, device)
        if self._choice != SILENCE and (device is None or self._stream is not None):
            self._tell_change(device, devices)

    def _starved(self, stream: Stream) -> bool:
        now = time.monotonic()
        starved = now - stream.called_at > _STARVED_S and now >= self._not_before
        if starved:
            self._not_before = now + _TRY_AGAIN_S
        return starved

    def _open(self, library: SoundLibrary, device: Device) -> None:
        now = time.monotonic()
        if self._refused == device.name and now < self._not_before:
            return
        buffer = DriftBuffer()
        end = self._end
        try:
            if isinstance(end, Microphone):
                self._stream = library.capture(device, lambda block: end.heard(block, buffer))
            else:
                self._stream = library.playback(device, lambda count: end.wanted(count, buffer))
        except NoSound:
            if self._refused != device.name:
                self._tell(SoundNotice(SoundChange.DEVICE_REFUSED, self.place, device.name, ""))
            self._refused, self._not_before = device.name, now + _TRY_AGAIN_S
            return
        self._refused = ""
        end.buffer = buffer

    def let_go(self) -> None:
        """Closes the device."""
        stream, self._stream = self._stream, None
        self._end.buffer = None
        if stream is not None:
            stream.close()

    def _tell_change(self, device: Device | None, devices: Sequence[Device]) -> None:
        now = device.name if device is not None else ""
        before, self._served_by = self._served_by, now
        if now == before:
            return
        wanted = self._choice.removeprefix(NAMED) if self._choice.startswith(NAMED) else None
        plugged = {each.name for each in devices if each.kind is self.place.kind}
        if wanted is not None and now != wanted and before in (None, wanted):
            self._tell(SoundNotice(SoundChange.DEVICE_LOST, self.place, wanted, now))
        elif not now:
            self._tell(SoundNotice(SoundChange.DEVICE_LOST, self.place, before or "", ""))
        elif before is None:
            pass  # served as chosen, from the start
        elif now == wanted or not before:
            self._tell(SoundNotice(SoundChange.DEVICE_BACK, self.place, now, now))
        elif before not in plugged:
            self._tell(SoundNotice(SoundChange.DEVICE_LOST, self.place, before, now))
        else:
            self._tell(SoundNotice(SoundChange.DEVICE_CHANGED, self.place, before, now))
