"""`desk-client admin import-payments`: a bank's file of payments into central. The report goes to
stdout as JSON, people's words to stderr."""

from pathlib import Path
from typing import Annotated

import typer

from desk_client.central.payment_import import PaymentReport, import_payments
from desk_client.central.rejects import first_reject
from desk_client.cli.bank_file import BankFile, DryRun, bank_day, must_be_there, tell
from desk_client.cli.central_choice import AsJson, DataDir, Dsn, central


def payments_command(
    file: BankFile,
    team: Annotated[int, typer.Option(min=1, help="Whose cases were paid.")] = 1,
    dry_run: DryRun = False,
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Bring a bank's file of payments into central; bad rows go to FILE.rejected.csv."""
    must_be_there(file)
    with central(dsn, data_dir) as address:
        report = import_payments(
            address,
            file,
            team=team,
            today=bank_day(),
            dry_run=dry_run,
        )
    tell(
        report.as_json(),
        _in_words(report, dry_run=dry_run),
        as_json=as_json,
        rejects=bool(report.rejects),
    )


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
