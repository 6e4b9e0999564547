"""`desk-client`: the commands. Each lies in a file of its own, thin over the services; the window
is loaded only by the two that open it. An error that a person can cause is one plain sentence on
stderr: exit 1 where something was refused or failed, 2 where the command was used wrongly."""

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from desk_client import __version__
from desk_client.errors import BadInput, DeskError, Unreadable

app = typer.Typer(
    name="desk-client",
    help="Softphone and case client for a bank's collections desk.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


_COMMANDS = ("demo", "phone", "trunk", "sync", "messenger", "bench", "doctor")
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GROUPS = ("admin", "compliance", "recording", "script")


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"desk-client {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def desk(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option(help="The desk's data folder.")] = None,
    link: Annotated[str, typer.Option(help="A tel:, sip: or callto: link; also as it is.")] = "",
    version: Annotated[  # noqa: ARG001 - read by its callback
        bool, typer.Option("--version", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Open the desk."""
    if context.invoked_subcommand is None:
        import_module("desk_client.cli.desk").open_desk(data_dir, link)


def _register(words: list[str]) -> None:
    """Imports the command that was asked for, or all of them for the help page: the phone must
    start fast, and a verdict must not wait for a database driver."""
    asked = next((word for word in words if word in (*_COMMANDS, *_GROUPS)), None)
    for name in _COMMANDS:
        if asked in (None, name):
            app.command(name)(getattr(import_module(f"desk_client.cli.{name}"), name))
    for name in _GROUPS:
        if asked in (None, name):
            app.add_typer(import_module(f"desk_client.cli.{name}").app, name=name)


def _with_link(words: list[str]) -> list[str]:
    """A link stands where a command would, as a desktop passes it on; whether it is one that can
    be opened is said by whoever reads it."""
    *before, last = words or [""]
    named = not set(words).isdisjoint((*_COMMANDS, *_GROUPS)) or before[-1:] == ["--data-dir"]
    return words if named or not _LINK.match(last) else [*before, "--link", last]


def main() -> None:
    """The console entry: turns errors into one sentence and an exit code."""
    words = _with_link(sys.argv[1:])
    _register(words)
    command = typer.main.get_command(app)
    try:
        code = command(words, standalone_mode=False)
    except TyperException as fault:  # typer carries a click of its own, not the package click
        if type(fault).__name__ == "NoArgsIsHelpError":  # a group without a command: its help
            sys.stderr.write(f"{fault.format_message()}\n")
        else:
            _say(fault.format_message())
        sys.exit(fault.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BadInput as fault:
        _say(str(fault))
        sys.exit(2 if isinstance(fault, Unreadable) or fault.where.startswith("--") else 1)
    except DeskError as fault:
        _say(str(fault))
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{' '.join(sentence.split())}\n")
