"""The sounds a telephone makes by itself, as its calls go: ringback while the network sends none,
busy and congestion after a call that failed, the ring, and the beep of a second call. What is to be
heard follows from which calls ring where and whether anybody talks; it is worked out anew with
every event, so that a caller who gives up takes nobody else's tone along."""

from collections.abc import Callable

from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.sip.agent_sound import AgentSound
from desk_client.phone.sound.tones import ToneKind

_ROUNDS = 3  # of busy and congestion: enough to be known, soon over
_BUSY = frozenset({486, 600})


class Comfort:
    """Hears every event the phone tells, in order."""

    def __init__(self, sound: AgentSound, early_media: Callable[[CallId], bool]) -> None:
        """`early_media` says whether the far side of a ringing call sends sound already."""
        self._sound = sound
        self._early_media = early_media
        self._rings_there: set[CallId] = set()
        self._rings_here: set[CallId] = set()
        self._talking: set[CallId] = set()
        self._rings = False
        self._tone: ToneKind | None = None

    def ring(self, call_id: CallId) -> None:
        """A call came in and is to be heard: it rings, or beeps where somebody talks."""
        self._rings_here.add(call_id)
        self._sound_as_it_is()

    def hear(self, event: m.Event) -> None:
        match event:
            case m.Ringing(call_id=call_id):
                self._rings_there.add(call_id)
                return  # heard from the next look on: sound of theirs may come with the same answer
            case m.Answered(call_id=call_id):
                self._forget(call_id)
                self._talking.add(call_id)
            case m.Ended():
                self._ended(event)
                return
            case _:
                return
        self._sound_as_it_is()

    def look(self) -> None:
        """Called each turn: where the network began to send sound, ours ends."""
        if self._rings_there:
            self._rings_there = {each for each in self._rings_there if not self._early_media(each)}
            self._sound_as_it_is()

    def _ended(self, event: m.Ended) -> None:
        call_id = event.call_id
        nobody_answered = not {call_id} & (self._talking | self._rings_here)
        if {call_id} & (self._talking | self._rings_here | self._rings_there):
            self._forget(call_id)
            self._sound_as_it_is()
        if nobody_answered:
            self._say_why(event)

    def _forget(self, call_id: CallId) -> None:
        for calls in (self._rings_there, self._rings_here, self._talking):
            calls.discard(call_id)

    def _sound_as_it_is(self) -> None:
        """Ring, beep, ringback or nothing; only what differs from before."""
        rings = bool(self._rings_here) and not self._talking
        if rings is not self._rings:
            self._rings = rings
            self._sound.ring(on=rings)
        tone = None
        if self._rings_here and self._talking:
            tone = ToneKind.CALL_WAITING
        elif self._rings_there:
            tone = ToneKind.RINGBACK
        if tone is self._tone:
            return
        self._tone = tone
        if tone is None:
            self._sound.stop()
        else:
            self._sound.play(tone)

    def _say_why(self, event: m.Ended) -> None:
        """A call of ours that nobody answered; not over what is heard of another, and only until
        the next thing happens."""
        if self._rings_there or self._rings_here:
            return
        if event.ended_by == "network":
            self._tone = ToneKind.CONGESTION
        elif event.code in _BUSY and event.ended_by == "them":
            self._tone = ToneKind.BUSY
        else:
            return
        self._sound.play(self._tone, rounds=_ROUNDS)
