"""Where the lines of a callscript lead. Both the check of a script and its run ask here, so that
what was checked is what happens."""

from typing import Literal, NamedTuple

from desk_client.callscript.script import Callscript, Line


class Cursor(NamedTuple):
    """A line, by its path and its row in it. At the identity step, rows past the written lines are
    the questions for the factors, in their order."""

    path: str
    row: int


Goal = Cursor | Literal["back", "end"]


def resolve(script: Callscript, target: str) -> Goal:
    """What a target of the script means; KeyError where it means nothing."""
    if target == "back":
        return "back"
    if target == "end":
        return "end"
    path, _, wanted = target.partition(".")
    lines = script.path(path).lines
    if not wanted:
        return Cursor(path, 0)
    for index, line in enumerate(lines):
        if line.id == wanted:
            return Cursor(path, index)
    raise KeyError(target)


def line_at(script: Callscript, at: Cursor) -> Line:
    return script.path(at.path).lines[at.row]


def onward(script: Callscript, at: Cursor) -> Goal:
    """Where Space leads from a written line; from the identity step's last one, past the gate."""
    path = script.path(at.path)
    line = path.lines[at.row]
    if line.next is not None:
        return resolve(script, line.next)
    if at.row + 1 < len(path.lines):
        return Cursor(at.path, at.row + 1)
    return after_path(script, at.path)


def after_path(script: Callscript, name: str) -> Goal:
    """Where a whole step or side path leads."""
    for side in script.sides:
        if side.id == name:
            return resolve(script, side.then)
    following = script.step_after(name)
    return "end" if following is None else Cursor(following.id, 0)
