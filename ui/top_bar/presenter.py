"""What the top bar shows: the pages there are, the search if there is one, the agent's own state
with its key, name and clock. A desk on the rehearsal clock says so beside the time, always."""

from dataclasses import dataclass
from enum import StrEnum

from desk_client.services.desk_state import DeskState, Phase
from ui.keys import Act, KeyMap
from ui.state_shape import OF_PHASE, Shape
from ui.wording import Wording


class Page(StrEnum):
    """A page of the window."""

    DESK = "desk"
    CASES = "cases"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class PageSeen:
    """A page's tab."""

    page: Page
    word: str
    current: bool


@dataclass(frozen=True, slots=True)
class TopBarSeen:
    """Everything on the top bar. `search` and `rehearsal` are "" where there is none."""

    pages: tuple[PageSeen, ...]
    search: str
    search_key: str
    shape: Shape
    state: str
    timer: str
    state_key: str
    state_act: str
    agent: str
    clock: str
    rehearsal: str


def top_bar_seen(
    state: DeskState,
    wording: Wording,
    keys: KeyMap,
    *,
    pages: tuple[Page, ...] = (Page.DESK,),
    page: Page = Page.DESK,
    search_key: str = "",
) -> TopBarSeen:
    """`pages` are those the window has; `search_key` "" where it has no palette."""
    station = state.station
    # A refusal is the dial's, not the agent's: the agent is still looking at the case.
    own = Phase.PREVIEW if state.phase is Phase.REFUSED else state.phase
    return TopBarSeen(
        pages=tuple(
            PageSeen(each, wording.word(f"top_bar.{each}"), each is page) for each in pages
        ),
        search=wording.word("top_bar.search") if search_key else "",
        search_key=search_key,
        shape=OF_PHASE[own],
        state=own_state(state, wording, own),
        timer=wording.duration((state.now - state.since).total_seconds()),
        state_key=keys.cap(Act.READY, state.phase),
        state_act=wording.word("act.ready"),
        agent=wording.joined(station.agent_name, station.staff_no),
        clock=wording.clock(state.now, state.zone),
        rehearsal=wording.word("top_bar.rehearsal") if station.rehearsal else "",
    )


def own_state(state: DeskState, wording: Wording, phase: Phase) -> str:
    """The word of a phase; of a rest whose reason was told, the reason."""
    if phase is Phase.NOT_READY and state.rest_reason:
        return wording.word(f"rest.{state.rest_reason}")
    return wording.word(f"phase.{phase}")
