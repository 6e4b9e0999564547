"""What agents set for themselves: language, look, text size, keys. Kept in the encrypted store by
staff number, so that two people at one desk have each their own; what was never set follows how
the desk was set up. Each setting is declared once, with its choices and its meaning."""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from desk_client.settings import Setting
from desk_client.store.settings import StoredSettings

TEXT_PERCENT = (100, 110, 125, 150, 175, 200)
Percent = Annotated[int, Field(ge=100, le=200)]


class OwnSettings(Setting):
    """None where the agent has chosen nothing."""

    language: Annotated[
        Literal["zh", "en"] | None, Field(description="Changes at once, in a call too")
    ] = None
    theme: Annotated[
        Literal["system", "light", "dark"] | None,
        Field(description="Light, dark, or as the system has it"),
    ] = None
    text_percent: Annotated[Percent | None, Field(description="Everything on the screen")] = None
    script_percent: Annotated[Percent | None, Field(description="The line that is said")] = None
    reduce_motion: Annotated[bool | None, Field(description="Nothing slides in")] = None
    keys: Annotated[
        tuple[tuple[str, str], ...], Field(description="acts moved to another key: (act, key)")
    ] = ()

    def key_of(self, act: str) -> str:
        """Where the agent has put this act, "" where it was never moved."""
        return dict(self.keys).get(act, "")


NOTHING_SET = OwnSettings()

CHOICES: dict[str, tuple[str | int | bool, ...]] = {
    "language": ("zh", "en"),
    "theme": ("system", "light", "dark"),
    "text_percent": TEXT_PERCENT,
    "script_percent": TEXT_PERCENT,
    "reduce_motion": (False, True),
}


class OwnStore:
    """Own settings of one person, written as they change."""

    def __init__(self, stored: StoredSettings, staff_no: str) -> None:
        self._stored, self._key = stored, f"own:{staff_no}"

    def read(self) -> OwnSettings:
        """What was kept; where it cannot be read any more, nothing was set."""
        kept = self._stored.get(self._key)
        if kept is None:
            return OwnSettings()
        try:
            return OwnSettings.model_validate_json(kept)
        except ValidationError:
            return OwnSettings()

    def write(self, own: OwnSettings) -> None:
        """At once: the desk may be killed the next moment."""
        self._stored.put(self._key, own.model_dump_json())


def stepped(own: OwnSettings, name: str, step: int, *, default: str | int | bool) -> OwnSettings:
    """The next choice of a setting, round and round; `default` holds where nothing was chosen."""
    choices = CHOICES[name]
    held = getattr(own, name)
    here = held if held is not None else default
    place = choices.index(here) if here in choices else 0
    return own.model_copy(update={name: choices[(place + step) % len(choices)]})


def key_moved(own: OwnSettings, act: str, key: str) -> OwnSettings:
    """One act on another key; "" puts it back."""
    kept = tuple(pair for pair in own.keys if pair[0] != act)
    return own.model_copy(update={"keys": (*kept, (act, key)) if key else kept})
