"""The two lanes, by a run of pytest with two processes: what is left out counts there as in one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lanes import LIVE, TESTS, lane

ROOT = TESTS.parent
LACKING = """
import pytest


@pytest.mark.peers("no-such-program-here")
def test_with_a_peer() -> None:
    assert False


def test_without() -> None:
    assert True
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    file = folder / "test_lacking.py"
    file.write_text(LACKING, encoding="utf-8")
    return subprocess.run(
        (
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)),
            *("-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)),
            *("-p", "tests.conftest", f"--basetemp={folder / 'inner'}", *arguments),
        ),
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("processes", [(), ("-n", "2", "--dist", "loadgroup")])
def test_what_is_left_out_is_told_and_fails_where_it_is_required(
    processes: tuple[str, ...], tmp_path: Path
) -> None:
    told = run(tmp_path, *processes)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Left out, because not installed: no-such-program-here (1 tests)." in told.stdout
    required = run(tmp_path, "--require-peers", *processes)
    assert required.returncode == 1, required.stdout + required.stderr
    assert "this run has failed" in required.stdout


def test_a_file_is_a_lane_and_what_calls_shares_one(request: pytest.FixtureRequest) -> None:
    assert lane(request.node) == "test_lanes.py"
    assert all((TESTS / folder).is_dir() for folder in LIVE)
