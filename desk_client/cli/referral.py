"""`desk-client admin referral`: the file of a case that a lead approved for legal action, a sale or
an outside agency. Printed with the
hash of the whole, to be noted as a step of the referral."""

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from desk_client.central.admin import administrator
from desk_client.cli.central_choice import DataDir, Dsn, central
from desk_client.clock import SystemClock
from desk_client.errors import BadInput
from desk_client.evidence.referral import referral_file
from desk_client.evidence.referral_pages import as_zip
from desk_client.text import Language


def referral_command(
    case_no: Annotated[str, typer.Argument(help="The case, as it was imported.")],
    out: Annotated[Path, typer.Option(help="The zip to write.", metavar="FILE")],
    lang: Annotated[Language, typer.Option(help="Of the readable index.")] = "zh",
    team: Annotated[int | None, typer.Option(help="Whose case.")] = None,
    dsn: Dsn = None,
    data_dir: DataDir = None,
) -> None:
    """Write its evidence with an index; no sound is in it."""
    if out.exists():
        raise BadInput(where="--out", found=f"{out} is there already", allowed="name a new file")
    with central(dsn, data_dir) as address, administrator(address) as connection:
        told, facts = referral_file(connection, case_no=case_no, now=SystemClock().now(), team=team)
    data = as_zip(told, facts, lang)
    try:
        with out.open("xb") as file:
            file.write(data)
    except OSError as fault:
        raise BadInput(
            where="--out", found=str(fault.strerror), allowed="name a file that can be written"
        ) from None
    sha256 = hashlib.sha256(data).hexdigest()
    typer.echo(f"{sha256}  {out}")
    typer.echo(
        f"{len(told.calls)} calls, {len(told.messages)} messages, {len(told.facts)} facts.",
        err=True,
    )
