"""`desk-client recording`: which recordings this desk made, handing one out to whoever holds the
organisation's key, and the proof that all are there and unaltered. Nothing here changes the store.
Exit 1 where something is wrong or refused, 2 where a key file cannot be used."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from desk_client.central.admin import administrator
from desk_client.central.recording_seals import recording_seals
from desk_client.cli.central_choice import AsJson, DataDir, Dsn, central, desk_store
from desk_client.clock import rfc3339
from desk_client.data_folder import DataFolder, data_folder
from desk_client.errors import BadInput, DeskError
from desk_client.fact_body import RecordingSealed
from desk_client.ids import CallId
from desk_client.services import recordings
from desk_client.services.recording_proof import Proof, prove
from desk_client.services.recordings import Recordings
from desk_client.store.chain import ChainLink
from desk_client.store.database import Database

app = typer.Typer(
    help="Recordings of this desk: list, hand out, prove.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
UNREADABLE = 2


@app.command(name="list")
def list_recordings(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Say which recordings this desk made."""
    folder = data_folder(data_dir)
    with _store(folder) as database:
        kept = Recordings(database=database, folder=folder.recordings).all()
    if as_json:
        _print([each.as_json() for each in kept])
        return
    for each in kept:
        sealed = "sealed" if each.sealed else "NOT SEALED"
        typer.echo(
            f"{rfc3339(each.started_at)}  {each.case_no or '-'}  {each.call_id}  "
            f"{each.made.seconds:.1f} s  {sealed}",
            err=True,
        )
    typer.echo(_counted(len(kept)), err=True)


@app.command()
def export(
    identity: Annotated[Path, typer.Option(help="The organisation's age identity file.")],
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    case: Annotated[str | None, typer.Option(help="All recordings of this case.")] = None,
    call: Annotated[str | None, typer.Option(help="The recording of this call.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Write CALL.ogg (left agent, right debtor) and CALL.json into a folder."""
    if bool(case) == bool(call):
        raise typer.BadParameter("give one of them", param_hint="--case or --call")
    try:
        identities = recordings.read_identities(identity)
    except BadInput as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(UNREADABLE) from None
    folder = data_folder(data_dir)
    failed: list[DeskError] = []
    with _store(folder) as database:
        here = Recordings(database=database, folder=folder.recordings)
        wanted = here.of_case(case) if case else (here.of_call(CallId(call or "")),)
        for each in wanted:
            try:
                done = recordings.export(each, identities, out)
            except DeskError as fault:
                failed.append(fault)
                continue
            doubt = "" if done.verified else ", NOT what was sealed"
            doubt += "" if done.complete else ", its end is missing"
            typer.echo(f"{done.ogg}{doubt}", err=True)
    if failed:
        raise failed[0]


@app.command()
def verify(dsn: Dsn = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Walk the chain of recordings; exit 1 names what was altered, missing or cut off."""
    folder = data_folder(data_dir)
    with _store(folder) as database:
        proof = prove(database, folder.recordings, _seals(dsn, data_dir), watch=_watched)
    if as_json:
        _print(proof.as_json())
    else:
        _tell(proof)
    if proof.faults:
        raise typer.Exit(1)


def _seals(dsn: str | None, data_dir: Path | None) -> Sequence[RecordingSealed] | None:
    """What central holds; None where there is no central or it does not answer."""
    try:
        with central(dsn, data_dir) as address, administrator(address) as connection:
            return recording_seals(connection)
    except DeskError:
        return None


def _tell(proof: Proof) -> None:
    for fault in proof.faults:
        typer.echo(str(fault), err=True)
    against = "central's facts" if proof.central_asked else "this desk's own facts only"
    stands = "wrong" if proof.faults else "whole"
    words = f"{_counted(proof.recordings)}; the record is {stands}, held against {against}."
    typer.echo(words, err=True)


def _counted(number: int) -> str:
    return "1 recording" if number == 1 else f"{number} recordings"


def _watched(links: Sequence[ChainLink]) -> Iterable[ChainLink]:
    """Shows on a terminal how far the walk has come."""
    console = Console(stderr=True)
    return track(
        links,
        description="Verifying",
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextmanager
def _store(folder: DataFolder) -> Iterator[Database]:
    """The folder's store, which must be there already."""
    if not folder.store.exists():
        raise DeskError(f"There is no desk in {folder.root}; give its folder by --data-dir.")
    with desk_store(folder) as database:
        yield database


def _print(found: object) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
