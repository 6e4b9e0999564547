"""`desk-client messenger`: sends what desks ordered and what outcomes owe, and writes down what
comes back; once, or until it is interrupted. Its password comes from DESK_CLIENT_PASSWORD or is
asked for."""

import json
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from desk_client.cli.central_choice import AsJson, DataDir, new_word
from desk_client.clock import Clock, RehearsalClock, SystemClock
from desk_client.data_folder import data_folder
from desk_client.messenger.program import Messenger
from desk_client.messenger.round import Tally
from desk_client.messenger.settings import load_messenger_settings


def messenger(
    settings: Annotated[
        Path | None, typer.Option(help="Its settings; else messenger.yaml in the data folder.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="One round.")] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Send the messages that are due, beside central."""
    chosen = load_messenger_settings(settings or data_folder(data_dir).root / "messenger.yaml")
    offset = timedelta(seconds=chosen.rehearsal_offset_s)
    clock: Clock = RehearsalClock(offset) if offset else SystemClock()
    password = os.environ.get("DESK_CLIENT_PASSWORD") or new_word(f"Password of {chosen.login}")
    program = Messenger(chosen, password=password, clock=clock)
    try:
        if once:
            _tell(program.round(), as_json=as_json)
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: program.stopped.set())
        program.run(lambda tally: _tell(tally, as_json=as_json))
    finally:
        program.close()


def _tell(tally: Tally, *, as_json: bool) -> None:
    done = {
        "ordered": tally.ordered,
        "posted": dict(sorted(tally.posted.items())),
        "news": tally.news,
        "unknown_senders": tally.unknown_senders,
    }
    if as_json:
        typer.echo(json.dumps(done))
        return
    posted = ", ".join(f"{end} {count}" for end, count in sorted(tally.posted.items())) or "nothing"
    sys.stderr.write(f"ordered {tally.ordered}; {posted}; {tally.news} answers and receipts\n")
