"""The agent's own microphone, earphone and ring in the conference: ports made once, behind which
files or devices change as people like. What happens to devices is told as events, four times a
second at most."""

import time
from collections.abc import Callable

import numpy as np
import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.phone import messages as m
from desk_client.phone.limits import Refused
from desk_client.phone.sip.frames import mono_16_khz, reader, writer
from desk_client.phone.sip.ports import DeskPorts, Ear, Mouth
from desk_client.phone.sound.desk_sound import DeskSound
from desk_client.phone.sound.device import DeviceKind, Place, SoundChange, SoundNotice
from desk_client.phone.sound.sound_test import MicrophoneTest, Take
from desk_client.phone.sound.tones import ToneKind, tone
from desk_client.phone.voice import load_speech

_FILE = "file:"
_POLL_S = 0.25
_LATE_S = 1.0  # a microphone that gives nothing does not fill its test
_TOLD = {
    SoundChange.DEVICE_LOST: "lost",
    SoundChange.DEVICE_BACK: "back",
    SoundChange.DEVICE_CHANGED: "followed",
    SoundChange.DEVICE_REFUSED: "lost",
}


class AgentSound:
    """Sound of this desk; called from the phone's one thread."""

    def __init__(self, clock: Clock, tell: Callable[[m.Event], None], desk: DeskPorts) -> None:
        self._clock = clock
        self._tell = tell
        self._desk = desk
        self._sound: DeskSound | None = None
        self._mouth: Mouth | None = None
        self._ear: Ear | None = None
        self._listed: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._polled_at = 0.0
        self._test: MicrophoneTest | None = None
        self._test_ends = 0.0
        self._taken: Take | None = None
        self._configured = m.Audio()
        self.looped = b""  # what every call is told without end, from a file

    @property
    def uses_devices(self) -> bool:
        """Whether anything but files and silence is used."""
        return self._sound is not None

    def configure(self, audio: m.Audio) -> None:
        """Files and devices as told; Refused where a file cannot be read or a device is not
        written as one."""
        self._configured = audio
        if audio.capture.startswith(_FILE):
            self.looped = load_speech(audio.capture.removeprefix(_FILE))
        if audio.playback.startswith(_FILE):
            heard = pj.AudioMediaRecorder()
            heard.createRecorder(audio.playback.removeprefix(_FILE))
            self._desk.listener = heard
        if audio.ring.startswith(_FILE):
            raise Refused("bad_device", "What rings is a device, not a file.")
        if {audio.capture, audio.playback, audio.ring} - {"silence"} and not all(
            place.startswith(_FILE) or place == "silence"
            for place in (audio.capture, audio.playback, audio.ring)
        ):
            self._open(audio)

    def set_audio(self, wanted: m.SetAudio) -> None:
        """Other devices or other loudness, in mid-call too; a file stays what it was."""
        was, now = self._configured, wanted.audio
        for before, after in ((was.capture, now.capture), (was.playback, now.playback)):
            if after.startswith(_FILE) and after != before:
                raise Refused("bad_device", "Files are for the start; choose a device.")
        sound = self._open(wanted.audio)
        sound.set_gain(wanted.capture_db, wanted.playback_db)

    def play(self, kind: ToneKind, *, rounds: int = 0) -> None:
        """A tone in the earphone, so many times; 0 = until it is stopped."""
        if self._sound is not None:
            made = tone(kind)
            samples = np.tile(made.samples, max(1, rounds))
            self._sound.speaker.play(samples, again=made.again and rounds == 0)

    def stop(self) -> None:
        """No tone in the earphone."""
        if self._sound is not None:
            self._sound.speaker.stop()

    def ring(self, *, on: bool) -> None:
        """Rings on its own device until told otherwise."""
        if self._sound is None:
            return
        if on:
            self._sound.ring.play(tone(ToneKind.RING).samples, again=True)
        else:
            self._sound.ring.stop()

    def test(self, wanted: m.TestSound) -> None:
        """One step of the test page; Refused where there is no device or nothing to play."""
        if self._sound is None:
            raise Refused("no_device", "This phone uses no sound device.")
        match wanted.what:
            case "record":
                self._test = MicrophoneTest(self._sound.microphone, wanted.seconds)
                self._test_ends = time.monotonic() + wanted.seconds + _LATE_S
            case "play":
                if self._taken is None:
                    raise Refused("nothing_recorded", "Nothing was recorded to play back.")
                self._sound.speaker.play(self._taken.samples)
            case "tone":
                self.play(ToneKind.CONFIRM, rounds=1)
            case "ring":
                self._sound.ring.play(tone(ToneKind.RING).samples)

    def _tested(self, now: float) -> None:
        """The microphone test has come to its end, or no sound came at all."""
        test = self._test
        if test is None or not (test.done.is_set() or now >= self._test_ends):
            return
        self._test, self._taken = None, test.take()
        self._tell(
            m.SoundTested(
                at=self._clock.now(),
                seconds=round(self._taken.seconds, 2),
                peak=round(self._taken.peak, 4),
                rms=round(self._taken.rms, 4),
            )
        )

    def look(self, now: float) -> None:
        """Tells what happened to devices; quick, called each turn."""
        if self._sound is None or now - self._polled_at < _POLL_S:
            return
        self._polled_at = now
        self._tested(now)
        for notice in self._sound.poll():
            self._changed(_TOLD[notice.what], notice)
        if self._names() != self._listed:
            self._changed("listed", None)

    def close(self) -> None:
        """Lets devices and ports go."""
        self._desk.silence()
        self._mouth = self._ear = None
        if self._sound is not None:
            self._sound.close()
            self._sound = None

    def _open(self, audio: m.Audio) -> DeskSound:
        sound = self._sound
        if sound is None:
            sound = self._sound = DeskSound()
        plain = {
            name: "silence" if place.startswith(_FILE) else place
            for name, place in audio.model_dump().items()
        }
        sound.open(plain["capture"], plain["playback"], plain["ring"])
        if self._mouth is None or self._ear is None:
            self._mouth = Mouth(writer(), sound.microphone)
            self._mouth.createPort("microphone", mono_16_khz())
            self._ear = Ear(reader(), sound.speaker.take)
            self._ear.createPort("earphone", mono_16_khz())
            if not audio.capture.startswith(_FILE):
                self._desk.speaker = self._mouth
            if not audio.playback.startswith(_FILE):
                self._desk.listener = self._ear
        self._polled_at = time.monotonic()
        self.look(self._polled_at + _POLL_S)
        return sound

    def _names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        devices = self._sound.devices() if self._sound is not None else ()
        usable = [device for device in devices if not device.monitor]
        return (
            tuple(each.name for each in usable if each.kind is DeviceKind.CAPTURE),
            tuple(each.name for each in usable if each.kind is DeviceKind.PLAYBACK),
        )

    def _changed(self, what: str, notice: SoundNotice | None) -> None:
        self._listed = captures, playbacks = self._names()
        in_use = self._sound.in_use() if self._sound is not None else dict.fromkeys(Place, "")
        self._tell(
            m.DevicesChanged.model_validate(
                {
                    "at": self._clock.now(),
                    "what": what,
                    "detail": _named(notice) if notice is not None else "",
                    "capture": in_use[Place.MICROPHONE],
                    "playback": in_use[Place.EARPHONE],
                    "ring": in_use[Place.RING],
                    "captures": captures,
                    "playbacks": playbacks,
                }
            )
        )


def _named(notice: SoundNotice) -> str:
    """The device that the desk's sentence is about: what went, or what is used since."""
    return notice.now if notice.what is SoundChange.DEVICE_CHANGED else notice.device
