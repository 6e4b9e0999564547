"""What does not start says why in one sentence, and leaves everything as it was: a store that does
not open, a demo's store before a real line, and files that cannot be used."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desk_client.data_folder import DataFolder
from desk_client.errors import BadInput, DeskError, StoreUnreadable
from desk_client.settings import Settings, load_settings
from desk_client.store.database import open_store
from tests.central.floor import folder_of_its_own
from tests.day.at_work import PASSPHRASE, no_keyring
from ui.app import App

SETTINGS = """\
central: postgresql://central.example/desk
line:
  domain: sip.bank.example
  registrar: sip:sip.bank.example
  user: "1001"
recipients: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]
"""


def desk_client(
    *words: str | Path, passphrase: str = PASSPHRASE
) -> subprocess.CompletedProcess[str]:
    """The program as it is typed."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "DESK_CLIENT_PASSPHRASE": passphrase,
    }
    return subprocess.run(
        [sys.executable, "-m", "desk_client.cli", *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env=environment,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What was said last; exit 1, no traceback, at most two lines for a fault."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    *_told, sentence = done.stderr.strip().splitlines()
    return sentence


def fingerprints(root: Path) -> dict[str, str]:
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in root.iterdir()
        if file.name in ("desk.db", "store.json")
    }


@pytest.fixture
def folder() -> Iterator[DataFolder]:
    """A demo's folder with a store in it, closed; where the embedded server could start too."""
    with folder_of_its_own() as root:
        made = DataFolder(root)
        open_store(made, passphrase=lambda: PASSPHRASE, demo=True, find_keyring=no_keyring).close()
        yield made


def test_a_wrong_passphrase_is_one_sentence_and_the_file_stays(folder: DataFolder) -> None:
    before = fingerprints(folder.root)
    assert len(before) == 2
    done = desk_client("demo", "--autopilot", "--data-dir", folder.root, passphrase="another")
    assert "passphrase" in one_sentence(done)
    assert not folder.central.exists()  # looked at first, before anything is started
    assert fingerprints(folder.root) == before


def test_a_flipped_byte_is_one_sentence_and_the_file_stays(folder: DataFolder) -> None:
    content = bytearray(folder.store.read_bytes())
    content[len(content) // 2] ^= 0x01
    folder.store.write_bytes(content)
    before = fingerprints(folder.root)
    done = desk_client("demo", "--autopilot", "--data-dir", folder.root)
    assert "damaged" in one_sentence(done)
    assert fingerprints(folder.root) == before


def test_a_file_that_cannot_be_imported_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("案件号,姓名\nSH-1,某人甲\n", encoding="utf-8")
    done = desk_client("demo", "--autopilot", "--data-dir", tmp_path / "d", "--import", file)
    sentence = one_sentence(done)
    assert sentence.startswith("cases.csv:1: no column is phone")
    assert "手机" in sentence
    missing = desk_client(
        "demo", "--autopilot", "--data-dir", tmp_path / "d", "--import", tmp_path / "none.csv"
    )
    assert missing.returncode in (1, 2)
    assert "none.csv: cannot be read" in missing.stderr


@pytest.mark.parametrize(
    ("altered", "line", "said"),
    [
        (SETTINGS + "colour: blue\n", 7, "colour"),
        (SETTINGS.replace('user: "1001"', "user: 1001"), 5, "user"),
        (SETTINGS.replace("  domain: sip.bank.example\n", ""), 2, "domain"),
        (SETTINGS + "rehearsal_offset_s: 3600\n", None, "simulated trunk"),
        (
            SETTINGS.replace('  user: "1001"', '  user: "1001"\n  simulated: true'),
            None,
            "127.0.0.1",
        ),
        (
            SETTINGS.replace("sip.bank.example", "127.0.0.1;maddr=203.0.113.9").replace(
                '  user: "1001"', '  user: "1001"\n  simulated: true'
            ),
            None,
            "127.0.0.1",
        ),
        (SETTINGS + "language: fr\n", 7, "language"),
        (SETTINGS.replace("recipients: [", "recipients: [["), 7, "not YAML"),
        (SETTINGS + "central: again\n", 7, "twice"),
    ],
)
def test_bad_settings_are_named_by_line(
    tmp_path: Path, altered: str, line: int | None, said: str
) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(altered, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_settings(file)
    assert str(refused.value).startswith("settings.yaml")
    assert said in str(refused.value)
    if line is not None:
        assert refused.value.line == line


def test_bad_settings_are_said_by_the_program(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text(SETTINGS + "rehearsal_offset_s: 3600\n", "utf-8")
    sentence = one_sentence(desk_client("--data-dir", tmp_path))
    assert "settings.yaml" in sentence
    assert "simulated trunk" in sentence
    assert not (tmp_path / "desk.db").exists()
    assert "desk-client demo" in one_sentence(desk_client("--data-dir", tmp_path / "nowhere"))


def test_a_demos_store_never_meets_a_real_line(
    folder: DataFolder, tmp_path: Path, qapp: QApplication
) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(SETTINGS, encoding="utf-8")
    real: Settings = load_settings(file)
    before = fingerprints(folder.root)
    with pytest.raises(DeskError, match="simulated trunk only"):
        App(settings=real, folder=folder, passphrase=lambda: PASSPHRASE, demo=False)
    assert fingerprints(folder.root).keys() == before.keys()


def test_a_banks_store_never_becomes_a_demos(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "bank")
    open_store(folder, passphrase=lambda: PASSPHRASE, demo=False, find_keyring=no_keyring).close()
    with pytest.raises(StoreUnreadable, match="not a demo's store"):
        open_store(folder, passphrase=lambda: PASSPHRASE, demo=True, find_keyring=no_keyring)


def test_a_bad_pack_and_a_bad_script_are_named_by_line(tmp_path: Path) -> None:
    pack = tmp_path / "house-ours.yaml"
    pack.write_text("pack: house-ours\nversion: 1\nname: {zh: 本行, en: Ours}\n", encoding="utf-8")
    request = tmp_path / "request.json"
    request.write_text("{}", encoding="utf-8")
    done = desk_client("compliance", "check", "--request", request, "--pack-dir", tmp_path)
    assert f"{pack.name}:2: version" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in (1, 2)

    script = tmp_path / "script.yaml"
    script.write_text("id: ours\nversion: 1\nsteps: []\nplot: none\n", encoding="utf-8")
    done = desk_client("script", "check", script)
    assert f"{script.name}:" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert done.returncode in (1, 2)
