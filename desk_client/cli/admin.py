"""`desk-client admin`: sets central up and keeps it. Works on any PostgreSQL >= 15 by its address,
or on the embedded server of a data folder. Reports go to stdout, people's words to stderr."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated

import typer

from desk_client.agent import Agent, Role
from desk_client.central import admin
from desk_client.central.borrowing import add_messenger
from desk_client.central.campaigns import set_caller_id
from desk_client.cli import retention
from desk_client.cli.central_choice import AsJson, DataDir, Dsn, central, desk_store, new_word
from desk_client.cli.export_facts import export_command
from desk_client.cli.flag import app as flag_app
from desk_client.cli.import_cases import import_command
from desk_client.cli.import_payments import payments_command
from desk_client.cli.rebuild import rebuild_command
from desk_client.cli.record_check import RecordCheck, check_record
from desk_client.cli.referral import referral_command
from desk_client.data_folder import data_folder
from desk_client.ids import CampaignId, Login

app = typer.Typer(
    help="Set up and keep central.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.command()
def init(dsn: Dsn = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Make roles, tables and rights; harmless when they are there."""
    with central(dsn, data_dir, make=True) as address:
        revision = admin.init(address)
    _report({"revision": revision}, f"Central is set up at revision {revision}.", as_json=as_json)


@app.command()
def upgrade(
    dsn: Dsn = None,
    data_dir: DataDir = None,
    restored: Annotated[
        bool, typer.Option(help="Central was restored from a backup: every desk pulls anew.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring central's tables to this program's revision."""
    with central(dsn, data_dir) as address:
        revision = admin.upgrade(address)
        if restored:
            admin.renew_epoch(address)
    _report({"revision": revision}, f"Central is at revision {revision}.", as_json=as_json)


@app.command(name="add-user")
def add_user(
    login: Annotated[str, typer.Argument(help="For example agent_20317.")],
    staff_no: Annotated[str, typer.Option(help="Number of staff.")],
    name: Annotated[str, typer.Option(help="As shown on the screen.")],
    role: Annotated[Role, typer.Option(help="agent or lead.")] = Role.AGENT,
    team: Annotated[int, typer.Option(help="Number of the team.")] = 1,
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let a person in, or change them. The password is asked for, or read from standard input."""
    person = Agent(login=Login(login), staff_no=staff_no, name=name, role=role, team=team)
    password = new_word(f"Password for {login}")
    with central(dsn, data_dir) as address:
        admin.add_user(address, person=person, password=password)
    _report(asdict(person), f"{login} may sign in as {role.value} of team {team}.", as_json=as_json)


@app.command(name="add-messenger")
def add_messenger_command(
    login: Annotated[str, typer.Argument(help="For example messenger_one.")],
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Let a messenger in, or change its password, which is asked for or read from stdin."""
    password = new_word(f"Password for {login}")
    with central(dsn, data_dir) as address, admin.administrator(address) as connection:
        add_messenger(connection, login=Login(login), password=password)
    _report({"login": login}, f"{login} may send messages.", as_json=as_json)


@app.command(name="caller-id")
def caller_id_command(
    number: Annotated[str, typer.Argument(help="What debtors see and call back, such as 95000.")],
    campaign: Annotated[str | None, typer.Option(help="Else the team's only one.")] = None,
    team: Annotated[int, typer.Option(help="Whose campaign.")] = 1,
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Say which number a campaign shows; messages that name it wait for this."""
    wanted = None if campaign is None else CampaignId(campaign)
    with (
        central(dsn, data_dir) as address,
        admin.administrator(address) as connection,
        connection.transaction(),
    ):
        named = set_caller_id(connection, wanted, number, team=team)
    found = {"campaign": named, "caller_id": number}
    _report(found, f"Campaign {named} shows {number}.", as_json=as_json)


@app.command(name="block-user")
def block_user(
    login: Annotated[str, typer.Argument(help="For example agent_20317.")],
    dsn: Dsn = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Shut a person out at once, open sessions included."""
    with central(dsn, data_dir) as address:
        admin.block_user(address, Login(login))
    _report({"login": login, "active": False}, f"{login} is shut out.", as_json=as_json)


@app.command()
def status(dsn: Dsn = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Say how central stands."""
    with central(dsn, data_dir) as address:
        found = asdict(admin.status(address))
    words = "\n".join(
        f"{key}: {', '.join(value) if isinstance(value, list) else value}"
        for key, value in found.items()
    )
    _report(found, words, as_json=as_json)


@app.command()
def verify(dsn: Dsn = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Hold this desk and central against each other; exit 1 where anything but `unsent` is
    wrong."""
    folder = data_folder(data_dir)
    with central(dsn, data_dir) as address:
        health = admin.verify(address)
        check = RecordCheck()
        if folder.store.exists():
            with desk_store(folder) as database, admin.administrator(address) as connection:
                check = check_record(connection, database, folder.recordings)
    found = {
        "facts": health.facts,
        "lost": check.lost,
        "doubled": health.doubled,
        "unsent": check.unsent,
        "orphans": health.orphans,
        "recordings": check.recordings,
        "recordings_missing": check.recordings_missing,
        "chain_ok": check.chain_ok,
    }
    _report(found, ", ".join(f"{key} {value}" for key, value in found.items()), as_json=as_json)
    wrong = health.doubled or health.orphans or check.lost or check.recordings_missing
    if wrong or not check.chain_ok:
        raise typer.Exit(1)


app.add_typer(flag_app, name="flag")
app.command(name="import-cases")(import_command)
app.command(name="import-payments")(payments_command)
app.command(name="export")(export_command)
app.command(name="rebuild")(rebuild_command)
app.command(name="referral")(referral_command)
app.add_typer(retention.app, name="retention")


def _report(found: Mapping[str, object], words: str, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"{words}\n")
