"""The row of reasons as finished words: a digit and a word for each, and what Enter and Esc do."""

from dataclasses import dataclass

from desk_client.services import intents, team_intents
from desk_client.services.desk_state import DeskState
from ui.keys import Act, KeyMap
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class ReasonSeen:
    """A choice: its key, its word, and what it asks of the desk."""

    key: str
    word: str
    intent: intents.Intent


@dataclass(frozen=True, slots=True)
class ReasonsSeen:
    """The whole row; `said` is what happens where no key is pressed."""

    title: str
    choices: tuple[ReasonSeen, ...]
    said: str


def reasons_seen(state: DeskState, wording: Wording, keys: KeyMap) -> ReasonsSeen | None:
    """None while it is shut."""
    row = state.reasons
    if row is None:
        return None

    about_help = row.about == "help"

    def word(code: str) -> str:
        return wording.word(f"help.{code}" if about_help else f"rest.{code}")

    chosen = tuple(
        ReasonSeen(
            str(number), wording.word(f"{row.about}.{code}"), team_intents.TakeReason(number)
        )
        for number, code in enumerate(row.choices, start=1)
    )
    without = ReasonSeen("Enter", wording.word("reasons.none"), team_intents.TakeReason(0))
    away = ReasonSeen(
        keys.cap(Act.LEAVE),
        wording.word("reasons.not_sent" if about_help else "overlay.close"),
        team_intents.CloseReasons(),
    )
    closes = (away,) if about_help else ()
    said = ""
    if row.acts_at is not None:
        left = max(0, round((row.acts_at - state.now).total_seconds()))
        said = wording.word("reasons.help_acts", n=left)
    return ReasonsSeen(
        title=wording.word(f"reasons.{row.about}"), choices=(*chosen, without, *closes), said=said
    )
