"""The call bar as finished words, shapes and buttons."""

from dataclasses import dataclass
from typing import Literal

from desk_client.services.intents import Intent
from ui.state_shape import Shape, Thread
from ui.tokens import Token

Kind = Literal["ghost", "primary", "danger"]


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """Something to be seen of the call: a shape or an icon, and its words. At most one is set."""

    words: str
    ink: Token
    shape: Shape | None = None
    icon: str = ""
    strong: bool = True


@dataclass(frozen=True, slots=True)
class ButtonSeen:
    """A button that works now, and what it asks of the desk."""

    word: str
    key: str
    icon: str
    intent: Intent
    kind: Kind = "ghost"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBarSeen:
    """Everything on the call bar. `timer` "" has no timer; `left` is the share of the thread that
    is still drawn. `brief` is the second call in one line, for where there is no room for `who` and
    `where`: the case in sight is not theirs."""

    icon: str
    state: str
    ink: Token
    timer: str
    who: str
    where: str
    brief: str = ""
    levels: str = ""  # accessible name of the level meters, "" hides them
    notices: tuple[NoticeSeen, ...] = ()
    buttons: tuple[ButtonSeen, ...] = ()
    thread: Thread = Thread.QUIET
    left: float = 1.0
