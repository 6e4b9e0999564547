"""A pack with a fault is refused whole, and the sentence says file, line, what was found and what
is allowed."""

from pathlib import Path

import pytest

from desk_client.compliance.examples import try_examples
from desk_client.compliance.load import load_pack, load_packs, shipped_packs, together
from desk_client.data_folder import resource
from desk_client.errors import BadInput

GOOD = resource("packs", "house-default.yaml").read_text("utf-8")
LINES = GOOD.splitlines()


def line_of(beginning: str) -> int:
    return next(n for n, line in enumerate(LINES, 1) if line.strip().startswith(beginning))


def fault_of(tmp_path: Path, text: str, name: str = "house-default.yaml") -> str:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(BadInput) as raised:
        load_packs(tmp_path)
    return str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("seconds: 3600", "second: 3600", "seconds: 3600", "unknown key"),
        ("seconds: 3600", 'seconds: "3600"', "seconds: 3600", "seconds"),
        ("seconds: 3600", "seconds: 0", "seconds: 3600", "greater than"),
        ("kind: min_gap", "kind: min_gab", "- id: house.gap60", "min_gab"),
        ("    severity: house\n", "    severity: hard\n", "severity: house", "severity"),
        (
            "{zh: 本行规定, en: House rules}",
            "{zh: 本行规定, en: A, fr: B}",
            "name:",
            "unknown key fr",
        ),
        ("{zh: 本行规定, en: House rules}", "{zh: 本行规定}", "name:", "en is missing"),
        ('version: "2026.11.1"', "version: today", "version:", "version"),
        ("  - id: house.busy15", "  - id: house.gap60", "", "two rules are called"),
        ("key: [address]", "key: [adress]", "key: [address]", "adress"),
        ("scope: {}", "scope: {}\nscope: {}", "", "written twice"),
        ("scope: {}", "scope: {regions: [CN}", "", "not YAML"),
        ("scope: {}", "legal_time: {zone: Asia/Peking}\nscope: {}", "scope:", "tz database"),
        ("pack: house-default", "pack: house-other", "", "name the file"),
        ("modes: [progressive, predictive]", "modes: yes", "modes:", "modes"),
    ],
)
def test_a_fault_is_told_with_file_and_line(
    tmp_path: Path, old: str, new: str, line: str, words: str
) -> None:
    assert old in GOOD
    said = fault_of(tmp_path, GOOD.replace(old, new, 1))
    assert said.startswith("house-default.yaml:")
    if line:
        assert said.startswith(f"house-default.yaml:{line_of(line)}:")
    assert words in said
    assert "\n" not in said


@pytest.mark.parametrize("key", ["ref", "confidence", "in_force", "text", "examples", "severity"])
def test_a_rule_without_its_clause_or_proof_is_refused(tmp_path: Path, key: str) -> None:
    start = line_of("- id: house.contact1") - 1
    at = next(n for n in range(start, len(LINES)) if LINES[n].startswith(f"    {key}:"))
    end = next(n for n in range(at + 1, len(LINES)) if not LINES[n].startswith("      "))
    said = fault_of(tmp_path, "\n".join([*LINES[:at], *LINES[end:]]))
    assert said.startswith(f"house-default.yaml:{start + 1}:")
    assert f"{key} is missing" in said


def test_an_empty_list_of_examples_is_no_proof(tmp_path: Path) -> None:
    start = line_of("- id: house.history")
    at = next(n for n in range(start, len(LINES)) if LINES[n] == "    examples:")
    said = fault_of(tmp_path, "\n".join([*LINES[:at], "    examples: []"]))
    assert said.startswith(f"house-default.yaml:{at + 1}:")


def test_a_flag_that_the_contract_does_not_name_is_refused(tmp_path: Path) -> None:
    text = resource("packs", "cn-bank-card.yaml").read_text("utf-8")
    line = text[: text.index("flag: cease\n")].count("\n") + 1
    said = fault_of(tmp_path, text.replace("flag: cease\n", "flag: stop\n", 1), "cn-bank-card.yaml")
    assert said.startswith(f"cn-bank-card.yaml:{line}:")
    assert "do_not_call" in said


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_packs(tmp_path / "nowhere")
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="UTF-8"):
        load_pack(tmp_path / "x.yaml")


def test_two_packs_of_one_name_are_refused() -> None:
    with pytest.raises(BadInput, match="is there already"):
        together(shipped_packs(), shipped_packs())


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.id)
def test_every_example_that_ships_is_as_expected(pack: object) -> None:
    from desk_client.compliance.pack import Pack

    assert isinstance(pack, Pack)
    tried = list(try_examples(pack))
    assert [one for one in tried if one.fault] == []
    assert {one.rule for one in tried} == {rule.id for rule in pack.own_rules}


def test_the_worked_cases_of_other_laws_hold_too() -> None:
    pack = load_pack(Path(__file__).parent / "packs" / "try-us.yaml")
    assert [one for one in try_examples(pack) if one.fault] == []


def test_examples_that_prove_nothing_or_are_wrong_are_failures(tmp_path: Path) -> None:
    file = tmp_path / "house-default.yaml"
    file.write_text(GOOD.replace("seconds: 900", "seconds: 1", 1), "utf-8")
    faults = [one for one in try_examples(load_pack(file)) if one.fault]
    assert [(one.rule, one.name) for one in faults] == [
        ("house.busy15", "five minutes after busy"),
        ("house.busy15", ""),
    ]
    file.write_text(GOOD.replace('{at: "2026-11-24T07:30:00Z"}', "{at: soon}", 1), "utf-8")
    first = next(one for one in try_examples(load_pack(file)) if one.fault)
    assert first.fault.startswith("history.0.at:")
