"""Newline-delimited JSON between desk and phone. A line that is no valid command becomes the answer
that refuses it; what it held is never repeated, for it may hold a debtor's number."""

import json

from pydantic import BaseModel, ValidationError

from desk_client.phone.messages import COMMAND, EVENT, Command, Done, Event

LONGEST_LINE = 1 << 20
_LONGEST_PLACE = 100


def encode(message: BaseModel) -> bytes:
    """One line with its newline."""
    return message.model_dump_json(by_alias=True).encode() + b"\n"


def decode_command(line: bytes) -> Command | Done:
    """The command, or the `done` that says why it is none."""
    try:
        return COMMAND.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        code = "forbidden_character" if first["type"] == "forbidden_character" else "invalid"
        place = ".".join(str(part) for part in first["loc"][1:])[:_LONGEST_PLACE]  # [0] is its type
        reason = first["msg"] if first["type"] != "union_tag_invalid" else "no such command"
        detail = f"{place}: {reason}" if place else reason
        return Done(token=_token_of(line), ok=False, error=code, detail=detail)


def decode_event(line: bytes) -> Event:
    """The event; ValueError where the phone said something else."""
    return EVENT.validate_json(line)


def _token_of(line: bytes) -> str:
    """The token, where the line has one at all, so that its sender learns of the refusal."""
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    token = content.get("token", "") if isinstance(content, dict) else ""
    return token if isinstance(token, str) else ""
