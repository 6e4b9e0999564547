"""Turns a run of a callscript into what the view paints: the rail of steps, the lines said, the one
in hand, the two to come, branches or factors, and how many of the must-say lines are said."""

from collections.abc import Iterator
from itertools import islice

from desk_client.callscript.flow import Cursor, Goal, after_path, onward
from desk_client.callscript.placeholders import render
from desk_client.callscript.position import (
    FactorShown,
    LineShown,
    ScriptPosition,
    StepMark,
    StepState,
)
from desk_client.callscript.run import ScriptRun
from desk_client.callscript.script import Factor, Line, Side, Step
from desk_client.text import Text

_PAST, _COMING = 3, 2


def position(run: ScriptRun, *, hidden: bool = False) -> ScriptPosition:
    """The run at this moment; `hidden` closes the amounts again although identity is verified."""
    opened = run.verified and not hidden
    must = run.must_say()
    return ScriptPosition(
        script=run.script.id,
        title=run.script.title,
        version=run.script.version,
        steps=_steps(run),
        path=run.path.id,
        side=run.path.name if isinstance(run.path, Side) else None,
        past=_past(run, opened),
        current=_shown(run, run.path.id, run.current, opened),
        coming=()
        if run.finished
        else tuple(_shown(run, path, line, opened) for path, line in islice(_ahead(run), _COMING)),
        branches=tuple((branch.key, branch.label) for branch in run.current.branches),
        factors=_factors(run),
        hint=_hint(run),
        must_said=len(must) - len(run.unsaid()),
        must_total=len(must),
        verified=run.verified,
        verified_at=run.identity.verified_at,
        matched=len(run.identity.matched),
        needed=run.identity.needed,
        misses=len(run.identity.missed),
        party=run.party,
        proposed_outcome=run.proposed_outcome,
        finished=run.finished,
    )


def _shown(run: ScriptRun, path: str, line: Line, opened: bool) -> LineShown:
    said = [one.said_at for one in run.said if (one.step, one.line) == (path, line.id)]
    return LineShown(
        line=f"{path}.{line.id}",
        spans=render(line.say.in_language(run.language), run.values, verified=opened),
        must_say=line.must_say,
        said_at=said[-1] if said else None,
    )


def _steps(run: ScriptRun) -> tuple[StepMark, ...]:
    """In a side path the rail keeps to the step from which it was entered."""
    ids = [step.id for step in run.script.steps]
    steps = [place.at.path for place in (*run.trail, run.place) if place.at.path in ids]
    here = ids.index(steps[-1])
    said = {line.step for line in run.said}

    def state(index: int, step: str) -> StepState:
        if index == here:
            return "current"
        return "done" if index < here and step in said else "coming"

    return tuple(
        StepMark(step=step.id, name=step.name, state=state(index, step.id))
        for index, step in enumerate(run.script.steps)
    )


def _past(run: ScriptRun, opened: bool) -> tuple[LineShown, ...]:
    """The last lines on the way here that were said; those passed over are not shown as past."""
    passed = []
    for place in run.trail:
        path = run.script.path(place.at.path)
        passed.append(_shown(run, path.id, run.lines_of(path)[place.at.row], opened))
    return tuple([line for line in passed if line.said_at is not None][-_PAST:])


def _ahead(run: ScriptRun) -> Iterator[tuple[str, Line]]:
    """What Space leads to from here, one after the other, if every factor asked for matches."""
    at, returns = run.place.at, run.place.returns
    while True:
        goal: Goal
        if at.path == _identity_path(run) and at.row >= len(run.script.path(at.path).lines) - 1:
            for factor in _questions_after(run, at):
                yield at.path, Line(id=factor.id, say=factor.ask)
            goal = after_path(run.script, at.path)
        else:
            goal = onward(run.script, at)
        if goal == "back" and returns:
            goal, returns = returns[-1], returns[:-1]
        if not isinstance(goal, Cursor):
            return
        at = goal
        path = run.script.path(at.path)
        yield path.id, run.lines_of(path)[at.row]


def _identity_path(run: ScriptRun) -> str | None:
    step = run.script.identity_step
    return None if step is None else step.id


def _questions_after(run: ScriptRun, at: Cursor) -> tuple[Factor, ...]:
    """The factors still to be asked for after this line, as many as are needed."""
    check = run.identity
    if check.verified or check.hopeless:
        return ()
    row = at.row - len(run.script.path(at.path).lines)
    asked = check.known[row] if row >= 0 else None
    rest = [factor for factor in check.waiting if factor != asked]
    needed = check.needed - len(check.matched) - (asked in check.waiting)
    return tuple(rest[: max(0, needed)])


def _factors(run: ScriptRun) -> tuple[FactorShown, ...]:
    if not run.at_identity:
        return ()
    check = run.identity
    when = {checked.factor: checked.at for checked in (*check.matched, *check.missed)}
    return tuple(
        FactorShown(
            key=key,
            factor=factor.id,
            name=factor.name,
            expected=run.values[factor.id],
            state=check.state(factor.id),
            at=when.get(factor.id),
        )
        for key, factor in enumerate(check.known, 1)
    )


def _hint(run: ScriptRun) -> Text | None:
    path = run.path
    if run.current.hint is not None:
        return run.current.hint
    if isinstance(path, Step) and path.identity is not None:
        return path.identity.hint
    return path.hint
