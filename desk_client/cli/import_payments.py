"""`desk-client admin import-payments`: a bank's file of payments into central. The report goes to
stdout as JSON, people's words to stderr. Exit 0 where every row went in, 1 where any was rejected
or the file as a whole cannot be used, 2 where it cannot be read."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from desk_client.central.payment_import import PaymentReport, import_payments
from desk_client.central.rejects import first_reject
from desk_client.cli.central_choice import AsJson, DataDir, Dsn, central
from desk_client.cli.import_cases import BANK_ZONE, UNREADABLE
from desk_client.clock import SystemClock


def payments_command(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, headers in line 1.", metavar="FILE")],
    team: Annotated[int, typer.Option(min=1, help="Whose cases were paid.")] = 1,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing, only report.")] = False,
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Bring a bank's file of payments into central; bad rows go to FILE.rejected.csv."""
    if not file.is_file():
        typer.echo(f"{file}: there is no such file", err=True)
        raise typer.Exit(UNREADABLE)
    with central(dsn, data_dir) as address:
        report = import_payments(
            address,
            file,
            team=team,
            today=SystemClock().now().astimezone(BANK_ZONE).date(),
            dry_run=dry_run,
        )
    if as_json:
        sys.stdout.write(json.dumps(report.as_json(), ensure_ascii=False) + "\n")
    typer.echo(_in_words(report, dry_run=dry_run), err=True)
    if report.rejects:
        raise typer.Exit(1)


def _in_words(report: PaymentReport, *, dry_run: bool) -> str:
    """Two lines at most: the counts, and the first row that was rejected."""
    name = Path(report.file).name
    written = report.written
    words = (
        f"{name}: {report.read} read, {written.imported} imported, {written.updated} updated, "
        f"{written.unchanged} unchanged, {report.rejected} rejected; for {report.cases} cases"
    )
    totals = ", ".join(f"{total} {currency}" for currency, total in report.totals.items())
    words += f", {totals}; known by {report.identified_by}" if totals else ""
    if report.ignored:
        words += f"; not used: {', '.join(report.ignored)}"
    words += " (dry run, nothing was written)." if dry_run else "."
    return words + first_reject(name, report.rejects, report.reject_file)
