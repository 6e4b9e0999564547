"""The people of the house on the simulated trunk: colleagues at short numbers, played by one phone
process of their own, so that a debtor who is put through finds the very call the agent had with
them. They pick up after a second, speak, and stay until the others hang up. To a text they write
back."""

from collections.abc import Callable

from desk_client.ids import CallId
from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import (
    Answer,
    Answered,
    Configure,
    Ended,
    Event,
    HangUp,
    Incoming,
    Play,
    Ring,
    SendMessage,
)
from desk_client.text import Language
from desk_client.trunk.stage import Stage
from desk_client.trunk.voices import clip

LEAD = "8001"
NUMBERS = frozenset({LEAD, "8002"})
_PICKS_UP_S, _SPEAKS_S = 1.0, 0.5
_WRITES_BACK_S = 2.0
_LONGEST_S = 120.0
_ON_MY_WAY: dict[Language, str] = {"zh": "马上来", "en": "On my way"}


class House:
    """start() to stop(). `reached` tells where a user of the trunk can be written to."""

    def __init__(
        self, stage: Stage, language: Language, reached: Callable[[str], str | None]
    ) -> None:
        self._stage = stage
        self._language = language
        self._reached = reached
        self._calls: set[CallId] = set()
        self._client = PhoneClient(
            configure=Configure(user=LEAD, domain="127.0.0.1", bind="127.0.0.1"),
            on_event=self._hear,
        )

    def start(self) -> None:
        """DeskError where the process does not start."""
        self._client.start()

    def stop(self) -> None:
        self._client.stop()

    @property
    def pid(self) -> int | None:
        return self._client.pid

    def contact(self, number: str) -> str:
        """Where calls to this number are sent on to."""
        return f"sip:{number}@127.0.0.1:{self._client.port}"

    def written_to(self, user: str) -> None:
        """A user of the trunk has sent a text; the lead answers it a little later."""
        self._stage.after(_WRITES_BACK_S, lambda: self._write_back(user))

    def _write_back(self, user: str) -> None:
        address = self._reached(user)
        if address is not None:
            self._client.send(SendMessage(to=address, text=_ON_MY_WAY[self._language]))

    def _hear(self, event: Event) -> None:
        """On the client's thread: only hands over to the stage."""
        match event:
            case Incoming(call_id=call_id, auto_answer=False):
                self._calls.add(call_id)
                self._client.send(Ring(call_id=call_id))
                self._later(_PICKS_UP_S, call_id, lambda: self._answer(call_id))
            case Incoming(call_id=call_id):
                self._calls.add(
                    call_id
                )  # takes the place of a call of ours: somebody is put through
            case Answered(call_id=call_id):
                self._later(_SPEAKS_S, call_id, lambda: self._speak(call_id))
                self._later(_LONGEST_S, call_id, lambda: self._hang_up(call_id))
            case Ended(call_id=call_id):
                self._calls.discard(call_id)
            case _:
                pass

    def _later(self, seconds: float, call_id: CallId, act: Callable[[], None]) -> None:
        def unless_over() -> None:
            if call_id in self._calls:
                act()

        self._stage.after(seconds, unless_over)

    def _answer(self, call_id: CallId) -> None:
        self._client.send(Answer(call_id=call_id))

    def _speak(self, call_id: CallId) -> None:
        words = "lead_joins" if len(self._calls) > 1 else "lead_here"
        self._client.send(Play(call_id=call_id, path=str(clip(words, self._language).path)))

    def _hang_up(self, call_id: CallId) -> None:
        self._client.send(HangUp(call_id=call_id))
