"""A callscript as its author writes it: the steps of a call in order, each with lines to say, and
side paths that leave the order and come back, go on elsewhere or end the call. A target is the id
of a step or side path, `path.line` for one line in it, `back` (where the side path was entered) or
`end`. What a script must satisfy beyond its form is in check.py."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from desk_client.callscript.placeholders import tells_of_the_debt
from desk_client.callscript.position import Party
from desk_client.text import Language, Text

FactorId = Literal["id_last4", "district", "birth_month", "card_last4"]
BACK, END = "back", "end"
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Target = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


class Row(BaseModel):
    """A part of the file: frozen, no unknown keys, nothing coerced."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Branch(Row):
    """What the other side may answer: key 1 to 4, where it leads, who it shows to be speaking, and
    with which outcome the call will probably end."""

    key: int = Field(ge=1, le=4)
    label: Text
    goto: Target
    effect: Party | None = None
    outcome: str | None = None


class Line(Row):
    """One thought, said in one breath. `next` where Space does not lead to the line below."""

    id: Id
    say: Text
    must_say: bool = False
    hint: Text | None = None
    branches: tuple[Branch, ...] = ()
    next: Target | None = None

    @property
    def amounts(self) -> bool:
        """Whether it tells of the debt, in either language."""
        return tells_of_the_debt(self.say.zh) or tells_of_the_debt(self.say.en)


class Factor(Row):
    """Something only the debtor knows: asked for, never read out."""

    id: FactorId
    name: Text
    ask: Text


class IdentityGate(Row):
    """How many factors must match, how many may fail, and where too many failures lead."""

    need: int = Field(ge=1)
    max_misses: int = Field(ge=1)
    on_fail: Target
    hint: Text
    factors: tuple[Factor, ...] = Field(min_length=1)


class Step(Row):
    """A stage of the call. Steps after the identity step open with it, except `open` ones."""

    id: Id
    name: Text
    lines: tuple[Line, ...] = Field(min_length=1)
    hint: Text | None = None
    identity: IdentityGate | None = None
    open: bool = False

    @property
    def targets(self) -> tuple[Target, ...]:
        """Everywhere that something in it leads to."""
        failed = () if self.identity is None else (self.identity.on_fail,)
        return (*failed, *_led_to(self.lines))


class Side(Row):
    """A path beside the steps. `anywhere`: the agent may enter it at any moment. `then` is where
    its last line leads, and `outcome` what having said it all probably ends in."""

    id: Id
    name: Text
    lines: tuple[Line, ...] = Field(min_length=1)
    hint: Text | None = None
    anywhere: bool = False
    then: Target
    outcome: str | None = None

    @property
    def targets(self) -> tuple[Target, ...]:
        """Everywhere that something in it leads to."""
        return (self.then, *_led_to(self.lines))


def _led_to(lines: tuple[Line, ...]) -> Iterator[Target]:
    for line in lines:
        yield from (branch.goto for branch in line.branches)
        if line.next is not None:
            yield line.next


class Example(Row):
    """A call played by keys, and where it ends: `keys` holds Space as _, branches and factors by
    digit, comma and full stop as on the keyboard, V for identity, and a side path's name."""

    name: str
    keys: tuple[str, ...]
    path: str
    verified: bool
    said: int
    must_said: int
    finished: bool = True
    party: Party | None = None
    outcome: str | None = None


class Callscript(Row):
    """The whole graph."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    version: int = Field(ge=1)
    title: Text
    languages: tuple[Language, ...] = Field(min_length=1)
    opens_with: str | None = None  # a shared file whose steps come before its own
    closes_with: str | None = None  # a shared file whose steps come after its own
    sides_from: tuple[str, ...] = ()  # shared files of side paths
    steps: tuple[Step, ...] = Field(min_length=1)
    sides: tuple[Side, ...] = ()
    examples: tuple[Example, ...] = ()

    def path(self, name: str) -> Step | Side:
        """The step or side path of that id; KeyError where there is none."""
        for path in self.paths():
            if path.id == name:
                return path
        raise KeyError(name)

    def paths(self) -> Iterator[Step | Side]:
        yield from self.steps
        yield from self.sides

    def step_after(self, name: str) -> Step | None:
        """The step that follows in order; None after the last one."""
        at = next(index for index, step in enumerate(self.steps) if step.id == name)
        return self.steps[at + 1] if at + 1 < len(self.steps) else None

    @property
    def identity_step(self) -> Step | None:
        return next((step for step in self.steps if step.identity is not None), None)

    def gated(self, name: str) -> bool:
        """Whether a step is closed until identity is verified."""
        behind = False
        for step in self.steps:
            if step.id == name:
                return behind and not step.open
            behind = behind or step.identity is not None
        return False
