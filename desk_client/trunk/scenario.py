"""What the simulated debtors do, as people write it in resources/scenarios/*.yaml. Each of the nine
kinds is one scenario: it is refused by the network at once, or it rings and then either nobody
answers or somebody does and a timeline of steps is played. Ranges are drawn per number, so that the
same number behaves the same way each time the same seed is used. Beside them stand the people of
the house at their short numbers, and what a debtor says who was put through to one of them."""

import random
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from desk_client.phone_number import NotANumber, PhoneNumber
from desk_client.text import Text
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


def _known(name: str) -> str:
    if name not in word_book():
        raise ValueError(f"there is no clip {name!r}; clips: {', '.join(word_book())}")
    return name


_ClipName = Annotated[str, AfterValidator(_known)]


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

    say: _ClipName | None = None
    wait_s: _Seconds | None = None
    hang_up: bool | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        given = [key for key in ("say", "wait_s", "hang_up") if getattr(self, key) is not None]
        if len(given) != 1:
            raise ValueError("a step has exactly one of say, wait_s, hang_up")
        if self.hang_up is False:
            raise ValueError("hang_up is true or left out")
        return self


def _ends(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if steps and steps[-1].hang_up is not True:
        raise ValueError("a timeline ends with hang_up: true")
    return steps


_Timeline = Annotated[tuple[Step, ...], AfterValidator(_ends)]


class Scenario(_Strict):
    """One kind of debtor. `refused`: the network refuses, nothing rings. Else it rings for `ring`
    and `unanswered` refuses it after that time, or it is answered and `timeline` is played."""

    refused: SipAnswer | None = None
    ring: Between | None = None
    unanswered: SipAnswer | None = None
    timeline: _Timeline = ()

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
        return self


class Words(_Strict):
    """A name or a line in both languages."""

    zh: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=80)

    def as_text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


class Colleague(_Strict):
    """Somebody of the house: rings for `ring`, says the clip `says`, or `takes_over` to a debtor
    who was put through, and stays until the others hang up or `stays_s` is over. `writes_back`
    answers a text after `writes_after_s`; one of the house at most does so."""

    name: Words
    role: Literal["lead", "specialist"]
    ring: Between
    says: _ClipName
    takes_over: _ClipName
    stays_s: _Seconds = 120.0
    writes_back: Words | None = None
    writes_after_s: _Seconds = 3.0

    def scenario(self, clip: str) -> Scenario:
        """How they take a call with this clip."""
        stays = (Step(say=clip), Step(wait_s=self.stays_s), Step(hang_up=True))
        return Scenario(ring=self.ring, timeline=stays)


class ScenarioBook(_Strict):
    """All nine scenarios, how often each is dealt, the numbers whose kind is fixed, and who may
    register with which password where the trunk runs as a program of its own. `house` are the
    colleagues by their short number, `echo` the number that gives back what is said, `put_through`
    what a debtor does on a colleague's line, `calls_back` when a desk answers their call."""

    scenarios: dict[ScenarioKind, Scenario]
    deck: dict[ScenarioKind, Annotated[int, Field(ge=0, le=100)]]
    numbers: dict[str, ScenarioKind] = {}
    users: dict[str, str] = {}
    house: dict[Annotated[str, Field(pattern=r"^[0-9]{3,6}$")], Colleague] = {}
    echo: Annotated[str, Field(pattern=r"^\*[0-9]{1,6}$")] | None = None
    put_through: _Timeline = (Step(wait_s=60.0), Step(hang_up=True))
    calls_back: _Timeline = (Step(say="hello"), Step(wait_s=15.0), Step(hang_up=True))

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
        if sum(each.writes_back is not None for each in self.house.values()) > 1:
            raise ValueError("one of the house at most writes back")
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
