"""Erasing, from the command to the last byte: words that nobody else would use are told to central
by a desk, erased, and looked for in every file of the data folder, in the opened store and in a
dump of the database."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from desk_client.care_body import FlagLaid, FlagSet, RecordErased
from desk_client.central import admin
from desk_client.central.embedded import DATABASE, EmbeddedServer, packaged_binaries
from desk_client.clock import SystemClock
from desk_client.fact import Fact
from desk_client.fact_body import (
    Attempted,
    CallEnded,
    FactBody,
    NoteWritten,
    OutcomeLogged,
    RecordingMade,
    body_to_json,
)
from desk_client.fold import fold
from desk_client.ids import CallId, FactId, MessageId, new_id
from desk_client.message_body import MessageOrdered
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.worklist import Worklist
from tests.central.floor import LI, PEOPLE, Floor, case, contact_point, folder_of_its_own, password
from tests.cli.typed import typed
from tests.sync.desk import Desk, open_database, open_desk_at

LONG_AGO = datetime(2017, 3, 1, 3, 0, tzinfo=UTC)
SECRETS = ("紫色河马的便条", "outcome-of-the-purple-hippo", "flag-of-the-purple-hippo", "河马字段")


@dataclass
class House:
    """A data folder with a central, a desk's store and recordings in it."""

    root: Path
    server: EmbeddedServer
    floor: Floor
    database: Database
    desk: Desk
    old_call: CallId
    secret_facts: tuple[FactId, ...] = ()

    def typed(self, *words: str) -> subprocess.CompletedProcess[str]:
        return typed("admin", "retention", *words, "--data-dir", self.root)

    def told(self, *words: str) -> dict[str, Any]:
        done = self.typed(*words, "--json")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def write(self, moment: datetime, *bodies: FactBody, number: int = 0) -> tuple[FactId, ...]:
        """At the desk, and pushed."""
        facts = [
            Fact(
                fact_id=FactId(new_id()),
                case_id=case(number).case_id,
                debtor_id=case(number).debtor_id,
                actor=LI,
                occurred_at=moment + timedelta(seconds=place),
                body=body,
            )
            for place, body in enumerate(bodies)
        ]
        self.desk.write(*facts)
        self.desk.sync.run()
        return tuple(each.fact_id for each in facts)

    def close_case(self, number: int = 0) -> None:
        """The bank's next file says that nothing is owed."""
        with self.floor.administrator() as connection:
            connection.execute(
                "update app.debt set balance = 0 where case_id = %s", (case(number).case_id,)
            )

    def erased(self) -> list[RecordErased]:
        """The audit lines, as central has them."""
        with self.floor.administrator() as connection:
            rows = connection.execute(
                "select body::text from app.fact where kind = 'record_erased' order by id"
            ).fetchall()
        return [RecordErased.model_validate_json(row[0]) for row in rows]


def ended(call_id: CallId) -> CallEnded:
    made = RecordingMade(
        path=f"/somewhere/else/recordings/{call_id}.age",
        sha256="5" * 64,
        seconds=60.0,
        bytes=11,
        agent_rms=0.1,
        debtor_rms=0.1,
    )
    return CallEnded(
        call_id=call_id,
        code=200,
        reason="OK",
        ended_by="us",
        answered=True,
        ring_s=4.0,
        talk_s=60.0,
        recording=made,
    )


def attempted(call_id: CallId, number: int = 0) -> Attempted:
    return Attempted(
        call_id=call_id,
        contact_point_id=contact_point(number).contact_point_id,
        address=contact_point(number).value,
        place="mobile",
        role="debtor",
        debts=(case(number).debts[0].debt_id,),
        campaign_id=case(number).campaign_id,
        initiator="agent",
        mode="preview",
    )


def words_of(call_id: CallId) -> tuple[FactBody, ...]:
    """Facts with something that was typed."""
    return (
        NoteWritten(text=SECRETS[0]),
        OutcomeLogged(
            call_id=call_id,
            code="RTP",
            level="RPC",
            result="conversation",
            reached="debtor",
            note=SECRETS[1],
        ),
        FlagLaid(flags=(FlagSet(flag="vulnerable"),), source="office", note=SECRETS[2]),
        MessageOrdered(
            message_id=MessageId(new_id()),
            channel="sms",
            template="sms-call-back",
            language="zh",
            purpose="notice",
            contact_point_id=contact_point(0).contact_point_id,
            address=contact_point(0).value,
            place="mobile",
            role="debtor",
            debts=(),
            fields={"reason": SECRETS[3]},
            not_before=LONG_AGO,
        ),
    )


@pytest.fixture
def house() -> Iterator[House]:
    with folder_of_its_own() as root, EmbeddedServer(root / "central", durable=False) as server:
        admin.init(server.admin_dsn)
        for person in PEOPLE:
            admin.add_user(server.admin_dsn, person=person, password=password(person.login))
        floor = Floor(server, DATABASE)
        floor.place(2)
        database = open_database(root)
        desk = open_desk_at(database, LI, floor.address)
        call_id = CallId(new_id())
        made = House(root, server, floor, database, desk, call_id)
        made.write(LONG_AGO, attempted(call_id), ended(call_id))
        made.secret_facts = made.write(LONG_AGO + timedelta(minutes=5), *words_of(call_id))
        folder = root / "recordings"
        folder.mkdir()
        for name in (f"{call_id}.age", f"{call_id}.json", f"{call_id}.age.part", "other.age"):
            (folder / name).write_bytes(b"sealed by me")
        yield made
        desk.central.close()
        database.close()


def in_files(root: Path, words: str) -> list[Path]:
    """Every file below `root` that holds the words, as text or as JSON writes them."""
    wanted = {words.encode(), json.dumps(words)[1:-1].encode()}
    return [
        file.relative_to(root)
        for file in sorted(root.rglob("*"))
        if file.is_file() and any(each in file.read_bytes() for each in wanted)
    ]


def in_store(database: Database, words: str) -> list[str]:
    """Every table and column of the opened store that holds the words."""
    found = []
    with database.reading() as connection:
        tables = connection.execute(text("select name from sqlite_master where type = 'table'"))
        for table in tables.scalars().all():
            for row in connection.execute(text(f'select * from "{table}"')):
                found += [f"{table}: {each}" for each in row if words in str(each)]
    return found


def dumped(house: House) -> str:
    program = packaged_binaries() / "pg_dump"
    done = subprocess.run(
        [program, house.floor.admin_dsn], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode()


def test_erased_words_are_nowhere_and_the_audit_line_is(house: House) -> None:
    house.write(LONG_AGO, *(NoteWritten(text=f"{n} " * 40) for n in range(120)), number=1)
    house.close_case()
    with house.floor.administrator() as connection:
        connection.execute("analyze app.fact")  # as PostgreSQL does by itself in time
        connection.execute("checkpoint")
    for words in SECRETS:
        assert words in dumped(house)
        assert in_store(house.database, words)
        assert in_files(house.root, words)  # PostgreSQL's own
    backup = house.root / "desk.v1.backup.db"
    backup.write_bytes(b"a copy from before")

    told = house.told("erase", "--apply")
    assert told["applied"]
    assert {each["record"] for each in told["records"]} == {"recording", "note", "message"}
    assert told["files_removed"] == 3
    assert [each.name for each in (house.root / "recordings").iterdir()] == ["other.age"]
    house.desk.sync.run()

    assert not backup.exists()
    for words in SECRETS:
        assert words not in dumped(house)
        assert in_store(house.database, words) == []
        assert in_files(house.root, words) == []
    lines = {line.of: line for line in house.erased()}
    assert set(lines) == {house.old_call, *house.secret_facts}
    assert lines[house.old_call].sha256 == "5" * 64
    assert lines[house.old_call].rule == "house.keep_recording"
    assert all(line.rule and line.pack and len(line.sha256) == 64 for line in lines.values())
    here = {
        fact.body.of
        for fact in FactStore(house.database).of_kinds("record_erased")
        if isinstance(fact.body, RecordErased)
    }
    assert here == set(lines)


def test_what_is_counted_stays(house: House) -> None:
    house.close_case()
    before = fold(house.desk.facts.of_case(case(0).case_id))
    house.told("erase", "--apply")
    house.desk.sync.run()
    after = fold(house.desk.facts.of_case(case(0).case_id))
    assert after.attempts == before.attempts == 1
    assert [flag.flag for flag in after.flags] == [flag.flag for flag in before.flags]
    assert [each.text for each in after.notes] == [""]
    (call,) = after.calls
    assert call.outcome is not None
    assert (call.outcome.code, call.outcome.note) == ("RTP", "")
    kept = Worklist(house.database).state_of(case(0).case_id)
    assert kept == after


def test_nothing_is_done_unless_it_is_applied(house: House) -> None:
    house.close_case()
    told = house.told("erase")
    assert not told["applied"]
    assert len(told["records"]) == 5
    assert house.erased() == []
    assert SECRETS[0] in dumped(house)
    assert (house.root / "recordings" / f"{house.old_call}.age").exists()


def test_erasing_twice_does_nothing_more(house: House) -> None:
    house.close_case()
    house.told("erase", "--apply")
    stray = house.root / "recordings" / f"{house.old_call}.age"
    stray.write_bytes(b"back from a backup")
    told = house.told("erase", "--apply")
    assert (told["records"], told["files_removed"]) == ([], 1)
    assert not stray.exists()
    assert len(house.erased()) == 5


def test_what_is_kept_until_when_and_by_which_rule(house: House) -> None:
    house.write(LONG_AGO, NoteWritten(text="another debtor"), number=1)
    house.close_case()
    told = {str(each["of"]): each for each in house.told("due")["records"]}
    recording = told[house.old_call]
    # five years of the house, not the law's two
    assert recording["keep_until"] == "2022-03-01T03:00:00.000Z"
    assert recording["erase_from"] == "2022-03-01T03:00:00.000Z"
    assert (recording["state"], recording["rules"]) == (
        "must",
        ["house-default/house.keep_recording"],
    )
    note = told[house.secret_facts[0]]
    assert str(note["keep_until"]).startswith("2022-03-01")
    assert str(note["erase_from"]).startswith("2023-03-01")
    (open_case,) = [each for each in told.values() if each["case_no"] == "SH-2611-00001"]
    assert (open_case["state"], open_case["keep_until"]) == ("keep", None)


def test_a_hold_keeps_everything_until_it_is_released(house: House) -> None:
    house.close_case()
    held = house.typed("hold", "--case", "SH-2611-00000", "--reason", "litigation")
    assert (held.returncode, held.stderr) == (0, "Held, for litigation: SH-2611-00000.\n")
    states = {each["state"] for each in house.told("due")["records"]}
    assert states == {"held"}
    assert house.told("erase", "--apply")["records"] == []
    refused = house.typed("erase", "--apply", "--of", house.old_call)
    assert refused.returncode == 1
    assert refused.stderr == (
        f"The recording {house.old_call} of case SH-2611-00000 may not be erased: "
        "held by litigation.\n"
    )
    assert SECRETS[0] in dumped(house)
    released = house.typed("release", "--case", "SH-2611-00000", "--reason", "settled")
    assert released.returncode == 0
    assert len(house.told("erase", "--apply")["records"]) == 5


def test_an_open_complaint_and_a_dispute_hold_by_themselves(house: House) -> None:
    house.write(
        LONG_AGO + timedelta(hours=1),
        OutcomeLogged(
            call_id=house.old_call,
            code="COMP",
            level="RPC",
            result="conversation",
            reached="debtor",
            case_status="complaint",
            flags=(FlagSet(flag="complaint_hold"), FlagSet(flag="dispute")),
        ),
    )
    house.close_case()
    held = {tuple(each["held_by"]) for each in house.told("due")["records"]}
    assert held == {("complaint", "dispute")}
    assert house.told("erase", "--apply")["records"] == []


def test_what_must_still_be_kept_is_refused_by_name(house: House) -> None:
    refused = house.typed("erase", "--apply", "--of", house.secret_facts[0])
    assert refused.returncode == 1
    assert "it is kept until its case is closed" in refused.stderr
    assert SECRETS[0] in dumped(house)


def test_what_may_be_erased_and_need_not(house: House) -> None:
    """Between five years and six a note may go; it must only afterwards."""
    moment = SystemClock().now() - timedelta(days=365 * 5 + 100)
    (fact_id,) = house.write(moment, NoteWritten(text="between five and six"), number=1)
    house.close_case(1)
    assert house.told("erase", "--case", "SH-2611-00001")["records"] == []
    told = house.told("erase", "--also-may", "--apply", "--case", "SH-2611-00001")
    assert [each["of"] for each in told["records"]] == [fact_id]
    assert "between five and six" not in dumped(house)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("hold", "--case", "XX-1", "--reason", "dispute"), "Central knows no case XX-1."),
        (("release", "--case", "SH-2611-00000", "--reason", "x"), "Nothing is held for case"),
        (("erase", "--of", "nothing"), "Nothing is kept under nothing."),
        (("due", "--pack", "xx"), "there is no pack xx"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    house: House, words: tuple[str, ...], said: str
) -> None:
    done = house.typed(*words)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_fact_that_comes_late_from_another_desk_is_not_shown(house: House) -> None:
    """A desk that was away for years pushes what was erased meanwhile: the fold hides it."""
    note = Fact(
        fact_id=FactId(new_id()),
        case_id=case(0).case_id,
        debtor_id=case(0).debtor_id,
        actor=LI,
        occurred_at=LONG_AGO,
        body=NoteWritten(text=SECRETS[0]),
    )
    line = Fact(
        fact_id=FactId(new_id()),
        case_id=case(0).case_id,
        debtor_id=case(0).debtor_id,
        actor=LI,
        occurred_at=LONG_AGO + timedelta(days=1),
        body=RecordErased(record="note", of=note.fact_id, rule="r", pack="p"),
    )
    assert [each.text for each in fold([line, note]).notes] == [""]


def test_an_agent_cannot_erase(house: House) -> None:
    with house.floor.as_person(LI) as connection, pytest.raises(psycopg.Error):
        connection.execute("update app.fact set body = '{}'::jsonb")
    line = RecordErased(record="note", of=house.secret_facts[0], rule="r", pack="p")
    with house.floor.as_person(LI) as connection, pytest.raises(psycopg.Error):
        connection.execute(
            """insert into app.fact (id, kind, case_id, debtor_id, occurred_at, body)
               values (%s, 'record_erased', %s, %s, now(), %s::jsonb)""",
            (new_id(), case(0).case_id, case(0).debtor_id, body_to_json(line)),
        )
