"""What a callscript must satisfy beyond its form: every target exists, every line is reached, every
way of pressing Space ends, nothing about the debt can be said before identity is verified, and the
examples come out as written. A Finding names the part of the file by the path that leads to it."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from desk_client.callscript.flow import Cursor, Goal, after_path, line_at, onward, resolve
from desk_client.callscript.placeholders import SAMPLE, badly_marked, placeholders, too_long
from desk_client.callscript.script import BACK, END, Callscript, Side, Step
from desk_client.outcome import table
from desk_client.text import Text

Part = tuple[str | int, ...]


class Finding(NamedTuple):
    """What is wrong at a part of the script, and what is allowed there."""

    part: Part
    found: str
    allowed: str


def faults(script: Callscript) -> list[Finding]:
    """Everything that makes a script unusable; the graph is only walked once its targets exist."""
    found = [*_names(script), *_texts(script), *_targets(script), *_identity(script)]
    if not found:
        found = [*_unreached(script), *_endless(script), *told_too_early(script)]
    return found


def warnings(script: Callscript) -> list[Finding]:
    """What a script can do without: lines too long to say in one breath."""
    found = []
    for part, say in _sayings(script):
        over = too_long(say)
        if over is not None:
            found.append(Finding(part, f"the line has {over}", "18 汉字 or 12 words a line"))
    return found


def _placed(script: Callscript) -> Iterator[tuple[Part, Step | Side]]:
    for index, step in enumerate(script.steps):
        yield ("steps", index), step
    for index, side in enumerate(script.sides):
        yield ("sides", index), side


def _part(script: Callscript, at: Cursor) -> Part:
    part = next(part for part, path in _placed(script) if path.id == at.path)
    return (*part, "lines", at.row)


def _cursors(script: Callscript) -> Iterator[Cursor]:
    for path in script.paths():
        for index in range(len(path.lines)):
            yield Cursor(path.id, index)


def _sayings(script: Callscript) -> Iterator[tuple[Part, Text]]:
    """Everything that is spoken, factors' questions included."""
    for part, path in _placed(script):
        for index, line in enumerate(path.lines):
            yield (*part, "lines", index, "say"), line.say
        if isinstance(path, Step) and path.identity is not None:
            for index, factor in enumerate(path.identity.factors):
                yield (*part, "identity", "factors", index, "ask"), factor.ask


def _names(script: Callscript) -> Iterator[Finding]:
    taken = {BACK, END}
    for part, path in _placed(script):
        if path.id in taken:
            yield Finding(part, f"the id {path.id} is taken", "give every path its own id")
        taken.add(path.id)
        lines: set[str] = set()
        for index, line in enumerate(path.lines):
            where = (*part, "lines", index)
            if line.id in lines:
                yield Finding(where, f"the id {line.id} stands twice", "one id a line")
            lines.add(line.id)
            keys = Counter(branch.key for branch in line.branches)
            for key, times in keys.items():
                if times > 1:
                    yield Finding(where, f"key {key} has two branches", "one branch a key")


def _texts(script: Callscript) -> Iterator[Finding]:
    for part, say in _sayings(script):
        for language in script.languages:
            text = say.in_language(language)
            if not text.strip():
                yield Finding(part, f"no words in {language}", "write the line in every language")
            if badly_marked(text):
                yield Finding(part, "a brace or ** stands alone", "close every { } and ** **")
            for name in placeholders(text):
                if name not in SAMPLE:
                    known = ", ".join(SAMPLE)
                    yield Finding(part, f"unknown placeholder {{{name}}}", f"use one of {known}")


def _targets(script: Callscript) -> Iterator[Finding]:
    codes = {row.code for row in table().outcomes}
    for part, path in _placed(script):
        for where, target in _aims(part, path):
            if not _exists(script, target):
                yield Finding(where, f"{target} leads nowhere", "name a step, side path or line")
            elif target == BACK and isinstance(path, Step):
                yield Finding(where, "back from a step", "only a side path leads back")
        for where, code in _endings(part, path):
            if code is not None and code not in codes:
                yield Finding(where, f"{code} is no outcome", f"use one of {', '.join(codes)}")


def _aims(part: Part, path: Step | Side) -> Iterator[tuple[Part, str]]:
    """Every target written in a path."""
    if isinstance(path, Side):
        yield (*part, "then"), path.then
    elif path.identity is not None:
        yield (*part, "identity", "on_fail"), path.identity.on_fail
    for index, line in enumerate(path.lines):
        if line.next is not None:
            yield (*part, "lines", index, "next"), line.next
        for number, branch in enumerate(line.branches):
            yield (*part, "lines", index, "branches", number, "goto"), branch.goto


def _endings(part: Part, path: Step | Side) -> Iterator[tuple[Part, str | None]]:
    """Every outcome code written in a path."""
    if isinstance(path, Side):
        yield (*part, "outcome"), path.outcome
    for index, line in enumerate(path.lines):
        for number, branch in enumerate(line.branches):
            yield (*part, "lines", index, "branches", number, "outcome"), branch.outcome


def _exists(script: Callscript, target: str) -> bool:
    try:
        resolve(script, target)
    except KeyError:
        return False
    return True


def _identity(script: Callscript) -> Iterator[Finding]:
    gates = [(part, path) for part, path in _placed(script) if isinstance(path, Step)]
    gates = [(part, path) for part, path in gates if path.identity is not None]
    for part, _ in gates[1:]:
        yield Finding(part, "a second identity step", "one in a script")
    for part, path in gates:
        if path.identity is None:
            continue
        if path.identity.need > len(path.identity.factors):
            yield Finding(
                (*part, "identity", "need"),
                f"{path.identity.need} factors needed, {len(path.identity.factors)} written",
                "write at least as many",
            )
        for index, line in enumerate(path.lines):
            if line.branches or line.next is not None:
                yield Finding(
                    (*part, "lines", index),
                    "a way past the identity check",
                    "digits are the factors here; leave branches and next out",
                )


def _ways(script: Callscript, at: Cursor, *, verified: bool) -> Iterator[Goal]:
    """Everything that can follow a line: Space, its branches, failure of the identity check."""
    line = line_at(script, at)
    step = script.identity_step
    at_gate = step is not None and step.id == at.path
    if verified or not (at_gate and at.row == len(script.path(at.path).lines) - 1):
        yield onward(script, at)
    for branch in line.branches:
        yield resolve(script, branch.goto)
    if step is not None and step.identity is not None and at_gate:
        yield resolve(script, step.identity.on_fail)


def _reached(script: Callscript) -> set[Cursor]:
    """Lines that what is written leads to, once identity is verified."""
    starts = [script.steps[0].id, *(side.id for side in script.sides if side.anywhere)]
    return _walk(script, starts, verified=True)


def _reached_early(script: Callscript) -> set[Cursor]:
    """Lines that any key can lead to before identity is verified: full stop and V too, which enter
    steps that are not closed from everywhere."""
    starts = [step.id for step in script.steps if not script.gated(step.id)]
    starts += [side.id for side in script.sides if side.anywhere]
    return _walk(script, starts, verified=False)


def _walk(script: Callscript, starts: list[str], *, verified: bool) -> set[Cursor]:
    waiting = [Cursor(start, 0) for start in starts]
    seen: set[Cursor] = set()
    while waiting:
        at = waiting.pop()
        if at in seen:
            continue
        seen.add(at)
        goals = list(_ways(script, at, verified=verified))
        if not verified:
            goals.append(after_path(script, at.path))
        waiting += [
            goal
            for goal in goals
            if isinstance(goal, Cursor) and (verified or not script.gated(goal.path))
        ]
    return seen


def _unreached(script: Callscript) -> Iterator[Finding]:
    reached = _reached(script)
    for part, path in _placed(script):
        if not any(at.path == path.id for at in reached):
            yield Finding(part, f"{path.id} is never reached", "lead a branch to it or remove it")
            continue
        for index, line in enumerate(path.lines):
            if Cursor(path.id, index) not in reached:
                yield Finding(
                    (*part, "lines", index),
                    f"the line {path.id}.{line.id} is never reached",
                    "lead a branch to it or remove it",
                )


def _endless(script: Callscript) -> Iterator[Finding]:
    for start in _cursors(script):
        at: Goal = start
        seen: set[Cursor] = set()
        while isinstance(at, Cursor) and at not in seen:
            seen.add(at)
            at = onward(script, at)
        if at == start:
            yield Finding(
                _part(script, start), "Space goes round here for ever", "lead it to an end"
            )


def told_too_early(script: Callscript) -> Iterator[Finding]:
    """What could be said about the debt, or jumped to, before identity is verified."""
    for at in sorted(_reached_early(script)):
        part = _part(script, at)
        line = line_at(script, at)
        if line.amounts:
            yield Finding(
                (*part, "say"),
                f"the line {at.path}.{line.id} tells of the debt before identity is verified",
                "move it behind the identity step",
            )
        for goal in _ways(script, at, verified=False):
            if isinstance(goal, Cursor) and script.gated(goal.path):
                yield Finding(
                    part,
                    f"{at.path}.{line.id} leads to {goal.path} past the identity step",
                    "lead to the identity step, an open step or a side path",
                )
