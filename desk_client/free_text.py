"""What people typed into facts, and the facts without it. When a record is erased its words go and
everything that is counted stays: when it was, who did it, what it was about."""

from collections.abc import Callable
from typing import Literal

from desk_client.care_body import ComplaintAnswered, FlagLaid, HoldLaid, Overridden
from desk_client.fact_body import FactBody, NoteWritten, OutcomeLogged, Skipped, Withdrawn
from desk_client.message_body import MessageAnswered, MessageOrdered
from desk_client.team_body import CaseHandedOver
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowOpened,
    WorkflowPassed,
)


def free_text(body: FactBody) -> tuple[str, ...]:
    """The words of a body that erasure takes away, without empty ones."""
    found: list[str] = []

    def read(words: str) -> str:
        if words:
            found.append(words)
        return words

    reworded(body, read)
    return tuple(found)


def without_text(body: FactBody) -> FactBody:
    """The same body with nothing in the place of its words."""
    return reworded(body, lambda _: "")


def reworded(body: FactBody, change: Callable[[str], str]) -> FactBody:
    """The same body with its words changed."""
    match body:
        case NoteWritten(text=text) | MessageAnswered(text=text):
            new: dict[str, object] = {"text": change(text)}
        case OutcomeLogged(note=note) | FlagLaid(note=note) | ComplaintAnswered(note=note):
            new = {"note": change(note)}
        case HoldLaid(note=note) | CaseHandedOver(note=note) | WorkflowOpened(note=note):
            new = {"note": change(note)}
        case WorkflowNoted(note=note) | WorkflowPassed(note=note):
            new = {"note": change(note)}
        case Withdrawn(reason=reason) | Skipped(reason=reason) | Overridden(reason=reason):
            new = {"reason": change(reason)}
        case WorkflowClosed(reason=reason) | FlagLifted(reason=reason):
            new = {"reason": change(reason)}
        case MessageOrdered(fields=fields):
            new = {"fields": {name: change(words) for name, words in fields.items()}}
        case _:
            return body
    return body.model_copy(update=new)


def kind_of_record(body: FactBody) -> Literal["note", "message", "letter"]:
    """What a fact with words is to the rules of retention: note, message or letter."""
    if isinstance(body, MessageOrdered | MessageAnswered):
        return "letter" if body.channel == "letter" else "message"
    return "note"
