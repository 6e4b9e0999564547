"""The habits of this house, held by machine: short files that open with their story, names of the
trade, no waiting by sleep, no mocks, one place for colours, papers that tell the truth. What ruff,
mypy and import-linter can hold is theirs (pyproject.toml)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ("desk_client", "ui")
PYTHON = (*SOURCE, "tests", "resources", "packaging")
LONGEST = {"tests": 500}
LONGEST_ELSEWHERE = 400
REFUSED_WORDS = frozenset(
    {
        *("manager", "handler", "helper", "helpers", "util", "utils", "common"),
        *("base", "core", "misc", "abstract", "impl", "dto"),
    }
)
REFUSED_VERB = re.compile(r"_*(process|handle|do)_")
SQLALCHEMYS_OWN = frozenset({"process_bind_param", "process_result_value"})
COLOUR = re.compile(
    r"""["'(\s:]#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b|QColor\(\s*\d"""
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|NotImplemented(?:Error)?|not implemented)\b")
ELSEWHERE = re.compile(
    r"/(?:root|work|home/\w+|Users/\w+)/|pypi\.|pythonhosted"
    r"|--(?:extra-)?index-url[ =]|--find-links"
)
TESTS_PER_SOURCE = 0.6  # lines; only ever raised, until it is 1
TEXTS = (".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".txt", ".qss", ".sql", ".lock", ".in")


def python_files(*folders: str) -> list[Path]:
    return [
        file
        for folder in folders
        for file in sorted((ROOT / folder).rglob("*.py"))
        if "__pycache__" not in file.parts
    ]


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(text(file))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def lines(*folders: str) -> int:
    return sum(text(file).count("\n") for file in python_files(*folders))


def papers() -> Iterator[Path]:
    """Every text that is part of the project."""
    for place in (*PYTHON, "typings", ".ci"):
        yield from (
            file
            for file in sorted((ROOT / place).rglob("*"))
            if file.is_file() and (file.suffix in TEXTS or place == ".ci")
        )
    yield from sorted(
        file
        for file in ROOT.iterdir()
        if file.is_file() and (file.suffix in TEXTS or file.name in ("Makefile", ".gitignore"))
    )


def words(identifier: str) -> set[str]:
    """The words of a snake_case or CamelCase name."""
    parts = re.sub(r"([a-z0-9])([A-Z])|([A-Z]+)(?=[A-Z][a-z])", r"\1\3_\2", identifier)
    return {part.lower() for part in parts.split("_") if part}


def test_files_are_short() -> None:
    too_long = {
        name(file): count
        for file in python_files(*PYTHON)
        if (count := text(file).count("\n"))
        > LONGEST.get(file.relative_to(ROOT).parts[0], LONGEST_ELSEWHERE)
    }
    assert not too_long


def test_every_module_opens_with_its_story() -> None:
    without = [
        name(file)
        for file in python_files(*PYTHON)
        if text(file).strip() and not ast.get_docstring(tree(file))
    ]
    assert not without


def test_names_are_of_the_trade() -> None:
    refused = []
    for file in python_files(*PYTHON):
        if words(file.stem) & REFUSED_WORDS:
            refused.append(name(file))
        for node in ast.walk(tree(file)):
            match node:
                case ast.ClassDef(name=called):
                    if words(called) & REFUSED_WORDS or re.match(r"_?I[A-Z][a-z]", called):
                        refused.append(f"{name(file)}: {called}")
                case ast.FunctionDef(name=called) | ast.AsyncFunctionDef(name=called):
                    if REFUSED_VERB.match(called) and called not in SQLALCHEMYS_OWN:
                        refused.append(f"{name(file)}: {called}")
    assert not refused


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("CallManager", {"call", "manager"}),
        ("SIPHandler", {"sip", "handler"}),
        ("_phone_utils", {"phone", "utils"}),
        ("Database", {"database"}),
    ],
)
def test_names_are_read_word_by_word(names: str, expected: set[str]) -> None:
    assert words(names) == expected


def test_nobody_sleeps_and_nothing_is_mocked() -> None:
    found = []
    for file in python_files(*PYTHON):
        for node in ast.walk(tree(file)):
            match node:
                case ast.Attribute(value=ast.Name(id="time"), attr="sleep"):
                    found.append(f"{name(file)}:{node.lineno} sleeps")
                case ast.ImportFrom(module="unittest" | "unittest.mock" | "mock"):
                    found.append(f"{name(file)}:{node.lineno} mocks")
                case ast.Import(names=names) if any(
                    each.name.startswith("unittest") for each in names
                ):
                    found.append(f"{name(file)}:{node.lineno} mocks")
                case ast.ImportFrom(module="time", names=names) if "sleep" in {
                    n.name for n in names
                }:
                    found.append(f"{name(file)}:{node.lineno} sleeps")
    assert not found


def test_colours_are_written_in_one_place() -> None:
    files = [
        *python_files(*SOURCE),
        *sorted((ROOT / "ui").rglob("*.qss")),
        *sorted((ROOT / "resources").rglob("*.svg")),
    ]
    found = [name(file) for file in files if COLOUR.search(text(file))]
    assert set(found) <= {"ui/tokens.py"}


def test_nothing_is_left_for_later() -> None:
    found = [
        name(file) for file in papers() if file != Path(__file__) and UNFINISHED.search(text(file))
    ]
    assert not found


def test_no_machine_and_no_registry_is_named() -> None:
    found = {
        name(file): hit.group()
        for file in papers()
        if file != Path(__file__)
        and (hit := ELSEWHERE.search(text(file).replace("--no-emit-index-url", "")))
    }
    assert not found


def test_the_tests_keep_up_with_the_source() -> None:
    assert lines("tests") >= lines(*SOURCE) * TESTS_PER_SOURCE


def test_the_lock_holds_hashes_and_no_address() -> None:
    lock = text(ROOT / "requirements.lock")
    entries = re.findall(
        r"^[A-Za-z0-9._-]+(?:\[[^]]*\])?==\S.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL
    )
    assert len(entries) > 40
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in lock
