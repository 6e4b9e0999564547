"""Which central a command works on: the one named by --dsn or DESK_CLIENT_CENTRAL, else the
embedded one in the data folder, which is started for the command and stopped after it unless a demo
is using it. Also how a later command opens a folder's encrypted store."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path
from typing import Annotated

import typer

from desk_client.central.embedded import EmbeddedServer
from desk_client.data_folder import DataFolder, data_folder
from desk_client.errors import DeskError
from desk_client.store.database import Database, open_store
from desk_client.store.key import read_sidecar

Dsn = Annotated[
    str | None,
    typer.Option(
        envvar="DESK_CLIENT_CENTRAL",
        help="PostgreSQL address as an administrator; else the data folder's embedded server.",
    ),
]
DataDir = Annotated[Path | None, typer.Option(help="The data folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@contextmanager
def central(dsn: str | None, data_dir: Path | None, *, make: bool = False) -> Iterator[str]:
    """The administrator's address of central while the block runs. `make`: an embedded server may
    be made where there is none; else DeskError."""
    if dsn:
        yield dsn
        return
    server = EmbeddedServer(data_folder(data_dir).central)
    if not make and not server.exists:
        raise DeskError(
            f"There is no central in {data_folder(data_dir).root}; give --dsn, or run "
            "desk-client admin init."
        )
    was_running = server.running
    server.start()
    try:
        yield server.admin_dsn
    finally:
        if not was_running:
            server.stop()


@contextmanager
def desk_store(folder: DataFolder) -> Iterator[Database]:
    """The folder's store; its passphrase, where it needs one, from DESK_CLIENT_PASSPHRASE, from
    the terminal, or "demo" where a demo made it."""
    database = open_store(folder, passphrase=lambda: _passphrase(folder))
    try:
        yield database
    finally:
        database.close()


def _passphrase(folder: DataFolder) -> str:
    given = os.environ.get("DESK_CLIENT_PASSPHRASE")
    if given:
        return given
    if read_sidecar(folder.store).demo:
        return "demo"
    return getpass("Passphrase of the store: ") if sys.stdin.isatty() else ""


def new_word(prompt: str) -> str:
    """A password: hidden on a terminal, else one line of standard input; never an argument, which
    every user of the machine could read."""
    if sys.stdin.isatty():
        return getpass(f"{prompt}: ")
    return sys.stdin.readline().rstrip("\r\n")
