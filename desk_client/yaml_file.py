"""Reads the YAML that people write (packs, callscripts, scenarios, outcome tables) into typed
models. A fault names file:line, what was found and what is allowed; an unknown or doubled key is a
fault; nothing is coerced (`yes` is not true)."""

import json
from collections.abc import Callable, Sequence
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent

from desk_client.errors import BadInput, Unreadable

Model = TypeVar("Model", bound=BaseModel)
_HAS_LIBYAML = find_spec("_ruamel_yaml") is not None
_DEEPEST = 50


def load_yaml(file: Path | Traversable, model: type[Model]) -> Model:
    """The file as one `model`; BadInput with file:line where it is not one, Unreadable where it
    cannot be read."""
    name = file.name
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as fault:
        found = f"the file cannot be read ({fault.strerror})"
        raise Unreadable(where=str(file), found=found, allowed="name a YAML file") from None
    except UnicodeDecodeError:
        found = "the file cannot be read as UTF-8 text"
        raise Unreadable(where=str(file), found=found, allowed="save it as UTF-8") from None
    try:
        return model.model_validate_json(_quickly(text))
    except (YAMLError, ValidationError, ValueError):
        pass  # read again, keeping the lines, to tell what is wrong and where
    tree = _parse(text, name)
    try:
        return model.model_validate_json(_plain_json(tree))
    except ValidationError as fault:
        raise _bad_input(fault, tree, name) from None


def _quickly(text: str) -> str:
    """The same as JSON by libyaml, which is five times as quick and knows no lines; where it is
    not there, or stumbles over what only YAML 1.2 allows, the slow reader says what it means."""
    if not _HAS_LIBYAML or _depth(text) > _DEEPEST:
        raise ValueError("not by libyaml")
    return _plain_json(YAML(typ="safe", pure=False).load(text))


def _depth(text: str) -> int:
    """How deeply the file nests; libyaml composes by recursion and has no limit of its own."""
    depth = deepest = 0
    for event in YAML(typ="safe", pure=False).parse(text):
        if isinstance(event, CollectionStartEvent):
            depth += 1
            deepest = max(deepest, depth)
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
    return deepest


def line_finder(file: Path | Traversable) -> Callable[[Sequence[str | int]], int]:
    """Tells at which line of a readable YAML file a part of it stands, for checks that a model
    alone cannot make; ("steps", 2, "lines", 0) is a path."""
    tree = _parse(file.read_text(encoding="utf-8"), file.name)
    return lambda path: _line_of(tree, path)


def _parse(text: str, name: str) -> Any:
    yaml = YAML(typ="rt")
    try:
        return yaml.load(text)
    except DuplicateKeyError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        raise BadInput(
            where=name, line=line, found="a key is written twice", allowed="keep one of them"
        ) from None
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else None
        raise BadInput(
            where=name, line=line, found=f"not YAML ({fault.problem})", allowed="mend the line"
        ) from None
    except YAMLError as fault:
        raise BadInput(where=name, found=f"not YAML ({fault})", allowed="mend the file") from None
    except RecursionError:
        raise BadInput(
            where=name, found="lists inside lists without end", allowed="nest less deeply"
        ) from None


def _plain_json(tree: Any) -> str:
    return json.dumps(tree, default=str, ensure_ascii=False)


def _bad_input(fault: ValidationError, tree: Any, name: str) -> BadInput:
    errors = fault.errors(include_url=False)
    # a misspelt key is also a missing one; its spelling says more
    first = min(errors, key=lambda error: error["type"] != "extra_forbidden")
    path = first["loc"]
    spoken = ".".join(str(part) for part in path) or "the file"
    value = first.get("input")
    if first["type"] == "extra_forbidden":
        found, allowed = f"unknown key {spoken}", "remove it or mend its spelling"
    elif first["type"] == "missing":
        found, allowed = f"{spoken} is missing", "add it"
    else:
        secret = "password" in spoken
        shown = "" if secret or isinstance(value, dict | list) else f" (found {value!r})"
        found, allowed = f"{spoken}{shown}", first["msg"]
    return BadInput(where=name, line=_line_of(tree, path), found=found, allowed=allowed)


def _line_of(tree: Any, path: Sequence[str | int]) -> int:
    """The line of the deepest part of `path` that the file has, 1 for the first."""
    line, node = 1, tree
    for part in path:
        if isinstance(node, CommentedMap) and part in node:
            line = node.lc.key(part)[0] + 1
            node = node[part]
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
            node = node[part]
        # a part that is not in the file (a missing key, a union's tag) keeps its parent's line
    return line
