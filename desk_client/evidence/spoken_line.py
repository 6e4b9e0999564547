"""A line of a callscript as a reader of the report knows it: its words, where this program has the
script, else its place in it."""

import re
from functools import cache

from desk_client.callscript.load import shipped
from desk_client.callscript.script import Side, Step
from desk_client.errors import DeskError
from desk_client.text import Language, Text

_BRACED = re.compile(r"\{[^{}]*\}")


def spoken_line(callscript: str, line: str, language: Language) -> str:
    """`callscript` is id@version, `line` is path.line; what is filled in shows as dots."""
    known = _words(callscript.partition("@")[0]).get(line)
    if known is None:
        return line
    return _BRACED.sub("…", known.in_language(language)).replace("**", "")


@cache
def _words(script_id: str) -> dict[str, Text]:
    try:
        script = shipped(script_id)
    except DeskError:
        return {}
    paths: list[Step | Side] = [*script.steps, *script.sides]
    return {f"{path.id}.{line.id}": line.say for path in paths for line in path.lines}
