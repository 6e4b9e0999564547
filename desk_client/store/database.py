"""The local store: one SQLCipher file, opened here and nowhere else. Opening finds the key, reads
the file once without being able to write to it (a wrong key and a damaged page look alike, and
neither may change a byte), and only then opens it for work and brings its schema up. `writing()`
is one transaction, `reading()` one view of the data; both may be used from any thread."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local
from urllib.parse import quote

import sqlcipher3
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from desk_client.data_folder import DataFolder
from desk_client.errors import DeskError, StoreUnreadable
from desk_client.store import migrations
from desk_client.store.case_states import rebuild_if_outdated
from desk_client.store.key import (
    AskPassphrase,
    FindKeyring,
    Sidecar,
    StoreKey,
    find_key,
    make_key,
    sidecar_of,
)
from desk_client.store.keyring_probe import usable_keyring

# cache: reading decrypts page by page, and with SQLite's own 2 MB it is three times slower
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-65536",
    "temp_store=MEMORY",
)
BUSY_S = 5.0  # how long another process may hold the write lock


class Database:
    """An open store. Transactions begun inside another on the same thread join it."""

    def __init__(self, engine: Engine, file: Path, key: StoreKey, sidecar: Sidecar) -> None:
        self.file = file
        self.key_source = key.source
        self.demo = sidecar.demo
        self.store_epoch = sidecar.store_epoch
        self._engine = engine
        self._one_writer = Lock()
        self._mine = local()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is on the disk when the block ends, or none of it."""
        joined: Connection | None = getattr(self._mine, "connection", None)
        if joined is not None:
            yield joined
            return
        # SQLite lets waiting writers sleep and try again; a lock lets them go in turn
        with (
            _faults_told(self.file),
            self._one_writer,
            self._engine.connect() as connection,
            connection.begin(),
        ):
            self._mine.connection = connection
            try:
                yield connection
            finally:
                self._mine.connection = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One unchanging view of the data; inside `writing()` it sees what was written."""
        joined: Connection | None = getattr(self._mine, "connection", None)
        if joined is not None:
            yield joined
            return
        with _faults_told(self.file), self._engine.connect() as connection:
            yield connection.execution_options(reading=True)

    def close(self) -> None:
        self._engine.dispose()


@contextmanager
def _faults_told(file: Path) -> Iterator[None]:
    """What can befall an open file, in words; a fault of the program stays what it is."""
    try:
        yield
    except DatabaseError as fault:
        said = str(fault.orig)
        if "is full" in said:
            raise DeskError(
                f"There is no room left for {file}; make room on the disk, nothing was written."
            ) from fault
        if "is locked" in said:
            raise DeskError(
                f"Another program holds {file}; close it and try again, nothing was written."
            ) from fault
        if "malformed" in said or "not a database" in said or "I/O error" in said:
            raise _unreadable(file) from fault
        raise


def open_store(
    folder: DataFolder,
    *,
    passphrase: AskPassphrase | None,
    demo: bool = False,
    find_keyring: FindKeyring = usable_keyring,
) -> Database:
    """Opens the store of this folder, or makes it where there is none. StoreUnreadable, in one
    sentence, where that cannot be done; the files are then as they were."""
    file = folder.store
    if file.exists() or sidecar_of(file).exists():
        key, sidecar = find_key(file, passphrase=passphrase, find_keyring=find_keyring)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        key, sidecar = make_key(file, passphrase=passphrase, demo=demo, find_keyring=find_keyring)
    if demo and not sidecar.demo:
        raise StoreUnreadable(f"{file} is not a demo's store; give the demo a folder of its own.")
    return open_with_key(file, key, sidecar)


def open_with_key(
    file: Path, key: StoreKey, sidecar: Sidecar, steps: Sequence[str] = migrations.STEPS
) -> Database:
    """The rest of open_store, once the key is known."""
    if file.exists() and file.stat().st_size:
        _look(file, key)
    else:
        file.touch(mode=0o600)  # the library gives its WAL the same rights
    engine = _engine(file, key)
    try:
        _bring_up(engine, file, steps)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, file, key, sidecar)


def _bring_up(engine: Engine, file: Path, steps: Sequence[str]) -> None:
    with engine.connect() as connection:
        alone = connection.execution_options(alone=True)
        missing = migrations.needed(alone, file, steps)
        version = migrations.version_of(alone)
        if missing and version:
            migrations.back_up(alone, file)
    for step in range(version + 1, len(steps) + 1):
        with engine.begin() as connection:
            if migrations.version_of(connection) < step:  # else another process was faster
                migrations.take_step(connection, step, steps)
    with engine.begin() as connection:
        rebuild_if_outdated(connection)


def _look(file: Path, key: StoreKey) -> None:
    """Reads every page with this key, by a connection that cannot write."""
    try:
        connection = sqlcipher3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)
        try:
            _unlock(connection, key)
            damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        finally:
            connection.close()
    except sqlcipher3.DatabaseError:
        raise _unreadable(file) from None
    if damaged:
        raise _unreadable(file)


def _unreadable(file: Path) -> StoreUnreadable:
    return StoreUnreadable(
        f"{file} is damaged or belongs to another key; it was left as it is, put back a copy or "
        "ask the administrator."
    )


def _unlock(connection: sqlcipher3.Connection | DBAPIConnection, key: StoreKey) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA cipher_log_level = NONE")  # it would write to stderr
    cursor.execute(f"PRAGMA key = \"x'{key.hex}'\"")
    cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key fails here
    cursor.close()


def _engine(file: Path, key: StoreKey) -> Engine:
    engine = create_engine(
        f"sqlite+pysqlite:///{file}",
        module=sqlcipher3,
        hide_parameters=True,  # a fault of SQL names no person in a log or a traceback
        poolclass=QueuePool,
        pool_size=4,
        # isolation_level None: the driver begins nothing by itself, _begin does
        connect_args={"check_same_thread": False, "timeout": BUSY_S, "isolation_level": None},
    )

    @event.listens_for(engine, "connect", insert=True)
    def _connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        _unlock(connection, key)
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("alone"):  # VACUUM must stand outside a transaction
            connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")

    return engine
