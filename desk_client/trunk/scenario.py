"""What the simulated debtors do, as people write it in resources/scenarios/*.yaml. Each of the nine
kinds is one scenario: it is refused by the network at once, or it rings and then either nobody
answers or somebody does and a timeline of steps is played. Ranges are drawn per number, so that the
same number behaves the same way each time the same seed is used."""

import random
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Self

import phonenumbers
from pydantic import BaseModel, ConfigDict, Field, model_validator

from desk_client.phone_number import NotANumber, PhoneNumber
from desk_client.trunk.voices import word_book
from desk_client.yaml_file import load_yaml


class ScenarioKind(StrEnum):
    """The nine ways in which a call to a debtor can go."""

    ANSWERS_AND_PROMISES = "answers_and_promises"
    ANSWERS_AND_DISPUTES = "answers_and_disputes"
    WRONG_PARTY = "wrong_party"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    INVALID_NUMBER = "invalid_number"
    HANGS_UP_MID_CALL = "hangs_up_mid_call"
    HANGS_UP_AT_ONCE = "hangs_up_at_once"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


_Seconds = Annotated[float, Field(ge=0, le=600)]


class Between(_Strict):
    """A span of seconds from which one value is drawn."""

    least_s: _Seconds
    most_s: _Seconds

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most_s < self.least_s:
            raise ValueError("most_s must not be below least_s")
        return self

    def draw(self, chance: random.Random) -> float:
        return chance.uniform(self.least_s, self.most_s)


class SipAnswer(_Strict):
    """A final SIP failure: `q850_cause` becomes the Reason header (ITU-T Q.850)."""

    after_s: _Seconds
    code: int = Field(ge=400, le=699)
    reason: str = Field(min_length=1, max_length=60, pattern=r"^[ -~]+$")
    q850_cause: int | None = Field(default=None, ge=1, le=127)


class Step(_Strict):
    """One thing the debtor does: say a clip to its end, wait, or hang up."""

    say: str | None = None
    wait_s: _Seconds | None = None
    hang_up: bool | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = [key for key in ("say", "wait_s", "hang_up") if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError("a step has exactly one of say, wait_s, hang_up")
        if self.hang_up is False:
            raise ValueError("hang_up is true or left out")
        if self.say is not None and self.say not in word_book():
            raise ValueError(f"there is no clip {self.say!r}; clips: {', '.join(word_book())}")
        return self


class Scenario(_Strict):
    """One kind of debtor. `refused`: the network refuses, nothing rings. Else it rings for `ring`
    and `unanswered` refuses it after that time, or it is answered and `timeline` is played."""

    refused: SipAnswer | None = None
    ring: Between | None = None
    unanswered: SipAnswer | None = None
    timeline: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.refused is not None:
            if self.ring or self.unanswered or self.timeline:
                raise ValueError("a refused call has no ring, unanswered or timeline")
            return self
        if self.unanswered is not None:
            if self.ring or self.timeline:
                raise ValueError("an unanswered call has no ring or timeline; it rings `after_s`")
            return self
        if self.ring is None or not self.timeline:
            raise ValueError("an answered call needs ring and timeline")
        if self.timeline[-1].hang_up is not True:
            raise ValueError("a timeline ends with hang_up: true")
        return self


class ScenarioBook(_Strict):
    """All nine scenarios, how often each is dealt, the numbers whose kind is fixed, and who may
    register with which password where the trunk runs as a program of its own."""

    scenarios: dict[ScenarioKind, Scenario]
    deck: dict[ScenarioKind, Annotated[int, Field(ge=0, le=100)]]
    numbers: dict[str, ScenarioKind] = {}
    users: dict[str, str] = {}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        missing = [kind for kind in ScenarioKind if kind not in self.scenarios]
        if missing:
            raise ValueError(f"scenarios lacks {', '.join(missing)}")
        if sum(self.deck.values()) == 0:
            raise ValueError("the deck is empty; give at least one kind a weight above 0")
        keys = [dialled_key(number) for number in self.numbers]
        if len(set(keys)) < len(keys):
            raise ValueError("numbers names one number twice")
        return self

    def fixed_kinds(self) -> dict[str, ScenarioKind]:
        """The kinds of `numbers` by dialled_key."""
        return {dialled_key(number): kind for number, kind in self.numbers.items()}


def dialled_key(number: str) -> str:
    """One key for all writings of a number (+86 138..., 138...): E.164, or the bare text."""
    try:
        return PhoneNumber.parse(number).e164
    except (NotANumber, phonenumbers.NumberParseException):
        return number.strip()


def load_scenarios(path: Path | None = None) -> ScenarioBook:
    """The book in `path`, or the demo's own; BadInput with file:line where it is none."""
    source = path if path is not None else files("resources") / "scenarios" / "demo.yaml"
    return load_yaml(source, ScenarioBook)
