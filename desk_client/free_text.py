"""What people typed into facts, and the facts without it. When a record is erased its words go and
everything that is counted stays: when it was, who did it, what it was about."""

from typing import Literal

from desk_client.care_body import ComplaintAnswered, FlagLaid
from desk_client.fact_body import FactBody, NoteWritten, OutcomeLogged, Skipped, Withdrawn
from desk_client.message_body import MessageAnswered, MessageOrdered


def free_text(body: FactBody) -> tuple[str, ...]:
    """The words of a body that erasure takes away, without empty ones."""
    match body:
        case NoteWritten(text=text) | MessageAnswered(text=text):
            words: tuple[str, ...] = (text,)
        case OutcomeLogged(note=note) | FlagLaid(note=note) | ComplaintAnswered(note=note):
            words = (note,)
        case Withdrawn(reason=reason) | Skipped(reason=reason):
            words = (reason,)
        case MessageOrdered(fields=fields):
            words = tuple(fields.values())
        case _:
            words = ()
    return tuple(each for each in words if each)


def without_text(body: FactBody) -> FactBody:
    """The same body with nothing in the place of its words."""
    match body:
        case NoteWritten() | MessageAnswered():
            return body.model_copy(update={"text": ""})
        case OutcomeLogged() | FlagLaid() | ComplaintAnswered():
            return body.model_copy(update={"note": ""})
        case Withdrawn() | Skipped():
            return body.model_copy(update={"reason": ""})
        case MessageOrdered(fields=fields):
            return body.model_copy(update={"fields": dict.fromkeys(fields, "")})
        case _:
            return body


def kind_of_record(body: FactBody) -> Literal["note", "message", "letter"]:
    """What a fact with words is to the rules of retention: note, message or letter."""
    if isinstance(body, MessageOrdered | MessageAnswered):
        return "letter" if body.channel == "letter" else "message"
    return "note"
