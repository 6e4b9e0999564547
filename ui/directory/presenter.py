"""The directory as finished words: a key, a name and a role in each row."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from ui.keys import Act, KeyMap
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class ColleagueSeen:
    """One row."""

    key: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DirectorySeen:
    """The whole list."""

    title: str
    rows: tuple[ColleagueSeen, ...]
    said: str
    close_key: str
    close: str


def directory_seen(state: DeskState, wording: Wording, keys: KeyMap) -> DirectorySeen | None:
    """None while it is shut."""
    if not state.directory:
        return None
    return DirectorySeen(
        title=wording.word("directory.title"),
        rows=tuple(
            ColleagueSeen(row.key, row.name, wording.word(f"directory.{row.role}"))
            for row in state.directory
        ),
        said=wording.word("directory.said", cap=keys.cap(Act.TRANSFER)),
        close_key=keys.cap(Act.LEAVE),
        close=wording.word("overlay.close"),
    )
