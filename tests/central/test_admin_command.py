"""`desk-client admin` as an administrator types it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk_client.central.embedded import EmbeddedServer
from desk_client.cli.central_choice import desk_store
from desk_client.data_folder import DataFolder
from tests.central.floor import LI, ONE_SERVER, Floor, folder_of_its_own, new_floor, note
from tests.sync.desk import open_desk_at

PROGRAM = (sys.executable, "-m", "desk_client.cli")


def run(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *words], input=typed, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with folder_of_its_own() as made:
        yield made


def test_from_an_empty_folder_to_a_person_who_may_sign_in(folder: Path) -> None:
    place = ("--data-dir", str(folder))
    nothing = run("admin", "status", *place)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.startswith("There is no central in")
    assert json.loads(run("admin", "init", "--json", *place).stdout) == {"revision": "0004"}
    added = run(
        *("admin", "add-user", "agent_li", "--staff-no", "20317", "--name", "李静", *place),
        typed="own word 123\n",
    )
    assert (added.returncode, added.stderr) == (0, "agent_li may sign in as agent of team 1.\n")
    status = json.loads(run("admin", "status", "--json", *place).stdout)
    assert (status["roles"], status["facts"]) == (["agent_li"], 0)
    server = EmbeddedServer(DataFolder(folder).central)
    assert not server.running  # left as it was found
    with server, psycopg.connect(server.dsn("agent_li", "own word 123")) as connection:
        assert connection.execute("select session_user").fetchone() == ("agent_li",)
        running = run("admin", "upgrade", *place)
        assert running.returncode == 0
        assert server.running


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("admin", "status", "--dsn", "host=/nowhere"), 1, "Central does not answer"),
        (("admin", "status", "--dsn", "central please"), 1, "the address of central"),
        (("admin", "add-user"), 2, "Missing argument"),
        (("admin", "add-user", "x", "--staff-no", "1", "--name", "x", "--role", "boss"), 2, "role"),
    ],
)
def test_a_mistake_is_one_sentence(words: tuple[str, ...], code: int, said: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


@ONE_SERVER
def test_two_administrators_at_once_do_no_harm(server: EmbeddedServer) -> None:
    with new_floor(server, template="template1") as floor:
        both = [
            subprocess.Popen(
                [*PROGRAM, "admin", "init", "--dsn", floor.admin_dsn], stderr=subprocess.PIPE
            )
            for _ in range(2)
        ]
        said = [each.communicate(timeout=60)[1] for each in both]
    assert [each.returncode for each in both] == [0, 0], said


@ONE_SERVER
def test_verify_names_what_a_desk_and_central_do_not_share(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_CLIENT_PASSPHRASE", "blue river")
    place = ("--data-dir", str(tmp_path), "--dsn", floor.admin_dsn, "--json")
    with desk_store(DataFolder(tmp_path)) as database:
        desk = open_desk_at(database, LI, floor.address)
        desk.write(note(LI, number=None), note(LI, number=None))
        desk.sync.run()
        desk.write(note(LI, number=None))
        desk.central.close()
    found = run("admin", "verify", *place)
    assert json.loads(found.stdout) == {
        "facts": 2,
        "lost": 0,
        "doubled": 0,
        "unsent": 1,
        "orphans": 0,
        "recordings": 0,
        "recordings_missing": 0,
        "chain_ok": True,
    }
    assert found.returncode == 0
    with floor.administrator() as connection:
        connection.execute("delete from app.fact")
    lost = run("admin", "verify", *place)
    assert (lost.returncode, json.loads(lost.stdout)["lost"]) == (1, 2)
