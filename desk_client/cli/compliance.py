"""`desk-client compliance`: the verdict on a request read as JSON, and the proof of every pack by
its own examples. What is unreadable is told in one sentence on stderr."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from desk_client.cli.compliance_report import report_command
from desk_client.compliance.answer import Verdict
from desk_client.compliance.examples import try_examples
from desk_client.compliance.load import load_packs, shipped_packs, together
from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest
from desk_client.errors import BadInput, DeskError

app = typer.Typer(
    help="Lawful contact: the verdict, and the packs' own examples.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
PackDir = Annotated[
    Path | None, typer.Option("--pack-dir", help="A folder with more packs.", metavar="DIR")
]
UNREADABLE = 2


@app.command()
def check(
    request: Annotated[
        str, typer.Option(help="The request as JSON; - reads stdin.", metavar="FILE|-")
    ],
    pack: Annotated[
        list[str] | None,
        typer.Option(help="A pack in force; may be repeated. Without: by scope.", metavar="ID"),
    ] = None,
    pack_dir: PackDir = None,
) -> None:
    """Print the verdict; exit 0 allowed, 1 refused, 2 unreadable."""
    try:
        packs = _pack_set(tuple(dict.fromkeys(pack or ())), pack_dir)
        answer = packs.verdict(_read(request))
    except DeskError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(UNREADABLE) from None
    typer.echo(_json(answer))
    raise typer.Exit(0 if answer.allowed else 1)


@app.command(name="test")
def try_packs(pack_dir: PackDir = None) -> None:
    """Run every pack's own examples; exit 1 where one is not as expected."""
    try:
        packs = _packs(pack_dir)
    except DeskError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(UNREADABLE) from None
    all_examples, all_faults = 0, 0
    for pack in packs:
        tried = list(try_examples(pack))
        faults = [one for one in tried if one.fault]
        examples = sum(bool(one.name) for one in tried)
        for one in faults:
            name = f" {one.name!r}" if one.name else ""
            typer.echo(f"{one.pack}.yaml: {one.rule}{name}: {one.fault}", err=True)
        all_examples += examples
        all_faults += len(faults)
        typer.echo(
            f"{pack.id} {pack.file.version}: {len(pack.file.rules)} rules, {examples} examples, "
            f"{len(faults)} not as expected"
        )
    typer.echo(f"{len(packs)} packs, {all_examples} examples, {all_faults} not as expected")
    raise typer.Exit(1 if all_faults else 0)


@app.command()
def replay(
    since: Annotated[str, typer.Option(help="First day, for example 2026-11-24.", metavar="DATE")],
    until: Annotated[str | None, typer.Option(help="Last day.", metavar="DATE")] = None,
    zone: Annotated[str, typer.Option(help="Whose days.")] = "Asia/Shanghai",
    dsn: Annotated[
        str | None,
        typer.Option(envvar="DESK_CLIENT_CENTRAL", help="PostgreSQL address of central."),
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="The data folder.")] = None,
    pack_dir: PackDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Ask the verdicts of these days again; exit 1 where one is not what it was."""
    import_module("desk_client.cli.replay").run(
        since=since,
        until=until,
        zone=zone,
        dsn=dsn,
        data_dir=data_dir,
        pack_dir=pack_dir,
        as_json=as_json,
    )


app.command(name="report")(report_command)


def _pack_set(names: tuple[str, ...], pack_dir: Path | None) -> PackSet:
    if names and pack_dir is None:
        return PackSet.shipped(*names)  # without reading all the others
    return PackSet(_packs(pack_dir), names)


def _packs(pack_dir: Path | None) -> tuple[Pack, ...]:
    return together(shipped_packs(), () if pack_dir is None else load_packs(pack_dir))


def _read(name: str) -> ContactRequest:
    where = "stdin" if name == "-" else name
    try:
        text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as fault:
        raise BadInput(
            where=where, found="the request cannot be read", allowed="name a JSON file"
        ) from fault
    try:
        return ContactRequest.from_json(text)
    except ValidationError as fault:
        raise _bad_request(where, fault) from None


def _bad_request(where: str, fault: ValidationError) -> BadInput:
    errors = fault.errors(include_url=False, include_context=False, include_input=False)
    # a misspelt key is also a missing one; its spelling says more
    first = min(errors, key=lambda error: error["type"] != "extra_forbidden")
    path = ".".join(str(part) for part in first["loc"]) or "the request"
    if first["type"] == "extra_forbidden":
        found, allowed = f"unknown key {path}", "remove it or mend its spelling"
    elif first["type"] == "missing":
        found, allowed = f"{path} is missing", "add it"
    else:
        found, allowed = f"{path} cannot be used", first["msg"]
    return BadInput(where=where, found=_one_line(found), allowed=_one_line(allowed))


def _one_line(words: str) -> str:
    shown = "".join(mark if mark.isprintable() else "?" for mark in words)
    return shown if len(shown) <= 200 else f"{shown[:199]}…"


def _json(answer: Verdict) -> str:
    return answer.model_dump_json(indent=1, ensure_ascii=True)
