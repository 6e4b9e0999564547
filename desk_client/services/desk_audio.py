"""The sound page's doings: other devices, other loudness, the steps of the test; and what the phone
tells of devices, kept here for the window."""

from collections.abc import Callable
from typing import Any, Literal

from desk_client.phone import messages
from desk_client.services import intents
from desk_client.services.line import Line
from desk_client.services.sound_choice import SoundChoice
from desk_client.services.sound_parts import SoundPart, SoundPlace, SoundTest
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.text import Text

_AFTER_CALL = Text("通话结束后再测试", "Test after the call")
_SAID = {
    "lost": ("{} 已断开", "{} is gone"),
    "back": ("{} 已恢复", "{} is back"),
    "followed": ("声音已转到 {}", "Sound now goes by {}"),
}


class DeskAudio:
    """Devices of one desk; called on the desk thread."""

    def __init__(self, *, standing: Standing, line: Line, choice: SoundChoice) -> None:
        self._at = standing
        self._line = line
        self._choice = choice
        self._devices: messages.DevicesChanged | None = None
        self._test: SoundTest | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            intents.MoveDevice: lambda i: self._move_device(i.place, i.step),
            intents.MoveGain: lambda i: self._move_gain(i.place, i.step),
            intents.TryOut: lambda i: self._try_out(i.what),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"sound": self.part()}

    def part(self) -> SoundPart | None:
        """For the window; None until the phone has told of devices."""
        told = self._devices
        if told is None:
            return None
        return SoundPart(
            captures=told.captures,
            playbacks=told.playbacks,
            chosen=dict(self._choice.device),
            in_use={
                SoundPlace.CAPTURE: told.capture,
                SoundPlace.PLAYBACK: told.playback,
                SoundPlace.RING: told.ring,
            },
            gain_db=dict(self._choice.gain_db),
            fixed=self._choice.fixed,
            test=self._test,
        )

    def hear(
        self, event: messages.DevicesChanged | messages.SoundTested | messages.PhoneRestarted
    ) -> None:
        match event:
            case messages.SoundTested():
                self._test = SoundTest(running=False, peak=event.peak, rms=event.rms)
            case messages.PhoneRestarted():
                self._test = None
                self._tell()  # a new phone begins with the devices of the sign-in
            case messages.DevicesChanged():
                self._changed(event)

    def _changed(self, event: messages.DevicesChanged) -> None:
        first, self._devices = self._devices is None, event
        said = _SAID.get(event.what)
        if said is not None and event.detail and not first:
            self._at.notice = Text(*(each.format(event.detail) for each in said))

    def _move_device(self, place: SoundPlace, step: int) -> None:
        told = self._devices
        if told is None or place in self._choice.fixed:
            self._at.notice = NOT_NOW
            return
        names = told.captures if place is SoundPlace.CAPTURE else told.playbacks
        self._choice.move_device(place, step, names)
        self._tell()

    def _move_gain(self, place: SoundPlace, step: int) -> None:
        if place is SoundPlace.RING or place in self._choice.fixed:
            self._at.notice = NOT_NOW
            return
        self._choice.move_gain(place, step)
        self._tell()

    def _try_out(self, what: Literal["record", "play", "tone", "ring"]) -> None:
        """Not while somebody could hear or be heard."""
        if self._at.in_call or self._at.side is not None:
            self._at.notice = _AFTER_CALL
            return
        if what == "record":
            self._test = SoundTest(running=True)
        self._line.test_sound(what)

    def _tell(self) -> None:
        if len(self._choice.fixed) < len(SoundPlace):
            gain = self._choice.gain_db
            self._line.set_audio(
                self._choice.audio, gain[SoundPlace.CAPTURE], gain[SoundPlace.PLAYBACK]
            )
