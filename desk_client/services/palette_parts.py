"""What the window shows in the palette; frozen, and without a figure of any debt."""

from dataclasses import dataclass

from desk_client.ids import CaseId
from desk_client.phone_number import PhoneNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCase:
    """A case of the palette. `typed`: the initials of a Chinese name, "" for others; `by` says what
    found it (see store.search_terms.By), "flag", or "" where nothing was looked for."""

    case_id: CaseId
    case_no: str
    name: str
    typed: str
    number: PhoneNumber | None
    by: str
    lent: bool  # to this desk; else it may be looked at and not called
    in_hand: bool
    pinned: bool


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name; `kept` false once it was taken away, while the palette is open."""

    name: str
    query: str
    kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PalettePart:
    """Answers `query` and no other: the window drops what came too late. `total` of the cases
    found, `more` where there are still others. `narrowed`: the saved search that the work list is
    narrowed to, "" where it shows everything."""

    query: str = ""
    rows: tuple[FoundCase, ...] = ()
    total: int = 0
    more: bool = False
    pinned: tuple[FoundCase, ...] = ()
    recent: tuple[FoundCase, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    narrowed: str = ""
