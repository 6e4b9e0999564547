"""Where a callscript stands at one moment, ready to be painted: the view draws it, no more.
Amounts are already masked in it while identity is not verified."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from desk_client.text import Text

Party = Literal["right_party", "third_party", "wrong_party"]
StepState = Literal["done", "current", "coming"]
FactorState = Literal["to_ask", "matched", "missed"]


class Span(NamedTuple):
    """A run of text; `strong` where the script marks it **so**."""

    text: str
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMark:
    """A step on the rail."""

    step: str
    name: Text
    state: StepState


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A line, said (with its moment), passed over (without) or to come."""

    line: str
    spans: tuple[Span, ...]
    must_say: bool
    said_at: datetime | None = None

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorShown:
    """An identity factor: the debtor is asked for it, `expected` is never read out."""

    key: int
    factor: str
    name: Text
    expected: str
    state: FactorState
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptPosition:
    """One moment of a callscript."""

    script: str
    title: Text
    version: int
    steps: tuple[StepMark, ...]
    path: str  # the step or side path in hand
    side: Text | None  # the name of the side path, None in a step
    past: tuple[LineShown, ...]  # at most three, oldest first
    current: LineShown
    coming: tuple[LineShown, ...]  # at most two
    branches: tuple[tuple[int, Text], ...]
    factors: tuple[FactorShown, ...]  # at the identity step; digit 4 is "no match or declined"
    hint: Text | None
    must_said: int
    must_total: int
    verified: bool
    verified_at: datetime | None
    matched: int
    needed: int
    misses: int
    party: Party | None  # who the branches taken say it is
    proposed_outcome: str | None  # code, where a branch or side path says how this will end
    finished: bool  # the last line is said
