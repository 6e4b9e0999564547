"""Two processes of pytest: what is left out counts there as in one."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LACKING = """
import pytest


@pytest.mark.peers("no-such-program-here")
def test_with_a_peer() -> None:
    assert False


def test_without() -> None:
    assert True
"""


SHARING = """
import pytest


@pytest.mark.parametrize("number", range(12))
def test_of_one_file(number: int) -> None:
    assert number < 12
"""


def run(folder: Path, *arguments: str, tests: str = LACKING) -> subprocess.CompletedProcess[str]:
    file = folder / "test_lacking.py"
    file.write_text(tests, encoding="utf-8")
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


@pytest.mark.parametrize("processes", [(), ("-n", "2", "--dist", "loadfile")])
def test_what_is_left_out_is_told_and_fails_where_it_is_required(
    processes: tuple[str, ...], tmp_path: Path
) -> None:
    told = run(tmp_path, *processes)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Left out, because not installed: no-such-program-here (1 tests)." in told.stdout
    required = run(tmp_path, "--require-peers", *processes)
    assert required.returncode == 1, required.stdout + required.stderr
    assert "this run has failed" in required.stdout


def test_the_tests_of_a_file_run_in_one_process(tmp_path: Path) -> None:
    """They share what they set up."""
    told = run(tmp_path, "-vv", "-n", "2", "--dist", "loadfile", tests=SHARING)
    assert told.returncode == 0, told.stdout + told.stderr
    processes = set(re.findall(r"^\[(gw\d)\]", told.stdout, re.MULTILINE))
    assert len(processes) == 1, told.stdout
