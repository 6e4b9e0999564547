"""The sounds a telephone makes by itself, as its calls go: ringback while the network sends none,
busy and congestion after a call that failed, the ring, and the beep of a second call."""

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

    def ring(self, call_id: CallId) -> None:
        """A call came in and is to be heard: it rings, or beeps where somebody talks."""
        self._rings_here.add(call_id)
        if self._talking:
            self._sound.play(ToneKind.CALL_WAITING)
        else:
            self._sound.ring(on=True)

    def hear(self, event: m.Event) -> None:
        match event:
            case m.Ringing(call_id=call_id):
                self._rings_over_there(call_id)
            case m.Answered(call_id=call_id):
                self._leave(call_id)
                self._talking.add(call_id)
            case m.Ended():
                self._ended(event)
            case _:
                pass

    def _rings_over_there(self, call_id: CallId) -> None:
        if self._early_media(call_id):
            self._leave(call_id)
        elif call_id not in self._rings_there:
            self._rings_there.add(call_id)
            self._sound.play(ToneKind.RINGBACK)

    def _leave(self, call_id: CallId) -> None:
        """It does not ring any more, there or here."""
        if call_id in self._rings_there:
            self._rings_there.discard(call_id)
            self._sound.stop()
        if call_id in self._rings_here:
            self._rings_here.discard(call_id)
            self._sound.ring(on=False)
            self._sound.stop()

    def _ended(self, event: m.Ended) -> None:
        self._leave(event.call_id)
        if event.call_id in self._talking:
            self._talking.discard(event.call_id)
        elif event.ended_by == "network":
            self._sound.play(ToneKind.CONGESTION, rounds=_ROUNDS)
        elif event.code in _BUSY and event.ended_by == "them":
            self._sound.play(ToneKind.BUSY, rounds=_ROUNDS)
