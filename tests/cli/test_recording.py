"""`desk-client recording` on the folder that a demo left behind."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
import soundfile

from desk_client.central import admin
from desk_client.central.embedded import DATABASE, EmbeddedServer
from desk_client.clock import SystemClock
from desk_client.data_folder import DataFolder
from desk_client.ids import CallId
from desk_client.store.chain import RecordingChain
from desk_client.store.database import open_store
from desk_client.store.tables import fact, recording_chain
from desk_client.sync.connection import CentralConnection
from desk_client.sync.round import SyncRound
from tests.central.floor import LI, PEOPLE, Floor, folder_of_its_own, password
from tests.cli.typed import typed
from tests.services.recorded import RecordingDesk, flip


@dataclass(frozen=True, slots=True)
class Left:
    """A closed desk with three recordings: two of case 1, one of case 2."""

    folder: DataFolder
    calls: list[CallId]
    identity: Path

    @property
    def place(self) -> tuple[str, str]:
        return ("--data-dir", str(self.folder.root))


@pytest.fixture(scope="module")
def left() -> Iterator[Left]:
    """Not changed by any test; its central has all facts and is stopped."""
    with folder_of_its_own() as root:
        folder = DataFolder(root / "desk")
        with EmbeddedServer(folder.central, durable=False) as server:
            admin.init(server.admin_dsn)
            admin.add_user(server.admin_dsn, person=PEOPLE[0], password=password(LI))
            Floor(server, DATABASE).place(3)
            desk = _opened(folder)
            desk.know_cases()
            calls = [desk.recorded_call(number, seconds=0.5) for number in (1, 1, 2)]
            door = CentralConnection(address=server.address, login=LI, password=password(LI))
            pushed = SyncRound(database=desk.database, central=door, clock=SystemClock()).run()
            door.close()
            assert (pushed.rejected, pushed.waiting) == (0, 0)
            identity = desk.identity_file()
            desk.database.close()
        yield Left(folder, calls, identity)


def _opened(folder: DataFolder, bank: pyrage.x25519.Identity | None = None) -> RecordingDesk:
    database = open_store(folder, passphrase=lambda: "demo", demo=True, find_keyring=lambda: None)
    return RecordingDesk(database, folder, bank or pyrage.x25519.Identity.generate())


def test_list(left: Left) -> None:
    listed = typed("recording", "list", "--json", DESK_CLIENT_DATA=str(left.folder.root))
    assert (listed.returncode, listed.stderr) == (0, "")
    told = json.loads(listed.stdout)
    assert [each["call_id"] for each in told] == left.calls
    assert {each["case_no"] for each in told} == {"SH-2611-00001", "SH-2611-00002"}


def test_export_of_a_case(left: Left, tmp_path: Path) -> None:
    out = tmp_path / "out"
    case = ("--case", "SH-2611-00001", "--identity", left.identity, "--out", out)
    done = typed("recording", "export", *case, *left.place)
    assert done.returncode == 0, done.stderr
    assert sorted(each.name for each in out.iterdir()) == sorted(
        f"{call}.{kind}" for call in left.calls[:2] for kind in ("ogg", "json")
    )
    for call in left.calls[:2]:
        assert soundfile.info(out / f"{call}.ogg").channels == 2
        told = json.loads((out / f"{call}.json").read_text(encoding="utf-8"))
        assert (told["verified"], told["channels"]) == (True, ["agent", "debtor"])


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--case", "SH-9"), 1, "This desk knows no case SH-9."),
        ((), 2, "give one of them"),
    ],
)
def test_what_is_not_here(
    left: Left, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    rest = ("--identity", left.identity, "--out", tmp_path / "out", *left.place)
    done = typed("recording", "export", *words, *rest)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_key_that_is_none_and_a_key_that_does_not_fit(left: Left, tmp_path: Path) -> None:
    wrong = tmp_path / "identity.txt"
    wanted = ("--call", left.calls[0], "--out", tmp_path / "out", "--identity", wrong)
    for content, code, said in (
        ("my key\n", 2, "identity.txt:1: is no age identity"),
        (f"{pyrage.x25519.Identity.generate()}\n", 1, "is not sealed to this identity"),
    ):
        wrong.write_text(content)
        done = typed("recording", "export", *wanted, *left.place)
        assert (done.returncode, done.stdout) == (code, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_folder_without_a_desk(tmp_path: Path) -> None:
    done = typed("recording", "verify", "--data-dir", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"There is no desk in {tmp_path}")
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase(left: Left) -> None:
    done = typed("recording", "list", *left.place, DESK_CLIENT_PASSPHRASE="blue river")
    assert done.returncode == 1
    assert done.stderr.startswith("The passphrase does not open")


def test_verify_asks_central_and_leaves_it_as_it_was(left: Left) -> None:
    done = typed("recording", "verify", *left.place)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "3 recordings; the record is whole, held against central's facts.\n"
    assert not EmbeddedServer(left.folder.central).running


def test_verify_names_each_kind_of_fault(left: Left) -> None:
    """One after the other on the same desk; the last link is cut off with all its facts, so that
    only central can tell."""
    first, second, third = left.calls
    recordings = left.folder.recordings
    kept = {call: (recordings / f"{call}.age").read_bytes() for call in left.calls}
    flip(recordings / f"{first}.age")
    (recordings / f"{second}.age").unlink()
    desk = _opened(left.folder)
    link = RecordingChain(desk.database).head()
    assert link is not None
    facts = desk.facts.of_call(third)
    with desk.database.writing() as connection:
        connection.execute(recording_chain.delete().where(recording_chain.c.index == 3))
        connection.execute(fact.delete().where(fact.c.call_id == third))
    desk.database.close()
    try:
        done = typed("recording", "verify", "--json", *left.place)
        told = json.loads(done.stdout)
        assert (done.returncode, told["ok"], told["chain_ok"]) == (1, False, False)
        assert [(each["what"], each["index"], each["call_id"]) for each in told["faults"]] == [
            ("altered", 1, first),
            ("missing", 2, second),
            ("cut_off", 3, third),
        ]
        assert told["faults"][2]["sentence"].startswith(f"Recording 3 (call {third}) was cut off")
    finally:
        for call, content in kept.items():
            (recordings / f"{call}.age").write_bytes(content)
        desk = _opened(left.folder)
        RecordingChain(desk.database).append(link)
        desk.facts.receive(facts)
        desk.database.close()


def test_admin_verify_says_the_same(left: Left) -> None:
    done = typed("admin", "verify", "--json", *left.place)
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert (told["recordings"], told["recordings_missing"], told["chain_ok"]) == (3, 0, True)
    assert (told["lost"], told["unsent"], told["doubled"]) == (0, 0, 0)
