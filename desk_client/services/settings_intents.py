"""What an agent can ask on the settings page."""

from dataclasses import dataclass

from desk_client.services.settings_parts import Section


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """Ctrl and the comma."""


@dataclass(frozen=True, slots=True)
class ChooseSection:
    """A digit, or a click at the left."""

    section: Section


@dataclass(frozen=True, slots=True)
class StepSetting:
    """Left and Right on a setting of one's own."""

    name: str
    step: int


@dataclass(frozen=True, slots=True)
class KeepKey:
    """An act on another key, found free by the key map; "" puts it back."""

    act: str
    key: str


@dataclass(frozen=True, slots=True)
class ResetKeys:
    """Every act back where it lay."""


@dataclass(frozen=True, slots=True)
class CloseSettings:
    """Esc."""


SettingsIntent = OpenSettings | ChooseSection | StepSetting | KeepKey | ResetKeys | CloseSettings
