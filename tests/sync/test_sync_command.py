"""`desk-client sync` as a person types it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk_client.cli.central_choice import desk_store
from desk_client.data_folder import DataFolder
from tests.central.floor import LI, ONE_SERVER, WANG, Floor, note, password
from tests.sync.conftest import OpenDesk
from tests.sync.desk import open_desk_at

PROGRAM = (sys.executable, "-m", "desk_client.cli", "sync")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_CLIENT_PASSPHRASE", "blue river")
    monkeypatch.setenv("DESK_CLIENT_PASSWORD", password(LI))


@pytest.mark.usefixtures("environment")
@ONE_SERVER
def test_one_round(floor: Floor, tmp_path: Path) -> None:
    with desk_store(DataFolder(tmp_path)) as database:
        open_desk_at(database, LI, floor.address).write(note(LI))
    place = ("--login", LI, "--address", floor.address, "--data-dir", str(tmp_path))
    done = subprocess.run(
        [*PROGRAM, "--once", "--json", *place], capture_output=True, text=True, check=False
    )
    assert json.loads(done.stdout) == {"pushed": 1, "pulled": 1, "rejected": 0, "waiting": 0}
    wrong = subprocess.run(
        [*PROGRAM, "--once", *place],
        env={**os.environ, "DESK_CLIENT_PASSWORD": "not mine"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == "Central does not accept this login and password.\n"


@pytest.mark.usefixtures("environment")
@ONE_SERVER
def test_watching_until_interrupted(floor: Floor, tmp_path: Path, open_desk: OpenDesk) -> None:
    wang = open_desk(WANG)
    wang.write(note(WANG))
    wang.sync.run()
    with subprocess.Popen(
        [
            *(*PROGRAM, "--watch", "--json", "--login", LI, "--address", floor.address),
            *("--data-dir", str(tmp_path)),
        ],
        stdout=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout is not None
        first = json.loads(watching.stdout.readline())
        second = json.loads(watching.stdout.readline())
        watching.send_signal(signal.SIGINT)
        assert watching.wait(20) == 0
    assert first["pulled"] == 1
    assert second["state"] == "synced"
