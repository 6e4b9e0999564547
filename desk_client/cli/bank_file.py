"""What the commands that take a bank's file have in common: the file, a dry run, the bank's day,
and how the report is told. Exit 0 where every row went in, 1 where any was rejected or the file as
a whole cannot be used, 2 where it cannot be read."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from desk_client.clock import SystemClock

BankFile = Annotated[Path, typer.Argument(help="CSV or XLSX, headers in line 1.", metavar="FILE")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing, only report.")]

_UNREADABLE = 2
_BANK_ZONE = ZoneInfo("Asia/Shanghai")  # whose calendar day a bank's file is of


def must_be_there(file: Path) -> None:
    """Ends the command where there is no such file."""
    if not file.is_file():
        typer.echo(f"{file}: there is no such file", err=True)
        raise typer.Exit(_UNREADABLE)


def bank_day() -> date:
    """Today, where the bank is."""
    return SystemClock().now().astimezone(_BANK_ZONE).date()


def tell(found: Mapping[str, object], words: str, *, as_json: bool, rejects: bool) -> None:
    """The report as JSON to stdout where it is wanted, its words to stderr; ends the command where
    rows were rejected."""
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    typer.echo(words, err=True)
    if rejects:
        raise typer.Exit(1)
