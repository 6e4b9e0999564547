"""Callscripts that nobody would write: random graphs, right and wrong, for the properties that
every script and every run must have."""

from hypothesis import strategies as st

from desk_client.callscript.script import (
    Branch,
    Callscript,
    Factor,
    IdentityGate,
    Line,
    Side,
    Step,
)
from desk_client.text import Text

STEPS = ("greet", "verify", "reason", "close")
SIDES = ("dispute", "polite_close", "upset")
TARGETS = (*STEPS, *SIDES, "reason.second", "dispute.second", "back", "end")
SAYINGS = (
    Text("您好，**{name}**。", "Hello **{name}**."),
    Text("应还 **{balance}**。", "**{balance}** is due."),
    Text("{due_date}到期。", "It was due on {due_date}."),
    Text("再见。", "Goodbye."),
)
FACTORS = tuple(
    Factor(id=factor, name=Text(factor, factor), ask=Text("请问？", "May I ask?"))
    for factor in ("id_last4", "district", "birth_month", "card_last4")
)


@st.composite
def _line(draw: st.DrawFn, name: str, *, plain: bool) -> Line:
    branches = (
        ()
        if plain
        else tuple(
            Branch(
                key=key,
                label=Text("是", "Yes"),
                goto=draw(st.sampled_from(TARGETS)),
                effect=draw(st.sampled_from([None, "right_party", "third_party", "wrong_party"])),
                outcome=draw(st.sampled_from([None, "PTP", "DISP"])),
            )
            for key in sorted(draw(st.sets(st.integers(1, 4), max_size=2)))
        )
    )
    return Line(
        id=name,
        say=draw(st.sampled_from(SAYINGS)),
        must_say=draw(st.booleans()),
        branches=branches,
        next=None if plain else draw(st.sampled_from([None, None, None, *TARGETS])),
    )


@st.composite
def _lines(draw: st.DrawFn, *, plain: bool = False) -> tuple[Line, ...]:
    names = ("first", "second", "third")[: draw(st.integers(2, 3))]
    return tuple(draw(_line(name, plain=plain)) for name in names)


@st.composite
def scripts(draw: st.DrawFn) -> Callscript:
    """A script of good form; what it says and where it leads is left to chance."""
    gate = IdentityGate(
        need=draw(st.integers(1, 3)),
        max_misses=draw(st.integers(1, 3)),
        on_fail=draw(st.sampled_from(["polite_close", "end"])),
        hint=Text("问", "Ask"),
        factors=FACTORS[: draw(st.integers(1, 4))],
    )
    steps = tuple(
        Step(
            id=name,
            name=Text(name, name),
            lines=draw(_lines(plain=name == "verify")),
            identity=gate if name == "verify" else None,
            open=name == "close" and draw(st.booleans()),
        )
        for name in STEPS
    )
    sides = tuple(
        Side(
            id=name,
            name=Text(name, name),
            lines=draw(_lines()),
            anywhere=draw(st.booleans()),
            then=draw(st.sampled_from(["back", "end", "close", "upset"])),
            outcome=draw(st.sampled_from([None, "CB"])),
        )
        for name in SIDES
    )
    return Callscript(
        id="chance",
        version=1,
        title=Text("试", "Try"),
        languages=("zh", "en"),
        steps=steps,
        sides=sides,
    )


KEYS = st.lists(
    st.sampled_from(["_", "1", "2", "3", "4", ",", ".", "V", *STEPS, *SIDES]), max_size=40
)
