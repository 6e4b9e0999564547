"""What a person keeps at hand: pinned cases and saved searches, by login, in the settings of this
store. Which cases were opened last is not kept here; the facts know."""

from pydantic import BaseModel, ConfigDict, ValidationError

from desk_client.ids import CaseId, Login
from desk_client.services.palette_parts import SavedSearch
from desk_client.store.settings import StoredSettings
from desk_client.text import Text

MOST = 20  # of each; more is a list that has to be searched itself
LONGEST_NAME = 24
NO_NAME = Text("请给筛选起个名称", "Give the search a name")
NAME_TOO_LONG = Text("名称不超过 24 个字", "A name has at most 24 characters")
FULL = Text("已有 20 项，请先移除一项", "There are 20 already; take one away first")


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    pinned: tuple[CaseId, ...] = ()
    searches: tuple[tuple[str, str], ...] = ()  # name, query


class AtHand:
    """Reads once, writes each change."""

    def __init__(self, settings: StoredSettings, login: Login) -> None:
        self._settings = settings
        self._key = f"at_hand:{login}"
        self._kept = _read(settings.get(self._key))
        self._gone: dict[str, str] = {}  # searches taken away, to be brought back by the same key

    @property
    def pinned(self) -> tuple[CaseId, ...]:
        """The one pinned last stands first."""
        return self._kept.pinned

    @property
    def searches(self) -> tuple[SavedSearch, ...]:
        """In the order they were saved; those just taken away are still there, said to be gone."""
        kept = [SavedSearch(name, query) for name, query in self._kept.searches]
        return (*kept, *(SavedSearch(name, query, False) for name, query in self._gone.items()))

    def query_of(self, name: str) -> str | None:
        """None where there is no such search."""
        return dict(self._kept.searches).get(name)

    def toggle_pin(self, case_id: CaseId) -> Text | None:
        """What is wrong, None where it was done."""
        others = tuple(each for each in self._kept.pinned if each != case_id)
        if len(others) == len(self._kept.pinned):
            if len(others) >= MOST:
                return FULL
            others = (case_id, *others)
        self._put(self._kept.model_copy(update={"pinned": others}))
        return None

    def save(self, name: str, query: str) -> Text | None:
        """Under a name that is taken, the new query takes the old one's place. What is wrong, None
        where it was done."""
        said = " ".join("".join(c if c.isprintable() else " " for c in name).split())
        if not said:
            return NO_NAME
        if len(said) > LONGEST_NAME:
            return NAME_TOO_LONG
        searches = dict(self._kept.searches)
        if said not in searches and len(searches) >= MOST:
            return FULL
        self._gone.pop(said, None)
        self._put_searches({**searches, said: query.strip()[:100]})
        return None

    def toggle_search(self, name: str) -> Text | None:
        """Takes it away, or brings back what was just taken away. None where it was done."""
        searches = dict(self._kept.searches)
        if name in searches:
            self._gone[name] = searches.pop(name)
        elif name in self._gone:
            if len(searches) >= MOST:
                return FULL
            searches[name] = self._gone.pop(name)
        self._put_searches(searches)
        return None

    def forget_gone(self) -> None:
        """The palette was shut; what was taken away stays away."""
        self._gone.clear()

    def _put_searches(self, searches: dict[str, str]) -> None:
        self._put(self._kept.model_copy(update={"searches": tuple(searches.items())}))

    def _put(self, kept: _Kept) -> None:
        self._settings.put(self._key, kept.model_dump_json())
        self._kept = kept


def _read(stored: str | None) -> _Kept:
    """A setting of a newer program that this one cannot read is as good as none."""
    try:
        return _Kept.model_validate_json(stored) if stored else _Kept()
    except ValidationError:
        return _Kept()
