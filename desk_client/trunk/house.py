"""The people of the house on the simulated trunk: colleagues at short numbers, played by one phone
process of their own, so that a debtor who is put through finds the very call the agent had with
them. They pick up, speak, and stay until the others hang up. To a text one of them writes back.
A number beside theirs gives back whatever is said to it."""

import random
from collections.abc import Callable, Mapping

from desk_client.ids import CallId
from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import (
    Answered,
    CallCommand,
    Configure,
    Echo,
    Ended,
    Event,
    HangUp,
    Incoming,
    SendMessage,
)
from desk_client.text import Language
from desk_client.trunk.debtor_call import Part, on_the_line
from desk_client.trunk.played import Over, PlayedCalls
from desk_client.trunk.scenario import ScenarioBook, Step
from desk_client.trunk.sip_message import user_of
from desk_client.trunk.stage import Stage

_ECHO = (Step(wait_s=120.0), Step(hang_up=True))


class House:
    """start() to stop(). `reached` tells where a user of the trunk can be written to; `told` gets
    the end of each call here: the caller's id of it ("" of a debtor who was put through), the
    number, the end, and the loudest rms that was heard of the caller."""

    def __init__(
        self,
        book: ScenarioBook,
        stage: Stage,
        language: Language,
        *,
        seed: int,
        reached: Callable[[str], str | None],
        told: Callable[[str, str, Ended, float], None],
    ) -> None:
        self._book = book
        self._stage = stage
        self._language = language
        self._reached = reached
        self._told = told
        self._chance = random.Random(f"house {seed}")  # noqa: S311 - how long it rings
        self._echoes: set[CallId] = set()
        self._calls = PlayedCalls(stage, self._send)
        writers = [number for number, each in book.house.items() if each.writes_back is not None]
        self._writer = writers[0] if writers else ""
        self._client = PhoneClient(
            configure=Configure(user=self._writer or "house", domain="127.0.0.1", bind="127.0.0.1"),
            on_event=self._hear,
        )

    def __contains__(self, number: object) -> bool:
        """Whether it is one of the house's."""
        return number in self._book.house or (number is not None and number == self._book.echo)

    @property
    def lead(self) -> str | None:
        """The number of the first lead."""
        leads = [number for number, each in self._book.house.items() if each.role == "lead"]
        return leads[0] if leads else None

    def start(self) -> None:
        """DeskError where the process does not start; a book without a house needs none."""
        if self._book.house or self._book.echo:
            self._client.start()

    def stop(self) -> None:
        self._client.stop()

    def contact(self, number: str) -> str:
        """Where calls to this number are sent on to."""
        return f"sip:{number}@127.0.0.1:{self._client.port}"

    def written_to(self, user: str, number: str) -> bool:
        """A user of the trunk has sent a text; who writes back does so a little later. False where
        nobody reads it."""
        colleague = self._book.house.get(number)
        if colleague is None:
            return False
        if number == self._writer:
            self._stage.after(colleague.writes_after_s, lambda: self._write_back(user))
        return True

    def _write_back(self, user: str) -> None:
        address, words = self._reached(user), self._book.house[self._writer].writes_back
        if address is not None and words is not None:
            line = words.as_text().in_language(self._language)
            self._client.send(SendMessage(to=address, text=line))

    def _send(self, command: CallCommand) -> None:
        self._client.send(command)

    def _hear(self, event: Event) -> None:
        """On the client's thread: only hands over to the stage."""
        if isinstance(event, Incoming):
            self._stage.after(0, lambda: self._arrived(event))
        elif isinstance(event, Answered):
            self._stage.after(0, lambda: self._echo(event.call_id))
        self._calls.hear(event)

    def _echo(self, call_id: CallId) -> None:
        if call_id in self._echoes:
            self._send(Echo(call_id=call_id, on=True))

    def _arrived(self, event: Incoming) -> None:
        number = user_of(event.to) or ""
        part = self._part(number, takes_over=event.auto_answer)
        if part is None:
            self._send(HangUp(call_id=event.call_id, code=404))
            return
        if number == self._book.echo:
            self._echoes.add(event.call_id)
        over = self._over(event.headers, number)
        call = self._calls.take_on(event.call_id, part, over, lambda _clip: None)
        if not event.auto_answer:
            call.begin()

    def _part(self, number: str, *, takes_over: bool) -> Part | None:
        """`takes_over`: a debtor is put through into a call that is there already."""
        if number == self._book.echo:
            return on_the_line(number, _ECHO, self._language, self._chance)
        colleague = self._book.house.get(number)
        if colleague is None:
            return None
        clip = colleague.takes_over if takes_over else colleague.says
        return Part(number, colleague.scenario(clip), self._language, self._chance)

    def _over(self, headers: Mapping[str, str], number: str) -> Over:
        def over(ended: Ended, heard: float) -> None:
            self._echoes.discard(ended.call_id)
            self._told(headers.get("X-Call-Id", ""), number, ended, heard)

        return over
