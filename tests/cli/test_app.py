"""Whatever a person types wrongly is answered by one sentence and an exit code: 2 for wrong use or
an unreadable file, 1 for what was refused or failed."""

import re
from pathlib import Path

import pytest

from desk_client import __version__
from tests.cli.programme import typed

COMMANDS = ("demo", "phone", "trunk", "sync", "bench", "doctor", "admin", "compliance", "recording")


def test_help_names_every_command() -> None:
    shown = typed("--help")
    assert shown.code == 0
    listed = set(re.findall(r"^  ([a-z]+) ", shown.out, re.MULTILINE))
    assert set(COMMANDS) <= listed


def test_version() -> None:
    assert typed("--version").out == f"desk-client {__version__}\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sing",), "No such command 'sing'."),
        (("demo", "--sing"), "No such option: --sing"),
        (("demo", "--cases", "many"), "Invalid value for '--cases'"),
        (("demo", "--cases", "0"), "Invalid value for '--cases'"),
        (("demo", "--lang", "fr"), "--lang: 'fr'; give zh_CN or en"),
        (("demo", "--theme", "pink"), "--theme: 'pink'; give system, light or dark"),
        (("demo", "--seed"), "Option '--seed' requires an argument."),
        (("trunk", "--lang", "fr"), "--lang: 'fr'; give zh or en"),
        (("bench", "soup"), "there is no figure 'soup'; known: click_to_invite"),
        (("bench", "fold", "--n", "0"), "Invalid value for '--n'"),
        (("admin", "sing"), "No such command 'sing'."),
        (("compliance", "check"), "Missing option '--request'"),
        (("recording", "export"), "Missing option"),
    ],
)
def test_wrong_use(words: tuple[str, ...], sentence: str) -> None:
    said = typed(*words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.sentence


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--autopilot", "--import"),
        ("trunk", "--scenario"),
        ("admin", "import-cases"),
        ("compliance", "check", "--request"),
        ("script", "check"),
    ],
)
def test_a_file_that_is_not_there(words: tuple[str, ...], tmp_path: Path) -> None:
    missing = tmp_path / "none.csv"
    said = typed(*words, str(missing))
    assert (said.code, said.out) == (2, "")
    assert str(missing) in said.sentence


def test_a_desk_without_settings_says_how_to_try_the_program(tmp_path: Path) -> None:
    said = typed("--data-dir", str(tmp_path))
    assert (said.code, said.out) == (1, "")
    assert said.sentence.startswith(f"{tmp_path}/settings.yaml: there is no settings file")
    assert said.sentence.endswith("try the program with `desk-client demo`")


def test_settings_that_cannot_be_used_are_told_by_line(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text(
        "central: host=db\nline: {domain: pbx.example, user: '1001'}\nlanguage: fr\n"
        "recipients: [age1example]\n",
        encoding="utf-8",
    )
    said = typed("--data-dir", str(tmp_path))
    assert (said.code, said.out) == (1, "")
    assert "settings.yaml:3: language" in said.sentence


@pytest.mark.parametrize("group", ["admin", "compliance", "recording"])
def test_a_group_without_a_command_shows_its_help(group: str) -> None:
    said = typed(group)
    assert said.code == 2
    assert "Commands:\n" in said.err
    assert said.err.count("\n") > 5


def test_a_data_folder_that_cannot_be() -> None:
    said = typed("recording", "list", "--data-dir", "/dev/null/none")
    assert said.code == 1
    assert said.sentence
