"""The bundle about a phone that was given up says what is needed and nothing of anybody."""

import json
import logging
import os
import signal
import zipfile
from pathlib import Path

import pytest
from pydantic import BaseModel

from desk_client.clock import SystemClock
from desk_client.data_folder import DataFolder
from desk_client.log_file import close_log, open_log
from desk_client.phone import messages as m
from desk_client.phone.crash_watch import Crash
from desk_client.phone.diagnostics import Diagnostics
from tests.phone.party import Party

PASSWORD, NUMBER, NAME = "x7-Open!Sesame", "+86 138 0000 1111", "王小明"
ACCOUNT = m.Configure(
    user="agent-1001",
    password=PASSWORD,
    domain="127.0.0.1",
    display_name="Li Mei",
    bind="127.0.0.1",
)
_HOME = "/".join(("", "home", "limei"))
SAID = (
    "Fatal Python error: Aborted",
    f'  File "{_HOME}/desk/desk_client/phone/sip/engine.py", line 82 in turn',
    f'  File "{_HOME}/.venv/lib/python3.11/site-packages/pjsua2.py", line 7 in libHandleEvents',
    "python: ../src/pjsua-lib/pjsua_call.c:1700: pj_status_t: Assertion `call_id>=0' failed.",
    f'sip:{NUMBER.replace(" ", "")}@carrier.example "{NAME}" said {PASSWORD}',
    f"ValueError: no such debtor {NAME}, {NUMBER}",
    f"From: Zhang Wei <sip:8613800001111@carrier.example>, agent-1001, {NAME}",
    "calls 13800001111 and 1380000 1111 and (138) 0000-1111",
)


class Found(BaseModel):
    check: str
    state: str


def bundle(folder: DataFolder, *said: str) -> dict[str, str]:
    diagnostics = Diagnostics(
        folder=folder,
        configure=ACCOUNT,
        findings=lambda: (Found(check="python", state="right"),),
    )
    crash = Crash(SystemClock().now(), "The phone process ended by signal 6.", said)
    place = diagnostics((crash, crash))
    assert place is not None
    assert place.stat().st_mode & 0o077 == 0
    return unpacked(place)


def unpacked(place: Path) -> dict[str, str]:
    with zipfile.ZipFile(place) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_what_is_in_it(tmp_path: Path) -> None:
    content = bundle(DataFolder(tmp_path), *SAID)
    assert set(content) == {"versions.json", "doctor.json", "crashes.txt", "log.txt"}
    versions = json.loads(content["versions.json"])
    assert versions["packages"]["pjsua2-python"]
    assert json.loads(content["doctor.json"]) == [{"check": "python", "state": "right"}]
    told = content["crashes.txt"]
    assert told.count("ended by signal 6") == 2
    assert "Fatal Python error: Aborted" in told
    assert "File desk_client/phone/sip/engine.py, line 82 in turn" in told
    assert "File pjsua2.py, line 7 in libHandleEvents" in told
    assert "Assertion [call_id>=0] failed" in told
    assert "ValueError: ..." in told


def test_what_is_not_in_it(tmp_path: Path, warnings_expected: list[str]) -> None:
    folder = DataFolder(tmp_path)
    handler = open_log(folder)
    logging.getLogger("desk_client.planted").warning(  # the log's own mask has its first try
        "dialled 0000 1111 for '%s' at sip:1111@x (%s)", NAME, PASSWORD
    )
    close_log(handler)
    everything = "\n".join(bundle(folder, *SAID).values())
    assert "desk_client.planted" in everything
    for hidden in (
        PASSWORD,
        NAME,
        "1111",
        "138",
        "Sesame",
        "carrier.example",
        "limei",
        "1001",
        "Zhang",
    ):
        assert hidden not in everything, hidden


def test_a_log_that_is_planted_with_numbers(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    folder.logs.mkdir()
    line = f"2026-11-24 10:00:00,123 WARNING desk_client.x: no answer from {NUMBER} to Li Mei\n"
    (folder.logs / "desk.log").write_text(line * 500, encoding="utf-8")
    told = bundle(folder)["log.txt"].splitlines()
    assert len(told) == 200
    assert set(told) == {"2026-11-24 10:00:00,123 WARNING desk_client.x: no answer from ... to ***"}


def test_bundles_do_not_pile_up(tmp_path: Path) -> None:
    place = tmp_path / "diagnostics"
    place.mkdir()
    for hour in range(14):
        (place / f"phone-20260101T{hour:02}0000Z.zip").touch()
    bundle(DataFolder(tmp_path))
    assert len(list(place.iterdir())) == 10


def test_a_folder_that_takes_nothing(tmp_path: Path, warnings_expected: list[str]) -> None:
    (tmp_path / "diagnostics").write_text("in the way")
    diagnostics = Diagnostics(folder=DataFolder(tmp_path), configure=ACCOUNT)
    assert diagnostics(()) is None
    assert "no diagnostics were written" in warnings_expected[0]


@pytest.mark.parametrize("blow", [signal.SIGABRT, signal.SIGKILL])
def test_three_deaths_leave_one_and_a_new_try_heals(tmp_path: Path, blow: signal.Signals) -> None:
    party = Party("agent", diagnose=Diagnostics(folder=DataFolder(tmp_path), configure=ACCOUNT))
    party.client.start()
    lost = None
    for life in range(3):
        before = len(party.told)
        assert party.client.pid is not None
        os.kill(party.client.pid, blow)
        lost = party.wait(m.PhoneLost, after=before)
        assert lost.given_up is (life == 2)
        if life < 2:
            party.wait(m.PhoneRestarted, after=before)
    assert lost is not None
    (place,) = (tmp_path / "diagnostics").iterdir()
    assert lost.detail.endswith(f"what is known of it lies in {place}.")
    assert lost.detail.count(".") - str(place).count(".") == 2
    told = unpacked(place)["crashes.txt"]
    assert told.count(f"ended by signal {int(blow)}") == 3
    assert ("Fatal Python error: Aborted" in told) is (blow is signal.SIGABRT)
    before = len(party.told)
    assert party.client.try_again()
    party.wait(m.PhoneRestarted, after=before)
    assert party.do(m.Ping()).ok
    party.client.stop()
