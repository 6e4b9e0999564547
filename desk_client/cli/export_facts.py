"""`desk-client admin export`: every fact that central holds as JSON, one a line, to a file that
only its owner can read, or to stdout. Attempts name whole numbers, so the file is as secret as
central itself."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from desk_client.central.admin import administrator
from desk_client.central.fact_export import exported_facts
from desk_client.cli.central_choice import DataDir, Dsn, central
from desk_client.errors import DeskError


def export_command(
    out: Annotated[Path | None, typer.Option(help="The file; stdout if left out.")] = None,
    team: Annotated[int | None, typer.Option(min=1, help="Of one team only.")] = None,
    dsn: Dsn = None,
    data_dir: DataDir = None,
) -> None:
    """Write all facts as JSON, one a line, in the order in which they happened."""
    with central(dsn, data_dir) as address, administrator(address) as connection:
        facts = exported_facts(connection, team=team)
        if out is None:
            _print(facts)
            return
        try:
            count = _write_whole(out, facts)
        except OSError as fault:
            raise DeskError(f"{out} cannot be written ({fault.strerror}).") from None
    typer.echo(f"Facts in {out}: {count}.", err=True)


def _write_whole(out: Path, facts: Iterable[dict[str, Any]]) -> int:
    """A file that was there is replaced only when the new one is complete."""
    part = out.with_name(f"{out.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            count = _write(file, facts)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return count


def _print(facts: Iterable[dict[str, Any]]) -> None:
    try:
        _write(sys.stdout, facts)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read had enough; Python would complain again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(file: TextIO, facts: Iterable[dict[str, Any]]) -> int:
    """How many there were."""
    count = 0
    for fact in facts:
        file.write(json.dumps(fact, ensure_ascii=False) + "\n")
        count += 1
    return count
