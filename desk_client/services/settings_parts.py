"""The settings page's part of the state: which settings there are, what holds, and who decides."""

from dataclasses import dataclass
from typing import Literal

from desk_client.services.own_settings import OwnSettings

Section = Literal["look", "keys", "line", "law"]
SECTIONS: tuple[Section, ...] = ("look", "keys", "line", "law")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingRow:
    """One setting. `source`: "you", "default" or "policy" (what IT set up; it is only read)."""

    name: str  # as it stands in the settings file: "line.domain"
    value: str
    source: Literal["you", "default", "policy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPart:
    """Open while it is there."""

    section: Section
    rows: tuple[SettingRow, ...]
    own: OwnSettings
