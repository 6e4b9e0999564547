"""`desk-client admin retention`: what is kept until when and by which rule, what must or may be
erased, holds, and the erasing itself, which is only tried unless --apply is given. A recording's
files in this data folder are removed at once; other desks follow at their next sync."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

import typer

from desk_client.care_body import HoldLaid
from desk_client.central.admin import administrator
from desk_client.central.scrub import scrub
from desk_client.cli.central_choice import AsJson, DataDir, Dsn, central
from desk_client.cli.house_packs import house_packs
from desk_client.clock import SystemClock
from desk_client.data_folder import data_folder
from desk_client.errors import DeskError
from desk_client.evidence.erasure import (
    alone,
    erase,
    erased_recordings,
    lay_hold,
    refuse_what_is_kept,
    release_holds,
)
from desk_client.evidence.kept import Kept, State, kept
from desk_client.store.erased import remove_recording

app = typer.Typer(
    help="What is kept until when, holds, and erasing.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
HoldReason = Literal["complaint", "litigation", "dispute", "inspection"]
CaseNo = Annotated[str, typer.Option("--case", help="Number of the case.", metavar="CASE_NO")]
OneCase = Annotated[str | None, typer.Option("--case", help="Of one case only.", metavar="CASE_NO")]
Packs = Annotated[
    list[str] | None,
    typer.Option(
        "--pack", help="A pack in force; may be repeated. Else the settings'.", metavar="ID"
    ),
]


@app.command()
def due(
    state: Annotated[State | None, typer.Option(help="Only what is in this state.")] = None,
    case: OneCase = None,
    pack: Packs = None,
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Say of every record until when it is kept, by which rule, and what holds it."""
    house = house_packs(tuple(pack or ()), data_dir)
    with central(dsn, data_dir) as address, administrator(address) as connection:
        found = [
            each
            for each in kept(connection, house, now=SystemClock().now())
            if state in (None, each.state) and case in (None, each.case_no)
        ]
    if as_json:
        _print({"records": [each.as_json() for each in found]})
        return
    for each in found:
        typer.echo(_line(each))
    _tell(f"{_counted(found)}.")


@app.command(name="erase")
def erase_command(
    apply: Annotated[
        bool, typer.Option("--apply", help="Really erase; else only say what.")
    ] = False,
    also_may: Annotated[
        bool, typer.Option("--also-may", help="Also what may be erased and need not.")
    ] = False,
    of: Annotated[
        list[str] | None,
        typer.Option(help="One record, as `due` names it; may be repeated.", metavar="ID"),
    ] = None,
    case: OneCase = None,
    pack: Packs = None,
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Erase what must be erased; what is held or must still be kept is refused."""
    house = house_packs(tuple(pack or ()), data_dir)
    states = ("must", "may") if also_may else ("must",)
    files = 0
    with central(dsn, data_dir) as address:
        with administrator(address) as connection:
            alone(connection)
            every = kept(connection, house, now=SystemClock().now())
            chosen = _named(every, of) if of else _in(every, states)
            chosen = [each for each in chosen if case in (None, each.case_no)]
            refuse_what_is_kept(chosen)
            if apply:
                erase(connection, chosen)
            gone = erased_recordings(connection)
        if apply:
            folder = data_folder(data_dir).recordings
            files = sum(remove_recording(folder, call_id) for call_id in gone)
            scrub(address, own_log=dsn is None)
    if as_json:
        records = [each.as_json() for each in chosen]
        _print({"applied": apply, "records": records, "files_removed": files})
        return
    for each in chosen:
        typer.echo(_line(each))
    if apply:
        _tell(f"Erased: {_counted(chosen)}; files removed here: {files}.")
    else:
        _tell(f"Would be erased: {_counted(chosen)}. Nothing was done; give --apply.")


@app.command()
def hold(
    case: CaseNo,
    reason: Annotated[HoldReason, typer.Option(help="Why nothing may be erased.")],
    note: Annotated[str, typer.Option(help="For example the court's reference.")] = "",
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Keep everything of the case's debtor until the hold is released."""
    with central(dsn, data_dir) as address, administrator(address) as connection:
        alone(connection)
        count = lay_hold(connection, case, HoldLaid(reason=reason, note=note))
    _report({"case_no": case, "debtors": count}, f"Held, for {reason}: {case}.", as_json=as_json)


@app.command()
def release(
    case: CaseNo,
    reason: Annotated[str, typer.Option(help="Why it need not be held any more.")],
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Withdraw every hold that was laid on the case's debtor."""
    with central(dsn, data_dir) as address, administrator(address) as connection:
        alone(connection)
        count = release_holds(connection, case, reason)
    if not count:
        raise DeskError(f"Nothing is held for case {case}.")
    _report({"case_no": case, "holds": count}, f"Released: {case}.", as_json=as_json)


def _named(every: Iterable[Kept], wanted: list[str]) -> list[Kept]:
    found = [each for each in every if each.of in wanted]
    missing = set(wanted) - {each.of for each in found}
    if missing:
        raise DeskError(f"Nothing is kept under {min(missing)}.")
    return found


def _in(every: Iterable[Kept], states: tuple[str, ...]) -> list[Kept]:
    return [each for each in every if each.state in states]


def _line(each: Kept) -> str:
    until = "open" if each.keep_until is None else f"{each.keep_until:%Y-%m-%d}"
    end = "-" if each.erase_from is None else f"{each.erase_from:%Y-%m-%d}"
    held = f" held: {', '.join(each.held_by)}" if each.held_by else ""
    rules = ", ".join(each.rules) or "-"
    return (
        f"{each.state:7} {each.record:9} {each.of}  {each.case_no or '-'}  "
        f"keep until {until}, erase from {end}  {rules}{held}"
    )


def _counted(records: Iterable[Kept]) -> str:
    counts = Counter(each.record for each in records)
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "nothing"


def _report(found: dict[str, object], words: str, *, as_json: bool) -> None:
    if as_json:
        _print(found)
    else:
        _tell(words)


def _print(found: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")


def _tell(words: str) -> None:
    typer.echo(words, err=True)
