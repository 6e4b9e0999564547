"""What the scripts that build our own pjsua2 say before they build anything."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "packaging" / "pjsua2"
MADE_UP = b"the sources of a part"


def run(script: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | ({"PATH": path} if path is not None else {})
    return subprocess.run(
        [shutil.which("bash") or "bash", str(script), *words],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy that pins one small file, which no suite has."""
    copy = shutil.copytree(SCRIPTS, tmp_path / "pjsua2")
    pin = hashlib.sha256(MADE_UP).hexdigest()
    (copy / "sources.txt").write_text(f"# none\npart 1.0 part nowhere .orig.tar.gz {pin}\n")
    return copy


def test_elsewhere_than_on_debian_it_is_said_in_one_sentence(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("cat", "dirname", "grep", "mkdir", "rm", "sha256sum", "tail"):
        (tools / name).symlink_to(shutil.which(name) or name)
    done = run(SCRIPTS / "build.sh", sys.executable, str(tmp_path / "out"), path=str(tools))
    assert done.returncode == 1
    assert done.stderr == (
        "Our own pjsua2 is built on Debian only; elsewhere the public wheel serves.\n"
    )


def test_a_kept_copy_is_not_fetched(scripts: Path, tmp_path: Path) -> None:
    kept = tmp_path / "sources"
    kept.mkdir()
    (kept / "part-1.0.tar.gz").write_bytes(MADE_UP)
    done = run(scripts / "fetch.sh", str(kept))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.peers("apt-get")
def test_what_no_suite_holds_is_asked_for_by_name(scripts: Path, tmp_path: Path) -> None:
    """A file that was changed is no kept copy."""
    kept = tmp_path / "sources"
    kept.mkdir()
    (kept / "part-1.0.tar.gz").write_bytes(MADE_UP + b"!")
    done = run(scripts / "fetch.sh", str(kept))
    assert done.returncode == 1
    assert "lay a kept copy at" in done.stderr
    assert done.stderr.count("\n") == 1


def test_every_source_is_pinned() -> None:
    lines = (SCRIPTS / "sources.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line.split() for line in lines if not line.startswith("#")]
    assert {part[0] for part in pinned} == {"pjproject", "libsrtp"}
    assert all(len(bytes.fromhex(part[-1])) == 32 for part in pinned)
