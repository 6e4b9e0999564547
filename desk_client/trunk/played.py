"""The calls that one phone process plays, by that process's name for them. Its events lead each
call through its life. A debtor who is put through goes on in a call of their own there, and how
loud each call heard the other side is kept, so that a test can tell who heard whom."""

from collections.abc import Callable
from dataclasses import dataclass

from desk_client.ids import CallId
from desk_client.phone.messages import (
    Answered,
    CallCommand,
    Ended,
    Event,
    Held,
    Level,
    Referred,
    Resumed,
)
from desk_client.trunk.debtor_call import DebtorCall, Part
from desk_client.trunk.stage import Stage
from desk_client.trunk.voices import Clip

Over = Callable[[Ended, float], None]


@dataclass(slots=True)
class _Played:
    call: DebtorCall
    said: Callable[[Clip], None]
    over: Over
    heard: float = 0.0


class PlayedCalls:
    """`send` gives commands to the phone process. `goes_on` gives the part of somebody who is put
    through and what to do at its end, by the call in which it was asked; only a phone that follows
    transfers needs it."""

    def __init__(
        self,
        stage: Stage,
        send: Callable[[CallCommand], None],
        goes_on: Callable[[CallId], tuple[Part, Over]] | None = None,
    ) -> None:
        self._stage = stage
        self._send = send
        self._goes_on = goes_on
        self._played: dict[CallId, _Played] = {}

    def __len__(self) -> int:
        return len(self._played)

    def take_on(
        self, call_id: CallId, part: Part, over: Over, said: Callable[[Clip], None]
    ) -> DebtorCall:
        """From now on this call is played; `over` gets its end and the loudest rms it heard."""
        call = DebtorCall(call_id=call_id, part=part, stage=self._stage, send=self._send, said=said)
        self._played[call_id] = _Played(call, said, over)
        return call

    def hear(self, event: Event) -> None:
        """An event of the phone, on its client's thread: only hands over to the stage."""
        match event:
            case Level():
                self._measure(event)
            case Answered() | Held() | Resumed() | Referred() | Ended():
                self._stage.after(0, lambda: self._live(event))
            case _:
                pass

    def _measure(self, event: Level) -> None:
        played = self._played.get(event.call_id)
        if played is not None:
            played.heard = max(played.heard, event.debtor_rms)

    def _live(self, event: Answered | Held | Resumed | Referred | Ended) -> None:
        played = self._played.get(event.call_id)
        if played is None:
            return
        match event:
            case Answered():
                played.call.answered()
            case Held(by="them") | Resumed(by="them"):
                played.call.held(on=isinstance(event, Held))
            case Referred(new_call_id=new) if self._goes_on is not None:
                part, over = self._goes_on(event.call_id)
                self.take_on(new, part, over, played.said)
            case Ended():
                del self._played[event.call_id]
                played.call.over()
                played.over(event, round(played.heard, 4))
            case _:
                pass
