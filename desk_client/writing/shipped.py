"""The templates that come with the program, read once."""

from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from desk_client.data_folder import resource
from desk_client.errors import BadInput
from desk_client.writing.template import Template
from desk_client.yaml_file import load_yaml


def load_templates(folder: Path | Traversable) -> Mapping[str, Template]:
    """By id; BadInput with file:line where a file is no template. A file is named after it."""
    found: dict[str, Template] = {}
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".yaml"):
            continue
        template = load_yaml(file, Template)
        if file.name != f"{template.template}.yaml":
            raise BadInput(
                where=file.name,
                found=f"the template calls itself {template.template}",
                allowed=f"name the file {template.template}.yaml",
            )
        found[template.template] = template
    return found


@cache
def shipped_templates() -> Mapping[str, Template]:
    """Those in resources/writings."""
    return load_templates(resource("writings"))
