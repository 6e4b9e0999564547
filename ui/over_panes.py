"""Pages that lie over the panes, below the call bar whose buttons they leave free. Large text folds
bars away, so the bar itself is asked where a page begins. While such a page is open only the
phone's keys act beside its own, and Esc or its own key closes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QFrame, QWidget

from desk_client.services.desk_state import DeskState
from desk_client.services.intents import Intent
from ui.keys import Act


class Page(Protocol):
    """A widget of the window that keys can be given to."""

    def isVisible(self) -> bool: ...

    def press(self, key: str) -> None:
        """A key while the page is open."""
        ...


def _stays() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverPage:
    """One page with its key. `leave_first`: Esc leaves something inside the page and says True, or
    finds nothing to leave."""

    page: Page
    act: Act
    close: Intent
    show: Callable[[DeskState], None]
    leave_first: Callable[[], bool] = _stays
    takes_all: Callable[[], bool] = _stays  # every key is the page's now, the phone's too


def under_call_bar(window: QWidget) -> int:
    """The first row of pixels below the call bar of this window; 0 where it has none."""
    bar = window.findChild(QFrame, "call_bar")
    return bar.geometry().bottom() + 1 if isinstance(bar, QFrame) else 0
