"""A call's ends in the conference: one port that speaks and two that listen, one for each side.
Both listeners are served in one 20 ms tick, so their frames pair without an offset. Who is linked
to whom is worked out anew whenever something changes, and only the difference is done. Ports are
made once and used again for later calls: the library's clock may still call one that was just let
go."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import pjsua2 as pj

from desk_client.phone.call_life import TickTaker
from desk_client.phone.sip.frames import guarded, mono_16_khz, reader, writer
from desk_client.phone.sip.links import Links, Pair, taken_out
from desk_client.phone.voice import Voice

Part = Literal["off", "listen", "whisper", "barge"]


class Speaking(Protocol):
    """Whatever gives 20 ms after 20 ms: a voice, a microphone."""

    def next_frame(self) -> bytes: ...


class Mouth(pj.AudioMediaPort):
    """Speaks what it is given."""

    def __init__(self, write: Callable[[Any, bytes], None], says: Speaking) -> None:
        super().__init__()
        self.says = says
        self._write = write

    @guarded
    def onFrameRequested(self, frame: pj.MediaFrame) -> None:
        content = self.says.next_frame()
        if content:
            frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
            self._write(frame, content)
        else:
            frame.type = pj.PJMEDIA_FRAME_TYPE_NONE


class Ear(pj.AudioMediaPort):
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
    """The agent's own ends in the conference, shared by all calls; None = only files or silence.
    Who changes one says so to every call by `CallPorts.desk_changed`."""

    speaker: pj.AudioMedia | None = None  # what the agent says, from a microphone
    listener: pj.AudioMedia | None = None  # where everything the agent hears goes

    def silence(self) -> None:
        """Lets go of both."""
        self.speaker = self.listener = None


class CallPorts:
    """The three ports of one call, and who else is in it. `taker` gets (agent, debtor) of each tick
    while it is set: the agent's side is what the agent says and a supervisor who barges in, the
    debtor's is everybody else of the call, the others of a conference included."""

    def __init__(self, number: int) -> None:
        read, write = reader(), writer()
        self.voice = Voice()
        self.mouth = Mouth(write, self.voice)
        self.agent_ear = Ear(read, self._heard_agent)
        self._debtor_ear = Ear(read, self._heard_debtor)
        for name, port in (
            ("mouth", self.mouth),
            ("agent", self.agent_ear),
            ("debtor", self._debtor_ear),
        ):
            port.createPort(f"{name}{number}", mono_16_khz())
        self.taker: TickTaker | None = None
        self._agent: bytes | None = None
        self._debtor: bytes | None = None
        self._links = Links()
        self._desk = DeskPorts()
        self._muted = False
        self._only_hears = False
        self._echoes = False
        self._others: tuple[CallPorts, ...] = ()
        self._third: pj.AudioMedia | None = None
        self._third_part: Part = "off"
        self.far: pj.AudioMedia | None = None  # the far side, while its media can be heard

    def link(
        self, far: pj.AudioMedia, desk: DeskPorts, *, muted: bool, only_hears: bool = False
    ) -> None:
        """Connects the call's media, whose links the library forgets whenever it changes.
        `only_hears`: the far side holds us and may play music."""
        self._forget_far(far.getPortId())
        self.far, self._desk = far, desk
        self._muted, self._only_hears = muted, only_hears
        self._rewire_all()

    def unlink(self, slot: int = -1) -> None:
        """Both sides fall silent, as in our hold. `slot` is where the call's media still stands in
        the conference, -1 = nowhere."""
        self._forget_far(slot)
        self._rewire_all()

    def leave(self) -> None:
        """The call is over: nobody else is in it any more."""
        self.taker = None
        self._echoes = False
        self.admit(None, "off")
        self.join(())
        self.unlink()
        self._desk = DeskPorts()

    def taken_out(self) -> None:
        """The call's media is not in the conference any more."""
        if self.far is not None:
            taken_out(self.far)

    def give_voice(self, looped: bytes) -> None:
        """A new call's own voice: what it is told without end, and what is played into it."""
        self.mouth.says = self.voice = Voice(looped)

    def mute(self, *, on: bool) -> None:
        self._muted = on
        self._rewire()

    def echo(self, *, on: bool) -> None:
        """What the far side says goes back to it."""
        self._echoes = on
        self._rewire()

    def desk_changed(self) -> None:
        """The agent's speaker or listener is another now, or none."""
        self._rewire()

    def admit(self, third: pj.AudioMedia | None, part: Part) -> None:
        """Lets a third party take part, the media of a monitoring call. `listen`: hears both sides
        and nobody hears it. `whisper`: the agent alone hears it as well; not recorded. `barge`: all
        hear it, and it is recorded on the agent's side. `off` or None: hears nothing and is not
        heard. Holds until told otherwise or until the call ends; a hold silences it meanwhile.
        When the third party's own media changes, or it hangs up, admit it anew, or None."""
        if self._third is not None and self._third is not third:
            self._links.forget(self._third)
        self._third, self._third_part = third, part
        self._rewire()

    def join(self, others: "tuple[CallPorts, ...]") -> None:
        """Those of `others` are in one conference with this call from now on, and no more."""
        left = [other for other in self._others if other not in others]
        self._others = others
        self._rewire()
        for other in left:
            if self in other._others:
                other.join(tuple(each for each in other._others if each is not self))

    @property
    def joined(self) -> bool:
        return bool(self._others)

    def _forget_far(self, slot: int) -> None:
        if self.far is not None:
            if self.far.getPortId() != slot:
                self.taken_out()
            for ports in (self, *self._others):
                ports._links.forget(self.far)
        self.far = None

    def _rewire_all(self) -> None:
        for ports in (self, *self._others):
            ports._rewire()

    def _rewire(self) -> None:
        self._links.make(self._wanted())

    def _wanted(self) -> set[Pair]:
        """Every pair of source and sink that is this call's to make; each belongs to one call."""
        far, listener = self.far, self._desk.listener
        if far is None:
            return set()
        others = [other for other in self._others if other.far is not None]
        hearing: list[pj.AudioMedia] = [self._debtor_ear]
        third = self._third if self._third_part != "off" else None
        pairs: set[Pair] = set()
        if third is not None:
            hearing.append(third)
            pairs |= self._heard_third(third, far, others)
        if listener is not None:
            pairs.add((far, listener))
        for other in others:
            assert other.far is not None  # noqa: S101 -- chosen so above
            pairs |= {(other.far, sink) for sink in hearing}
            if not self._only_hears:
                pairs.add((other.far, far))
        pairs |= {(far, sink) for sink in hearing}
        if self._echoes and not self._only_hears:
            pairs.add((far, far))
        if not self._muted and not self._only_hears:
            said_to = [far, self.agent_ear, *([third] if third is not None else [])]
            pairs |= {(voice, sink) for voice in self._voices() for sink in said_to}
        return pairs

    def _voices(self) -> list[pj.AudioMedia]:
        speaker = self._desk.speaker
        return [self.mouth] if speaker is None else [self.mouth, speaker]

    def _heard_third(
        self, third: pj.AudioMedia, far: pj.AudioMedia, others: "list[CallPorts]"
    ) -> set[Pair]:
        sinks: list[pj.AudioMedia] = []
        if self._third_part in ("whisper", "barge") and self._desk.listener is not None:
            sinks.append(self._desk.listener)
        if self._third_part == "barge":
            sinks += [far, self.agent_ear]
            for other in others:
                sinks += [other.agent_ear, *([other.far] if other.far is not None else [])]
        return {(third, sink) for sink in sinks}

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
