"""`desk-client demo`: the whole desk on an embedded central and a simulated trunk, with made-up
people. With a display a person works it by hand; with --autopilot, or where there is no display,
the program drives its own windows by key events. Either way it ends with a report."""

import json
import os
import sys
import tempfile
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from desk_client.cli.demo_report import Scenes, demo_report
from desk_client.cli.stage import Stage
from desk_client.data_folder import DataFolder
from desk_client.errors import BadInput, DeskError
from desk_client.rehearsal import ZONE
from desk_client.store.database import open_store

Theme = Literal["system", "light", "dark"]


def demo(  # noqa: PLR0913, PLR0917 - the options of contracts.md
    autopilot: Annotated[bool, typer.Option(help="Drive the windows by key events.")] = False,
    cases: Annotated[int, typer.Option(min=1, max=150, help="How many cases to work.")] = 8,
    import_file: Annotated[
        Path | None, typer.Option("--import", help="Cases to work, CSV or XLSX.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write the report here.")] = None,
    screenshots: Annotated[Path | None, typer.Option(help="Put pictures there.")] = None,
    lang: Annotated[str, typer.Option(help="zh_CN or en.")] = "zh_CN",
    seed: Annotated[int, typer.Option(help="Shuffles how the debtors behave.")] = 1,
    theme: Annotated[str, typer.Option(help="system, light or dark.")] = "system",
    data_dir: Annotated[Path | None, typer.Option(help="Keep the demo's data here.")] = None,
) -> None:
    """Try the desk: made-up debtors, simulated lines, nothing real is dialled."""
    if lang not in ("zh_CN", "zh", "en"):
        raise BadInput(where="--lang", found=repr(lang), allowed="give zh_CN or en")
    if theme not in ("system", "light", "dark"):
        raise BadInput(where="--theme", found=repr(theme), allowed="give system, light or dark")
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        if not autopilot:
            _say("No display here: the demo drives itself, offscreen.")
        autopilot = True
    scenes = Scenes()
    with tempfile.TemporaryDirectory(prefix="desk-demo-") as temporary:
        folder = DataFolder((data_dir or Path(temporary)).expanduser().resolve())
        if folder.store.exists():  # one that does not open is said before anything is started
            open_store(folder, passphrase=_passphrase, demo=True).close()
        stage = Stage(
            folder=folder,
            language="en" if lang == "en" else "zh",
            seed=seed,
            import_file=import_file,
            told=scenes.told,
        )
        with stage:
            told = _play(
                stage, scenes, autopilot=autopilot, cases=cases, pictures=screenshots, theme=theme
            )
    told["lang"], told["seed"] = ("en" if lang == "en" else "zh_CN"), seed
    _finish(told, report, autopilot=autopilot)


def _play(
    stage: Stage,
    scenes: Scenes,
    *,
    autopilot: bool,
    cases: int,
    pictures: Path | None,
    theme: str,
) -> dict[str, Any]:
    """The shift itself, and the report on it."""
    flight = import_module("ui.autopilot.flight")
    wish = import_module("ui.autopilot.wish")
    person = stage.people[0]
    started = stage.clock.now()
    if stage.clock.rehearsal:
        _say(f"Rehearsal clock: it is {_local(started)} in the demo.")
    _say(f"Data in {stage.folder.root}; sign in as {person.agent.staff_no}, just press Enter.")
    flown = flight.fly(
        settings=stage.settings(person, theme),
        folder=stage.folder,
        passphrase=_passphrase,
        plan=wish.FlightPlan(
            staff_no=person.agent.staff_no,
            password=person.password,
            cases=cases,
            screenshots=pictures,
            scenario_of=scenes.scenario_of,
            call_in=lambda case_id: stage.call_in(case_id, person),
            listen_in=lambda call_id: stage.listen_in(call_id, person),
        ),
        by_hand=not autopilot,
    )
    scenes.settle()
    told = demo_report(stage, scenes, flown, started=started, passphrase=_passphrase)
    if flown.fault:
        raise DeskError(f"The desk stopped: {flown.fault}.")
    return told


def _finish(told: dict[str, Any], report: Path | None, *, autopilot: bool) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=1)
    if report is not None:
        report.write_text(text + "\n", encoding="utf-8")
    facts, window = told["facts"], told["window"]
    _say(
        f"{told['cases_worked']} cases worked, {len(told['calls'])} calls; "
        f"facts local {facts['local']}, central {facts['central']}, "
        f"second desk {facts['second_desk']}, missing {facts['missing']}, "
        f"doubled {facts['duplicated']}; "
        f"longest hold-up of the window {window['longest_stall_ms']} ms."
    )
    if autopilot and report is None:
        typer.echo(text)
    if facts["missing"] or facts["duplicated"]:
        raise typer.Exit(1)


def _passphrase() -> str:
    """contracts.md section 3: a demo's data folder is for made-up people only."""
    return os.environ.get("DESK_CLIENT_PASSPHRASE") or "demo"


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%H:%M}"


def _has_display() -> bool:
    """Whether Qt can open a window: a display, or a platform that was asked for."""
    named = os.environ.get("QT_QPA_PLATFORM")
    if named:
        return named != "offscreen"
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
