"""`desk-client admin export` as an administrator types it."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_client.central import admin
from desk_client.central.embedded import DATABASE, EmbeddedServer
from desk_client.fact_body import NoteWritten, body_from_json
from desk_client.sync.push import push
from tests.central.floor import LI, PEOPLE, ZHAO, Floor, folder_of_its_own, note, password
from tests.cli.typed import typed
from tests.sync.desk import open_database, open_desk_at


@pytest.fixture(scope="module")
def dsn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A central with two facts of team 1 and one of team 2."""
    with folder_of_its_own() as folder, EmbeddedServer(folder, durable=False) as server:
        admin.init(server.admin_dsn)
        for person in PEOPLE:
            admin.add_user(server.admin_dsn, person=person, password=password(person.login))
        floor = Floor(server, DATABASE)
        floor.place(1)
        database = open_database(tmp_path_factory.mktemp("desk"))
        for login, facts in (
            (LI, (note(LI, "先说的"), note(LI, "later", number=None))),
            (ZHAO, (note(ZHAO, number=None),)),
        ):
            desk = open_desk_at(database, login, floor.address)
            desk.write(*facts)
            with desk.central.on_duty() as (connection, _):
                assert push(connection, desk.outbox, login).pushed == len(facts)
            desk.central.close()
        database.close()
        yield server.admin_dsn


def test_facts_come_out_one_a_line_in_their_order(dsn: str) -> None:
    done = typed("admin", "export", "--dsn", dsn)
    assert (done.returncode, done.stderr) == (0, "")
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["team"] for each in facts] == [1, 1, 2]
    assert [each["occurred_at"] for each in facts] == sorted(each["occurred_at"] for each in facts)
    first = facts[0]
    assert set(first) == {
        *("id", "kind", "case_id", "case_no", "debtor_id", "team", "actor"),
        *("occurred_at", "received_at", "body"),
    }
    assert (first["kind"], first["case_no"], first["actor"]) == (
        *("note_written", "SH-2611-00000", LI),
    )
    assert first["received_at"].endswith("Z")
    assert body_from_json(json.dumps(first["body"])) == NoteWritten(text="先说的")
    assert facts[1]["case_no"] is None


def test_one_team_into_a_file_of_ones_own(dsn: str, tmp_path: Path) -> None:
    out = tmp_path / "facts.jsonl"
    out.write_text("an older export")
    done = typed("admin", "export", "--dsn", dsn, "--team", "2", "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"Facts in {out}: 1.\n"
    assert json.loads(out.read_text(encoding="utf-8"))["actor"] == ZHAO
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [out]


def test_a_file_that_cannot_be_written(dsn: str, tmp_path: Path) -> None:
    done = typed("admin", "export", "--dsn", dsn, "--out", tmp_path / "none" / "facts.jsonl")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written" in done.stderr
    assert len(done.stderr.splitlines()) == 1
