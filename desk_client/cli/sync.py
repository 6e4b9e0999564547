"""`desk-client sync`: push and pull without the window, once or until it is interrupted. The person
is named by --login; their password comes from DESK_CLIENT_PASSWORD or is asked for."""

import json
import os
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Annotated

import typer

from desk_client.cli.central_choice import AsJson, DataDir, desk_store, new_word
from desk_client.clock import SystemClock, rfc3339
from desk_client.data_folder import data_folder
from desk_client.ids import Login
from desk_client.settings import load_settings
from desk_client.sync.clock_agreement import agreed_clock
from desk_client.sync.connection import CentralConnection
from desk_client.sync.loop import SyncLoop, SyncState
from desk_client.sync.round import RoundResult, SyncRound


def sync(
    login: Annotated[str, typer.Option(help="Whose facts, for example agent_20317.")],
    once: Annotated[bool, typer.Option("--once", help="One round.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Until interrupted.")] = False,
    address: Annotated[
        str | None, typer.Option(help="PostgreSQL address of central; else from settings.yaml.")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Push what was done here, pull what others did."""
    if once == watch:
        raise typer.BadParameter("give one of them", param_hint="--once or --watch")
    folder = data_folder(data_dir)
    where = address or load_settings(folder.root / "settings.yaml").central
    password = os.environ.get("DESK_CLIENT_PASSWORD") or new_word(f"Password of {login}")
    door = CentralConnection(address=where, login=Login(login), password=password)
    with desk_store(folder) as database:
        clock = agreed_clock(SystemClock(), database)
        rounds = SyncRound(database=database, central=door, clock=clock)
        try:
            if once:
                _tell_round(rounds.run(), as_json=as_json)
            else:
                _watch(rounds, as_json=as_json)
        finally:
            door.close()


def _watch(rounds: SyncRound, *, as_json: bool) -> None:
    over = threading.Event()
    loop = SyncLoop(
        sync=rounds,
        clock=SystemClock(),
        on_state=lambda state: _tell_state(state, as_json=as_json),
        on_round=lambda result: _tell_round(result, as_json=as_json),
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    loop.start()
    over.wait()
    loop.stop()


def _tell_round(result: RoundResult, *, as_json: bool) -> None:
    found = {
        "pushed": result.pushed,
        "pulled": result.pulled,
        "rejected": result.rejected,
        "waiting": result.waiting,
    }
    if as_json:
        _print(found)
    else:
        sys.stderr.write(", ".join(f"{key} {count}" for key, count in found.items()) + "\n")


def _tell_state(state: SyncState, *, as_json: bool) -> None:
    if as_json:
        next_try = None if state.next_try is None else rfc3339(state.next_try)
        _print(
            {
                "state": state.kind,
                "waiting": state.waiting,
                "since": rfc3339(state.since),
                "next_try": next_try,
                "reason": state.reason,
            }
        )
    elif state.kind == "offline":
        sys.stderr.write(f"offline: {state.reason}\n")


def _print(found: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()
