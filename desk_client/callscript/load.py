"""Reads a callscript from its file. A file that cannot be used is told with file:line; the scripts
that ship are read by their id."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from desk_client.callscript.check import Finding, faults, warnings
from desk_client.callscript.play import example_faults
from desk_client.callscript.script import Callscript
from desk_client.callscript.sharing import read_whole
from desk_client.errors import BadInput
from desk_client.yaml_file import line_finder


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A script of good form and what was found in it, as sentences that begin with file:line."""

    script: Callscript
    faults: tuple[BadInput, ...]
    warnings: tuple[str, ...]


def examine(file: Path | Traversable) -> Examined:
    """Everything wrong with a script; BadInput only where it has not even the form of one."""
    whole = read_whole(file)
    script = whole.script

    def told(finding: Finding) -> BadInput:
        there, part = whole.place(finding.part, file)
        return BadInput(
            where=there.name,
            line=line_finder(there)(part),
            found=finding.found,
            allowed=finding.allowed,
        )

    found = faults(script) or example_faults(script)
    return Examined(
        script=script,
        faults=tuple(told(finding) for finding in found),
        warnings=tuple(str(told(finding)) for finding in warnings(script)),
    )


def load(file: Path | Traversable) -> Callscript:
    """The script; BadInput for the first thing that makes it unusable. Its examples are for its
    author (and the tests) to play, not for the agent to wait for."""
    script = read_whole(file).script
    if faults(script):
        raise examine(file).faults[0]
    return script


@cache
def shipped(script_id: str) -> Callscript:
    """A script that comes with the program, by its id."""
    folder = files("resources") / "callscripts"
    file = folder / f"{script_id}.yaml"
    if not file.is_file():
        raise BadInput(
            where="callscripts",
            found=f"there is no callscript {script_id}",
            allowed=f"use one of {', '.join(shipped_ids())}",
        )
    return load(file)


def shipped_ids() -> tuple[str, ...]:
    """The ids of all scripts that come with the program."""
    folder = files("resources") / "callscripts"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))
