"""desk-client script check FILE: looks a callscript over before it is given to agents. Faults are
told with file:line and end with exit code 1; lines too long to say in one breath are only named.
`desk-client script schema` prints the form of such a file."""

import json
from pathlib import Path
from typing import Annotated

import typer

from desk_client.callscript.load import examine
from desk_client.callscript.script import Callscript
from desk_client.errors import BadInput

app = typer.Typer(
    help="Callscripts: look them over before they are used.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
UNREADABLE = 2


@app.callback()
def script() -> None:
    """Callscripts: look them over before they are used."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="The callscript, a YAML file.", metavar="FILE")],
) -> None:
    """Say what is wrong with a callscript, by file and line; exit 1 where anything is."""
    if not file.is_file():
        typer.echo(f"{file}: there is no such file", err=True)
        raise typer.Exit(UNREADABLE)
    try:
        examined = examine(file)
    except BadInput as no_script:
        typer.echo(str(no_script), err=True)
        raise typer.Exit(1) from None
    for warning in examined.warnings:
        typer.echo(f"{warning} (may stay)", err=True)
    for fault in examined.faults:
        typer.echo(str(fault), err=True)
    if examined.faults:
        raise typer.Exit(1)
    found = examined.script
    steps, sides, played = len(found.steps), len(found.sides), len(found.examples)
    typer.echo(
        f"{found.id} version {found.version}: {steps} steps, {sides} side paths, "
        f"{played} examples play as written"
    )


@app.command()
def schema() -> None:
    """Print the JSON Schema of a callscript file, for editors that help while writing."""
    typer.echo(json.dumps(Callscript.model_json_schema(), ensure_ascii=False, indent=2))
