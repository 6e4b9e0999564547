"""desk-client script check, as an author calls it."""

import json
from importlib.resources import as_file, files
from pathlib import Path

from typer.testing import CliRunner

from desk_client.cli.script import app
from tests.callscript.test_check import GOOD, line_of, written


def test_a_script_that_ships_is_found_good() -> None:
    with as_file(files("resources") / "callscripts" / "card-first.yaml") as file:
        called = CliRunner().invoke(app, ["check", str(file)])
    assert called.exit_code == 0
    assert called.stdout.startswith("card-first version 2: 9 steps, 17 side paths, ")
    assert called.stderr == ""


def test_every_fault_is_told_and_the_command_fails(tmp_path: Path) -> None:
    text = GOOD.replace("goto: sorry", "goto: nowhere").replace("{name}吗", "{nmae}吗")
    called = CliRunner().invoke(app, ["check", str(written(tmp_path, text))])
    assert called.exit_code == 1
    assert called.stdout == ""
    first, second = called.stderr.splitlines()
    assert first.startswith(f"small.yaml:{line_of('请问是')}: unknown placeholder {{nmae}}")
    assert second.startswith(f"small.yaml:{line_of('key: 2')}: nowhere leads nowhere")


def test_a_long_line_is_told_but_may_stay(tmp_path: Path) -> None:
    text = GOOD.replace("抱歉，再见。", "抱歉" * 10)
    called = CliRunner().invoke(app, ["check", str(written(tmp_path, text))])
    assert called.exit_code == 0
    assert called.stderr.endswith("(may stay)\n")


def test_what_is_no_script_fails_in_one_sentence(tmp_path: Path) -> None:
    called = CliRunner().invoke(app, ["check", str(written(tmp_path, "id: [\n"))])
    assert called.exit_code == 1
    assert called.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    called = CliRunner().invoke(app, ["check", str(tmp_path / "none.yaml")])
    assert called.exit_code == 2
    assert "there is no such file" in called.stderr


def test_the_schema_names_what_a_script_may_hold() -> None:
    called = CliRunner().invoke(app, ["schema"])
    assert called.exit_code == 0
    schema = json.loads(called.stdout)
    assert {"opens_with", "closes_with", "sides_from", "steps"} <= schema["properties"].keys()
    assert schema["additionalProperties"] is False
