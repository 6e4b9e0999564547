"""`desk-client trunk`: the simulated carrier as a program of its own, for rehearsal and tests. It
prints one JSON line for each thing that happens (desk_client.trunk.carrier shows them), obeys those
on its standard input (desk_client.trunk.wishes), and runs until it is interrupted or its standard
input is closed."""

import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from desk_client.errors import BadInput
from desk_client.text import Language
from desk_client.trunk.carrier import Trunk
from desk_client.trunk.scenario import load_scenarios
from desk_client.trunk.wishes import WISH, CallDesk


def trunk(
    scenario: Annotated[
        Path | None, typer.Option(help="How the debtors behave (YAML); the demo's own if left out.")
    ] = None,
    port: Annotated[int, typer.Option(help="UDP port on 127.0.0.1; 0 takes a free one.")] = 0,
    workers: Annotated[int, typer.Option(min=1, max=16, help="Phone processes.")] = 1,
    seed: Annotated[int, typer.Option(help="Shuffles which number behaves how.")] = 1,
    lang: Annotated[str, typer.Option(help="What the debtors speak: zh or en.")] = "zh",
) -> None:
    """Play the debtors of a rehearsal: a carrier on loopback that answers by scenario."""
    book = load_scenarios(scenario)
    over = threading.Event()
    carrier = Trunk(
        scenario=book,
        seed=seed,
        language=_language(lang),
        port=port,
        workers=workers,
        users=book.users,
        on_line=lambda line: _print(line, over),
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    try:
        carrier.start()
        threading.Thread(
            target=_obey, args=(carrier, over), name="trunk-stdin", daemon=True
        ).start()
        over.wait()
    finally:
        carrier.stop()


def _language(lang: str) -> Language:
    match lang:
        case "zh" | "zh_CN":
            return "zh"
        case "en":
            return "en"
        case _:
            raise BadInput(where="--lang", found=repr(lang), allowed="give zh or en")


def _print(line: dict[str, object], over: threading.Event) -> None:
    try:
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        over.set()  # nobody listens any more


def _obey(carrier: Trunk, over: threading.Event) -> None:
    """What stdin wishes, a line each, until it is closed. It is read by its number: a buffered
    stdin would be locked while the program leaves."""
    rest = b""
    while data := os.read(0, 4096):
        *lines, rest = (rest + data).split(b"\n")
        for line in filter(None, lines):
            _obey_line(carrier, line)
    over.set()


def _obey_line(carrier: Trunk, line: bytes) -> None:
    try:
        wish = WISH.validate_json(line)
    except ValidationError:
        sys.stderr.write(
            'Not understood; a wish is {"type":"call_desk","user":"1001","number":"+86..."}.\n'
        )
        return
    if isinstance(wish, CallDesk):
        carrier.call_desk(wish.user, wish.number)
    else:
        carrier.listen_in(wish.user, wish.token, wish.seconds)
