"""`desk-client admin import-cases` as an administrator types it."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk_client.central import admin
from desk_client.central.embedded import EmbeddedServer
from desk_client.data_folder import DataFolder
from tests.central.bank_files import sample, write, write_workbook
from tests.central.floor import folder_of_its_own
from tests.cli.typed import typed


@pytest.fixture(scope="module")
def folder() -> Iterator[DataFolder]:
    """A data folder with an empty central, stopped."""
    with folder_of_its_own() as root:
        made = DataFolder(root)
        with EmbeddedServer(made.central, durable=False) as server:
            admin.init(server.admin_dsn)
        yield made


def test_a_file_goes_in_once(folder: DataFolder, tmp_path: Path) -> None:
    place = ("--data-dir", folder.root)
    file = write(tmp_path / "cases.csv", sample(), "gb18030")
    first = typed("admin", "import-cases", file, "--json", *place)
    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    assert told["file"] == str(file)
    figures = ("read", "imported", "updated", "unchanged", "rejected", "rejects")
    assert [told[each] for each in figures] == [200, 200, 0, 0, 0, []]
    assert first.stderr.startswith("cases.csv: 200 read, 200 imported")
    assert "campaign cases is new" in first.stderr
    assert not EmbeddedServer(folder.central).running
    again = typed("admin", "import-cases", file, *place)
    assert (again.returncode, again.stdout) == (0, "")
    assert "0 imported, 0 updated, 200 unchanged, 0 rejected" in again.stderr


def test_rejects_by_address_and_dry(folder: DataFolder, tmp_path: Path) -> None:
    """Against a running server, which is left running."""
    table = sample("en")
    table[7][3] = "call the office"
    file = write_workbook(tmp_path / "cases.xlsx", table)
    with EmbeddedServer(folder.central, durable=False) as server:
        words = ("admin", "import-cases", file, "--dsn", server.admin_dsn, "--campaign", "autumn")
        dry = typed(*words, "--team", "2", "--dry-run", "--json")
        assert dry.returncode == 1
        told = json.loads(dry.stdout)
        assert (told["imported"], told["updated"], told["rejected"]) == (0, 199, 1)
        assert told["rejects"] == [
            {
                "line": 8,
                "column": "mobile",
                "value": "call the office",
                "reason": "not a telephone number",
            }
        ]
        assert "dry run, nothing was written" in dry.stderr
        assert list(tmp_path.iterdir()) == [file]
        with psycopg.connect(server.admin_dsn) as connection:
            found = connection.execute("select campaign_id from app.campaign").fetchall()
            assert found == [("cases",)]
        wet = typed(*words, "--team", "2")
        assert (wet.returncode, wet.stdout) == (1, "")
        lines = wet.stderr.splitlines()
        assert len(lines) == 2
        assert lines[1].startswith("cases.xlsx:8 mobile: not a telephone number; all are in")
        assert (tmp_path / "cases.xlsx.rejected.csv").exists()
        assert server.running


def test_payments_follow(folder: DataFolder, tmp_path: Path) -> None:
    paid = [
        ["case_no", "paid", "date", "transaction"],
        [sample()[1][0], "250.00", "2026-11-20", "T-1"],
        ["SH-9", "1.00", "2026-11-20", "T-2"],
    ]
    file = write(tmp_path / "paid.csv", paid)
    cases = write(tmp_path / "cases.csv", sample())
    with EmbeddedServer(folder.central, durable=False) as server:
        place = ("--dsn", server.admin_dsn, "--team", "2")
        placed = typed("admin", "import-cases", cases, "--campaign", "spring", *place)
        assert placed.returncode == 0, placed.stderr
        done = typed("admin", "import-payments", file, "--json", *place)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert [told[each] for each in ("read", "imported", "rejected")] == [2, 1, 1]
    assert told["totals"] == {"CNY": "250.00"}
    first, second = done.stderr.splitlines()
    assert first.startswith("paid.csv: 2 read, 1 imported, 0 updated, 0 unchanged, 1 rejected; for")
    assert second.startswith("paid.csv:3 case_no: no case of this team has that number; all are")


def test_a_file_of_payments_that_is_not_there(folder: DataFolder, tmp_path: Path) -> None:
    done = typed("admin", "import-payments", tmp_path / "none.csv", "--data-dir", folder.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("none.csv: there is no such file\n")


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (None, 2, "there is no such file"),
        (b"a,b\n1,2\n", 1, "cases.csv:1: no column is case_no"),
    ],
)
def test_a_file_that_cannot_be_used(
    folder: DataFolder, tmp_path: Path, content: bytes | None, code: int, said: str
) -> None:
    file = tmp_path / "cases.csv"
    if content is not None:
        file.write_bytes(content)
    done = typed("admin", "import-cases", file, "--json", "--data-dir", folder.root)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_a_central(tmp_path: Path) -> None:
    file = write(tmp_path / "cases.csv", sample())
    done = typed("admin", "import-cases", file, "--data-dir", tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no central in")
    assert not (tmp_path / "none").exists()
