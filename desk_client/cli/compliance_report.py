"""`desk-client compliance report`: what an inspector wants to know of some days, read at central
and written as JSON, as CSV or as a PDF to be printed. docs/evidence.md explains every figure. What
it needs is loaded when it runs: `compliance check` shares the program and must start quickly."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from desk_client.errors import BadInput, DeskError
from desk_client.text import Language

if TYPE_CHECKING:
    from desk_client.evidence.figures import ComplianceReport

Form = Literal["json", "csv", "pdf"]
HOUSE_ZONE = "Asia/Shanghai"
UNREADABLE = 2


def report_command(  # noqa: PLR0913, PLR0917 - typer reads options from it
    since: Annotated[str, typer.Option(help="The first day.", metavar="DATE")],
    until: Annotated[
        str | None, typer.Option(help="The last day, included; today if left out.", metavar="DATE")
    ] = None,
    team: Annotated[int | None, typer.Option(min=1, help="Debtors of one team only.")] = None,
    form: Annotated[Form, typer.Option("--format", help="json, csv or pdf.")] = "json",
    out: Annotated[
        Path | None, typer.Option(help="The file; stdout if left out.", metavar="FILE")
    ] = None,
    lang: Annotated[Language, typer.Option(help="Of the CSV and the PDF.")] = "zh",
    zone: Annotated[
        str, typer.Option(help="On whose clock a day begins.", metavar="ZONE")
    ] = HOUSE_ZONE,
    pack: Annotated[
        list[str] | None,
        typer.Option(help="A pack in force; may be repeated. Else the settings'.", metavar="ID"),
    ] = None,
    dsn: Annotated[
        str | None,
        typer.Option(envvar="DESK_CLIENT_CENTRAL", help="PostgreSQL address of central."),
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="The data folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell day by day what was done and what was held; exit 2 where a day cannot be used."""
    from desk_client.cli.house_packs import house_packs
    from desk_client.clock import SystemClock
    from desk_client.evidence.period import period

    now = SystemClock().now()
    try:
        days = period(since, until, zone, now=now)
        if as_json and form != "json":
            raise BadInput(where="--format", found=form, allowed="leave --json out")
        house = house_packs(tuple(pack or ()), data_dir)
    except BadInput as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(UNREADABLE) from None

    from desk_client.central.admin import administrator
    from desk_client.cli.central_choice import central
    from desk_client.evidence.report import report

    with central(dsn, data_dir) as address, administrator(address) as connection:
        told = report(connection, days, team=team, now=now, house=house)
    put(_written(told, form, lang), out)


def _written(told: "ComplianceReport", form: Form, language: Language) -> bytes:
    from desk_client.evidence.pages import as_pdf
    from desk_client.evidence.table import as_csv

    if form == "csv":
        return as_csv(told, language)
    if form == "pdf":
        return as_pdf(told, language)
    return told.as_json().encode() + b"\n"


def put(content: bytes, out: Path | None) -> None:
    """To stdout, or whole into a file that only its owner can read."""
    if out is None:
        sys.stdout.buffer.write(content)
        return
    part = out.with_name(f"{out.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        part.replace(out)
    except OSError as fault:
        raise DeskError(f"{out} cannot be written ({fault.strerror}).") from None
    typer.echo(f"The report is in {out}.", err=True)
