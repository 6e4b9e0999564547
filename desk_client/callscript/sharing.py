"""What several callscripts have in common is written once, in a folder `shared` beside them: the
steps a call opens and closes with, and the side paths. A script names the files it takes from; what
it writes itself goes before a side path of the same id, and of the shared side paths it takes those
that something in it leads to and those that may be entered anywhere. Every part remembers the file
and place it was written at, so that a fault is told where its author finds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, NamedTuple

from desk_client.callscript.script import Callscript, Row, Side, Step
from desk_client.errors import BadInput
from desk_client.yaml_file import line_finder, load_yaml

Kind = Literal["steps", "sides"]
File = Path | Traversable


class SharedParts(Row):
    """A file of steps and side paths that is no script of its own."""

    steps: tuple[Step, ...] = ()
    sides: tuple[Side, ...] = ()


class Written(NamedTuple):
    """A step or side path, and where it stands: the row in its kind's list in a file."""

    path: Step | Side
    file: File
    row: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A script with its shared parts in place."""

    script: Callscript
    steps: tuple[Written, ...]
    sides: tuple[Written, ...]

    def place(self, part: tuple[str | int, ...], file: File) -> tuple[File, tuple[str | int, ...]]:
        """The file and the part in it that a part of the whole was written as."""
        match part:
            case ("steps" | "sides" as kind, int(row), *rest):
                written = (self.steps if kind == "steps" else self.sides)[row]
                return written.file, (kind, written.row, *rest)
            case _:
                return file, part


def read_whole(file: File) -> Whole:
    """The script of a file; BadInput where it, or what it takes from, has not the form of one."""
    script = load_yaml(file, Callscript)
    opening = [] if script.opens_with is None else _steps(file, script.opens_with, "opens_with")
    closing = [] if script.closes_with is None else _steps(file, script.closes_with, "closes_with")
    written = {step.id: row for row, step in enumerate(script.steps)}
    opening = [_own_instead(each, script, written, file) for each in opening]
    closing = [_own_instead(each, script, written, file) for each in closing]
    placed = {each.path.id for each in (*opening, *closing)}
    between = (each for each in _rows(script.steps, file) if each.path.id not in placed)
    steps = (*opening, *between, *closing)
    own = tuple(_rows(script.sides, file))
    names = {each.path.id for each in own}
    offered = [
        each
        for name in script.sides_from
        for each in _sides(file, name)
        if each.path.id not in names
    ]
    sides = (*own, *_taken(offered, (*steps, *own)))
    joined = script.model_copy(
        update={
            "steps": tuple(each.path for each in steps),
            "sides": tuple(each.path for each in sides),
        }
    )
    return Whole(joined, steps, sides)


def _own_instead(
    shared: Written, script: Callscript, written: dict[str, int], file: File
) -> Written:
    """A step that the script writes itself stands in the place of the shared one of that id."""
    row = written.get(shared.path.id)
    return shared if row is None else Written(script.steps[row], file, row)


def _rows(paths: Iterable[Step | Side], file: File) -> Iterator[Written]:
    return (Written(path, file, row) for row, path in enumerate(paths))


def _steps(file: File, name: str, key: str) -> list[Written]:
    found = _shared_file(file, name, key)
    return list(_rows(load_yaml(found, SharedParts).steps, found))


def _sides(file: File, name: str) -> list[Written]:
    found = _shared_file(file, name, "sides_from")
    return list(_rows(load_yaml(found, SharedParts).sides, found))


def _shared_file(file: File, name: str, key: str) -> File:
    """Beside the script, else among those that ship."""
    shipped = files("resources") / "callscripts" / "shared" / f"{name}.yaml"
    beside = file.parent / "shared" / f"{name}.yaml" if isinstance(file, Path) else shipped
    for each in (beside, shipped):
        if each.is_file():
            return each
    raise BadInput(
        where=file.name,
        line=line_finder(file)((key,)),
        found=f"there is no shared file {name}",
        allowed=f"write shared/{name}.yaml beside the script, or leave it out",
    )


def _taken(offered: list[Written], own: tuple[Written, ...]) -> list[Written]:
    """Those led to from `own` or from each other and those entered anywhere, in their order."""
    by_id = {each.path.id: each for each in offered}
    waiting = [each.path for each in own]
    waiting += [each.path for each in offered if isinstance(each.path, Side) and each.path.anywhere]
    wanted = {path.id for path in waiting}
    while waiting:
        for target in waiting.pop().targets:
            name = target.partition(".")[0]
            if name in by_id and name not in wanted:
                wanted.add(name)
                waiting.append(by_id[name].path)
    return [each for each in offered if each.path.id in wanted]
