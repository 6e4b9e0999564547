"""YAML that people write is read quickly where it is right, and slowly where somebody must be told
what is wrong; both ways say the same."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict
from ruamel.yaml.error import YAMLError

from desk_client import yaml_file
from desk_client.errors import BadInput
from desk_client.yaml_file import load_yaml

ROOT = Path(__file__).parents[1]
FILES = sorted(
    file for folder in ("resources", "tests") for file in (ROOT / folder).rglob("*.yaml")
)


class Written(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    on: bool = False
    name: str = ""
    open: str = ""
    parts: tuple[str, ...] = ()


def read(tmp_path: Path, text: str) -> Written:
    file = tmp_path / "some.yaml"
    file.write_text(text, "utf-8")
    return load_yaml(file, Written)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_here_is_the_same_both_ways(file: Path) -> None:
    text = file.read_text("utf-8")
    slowly = json.loads(yaml_file._plain_json(yaml_file._parse(text, file.name)))
    try:
        quickly = json.loads(yaml_file._quickly(text))
    except YAMLError:  # what libyaml cannot read is read slowly
        return
    assert quickly == slowly


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on: yes", "some.yaml:1: on (found 'yes')"),
        ("on: false\nname: 12", "some.yaml:2: name (found 12)"),
        ("name: a\nname: b", "some.yaml:2: a key is written twice"),
        ("name: [", "not YAML"),
        ("colour: red", "unknown key colour"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as raised:
        read(tmp_path, text)
    assert said in str(raised.value)


def test_what_libyaml_stumbles_over_is_read_all_the_same(tmp_path: Path) -> None:
    assert read(tmp_path, "parts: [http://one:80, two]\nopen: 08:00").open == "08:00"
    assert read(tmp_path, "on: true").on is True


@pytest.mark.parametrize("text", ["[" * 1000 + "]" * 1000, "{a: " * 5000, "- " * 3000])
def test_lists_inside_lists_without_end_are_told(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput):
        read(tmp_path, text)
