"""`desk-client admin import-cases`: a bank's file of cases into central. The report goes to stdout
as JSON (contracts.md section 4), people's words to stderr."""

from pathlib import Path
from typing import Annotated

import typer

from desk_client.central.case_import import ImportReport, import_cases
from desk_client.central.rejects import first_reject
from desk_client.cli.bank_file import BankFile, DryRun, bank_day, must_be_there, tell
from desk_client.cli.central_choice import AsJson, DataDir, Dsn, central
from desk_client.ids import CampaignId


def import_command(
    file: BankFile,
    campaign: Annotated[
        str | None, typer.Option(help="The team's only one if left out; a new name makes one.")
    ] = None,
    team: Annotated[int, typer.Option(min=1, help="Whose work it is.")] = 1,
    organisation: Annotated[
        str, typer.Option(help="The bank as said on the phone, for a new campaign.")
    ] = "",
    dry_run: DryRun = False,
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Bring a bank's file of cases into central; bad rows go to FILE.rejected.csv."""
    must_be_there(file)
    with central(dsn, data_dir) as address:
        report = import_cases(
            address,
            file,
            campaign_id=None if campaign is None else CampaignId(campaign),
            team=team,
            today=bank_day(),
            organisation=organisation,
            dry_run=dry_run,
        )
    tell(
        report.as_json(),
        _in_words(report, dry_run=dry_run),
        as_json=as_json,
        rejects=bool(report.rejects),
    )


def _in_words(report: ImportReport, *, dry_run: bool) -> str:
    """Two lines at most: the counts, and the first row that was rejected."""
    name = Path(report.file).name
    words = (
        f"{name}: {report.read} read, {report.imported} imported, {report.updated} updated, "
        f"{report.unchanged} unchanged, {report.rejected} rejected; "
        f"people are known by {report.identified_by}"
    )
    if report.campaign_is_new:
        words += f"; campaign {report.campaign} is new"
    if report.ignored:
        words += f"; not used: {', '.join(report.ignored)}"
    words += " (dry run, nothing was written)." if dry_run else "."
    return words + first_reject(name, report.rejects, report.reject_file)
