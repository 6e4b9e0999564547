"""Opening, damage, versions, transactions."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import create_engine, insert, select
from sqlalchemy.exc import IntegrityError

from desk_client.data_folder import DataFolder
from desk_client.errors import DeskError, StoreUnreadable
from desk_client.store import database as store_database
from desk_client.store import migrations
from desk_client.store.database import Database, open_with_key
from desk_client.store.facts import FactStore
from desk_client.store.key import Sidecar, StoreKey, find_key
from desk_client.store.outbox import Outbox
from desk_client.store.settings import StoredSettings
from desk_client.store.tables import debt, fact, metadata, outbox, setting
from tests.happenings import CASE, Shift
from tests.store.conftest import MemoryKeyring, Open

OLD_FILES = Path(__file__).parent / "old_files"
OLD_KEY = StoreKey("5a" * 32, "keyring")  # of the kept old files, which hold made-up people
OLD_SIDECAR = Sidecar(
    key_id="old", source="keyring", salt=None, wrapped=None, store_epoch="old", demo=True
)


def key_of(folder: DataFolder, ring: MemoryKeyring) -> tuple[StoreKey, Sidecar]:
    return find_key(folder.store, passphrase=None, find_keyring=lambda: ring)


def filled(open_again: Open) -> None:
    """A store with a few facts, closed again."""
    database = open_again()
    shift = Shift()
    for _ in range(20):
        shift.conversation()
    FactStore(database).append(*shift.facts)
    database.close()


def test_the_store_is_for_its_owner_only(database: Database) -> None:
    StoredSettings(database).put("one", "write")
    files = list(database.file.parent.glob("desk.db*"))
    assert len(files) > 1  # the write-ahead log stands beside it
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)


def test_the_file_is_set_up_for_safety_and_speed(database: Database) -> None:
    with database.reading() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "cache_size", "foreign_keys")
        }
    assert told == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "cache_size": -65536,  # kibibytes
        "foreign_keys": 1,
    }


@pytest.mark.parametrize("place", [0, 20, 1030, 4100, -5000, -1])
def test_a_flipped_byte_is_found_at_opening_and_left_there(
    folder: DataFolder, open_again: Open, place: int
) -> None:
    filled(open_again)
    damaged = bytearray(folder.store.read_bytes())
    damaged[place] ^= 1
    folder.store.write_bytes(damaged)
    with pytest.raises(StoreUnreadable, match=r"desk\.db is damaged") as refused:
        open_again()
    assert "\n" not in str(refused.value)
    assert folder.store.read_bytes() == bytes(damaged)


def test_another_key_is_refused_and_the_file_left(
    ring: MemoryKeyring, folder: DataFolder, open_again: Open
) -> None:
    filled(open_again)
    before = folder.store.read_bytes()
    _, sidecar = key_of(folder, ring)
    with pytest.raises(StoreUnreadable, match="belongs to another key"):
        open_with_key(folder.store, StoreKey("00" * 32, "keyring"), sidecar)
    assert folder.store.read_bytes() == before


def test_another_key_leaves_an_unfinished_journal_alone(
    ring: MemoryKeyring, folder: DataFolder, open_again: Open, tmp_path: Path
) -> None:
    database = open_again()
    shift = Shift()
    shift.conversation()
    FactStore(database).append(*shift.facts)
    killed = DataFolder(tmp_path / "killed")  # the folder as a killed program leaves it
    killed.root.mkdir()
    for each in folder.root.iterdir():
        (killed.root / each.name).write_bytes(each.read_bytes())
    (killed.root / "desk.db-shm").unlink()
    assert (killed.root / "desk.db-wal").stat().st_size
    before = {name: (killed.root / name).read_bytes() for name in ("desk.db", "desk.db-wal")}

    _, sidecar = key_of(killed, ring)
    with pytest.raises(StoreUnreadable):
        open_with_key(killed.store, StoreKey("00" * 32, "keyring"), sidecar)
    after = {name: (killed.root / name).read_bytes() for name in before}
    assert after == before

    key, _ = key_of(killed, ring)
    again = open_with_key(killed.store, key, sidecar)
    assert FactStore(again).count() == len(shift.facts)
    again.close()


def test_a_text_file_is_no_store(folder: DataFolder, open_again: Open) -> None:
    filled(open_again)
    folder.store.write_text("case notes, do not delete\n" * 400)
    with pytest.raises(StoreUnreadable):
        open_again()
    assert folder.store.read_text().startswith("case notes")


def test_opening_says_nothing_on_stderr(
    ring: MemoryKeyring, folder: DataFolder, open_again: Open, capfd: pytest.CaptureFixture[str]
) -> None:
    filled(open_again)
    _, sidecar = key_of(folder, ring)
    with pytest.raises(StoreUnreadable):
        open_with_key(folder.store, StoreKey("00" * 32, "keyring"), sidecar)
    assert capfd.readouterr().err == ""


def test_the_schema_is_the_one_the_tables_declare(database: Database) -> None:
    declared = create_engine("sqlite://")
    metadata.create_all(declared)
    names = sorted(table.name for table in metadata.tables.values())
    with declared.connect() as plain, database.reading() as connection:
        for name in names:
            for pragma in ("table_info", "index_list"):
                told = [
                    sorted(
                        (row[1].lower(), str(row[2]).lower(), *row[3:4])
                        for row in each.exec_driver_sql(f"PRAGMA {pragma}({name})")
                        if not str(row[1]).startswith("sqlite_autoindex")
                    )
                    for each in (plain, connection)
                ]
                assert told[0] == told[1], f"{pragma} of {name}"
        made = connection.exec_driver_sql("select name from sqlite_master where type = 'table'")
        assert sorted(row[0] for row in made) == names
    declared.dispose()


def test_a_newer_file_is_refused(folder: DataFolder, open_again: Open) -> None:
    database = open_again()
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    database.close()
    before = folder.store.read_bytes()
    with pytest.raises(StoreUnreadable, match="newer version"):
        open_again()
    assert folder.store.read_bytes() == before


def test_an_upgrade_keeps_a_copy_of_the_file_before(
    ring: MemoryKeyring, folder: DataFolder, open_again: Open
) -> None:
    filled(open_again)
    key, sidecar = key_of(folder, ring)
    steps = (*migrations.STEPS, "create table seat (seat_id text primary key not null)")
    upgraded = open_with_key(folder.store, key, sidecar, steps)
    with upgraded.reading() as connection:
        assert migrations.version_of(connection) == len(steps)
    assert FactStore(upgraded).count() == 80
    upgraded.close()

    backup = folder.root / f"desk.v{len(migrations.STEPS)}.backup.db"
    old = open_with_key(backup, key, sidecar)
    assert FactStore(old).count() == 80
    old.close()
    assert not backup.read_bytes().startswith(b"SQLite format")


def test_a_step_that_fails_changes_nothing(
    ring: MemoryKeyring, folder: DataFolder, open_again: Open
) -> None:
    filled(open_again)
    key, sidecar = key_of(folder, ring)
    steps = (*migrations.STEPS, "create table seat (id text); create table fact (id text)")
    with pytest.raises(Exception, match="already exists"):
        open_with_key(folder.store, key, sidecar, steps)
    database = open_again()
    with database.reading() as connection:
        made = connection.exec_driver_sql("select name from sqlite_master where name = 'seat'")
        assert made.all() == []
        assert migrations.version_of(connection) == len(migrations.STEPS)


@pytest.mark.parametrize("old", sorted(OLD_FILES.glob("*.db")), ids=lambda path: path.stem)
def test_a_kept_old_file_opens_and_is_brought_up(old: Path, tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    file.write_bytes(old.read_bytes())
    database = open_with_key(file, OLD_KEY, OLD_SIDECAR)
    with database.reading() as connection:
        assert migrations.version_of(connection) == len(migrations.STEPS)
    assert FactStore(database).count() == 9
    assert FactStore(database).rebuild() == 0
    database.close()


def test_every_schema_has_a_kept_old_file() -> None:
    kept = {path.stem for path in OLD_FILES.glob("*.db")}
    assert kept == {f"v{version}" for version in range(1, len(migrations.STEPS) + 1)}


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    settings = StoredSettings(database)

    def write_and_fail() -> None:
        with database.writing():
            settings.put("language", "zh_CN")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert settings.get("language") is None


def test_a_write_inside_a_write_belongs_to_it(database: Database) -> None:
    settings = StoredSettings(database)
    with database.writing():
        settings.put("language", "en")
        assert settings.get("language") == "en"
    assert settings.get("language") == "en"
    settings.put("language", "zh_CN")
    assert settings.get("language") == "zh_CN"


def test_a_reader_sees_one_moment_while_another_thread_writes(database: Database) -> None:
    settings = StoredSettings(database)
    settings.put("language", "en")
    with ThreadPoolExecutor(1) as desk, database.reading() as connection:
        language = select(setting.c.value).where(setting.c.key == "language")
        assert connection.execute(language).scalar_one() == "en"
        desk.submit(settings.put, "language", "zh_CN").result(5)
        assert connection.execute(language).scalar_one() == "en"
    assert settings.get("language") == "zh_CN"


def test_two_threads_write_in_turn(database: Database) -> None:
    first_in, let_go = Event(), Event()
    settings = StoredSettings(database)

    def first() -> None:
        with database.writing():
            first_in.set()
            let_go.wait(5)
            settings.put("language", "en")

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(first)
        assert first_in.wait(5)
        two = threads.submit(settings.put, "language", "zh_CN")
        let_go.set()
        one.result(5)
        two.result(5)
    assert settings.get("language") == "zh_CN"


def test_many_threads_lose_nothing(database: Database) -> None:
    def tell(number: int) -> None:
        shift = Shift(datetime(2026, 11, 24, 2, number, tzinfo=UTC))
        shift.conversation()
        FactStore(database).append(*shift.facts)

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(tell, range(48)))
    assert FactStore(database).count() == 48 * 4


def test_a_fault_of_sql_names_nobody(database: Database) -> None:
    """It may end in the log."""
    note = {"id": "fact-1", "kind": None, "body": "张三 13800000001"}
    with pytest.raises(IntegrityError) as told, database.writing() as connection:
        connection.execute(insert(fact), note)
    assert "fact.kind" in str(told.value)
    assert "张三" not in str(told.value)


def test_a_constraint_of_the_database_is_the_last_net(database: Database) -> None:
    row = {"fact_id": "f1", "queued_at": datetime(2026, 11, 24, tzinfo=UTC)}
    waiting = row | {"state": "waiting", "reason": ""}
    with pytest.raises(IntegrityError), database.writing() as connection:
        connection.execute(insert(outbox), [waiting, waiting])


def test_moments_days_and_amounts_come_back_as_they_went(database: Database) -> None:
    moment = datetime(2026, 11, 24, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    row = {"fact_id": "f1", "queued_at": moment, "state": "waiting", "reason": ""}
    claim = {
        "debt_id": "d1",
        "case_id": "c1",
        "product": "card",
        "card_last4": "",
        "currency": "CNY",
        "balance": Decimal("3260.50"),
        "due_date": date(2026, 10, 31),
    }
    with database.writing() as connection:
        connection.execute(insert(outbox), row)
        connection.execute(insert(debt), claim)
        assert connection.execute(select(outbox.c.queued_at)).scalar_one() == moment
        told = connection.execute(select(debt.c.balance, debt.c.due_date, debt.c.fees)).one()
    assert tuple(told) == (Decimal("3260.50"), date(2026, 10, 31), None)


def test_a_full_disk_is_told_and_nothing_is_half_written(database: Database) -> None:
    facts, shift = FactStore(database), Shift()
    for _ in range(200):
        shift.conversation()

    def fill_the_disk() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 60")  # SQLite's own full disk
            facts.append(*shift.facts)

    with pytest.raises(DeskError, match="no room left"):
        fill_the_disk()
    assert facts.count() == 0
    with database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        facts.append(*shift.facts)
    assert facts.count() == Outbox(database).waiting() == 800


def test_a_store_that_another_program_holds_is_told(
    folder: DataFolder, open_again: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_database, "BUSY_S", 0.05)
    desk, other = open_again(), open_again()
    with desk.writing(), pytest.raises(DeskError, match="Another program holds"):
        StoredSettings(other).put("language", "en")


def test_damage_in_mid_shift_is_told(folder: DataFolder, open_again: Open) -> None:
    filled(open_again)
    database = open_again()
    damaged = bytearray(folder.store.read_bytes())
    for page in range(2, len(damaged) // 4096):
        damaged[page * 4096 + 100] ^= 1
    folder.store.write_bytes(damaged)
    with pytest.raises(StoreUnreadable):
        FactStore(database).of_case(CASE)


def test_the_store_belongs_to_its_folder_alone(folder: DataFolder, open_again: Open) -> None:
    filled(open_again)
    assert sorted(os.listdir(folder.root)) == ["desk.db", "store.json"]
