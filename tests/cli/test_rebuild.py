"""`desk-client admin rebuild` on a desk whose folded states went wrong."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from desk_client.data_folder import DataFolder
from desk_client.store.database import open_store
from desk_client.store.facts import FactStore
from desk_client.store.tables import case_state
from tests.cli.typed import typed
from tests.happenings import Shift

DUE = date(2026, 11, 28)


@pytest.fixture
def desk(tmp_path: Path) -> DataFolder:
    """A shut desk with one promise, whose folded state somebody spoiled."""
    folder = DataFolder(tmp_path / "desk")
    database = open_store(folder, passphrase=lambda: "demo", demo=True, find_keyring=lambda: None)
    shift = Shift()
    shift.promise(DUE)
    FactStore(database).append(*shift.facts)
    with database.writing() as connection:
        connection.execute(update(case_state).values(state="{}", attempts=99))
    database.close()
    return folder


def test_it_says_what_was_wrong_and_mends_it(desk: DataFolder) -> None:
    first = typed("admin", "rebuild", "--json", "--data-dir", desk.root)
    assert (first.returncode, first.stderr) == (0, "")
    told = json.loads(first.stdout)
    assert told["wrong"] == 1
    assert told["facts"] >= 3
    again = typed("admin", "rebuild", "--data-dir", desk.root)
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == f"{told['facts']} facts folded anew; 0 cases had been out of step.\n"


def test_a_folder_without_a_desk(tmp_path: Path) -> None:
    done = typed("admin", "rebuild", "--data-dir", tmp_path / "none")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no desk in ")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "none").exists()
