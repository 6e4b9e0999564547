"""README, ARCHITECTURE and GLOSSARY say what is there: every command exists, every module has its
line, every word of the trade is in the code."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from pydantic import BaseModel

from desk_client.compliance.examples import try_examples
from desk_client.compliance.load import load_pack
from desk_client.messenger.settings import (
    HouseSettings,
    LetterSettings,
    MessengerSettings,
    load_messenger_settings,
)
from desk_client.settings import LawSettings
from desk_client.transport import settings as ways
from tests.test_house_rules import ROOT, SOURCE, name, python_files, text

READMES = ("README.md", "README.zh-CN.md")
LONGEST_README = 120


@cache
def paper(file: str) -> str:
    return text(ROOT / file)


def listed_modules() -> set[str]:
    """The paths that ARCHITECTURE.md lists: under a folder's own line, its files, each indented."""
    found: set[str] = set()
    folder = ""
    for line in paper("ARCHITECTURE.md").splitlines():
        if header := re.match(r"([\w/]+/)(?:\s|$)", line):
            folder = header[1]
        elif entry := re.match(r"  ((?:\w+\.py\s)+)", line + " "):
            found |= {f"{folder}{file}" for file in entry[1].split()}
    return found


def commands(readme: str) -> set[str]:
    """`desk-client` commands as they are named in a text: "demo", "recording export", ..."""
    typed = re.findall(r"desk-client((?: [a-z][a-z-]*){1,2})(?![\w/.-])", paper(readme))
    named = re.findall(r"`((?:admin|compliance|recording|script) [a-z-]+)`", paper(readme))
    return {" ".join(words.split()) for words in (*typed, *named)}


def test_readmes_are_short_and_begin_with_the_two_commands() -> None:
    for readme in READMES:
        assert paper(readme).count("\n") <= LONGEST_README
        first_block = paper(readme).partition("```")[2].partition("```")[0]
        assert "make demo" in first_block
        assert "make test" in first_block
        assert paper(readme).count("![") == 1


def test_every_picture_and_link_of_a_readme_is_there() -> None:
    for readme in READMES:
        for target in re.findall(r"\]\(([^)#]+)\)", paper(readme)):
            assert (ROOT / target).is_file(), f"{readme} names {target}"


def test_the_picture_is_small() -> None:
    assert (ROOT / "docs" / "desk.png").stat().st_size < 200_000


def test_every_make_target_of_a_paper_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text(ROOT / "Makefile"), re.MULTILINE))
    for file in (*READMES, "ARCHITECTURE.md"):
        named = set(re.findall(r"\bmake ([a-z]+)", paper(file)))
        assert named <= targets, file


def test_every_command_of_a_readme_exists() -> None:
    program = (sys.executable, "-m", "desk_client.cli")
    for readme in READMES:
        assert commands(readme)
    for command in sorted({each for readme in READMES for each in commands(readme)}):
        shown = subprocess.run(
            [*program, *command.split(), "--help"], capture_output=True, text=True, check=False
        )
        assert shown.returncode == 0, f"desk-client {command}: {shown.stderr}"


def test_architecture_has_a_line_for_every_module() -> None:
    modules = {name(file) for file in python_files(*SOURCE) if file.name != "__init__.py"}
    listed = listed_modules()
    assert not sorted(modules - listed)
    assert not sorted(listed - modules)


def test_the_glossary_is_spoken_in_the_code() -> None:
    entries = re.findall(r"^\*\*([^*]+)\*\*", paper("GLOSSARY.md"), re.MULTILINE)
    assert len(entries) >= 30
    code = "\n".join(text(file) for file in python_files(*SOURCE)).lower()
    unspoken = [
        entry
        for entry in entries
        if not re.search(re.escape(entry.lower()).replace(r"\ ", r"[ _]?"), code)
        and entry.lower().replace("-", "_") not in code
    ]
    assert not unspoken


def yaml_in(file: str) -> list[str]:
    """The YAML that a paper shows."""
    return re.findall(r"```yaml\n(.*?)```", paper(file), re.DOTALL)


@pytest.mark.parametrize(
    ("file", "part"),
    [
        *(("messages", each) for each in (MessengerSettings, HouseSettings, LetterSettings)),
        *(("messages", each) for each in (ways.MailSettings, ways.PostBoxSettings)),
        *(("messages", each) for each in (ways.SmppSettings, ways.HttpsSettings)),
        *(("messages", each) for each in (ways.PolledReceipts, ways.PolledReplies)),
        ("law", LawSettings),
    ],
)
def test_every_setting_is_explained(file: str, part: type[BaseModel]) -> None:
    words = paper(f"docs/{file}.md")
    named = {key: rf"`[\w.]*\b{key}\b|\b{key}:" for key in part.model_fields}
    assert [key for key, way in named.items() if not re.search(way, words)] == []


def test_settings_that_a_paper_shows_can_be_used(tmp_path: Path) -> None:
    house = "central: host=db.example dbname=desk\nlogin: messenger_one\n"
    shown = yaml_in("docs/messages.md")
    assert len(shown) == 2
    for number, text_ in enumerate((*shown, house + yaml_in("docs/law.md")[1])):
        file = tmp_path / f"{number}.yaml"
        file.write_text(text_, encoding="utf-8")
        assert load_messenger_settings(file).login == "messenger_one"


def test_the_pack_that_a_paper_shows_comes_out_as_written(tmp_path: Path) -> None:
    file = tmp_path / "bank-a.yaml"
    file.write_text(yaml_in("docs/law.md")[0], encoding="utf-8")
    tried = list(try_examples(load_pack(file)))
    assert tried
    assert [one for one in tried if one.fault] == []
