"""`desk-client compliance replay`: asks a day's questions of the law again, from central's facts,
and reports every difference. Exit 1 where an answer is not what it was."""

import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from desk_client.central.admin import administrator
from desk_client.cli.central_choice import central
from desk_client.compliance.load import load_packs
from desk_client.errors import BadInput
from desk_client.evidence.replay import replay, summed

FAR = timedelta(days=36_500)


def run(
    *,
    since: str,
    until: str | None,
    zone: str,
    dsn: str | None,
    data_dir: Path | None,
    pack_dir: Path | None,
    as_json: bool,
) -> None:
    """From the first instant of `since` to the end of `until`, in the house's zone."""
    first = _midnight("--since", since, zone)
    last = first + FAR if until is None else _midnight("--until", until, zone, days=1)
    if last <= first:
        raise BadInput(where="--until", found=until or "", allowed="give a day not before --since")
    own = () if pack_dir is None else load_packs(pack_dir)
    with central(dsn, data_dir) as address, administrator(address) as connection:
        told = summed(replay(connection, first, last, own))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _say(told)
    if told["different"]:
        raise typer.Exit(1)


def _midnight(where: str, day: str, zone: str, *, days: int = 0) -> datetime:
    try:
        local = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise BadInput(
            where="--zone", found=repr(zone), allowed="name one such as Asia/Shanghai"
        ) from None
    try:
        found = date.fromisoformat(day)
    except ValueError:
        raise BadInput(
            where=where, found=repr(day), allowed="give a day such as 2026-11-24"
        ) from None
    return datetime.combine(found + timedelta(days=days), time(), local).astimezone(UTC)


def _say(told: dict[str, object]) -> None:
    differences = told["differences"]
    assert isinstance(differences, list)  # noqa: S101 - as summed() makes it
    for each in differences:
        typer.echo(f"{each['asked_at']} {each['path']}: {'; '.join(each['differences'])}")
    sys.stderr.write(
        f"{told['verdicts']} verdicts: {told['same']} the same to the byte, "
        f"{told['other_input']} the same on other input, {told['different']} different, "
        f"{told['not_replayable']} cannot be asked again\n"
    )
