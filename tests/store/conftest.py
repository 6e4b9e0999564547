"""A store in a folder of its own, its key in a keyring of its own: the machine's is left alone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend

from desk_client.data_folder import DataFolder
from desk_client.store.database import Database, open_store
from desk_client.store.facts import FactStore

Open = Callable[[], Database]


class MemoryKeyring(KeyringBackend):
    """A keyring that keeps its secrets for as long as the test runs."""

    priority = 0.1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def no_keyring() -> None:
    """A machine on which no keyring answers."""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "desk")


@pytest.fixture
def ring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def open_again(folder: DataFolder, ring: MemoryKeyring) -> Iterator[Open]:
    """Opens the folder's store; every store opened is closed at the end."""
    opened: list[Database] = []

    def opening() -> Database:
        database = open_store(folder, passphrase=None, find_keyring=lambda: ring)
        opened.append(database)
        return database

    yield opening
    for database in opened:
        database.close()


@pytest.fixture
def database(open_again: Open) -> Database:
    return open_again()


@pytest.fixture
def facts(database: Database) -> FactStore:
    return FactStore(database)


@pytest.fixture
def now() -> datetime:
    """A Tuesday, 10:00 in Shanghai."""
    return datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def tick(now: datetime) -> Callable[[], datetime]:
    """Moments a second apart, from `now` on."""
    seconds = count()
    return lambda: now + timedelta(seconds=next(seconds))
