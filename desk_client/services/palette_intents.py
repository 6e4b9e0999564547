"""What an agent can ask of the palette."""

from dataclasses import dataclass

from desk_client.ids import CaseId


@dataclass(frozen=True, slots=True)
class OpenPalette:
    """Ctrl+K or /: pinned cases, recent ones, saved searches."""


@dataclass(frozen=True, slots=True)
class LookFor:
    """What stands in its field now."""

    query: str


@dataclass(frozen=True, slots=True)
class LookAt:
    """Enter on a case: it is shown, not dialled."""

    case_id: CaseId


@dataclass(frozen=True, slots=True)
class TogglePin:
    """Ctrl+P: this case stays at hand, or no longer."""

    case_id: CaseId


@dataclass(frozen=True, slots=True)
class SaveSearch:
    """Ctrl+N and a name: the query can be asked again by it."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class ToggleSearch:
    """Ctrl+P on a saved search: it goes, or comes back while the palette is open."""

    name: str


@dataclass(frozen=True, slots=True)
class NarrowTo:
    """Enter on a saved search: the work list shows what it finds; "" shows all of it again."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ClosePalette:
    """Esc."""


PaletteIntent = (
    OpenPalette | LookFor | LookAt | TogglePin | SaveSearch | ToggleSearch | NarrowTo | ClosePalette
)
"""Everything the palette asks."""
