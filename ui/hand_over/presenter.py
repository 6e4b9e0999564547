"""The hand-over as finished words: everybody it can go to, and what is wrong with what was written.
What is typed stays in the sheet's own fields."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class ReceiverSeen:
    """`finds` is what a typed part of it is looked for in."""

    key: str
    name: str
    detail: str
    finds: str


@dataclass(frozen=True, slots=True)
class HandOverSeen:
    """The whole sheet. `of` tells one case from the next."""

    of: str
    title: str
    said: str
    receivers: tuple[ReceiverSeen, ...]
    fault: str


def hand_over_seen(state: DeskState, wording: Wording) -> HandOverSeen | None:
    """None while it is shut."""
    part = state.hand_over
    if part is None:
        return None
    receivers = []
    for each in part.receivers:
        name = wording.text(each.name)
        detail = wording.joined(each.staff_no, wording.word(f"hand_over.{each.role}"))
        finds = f"{each.name.zh} {each.name.en} {each.staff_no} {each.key}".casefold()
        receivers.append(ReceiverSeen(each.key, name, detail, finds))
    return HandOverSeen(
        of=part.case_id,
        title=wording.word("hand_over.title", name=part.name),
        said=wording.word("hand_over.said"),
        receivers=tuple(receivers),
        fault=wording.text(part.fault) if part.fault is not None else "",
    )


def found(receivers: tuple[ReceiverSeen, ...], typed: str) -> tuple[ReceiverSeen, ...]:
    """Those in which every typed word is found, in their order."""
    words = typed.casefold().split()
    return tuple(each for each in receivers if all(word in each.finds for word in words))
