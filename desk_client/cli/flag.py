"""`desk-client admin flag`: lays on a debtor what an office learned by letter, and lifts it."""

from datetime import datetime
from typing import Annotated

import typer

from desk_client.central import admin
from desk_client.central.flags import lay_flag, lift_flag
from desk_client.cli.central_choice import DataDir, Dsn, central
from desk_client.clock import SystemClock
from desk_client.errors import BadInput

app = typer.Typer(
    help="Lay a flag on a debtor (bankruptcy, minor, breathing_space ...), or lift it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command()
def lay(
    case_no: Annotated[str, typer.Argument(help="A case of the debtor, as it was imported.")],
    flag: Annotated[str, typer.Argument(help="For example bankruptcy.")],
    until: Annotated[str | None, typer.Option(help="For example 2027-01-31T00:00Z.")] = None,
    only_this_case: Annotated[bool, typer.Option(help="On its debts, not on the debtor.")] = False,
    note: Annotated[str, typer.Option(help="What it rests on.")] = "",
    team: Annotated[int | None, typer.Option(help="Whose case.")] = None,
    dsn: Dsn = None,
    data_dir: DataDir = None,
) -> None:
    """Print its id; it holds from now on, at every desk with its next pull."""
    ends = _moment(until)
    with central(dsn, data_dir) as address, admin.administrator(address) as connection:
        fact_id = lay_flag(
            connection,
            case_no=case_no,
            flag=flag,
            now=SystemClock().now(),
            until=ends,
            only_this_case=only_this_case,
            note=note,
            team=team,
        )
    typer.echo(fact_id)


@app.command()
def lift(
    fact_id: Annotated[str, typer.Argument(help="The id that `lay` printed.")],
    dsn: Dsn = None,
    data_dir: DataDir = None,
) -> None:
    """It holds no longer."""
    with central(dsn, data_dir) as address, admin.administrator(address) as connection:
        lift_flag(connection, fact_id=fact_id, now=SystemClock().now())
    typer.echo("Lifted.")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadInput(
            where="--until", found=repr(text), allowed="give a moment such as 2027-01-31T00:00Z"
        )
    return found
