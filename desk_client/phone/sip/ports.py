"""A call's ends in the conference: one port that speaks and two that listen, one for each side.
Both listeners are served in one 20 ms tick, so their frames pair without an offset. Ports are
made once and used again for later calls: the library's clock may still call one that was just let
go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pjsua2 as pj

from desk_client.phone.call_life import TickTaker
from desk_client.phone.sip.frames import (
    fast_path_works,
    guarded,
    mono_16_khz,
    read_fast,
    read_slow,
    write_fast,
    write_slow,
)
from desk_client.phone.voice import Voice


class _Mouth(pj.AudioMediaPort):
    """Speaks what its voice gives."""

    def __init__(self, write: Callable[[Any, bytes], None]) -> None:
        super().__init__()
        self.voice = Voice()
        self._write = write

    @guarded
    def onFrameRequested(self, frame: pj.MediaFrame) -> None:
        content = self.voice.next_frame()
        if content:
            frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
            self._write(frame, content)
        else:
            frame.type = pj.PJMEDIA_FRAME_TYPE_NONE


class _Ear(pj.AudioMediaPort):
    """Hears one side."""

    def __init__(self, read: Callable[[Any], bytes], heard: Callable[[bytes], None]) -> None:
        super().__init__()
        self._read = read
        self._heard = heard

    @guarded
    def onFrameReceived(self, frame: pj.MediaFrame) -> None:
        self._heard(self._read(frame.buf))


@dataclass(slots=True)
class DeskPorts:
    """The agent's own ends in the conference, shared by all calls; None = only files or silence."""

    speaker: pj.AudioMedia | None = None  # what the agent says, from a microphone
    listener: pj.AudioMedia | None = None  # where everything the agent hears goes

    def silence(self) -> None:
        """Lets go of both."""
        self.speaker = self.listener = None


class CallPorts:
    """The three ports of one call. `taker` gets (agent, debtor) of each tick while it is set."""

    def __init__(self, number: int) -> None:
        fast = fast_path_works()
        read = read_fast if fast else read_slow
        self.mouth = _Mouth(write_fast if fast else write_slow)
        self._agent_ear = _Ear(read, self._heard_agent)
        self._debtor_ear = _Ear(read, self._heard_debtor)
        for name, port in (
            ("mouth", self.mouth),
            ("agent", self._agent_ear),
            ("debtor", self._debtor_ear),
        ):
            port.createPort(f"{name}{number}", mono_16_khz())
        self.taker: TickTaker | None = None
        self._agent: bytes | None = None
        self._debtor: bytes | None = None
        self._linked: pj.AudioMedia | None = None
        self._desk = DeskPorts()
        self._speaking = False

    def link(self, call: pj.AudioMedia, desk: DeskPorts, *, muted: bool) -> None:
        """Connects both ways; the library forgets the links whenever media changes."""
        self.unlink()
        self._linked, self._desk = call, desk
        call.startTransmit(self._debtor_ear)
        if desk.listener is not None:
            call.startTransmit(desk.listener)
        if not muted:
            self._speak(on=True)

    def unlink(self) -> None:
        """Both sides fall silent, as in a hold or after the end."""
        if self._linked is not None:
            self._speak(on=False)
            cut(self._linked, self._debtor_ear)
            if self._desk.listener is not None:
                cut(self._linked, self._desk.listener)
        self._linked = None

    def mute(self, *, on: bool) -> None:
        if self._linked is not None:
            self._speak(on=not on)

    def _speak(self, *, on: bool) -> None:
        if self._linked is None or on == self._speaking:
            return
        self._speaking = on
        sources = [self.mouth] if self._desk.speaker is None else [self.mouth, self._desk.speaker]
        for source in sources:
            for listener in (self._linked, self._agent_ear):
                if on:
                    source.startTransmit(listener)
                else:
                    cut(source, listener)

    def _heard_agent(self, frame: bytes) -> None:
        if self._agent is not None:
            self._pass_on()
        self._agent = frame
        if self._debtor is not None:
            self._pass_on()

    def _heard_debtor(self, frame: bytes) -> None:
        if self._debtor is not None:
            self._pass_on()
        self._debtor = frame
        if self._agent is not None:
            self._pass_on()

    def _pass_on(self) -> None:
        agent, debtor = self._agent or b"", self._debtor or b""
        self._agent = self._debtor = None
        if self.taker is not None:
            self.taker(agent, debtor)


def cut(source: pj.AudioMedia, sink: pj.AudioMedia) -> None:
    """Unlinks two ports; the library may have done so itself when the call's media changed."""
    try:
        source.stopTransmit(sink)
    except pj.Error:
        return
