"""What may lie over the panes for a while, each shut until it is asked for: the sound page, the
pages of the law, the message sheet and whatever else a case is worked on with. A sheet answers
intents of its own and gives the DeskState its part; while the gate of identity is shut, none of
them tells of the debt."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol


class Sheet(Protocol):
    """One of them."""

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        ...

    def fields(self, *, hidden: bool) -> dict[str, Any]:
        """Its fields of the DeskState, by name; nothing of the debt while `hidden`."""
        ...


class Sheets:
    """All of them, as the desk wired them."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self.all = tuple(sheets)

    def parts(self, *, hidden: bool) -> dict[str, Any]:
        """As fields of the DeskState."""
        found: dict[str, Any] = {}
        for sheet in self.all:
            found |= sheet.fields(hidden=hidden)
        return found
