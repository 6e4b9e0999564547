"""What an agent waits for at the window: a real demo is flown by key events in a program of its
own, and its report gives the figures. A bare window of the same toolkit and pjsua2's own makeCall
stand beside them."""

import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from desk_client.bench.bare_desk import BareDesk
from desk_client.bench.dialling import RawDialler
from desk_client.bench.figure import Figure, figure, p95
from desk_client.errors import DeskError
from desk_client.ids import new_id
from desk_client.trunk.scenario import ScenarioKind

_SEED = 7
_RAW_CALLS = 20
_MOST_CASES = 150  # of a demo
_BARE_KEYS = 200


def outcome_to_invite(n: int) -> list[Figure]:
    """Milliseconds from the key that logs an outcome to the next INVITE at the trunk."""
    seen = _latency(n, "outcome_to_next_invite")
    return [
        figure(
            "outcome_to_invite",
            "ms p95",
            seen["p95"],
            what="pjsua2 makeCall to a trunk",
            baseline=_raw_call_ms(),
            n=seen["n"],
        )
    ]


def key_to_paint(n: int) -> list[Figure]:
    """Milliseconds from a key in the desk's window until it is painted anew."""
    seen = _latency(n, "key_to_paint")
    return [
        figure(
            "key_to_paint",
            "ms p95",
            seen["p95"],
            what="an empty window of the same toolkit",
            baseline=p95(_bare_window()["key_to_paint_ms"]),
            n=seen["n"],
        )
    ]


def start_to_usable(n: int) -> list[Figure]:
    """Milliseconds from opening the program to the work list, signing in by keys included."""
    return [
        figure(
            "start_to_usable",
            "ms",
            _flown(n)["window"]["start_to_usable_ms"],
            what="an empty window of the same toolkit on the screen",
            baseline=_bare_window()["start_ms"],
            n=1,
        )
    ]


def _latency(cases: int, name: str) -> dict[str, Any]:
    found: dict[str, Any] = _flown(cases)["latency_ms"][name]
    if not found["n"]:
        raise DeskError(f"{cases} cases are too few to measure this; give more by --n.")
    return found


@cache
def _flown(cases: int) -> dict[str, Any]:
    """The report of one demo of so many cases; flown once, read by all that need it."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        report = Path(folder) / "report.json"
        command = [
            *(sys.executable, "-m", "desk_client.cli", "demo", "--autopilot"),
            *(
                "--cases",
                str(min(cases, _MOST_CASES)),
                "--seed",
                str(_SEED),
                "--report",
                str(report),
            ),
            *("--data-dir", f"{folder}/data"),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or not report.exists():
            said = " ".join(done.stderr.split())[-200:]
            raise DeskError(f"The demo that is measured did not end well: {said}")
        told: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return told


@cache
def _bare_window() -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "ui.autopilot.bare_window", str(_BARE_KEYS)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    if done.returncode:
        raise DeskError("The bare window does not open; `desk-client doctor` says why.")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _raw_call_ms() -> float:
    taken = []
    with (
        BareDesk(debtors=1, kind=ScenarioKind.INVALID_NUMBER) as desk,
        RawDialler(desk.trunk.address) as dialler,
    ):
        for number in range(_RAW_CALLS):
            call_id = new_id()
            began = dialler.dial(call_id, f"1390000{number:04}")
            taken.append((desk.heard.invite_ns(call_id) - began) / 1e6)
    return p95(taken)
