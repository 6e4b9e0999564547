"""`desk-client compliance` as a shell sees it: JSON on stdout, one sentence on stderr, exits 0, 1
and 2, and never a traceback whatever is fed to it."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from desk_client.cli.compliance import app
from tests.compliance.test_request import CONTRACT, LEAST

TRIAL = str(Path(__file__).parent / "packs")


def run(*words: str, fed: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=fed)


def checked(tree: Any, *words: str) -> Result:
    return run("check", "--request", "-", *words, fed=json.dumps(tree))


def test_an_allowed_request_exits_0_with_its_answer(tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(LEAST), "utf-8")
    result = run("check", "--request", str(file))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["decision"] == "allowed"
    assert result.stderr == ""


def test_gates_are_allowed_too() -> None:
    dispute = {"id": "d1", "flags": [{"flag": "dispute"}]}
    result = checked({**LEAST, "debtor": dispute})
    assert result.exit_code == 0
    assert json.loads(result.stdout)["gates"] == ["no_demand"]


def test_a_refused_request_exits_1() -> None:
    result = run("check", "--request", "-", fed=CONTRACT)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["reasons"][0]["rule"] == "cn.hours"


def test_packs_are_named_and_added_from_a_folder() -> None:
    result = checked(LEAST, "--pack", "cn-bank-card")
    assert [p["id"] for p in json.loads(result.stdout)["packs"]] == ["cn-bank-card"]
    result = checked(LEAST, "--pack", "try-us", "--pack", "house-default", "--pack-dir", TRIAL)
    assert [p["id"] for p in json.loads(result.stdout)["packs"]] == ["house-default", "try-us"]
    result = checked(LEAST, "--pack", "xx-none")
    assert result.exit_code == 1
    assert [r["kind"] for r in json.loads(result.stdout)["reasons"]] == ["missing_pack"]


@pytest.mark.parametrize(
    ("fed", "said"),
    [
        ("{", "Invalid JSON"),
        ("", "Invalid JSON"),
        ("[]", "the request cannot be used"),
        (json.dumps({**LEAST, "colour": 1}), "unknown key colour"),
        (json.dumps({**LEAST, "debtor": {"id": "d1", "nick\nname": 1}}), "debtor.nick?name"),
        (json.dumps({**LEAST, "kind": None}), "kind is missing"),
        ("[" * 100_000, "Invalid JSON"),
        (b'{"now": "\xff"}', "Invalid JSON"),
    ],
)
def test_unreadable_input_exits_2_with_one_sentence(fed: str | bytes, said: str) -> None:
    result = run("check", "--request", "-", fed=fed)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_file_or_folder_that_is_not_there_exits_2(tmp_path: Path) -> None:
    for words in (
        ("check", "--request", str(tmp_path / "none.json")),
        ("check", "--request", str(tmp_path)),
        ("check", "--request", "-", "--pack-dir", str(tmp_path / "none")),
        ("test", "--pack-dir", str(tmp_path / "none")),
        ("check",),
    ):
        result = run(*words, fed="{}")
        assert result.exit_code == 2
        assert "Traceback" not in result.output


def test_every_pack_is_proved_by_its_own_examples(tmp_path: Path) -> None:
    result = run("test", "--pack-dir", TRIAL)
    assert result.exit_code == 0
    assert "cn-bank-card 2026.11.1" in result.stdout
    assert result.stdout.rstrip().endswith("0 not as expected")
    bad = Path(TRIAL, "try-us.yaml").read_text("utf-8").replace('open: "08:00"', 'open: "09:00"')
    (tmp_path / "try-us.yaml").write_text(bad, "utf-8")
    result = run("test", "--pack-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "try-us.yaml: us.hours" in result.stderr


def test_hostile_requests_never_end_in_a_traceback() -> None:
    chance = random.Random(6)
    odd: list[Any] = [
        *(None, True, 0, -1, 10**30, 1e308, "", "x", "\u0000", "é" * 400, [], [None], {}, {"a": 1}),
        *("9999-12-31T23:59:59Z", "1971-01-01T00:00:00+14:00", "2026-11-24", "24:00", "23:59:59"),
        *("2399-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "America/New_York", "Asia", "debtor"),
        *(["mon"], ["A", "A"], "conversation", "busy", "lost", "minor", "cease", "deceased"),
    ]
    for _round in range(400):
        tree = json.loads(CONTRACT)
        for _change in range(chance.randint(1, 4)):
            spoil(tree, chance, odd)
        result = checked(tree)
        assert result.exit_code in (0, 1, 2), tree
        assert result.exception is None or isinstance(result.exception, SystemExit), tree
        assert (result.stdout == "") is (result.exit_code == 2)


def spoil(tree: Any, chance: random.Random, odd: list[Any]) -> None:
    """Replaces, removes, adds or doubles one thing somewhere in the tree."""
    node = tree
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = chance.choice(keys)
        below = node[key]
        if isinstance(below, dict | list) and below and chance.random() < 0.75:
            node = below
            continue
        if isinstance(node, list):
            node.append(json.loads(json.dumps(below)))
        elif chance.random() < 0.15:
            del node[key]
        else:
            node[key] = chance.choice(odd)
        return
