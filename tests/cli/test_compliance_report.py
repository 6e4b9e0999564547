"""`desk-client compliance report` as a compliance officer types it."""

import json
import shlex
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desk_client.central import admin
from desk_client.central.embedded import DATABASE, EmbeddedServer
from desk_client.clock import SystemClock
from desk_client.evidence.figures import ComplianceReport
from tests.central.floor import PEOPLE, Floor, folder_of_its_own, password
from tests.cli.typed import typed
from tests.evidence.past import SHANGHAI, Past

YESTERDAY = SystemClock().now() - timedelta(days=1)
SINCE = YESTERDAY.astimezone(SHANGHAI).date().isoformat()


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    """A central that knows of one call and one refusal yesterday."""
    with folder_of_its_own() as folder, EmbeddedServer(folder, durable=False) as server:
        admin.init(server.admin_dsn)
        for person in PEOPLE:
            admin.add_user(server.admin_dsn, person=person, password=password(person.login))
        floor = Floor(server, DATABASE)
        floor.place(2)
        past = Past(floor)
        past.call(YESTERDAY, talk_s=60)
        past.refused(YESTERDAY, "cn.effective3")
        past.close()
        yield server.admin_dsn


def test_json_is_printed_and_is_the_documented_model(dsn: str) -> None:
    done = typed("compliance", "report", "--since", SINCE, "--dsn", dsn, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = ComplianceReport.model_validate_json(done.stdout, by_alias=True)
    assert told.sums.calls.attempts == 1
    assert told.sums.verdicts.refused == 1
    assert json.loads(done.stdout)["schema"] == "desk-client/compliance-report/1"


def test_a_file_only_its_owner_can_read(dsn: str, tmp_path: Path) -> None:
    out = tmp_path / "report.csv"
    out.write_text("an older report")
    done = typed(
        *("compliance", "report", "--since", SINCE, "--dsn", dsn),
        *("--format", "csv", "--lang", "en", "--out", out),
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"The report is in {out}.\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_bytes().startswith(b"\xef\xbb\xbfDay,Section")
    assert list(tmp_path.iterdir()) == [out]


def test_a_pdf(dsn: str, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    done = typed(
        *("compliance", "report", "--since", SINCE, "--dsn", dsn, "--format", "pdf"),
        *("--out", out, "--team", "1", "--until", SINCE),
    )
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "yesterday"), "is no day"),
        (("--since", "2026-02-30"), "is no day"),
        (("--since", "20260101"), "is no day"),
        (("--since", "2099-01-01"), "has not come yet"),
        (("--since", SINCE, "--until", "2020-01-01"), "is before"),
        (("--since", "2020-01-01"), "at most 366"),
        (("--since", SINCE, "--zone", "Mars/Base"), "is no zone"),
        (("--since", SINCE, "--json", "--format", "pdf"), "leave --json out"),
        (("--since", SINCE, "--format", "docx"), "docx"),
        (("--since", SINCE, "--pack", "xx-nowhere"), "there is no pack xx-nowhere"),
        ((), "--since"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(
    dsn: str, words: tuple[str, ...], said: str
) -> None:
    done = typed("compliance", "report", *words, "--dsn", dsn)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_central_is_away() -> None:
    done = typed(
        *("compliance", "report", "--since", SINCE, "--dsn", "host=127.0.0.1 port=1 dbname=x")
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Central does not answer")
    assert len(done.stderr.splitlines()) == 1


def test_there_is_no_central_here(tmp_path: Path) -> None:
    done = typed("compliance", "report", "--since", SINCE, "--data-dir", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no central" in done.stderr


def test_a_place_that_cannot_be_written(dsn: str, tmp_path: Path) -> None:
    out = tmp_path / "none" / "report.json"
    done = typed("compliance", "report", "--since", SINCE, "--dsn", dsn, "--out", out)
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written" in done.stderr


@pytest.mark.peers("unshare", "root")
def test_a_machine_without_a_chinese_font(dsn: str, tmp_path: Path) -> None:
    """In a mount namespace of its own, where nothing lies in the folders of fonts."""
    words = ("compliance", "report", "--since", SINCE, "--dsn", dsn, "--format", "pdf")
    program = shlex.join([sys.executable, "-m", "desk_client.cli", *words])
    hidden = "; ".join(
        f"[ ! -d {folder} ] || mount -t tmpfs none {folder}"
        for folder in ("/usr/share/fonts", "/usr/local/share/fonts")
    )
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{hidden}; exec {program}"],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(tmp_path)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == (
        "This machine has no Chinese font for the report; install fonts-noto-cjk and try again.\n"
    )
