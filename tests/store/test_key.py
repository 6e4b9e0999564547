"""Where the key lies and what happens when it cannot be had."""

import json
import shutil
import sqlite3
from pathlib import Path
from threading import Event

import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.SecretService import Keyring as SecretService
from keyring.errors import KeyringLocked

from desk_client.data_folder import DataFolder
from desk_client.errors import StoreUnreadable
from desk_client.store.database import open_store
from desk_client.store.key import StoreKey, find_key, make_key, sidecar_of
from desk_client.store.keyring_probe import (
    KeyringSilent,
    allowed,
    keeps_secrets,
    usable_keyring,
    within,
)
from tests.store.conftest import MemoryKeyring, no_keyring


class LockedKeyring(MemoryKeyring):
    """A keyring whose person typed the wrong password."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked(f"{service} is locked for {username} ({len(password)} characters)")


def real(kind: type[KeyringBackend]) -> KeyringBackend:
    """One of the keyring library's own backends."""
    return kind()


def the_file(folder: DataFolder) -> Path:
    folder.root.mkdir(parents=True, exist_ok=True)
    return folder.store


def test_a_passphrase_gives_the_same_key_again(folder: DataFolder) -> None:
    file = the_file(folder)
    made, _ = make_key(file, passphrase=lambda: "blue river", demo=False, find_keyring=no_keyring)
    found, sidecar = find_key(file, passphrase=lambda: "blue river", find_keyring=no_keyring)
    assert found == made
    assert (found.source, sidecar.demo) == ("passphrase", False)
    assert len(bytes.fromhex(found.hex)) == 32


def test_the_sidecar_holds_no_key_in_clear(folder: DataFolder) -> None:
    file = the_file(folder)
    key, _ = make_key(file, passphrase=lambda: "blue river", demo=True, find_keyring=no_keyring)
    text = sidecar_of(file).read_text()
    assert key.hex not in text
    assert "blue river" not in text
    assert set(json.loads(text)) == {
        "format", "key_id", "source", "salt", "wrapped", "store_epoch", "demo",
    }  # fmt: skip
    assert sidecar_of(file).stat().st_mode & 0o077 == 0
    assert [each.name for each in folder.root.iterdir()] == ["store.json"]


def test_a_key_does_not_show_itself() -> None:
    assert "ab" * 32 not in repr(StoreKey("ab" * 32, "keyring"))


def test_a_wrong_passphrase_is_one_sentence_and_changes_nothing(folder: DataFolder) -> None:
    open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring).close()
    before = {each.name: each.read_bytes() for each in folder.root.iterdir()}
    with pytest.raises(StoreUnreadable, match="passphrase does not open") as refused:
        open_store(folder, passphrase=lambda: "red river", find_keyring=no_keyring)
    assert "\n" not in str(refused.value)
    assert {each.name: each.read_bytes() for each in folder.root.iterdir()} == before


@pytest.mark.parametrize("passphrase", [None, lambda: ""])
def test_without_keyring_and_passphrase_nothing_is_made(
    folder: DataFolder, passphrase: None
) -> None:
    with pytest.raises(StoreUnreadable, match="No keyring answers"):
        open_store(folder, passphrase=passphrase, find_keyring=no_keyring)
    assert list(folder.root.iterdir()) == []


def test_a_database_without_its_sidecar_is_refused_and_kept(folder: DataFolder) -> None:
    open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring).close()
    sidecar_of(folder.store).unlink()
    before = folder.store.read_bytes()
    with pytest.raises(StoreUnreadable, match=r"no store\.json"):
        open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)
    assert folder.store.read_bytes() == before
    assert not sidecar_of(folder.store).exists()


@pytest.mark.parametrize("wrapped", [None, "AAAA", "not base64"])
def test_a_sidecar_that_lost_its_key_is_refused(folder: DataFolder, wrapped: str | None) -> None:
    open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring).close()
    sidecar = json.loads(sidecar_of(folder.store).read_text())
    sidecar_of(folder.store).write_text(json.dumps(sidecar | {"wrapped": wrapped}))
    before = folder.store.read_bytes()
    with pytest.raises(StoreUnreadable):
        open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)
    assert folder.store.read_bytes() == before


@pytest.mark.parametrize("text", ["", "{", '{"format": 2}', '{"format": 1, "colour": "red"}'])
def test_a_damaged_sidecar_is_named(folder: DataFolder, text: str) -> None:
    the_file(folder).write_bytes(b"")
    sidecar_of(folder.store).write_text(text)
    with pytest.raises(StoreUnreadable, match=r"store\.json cannot be read"):
        open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)


def test_another_key_never_takes_the_place_of_the_first(folder: DataFolder) -> None:
    file = the_file(folder)
    make_key(file, passphrase=lambda: "blue river", demo=False, find_keyring=no_keyring)
    before = sidecar_of(file).read_bytes()
    with pytest.raises(StoreUnreadable, match="at this moment"):
        make_key(file, passphrase=lambda: "red river", demo=False, find_keyring=no_keyring)
    assert sidecar_of(file).read_bytes() == before


def test_a_sidecar_written_before_a_crash_is_used(folder: DataFolder) -> None:
    file = the_file(folder)
    make_key(file, passphrase=lambda: "blue river", demo=False, find_keyring=no_keyring)
    database = open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)
    database.close()
    assert file.exists()


def test_a_keyring_that_answers_keeps_the_key(folder: DataFolder) -> None:
    ring = MemoryKeyring()
    made = open_store(folder, passphrase=None, find_keyring=lambda: ring)
    assert made.key_source == "keyring"
    made.close()
    (key,) = ring.kept.values()
    assert key not in sidecar_of(folder.store).read_text()
    open_store(folder, passphrase=None, find_keyring=lambda: ring).close()


def test_a_store_of_the_keyring_is_not_opened_by_a_passphrase(folder: DataFolder) -> None:
    ring = MemoryKeyring()
    open_store(folder, passphrase=None, find_keyring=lambda: ring).close()
    before = folder.store.read_bytes()
    with pytest.raises(StoreUnreadable, match="does not answer"):
        open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)
    ring.kept.clear()
    with pytest.raises(StoreUnreadable, match="has no key"):
        open_store(folder, passphrase=lambda: "blue river", find_keyring=lambda: ring)
    assert folder.store.read_bytes() == before


def test_a_locked_keyring_gives_way_to_the_passphrase(folder: DataFolder) -> None:
    database = open_store(folder, passphrase=lambda: "blue river", find_keyring=LockedKeyring)
    assert database.key_source == "passphrase"
    database.close()


def test_a_real_store_is_not_a_demos(folder: DataFolder) -> None:
    open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring).close()
    with pytest.raises(StoreUnreadable, match="not a demo's store"):
        open_store(folder, passphrase=lambda: "blue river", demo=True, find_keyring=no_keyring)


def test_a_demos_store_says_so_ever_after(folder: DataFolder) -> None:
    open_store(folder, passphrase=lambda: "demo", demo=True, find_keyring=no_keyring).close()
    database = open_store(folder, passphrase=lambda: "demo", find_keyring=no_keyring)
    assert database.demo
    database.close()


def test_the_store_is_noise_to_plain_sqlite(folder: DataFolder) -> None:
    open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring).close()
    assert not folder.store.read_bytes().startswith(b"SQLite format")
    copy = folder.root / "copy.db"
    shutil.copy(folder.store, copy)
    connection = sqlite3.connect(copy)
    try:
        with pytest.raises(sqlite3.DatabaseError, match="not a database"):
            connection.execute("select count(*) from fact")
    finally:
        connection.close()


def test_only_known_backends_are_allowed() -> None:
    assert allowed(real(SecretService))
    assert not allowed(real(keyring.backends.null.Keyring))
    assert not allowed(real(keyring.backends.fail.Keyring))
    assert not allowed(MemoryKeyring())


def test_a_subclass_of_an_allowed_backend_is_not_allowed() -> None:
    class Lookalike(SecretService):
        pass

    assert not allowed(real(Lookalike))


def test_the_probe_finds_out_who_keeps_secrets() -> None:
    ring = MemoryKeyring()
    assert keeps_secrets(ring)
    assert ring.kept == {}
    assert not keeps_secrets(real(keyring.backends.null.Keyring))
    assert not keeps_secrets(real(keyring.backends.fail.Keyring))
    assert not keeps_secrets(LockedKeyring())


def test_a_configured_null_backend_is_not_used() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(real(keyring.backends.null.Keyring))
    try:
        assert usable_keyring() is None
    finally:
        keyring.set_keyring(before)


def test_a_prompt_that_nobody_answers_does_not_block() -> None:
    answered = Event()
    try:
        with pytest.raises(KeyringSilent, match="does not answer"):
            within(answered.wait, limit_s=0.05)
    finally:
        answered.set()


def test_what_a_backend_raises_is_told_by_its_name() -> None:
    with pytest.raises(KeyringSilent, match="KeyringLocked"):
        within(lambda: LockedKeyring().set_password("a", "b", "c"))
