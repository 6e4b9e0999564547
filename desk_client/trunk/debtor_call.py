"""One call as the simulated debtor lives it: it rings, answers or does not, says its lines and
hangs up. Who is on hold waits with what they would do next, two minutes at most. The stage calls
the steps; the phone process tells when the call is answered and when it is over. After the end
every step still due does nothing. Colleagues of the house live their calls in the same way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk_client.ids import CallId
from desk_client.phone.messages import Answer, CallCommand, HangUp, Play, Ring
from desk_client.text import Language
from desk_client.trunk.scenario import Between, Scenario, Step
from desk_client.trunk.stage import Stage
from desk_client.trunk.voices import Clip, clip

_PATIENCE_S = 120.0  # on hold
_AT_ONCE = Between(least_s=0.0, most_s=0.0)


@dataclass(frozen=True, slots=True)
class Part:
    """What is played to one number: its kind, its scenario, the language it speaks."""

    kind: str  # a ScenarioKind, or who it is that is none
    scenario: Scenario
    language: Language
    chance: random.Random


def on_the_line(
    kind: str, timeline: tuple[Step, ...], language: Language, chance: random.Random
) -> Part:
    """The part of somebody who need not answer any more."""
    return Part(kind, Scenario(ring=_AT_ONCE, timeline=timeline), language, chance)


class DebtorCall:
    """`send` gives a command to the phone process that has the call; `said` hears each clip."""

    def __init__(
        self,
        *,
        call_id: CallId,
        part: Part,
        stage: Stage,
        send: Callable[[CallCommand], None],
        said: Callable[[Clip], None],
    ) -> None:
        self._call_id = call_id  # the phone process's name for the call
        self._part = part
        self._stage = stage
        self._send = send
        self._said = said
        self._over = False
        self._holds = 0  # counts them, and is even while nobody holds us
        self._waiting: list[Callable[[], None]] = []

    def begin(self) -> None:
        """Lets it ring."""
        self._send(Ring(call_id=self._call_id))
        scenario = self._part.scenario
        if scenario.ring is not None:
            self._after(scenario.ring.draw(self._part.chance), self._answer)
        elif scenario.unanswered is not None:
            self._after(scenario.unanswered.after_s, self._leave_unanswered)

    def answered(self) -> None:
        """The caller hears us now."""
        self._act(self._part.scenario.timeline)

    def held(self, *, on: bool) -> None:
        """The other side puts us on hold, or comes back."""
        if (self._holds % 2 == 1) is on:
            return
        self._holds += 1
        if on:
            hold = self._holds
            self._stage.after(_PATIENCE_S, lambda: self._lose_patience(hold))
            return
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            action()

    def over(self) -> None:
        self._over = True

    def _lose_patience(self, hold: int) -> None:
        if not self._over and self._holds == hold:
            self._send(HangUp(call_id=self._call_id))

    def _answer(self) -> None:
        self._send(Answer(call_id=self._call_id))

    def _leave_unanswered(self) -> None:
        refusal = self._part.scenario.unanswered
        self._send(HangUp(call_id=self._call_id, code=refusal.code if refusal else None))

    def _act(self, steps: Sequence[Step]) -> None:
        if not steps:
            return
        step, rest = steps[0], steps[1:]
        if step.hang_up:
            self._send(HangUp(call_id=self._call_id))
            return
        seconds = step.wait_s or 0.0
        if step.say is not None:
            spoken = clip(step.say, self._part.language)
            self._send(Play(call_id=self._call_id, path=str(spoken.path)))
            self._said(spoken)
            seconds = spoken.seconds
        self._after(seconds, lambda: self._act(rest))

    def _after(self, seconds: float, action: Callable[[], None]) -> None:
        def unless_over() -> None:
            if self._over:
                return
            if self._holds % 2 == 1:
                self._waiting.append(action)
            else:
                action()

        self._stage.after(seconds, unless_over)
