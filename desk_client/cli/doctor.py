"""`desk-client doctor`: looks whether everything that the desk needs is here and works, one line
for each thing, with what to do where it does not. Each look is real: a window is opened, a phone
and a PostgreSQL are started, every pack and callscript plays its own examples. Nothing that it
says names a person."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from desk_client.data_folder import data_folder
from desk_client.doctor import machine, parts
from desk_client.doctor.finding import Finding

_SIGNS = {"right": "ok   ", "note": "note ", "wrong": "WRONG"}


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    data_dir: Annotated[Path | None, typer.Option(help="The desk's data folder.")] = None,
) -> None:
    """Look whether everything the desk needs is here; exit 1 where something is wrong."""
    findings = []
    for finding in _looks(data_dir):
        findings.append(finding)
        if not as_json:
            typer.echo(_line(finding))
    if as_json:
        typer.echo(json.dumps([each.model_dump() for each in findings], ensure_ascii=False))
    if any(each.state == "wrong" for each in findings):
        raise typer.Exit(1)


def _looks(data_dir: Path | None) -> Iterator[Finding]:
    folder = data_folder(data_dir)
    looks: tuple[Callable[[], Finding | Iterable[Finding]], ...] = (
        machine.python,
        machine.window,
        machine.outside_keys,
        machine.clock,
        lambda: machine.data_folder(folder),
        lambda: parts.settings(folder),
        lambda: parts.store_key(folder),
        parts.phone,
        parts.postgres,
        parts.packs,
        parts.callscripts,
        parts.tables,
    )
    for look in looks:
        found = look()
        yield from (found,) if isinstance(found, Finding) else found


def _line(finding: Finding) -> str:
    line = f"{_SIGNS[finding.state]} {finding.check}: {finding.found}"
    return f"{line}; {finding.do}" if finding.do else line
