"""`desk-client doctor` as it is typed: a line for each look, exit 1 where something is wrong, and
nobody's name in any of it."""

import getpass
import json
import platform
from pathlib import Path

import pytest

from tests.cli.programme import typed

CHECKS = [
    *(
        "python",
        "window",
        "font",
        "outside_keys",
        "clock",
        "data_folder",
        "settings",
        "store_key",
        "phone",
    ),
    *("postgres", "packs", "callscripts", "outcomes", "scenarios"),
]


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def test_a_line_for_each_look(tmp_path: Path) -> None:
    said = typed("doctor", "--data-dir", str(tmp_path))
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert [line.split()[1].rstrip(":") for line in lines] == CHECKS
    assert {line.split()[0] for line in lines} <= {"ok", "note"}


def test_as_json_where_something_is_wrong() -> None:
    said = typed("doctor", "--json", "--data-dir", "/dev/null/desk")
    assert (said.code, said.err) == (1, "")
    found = json.loads(said.out)
    assert [each["check"] for each in found] == CHECKS
    assert all(set(each) == {"check", "state", "found", "do"} for each in found)
    (wrong,) = (each for each in found if each["state"] == "wrong")
    assert wrong["check"] == "data_folder"
    assert wrong["do"]
    told = said.out.lower()
    for name in {getpass.getuser(), platform.node()} - {"root", "localhost"}:
        assert name.lower() not in told
