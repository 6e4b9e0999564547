"""The sound of this desk: a microphone and an earphone for the conference, and what rings, on
devices that people plug and unplug as they like. A thread of its own watches what is plugged in,
opens and exchanges devices; nobody who calls waits for the sound system, but for `open`."""

import logging
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from desk_client.phone.limits import Refused
from desk_client.phone.sound.device import (
    DEFAULT,
    SILENCE,
    Device,
    Place,
    SoundNotice,
    check_choice,
)
from desk_client.phone.sound.ends import Microphone, Speaker
from desk_client.phone.sound.level import Level
from desk_client.phone.sound.library import NoSound, SoundLibrary
from desk_client.phone.sound.seat import Seat

_LOOK_S = 0.15  # half a second is allowed from unplugging to sound again
_OPEN_S = 2.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud each place is now."""

    microphone: Level
    earphone: Level
    ring: Level


class DeskSound:
    """Microphone, earphone and ring of one desk."""

    def __init__(self) -> None:
        self.microphone = Microphone()
        self.speaker = Speaker()
        self.ring = Speaker()
        self._notices: deque[SoundNotice] = deque(maxlen=100)
        self._seats = (
            Seat(Place.MICROPHONE, self.microphone, self._notices.append),
            Seat(Place.EARPHONE, self.speaker, self._notices.append),
            Seat(Place.RING, self.ring, self._notices.append),
        )
        self._choices: Mapping[Place, str] = dict.fromkeys(Place, SILENCE)
        self._devices: tuple[Device, ...] = ()
        self._library: SoundLibrary | None = None
        self._wake = threading.Event()
        self._looked = threading.Event()
        self._closing = False
        self._watcher: threading.Thread | None = None

    def open(self, capture: str = DEFAULT, playback: str = DEFAULT, ring: str = DEFAULT) -> None:
        """Serves the three places from now on: `default`, `device:<name>` or `silence` each; may be
        called again at any time. Refused where it is written otherwise. Returns when the devices
        are open, or after 2 s, when the sound system does not answer; it is tried on then."""
        choices = {Place.MICROPHONE: capture, Place.EARPHONE: playback, Place.RING: ring}
        for choice in choices.values():
            if not check_choice(choice):
                raise Refused("bad_device", "A sound device is default, silence or device:<name>.")
        self._choices = choices
        self._looked.clear()
        self._wake.set()
        if self._watcher is None:
            self._closing = False
            self._watcher = threading.Thread(target=self._watch, name="sound", daemon=True)
            self._watcher.start()
        self._looked.wait(_OPEN_S)

    def devices(self) -> tuple[Device, ...]:
        """What is plugged in, as last looked at."""
        return self._devices

    def in_use(self) -> Mapping[Place, str]:
        """The device that serves each place, "" where none does."""
        return {seat.place: seat.served_by for seat in self._seats}

    def set_gain(self, capture_db: float, playback_db: float) -> None:
        """Louder or softer, -40 to 20 dB; what rings is not touched."""
        self.microphone.gain.set(capture_db)
        self.speaker.gain.set(playback_db)

    @property
    def levels(self) -> Levels:
        return Levels(self.microphone.level, self.speaker.level, self.ring.level)

    def poll(self) -> list[SoundNotice]:
        """What happened to devices since the last call; never waits."""
        notices = []
        while self._notices:
            notices.append(self._notices.popleft())
        return notices

    def close(self) -> None:
        """Lets all devices go."""
        watcher, self._watcher = self._watcher, None
        if watcher is not None:
            self._closing = True
            self._wake.set()
            watcher.join(_OPEN_S)

    def _watch(self) -> None:
        while not self._closing:
            self._wake.clear()
            choices = self._choices
            self._look()
            if choices is self._choices:
                self._looked.set()
            self._wake.wait(_LOOK_S)
        for seat in self._seats:
            seat.let_go()
        if self._library is not None:
            self._library.close()
            self._library = None

    def _look(self) -> None:
        try:
            if self._library is None:
                self._library = SoundLibrary()
                _log.info("sound by %s", self._library.backend)
            self._devices = self._library.devices()
        except NoSound:
            self._devices = ()
        for seat in self._seats:
            seat.choose(self._choices[seat.place])
            seat.look(self._library, self._devices)
        if not self._devices and self._library is not None:
            self._library.close()  # a sound system that went takes its connection with it
            self._library = None
