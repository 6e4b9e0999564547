"""The doctor's looks at the program's own parts, each of which is really tried."""

import re
from pathlib import Path

import pytest

from desk_client.data_folder import DataFolder
from desk_client.doctor import parts
from desk_client.phone.abilities import ask_library
from desk_client.store.database import open_store
from tests.store.conftest import MemoryKeyring, no_keyring


def test_the_phone_starts_and_says_what_it_is() -> None:
    found = parts.phone()
    assert found.state in ("right", "note")
    library = ask_library()
    build = "our own build" if library.own_build else "the public wheel"
    assert re.match(rf"pjsua2 2\.[\d.]+, {build} 2\.\d+", found.found)
    assert re.search(r": \d+ calls in a process", found.found)
    assert f"OpenSSL {library.openssl}, TLSv1.2" in found.found


def test_an_openssl_without_fixes_is_a_warning() -> None:
    assert (parts.phone().state == "note") == ask_library().openssl.startswith("1.")


def test_a_library_that_does_not_load_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pjsua2.py").write_text("raise ImportError('no shared object')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = parts.phone()
    assert found.state == "wrong"
    assert "make setup" in found.do


def test_the_embedded_postgres_starts() -> None:
    found = parts.postgres()
    assert found.state == "right", found
    assert "embedded PostgreSQL" in found.found


def test_packs_callscripts_and_tables_are_as_they_should_be() -> None:
    for found in (parts.packs(), parts.callscripts(), *parts.tables()):
        assert found.state == "right", found
    assert "cn-bank-card" in parts.packs().found
    assert "examples as expected" in parts.packs().found
    assert "9 kinds" in list(parts.tables())[1].found


def test_a_folder_without_settings(tmp_path: Path) -> None:
    found = parts.settings(DataFolder(tmp_path))
    assert found.state == "note"
    assert "desk-client demo needs none" in found.do


def test_settings_that_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text(
        "central: host=db.example\n"
        "line: {domain: 'pbx.example', user: '1001', transport: tls}\n"
        "recipients: [age1example]\n",
        encoding="utf-8",
    )
    found = parts.settings(DataFolder(tmp_path))
    assert found.state == "right", found
    assert "tls to a carrier" in found.found
    assert "1001" not in found.found


def test_settings_that_cannot_be_used_are_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("central: host=db\nlion: {}\n", encoding="utf-8")
    found = parts.settings(DataFolder(tmp_path))
    assert found.state == "wrong"
    assert "settings.yaml" in found.found


def test_without_a_keyring_there_is_the_passphrase(tmp_path: Path) -> None:
    found = parts.store_key(DataFolder(tmp_path), no_keyring)
    assert found.state == "note"
    assert "DESK_CLIENT_PASSPHRASE" in found.do


def test_with_a_keyring(tmp_path: Path) -> None:
    found = parts.store_key(DataFolder(tmp_path), MemoryKeyring)
    assert found.state == "right"
    assert MemoryKeyring.__module__ in found.found


def test_a_store_under_a_passphrase(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring).close()
    found = parts.store_key(folder, no_keyring)
    assert found.found == "this desk's store is opened by a passphrase"


def test_a_store_whose_keyring_is_silent(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    ring = MemoryKeyring()
    open_store(folder, passphrase=None, find_keyring=lambda: ring).close()
    found = parts.store_key(folder, no_keyring)
    assert found.state == "wrong"
    assert "unlock the keyring" in found.do


def test_a_damaged_sidecar(tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text("{", encoding="utf-8")
    found = parts.store_key(DataFolder(tmp_path), no_keyring)
    assert found.state == "wrong"
    assert "damaged" in found.found
