"""The settings page as finished words. A setting of one's own is changed by Left and Right, what
IT set up (the machine policy) is only read and copied, and a key is moved by pressing the new
one."""

from dataclasses import dataclass

from desk_client.services import settings_intents as asks
from desk_client.services.desk_state import DeskState
from desk_client.services.settings_parts import SECTIONS, Section, SettingRow, SettingsPart
from ui.keys import Act, KeyMap
from ui.wording import Wording

_SOURCES = {"you": "user", "policy": "lock", "held": "lock", "default": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingSeen:
    """One row. `back`/`on` are asked by Left and Right; `copies` is put on the clipboard by Enter;
    `moves` is the act whose key Enter moves."""

    title: str
    said: str
    value: str
    source: str
    icon: str
    back: asks.SettingsIntent | None = None
    on: asks.SettingsIntent | None = None
    copies: str = ""
    moves: Act | None = None

    @property
    def name(self) -> str:
        """For a screen reader."""
        return ", ".join(part for part in (self.title, self.value, self.source, self.said) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsSeen:
    """The whole page; `sections` are (code, word, chosen)."""

    title: str
    close: str
    section: Section
    sections: tuple[tuple[Section, str, bool], ...]
    rows: tuple[SettingSeen, ...]
    hints: tuple[tuple[str, str], ...]


def settings_seen(state: DeskState, wording: Wording, keys: KeyMap) -> SettingsSeen | None:
    """None while it is shut."""
    part = state.settings
    if part is None:
        return None
    on_keys = part.section == "keys"
    return SettingsSeen(
        title=wording.word("settings.title"),
        close=wording.word("overlay.close"),
        section=part.section,
        sections=tuple(
            (each, wording.word(f"settings.{each}"), each == part.section) for each in SECTIONS
        ),
        rows=_key_rows(part, wording, keys)
        if on_keys
        else tuple(_row(row, wording) for row in part.rows),
        hints=_hints(part.section, wording),
    )


def _hints(section: Section, wording: Wording) -> tuple[tuple[str, str], ...]:
    own: tuple[tuple[str, str], ...] = (("Enter", wording.word("settings.copy")),)
    if section == "look":
        own = (("←→", wording.word("settings.change")),)
    if section == "keys":
        own = (
            ("Enter", wording.word("settings.new_key")),
            ("X", wording.word("settings.reset")),
            ("0", wording.word("settings.reset_all")),
        )
    return (
        ("↑↓", wording.word("settings.choose")),
        *own,
        (f"1-{len(SECTIONS)}", wording.word("settings.section")),
    )


def _row(row: SettingRow, wording: Wording) -> SettingSeen:
    own = "." not in row.name
    return SettingSeen(
        title=wording.word(f"setting.{row.name}"),
        said=wording.word(f"setting_said.{row.name}"),
        value=_value(row, wording),
        source=wording.word(f"settings.{row.source}"),
        icon=_SOURCES[row.source],
        back=asks.StepSetting(row.name, -1) if own else None,
        on=asks.StepSetting(row.name, 1) if own else None,
        copies="" if own else row.value,
    )


def _value(row: SettingRow, wording: Wording) -> str:
    if row.name.endswith("_percent"):
        return f"{row.value} %"
    if "." in row.name and row.value not in ("on", "off"):
        return row.value or "–"
    return wording.word(f"setting_value.{row.value}")


def _key_rows(part: SettingsPart, wording: Wording, keys: KeyMap) -> tuple[SettingSeen, ...]:
    shipped = KeyMap()
    rows = []
    for binding in keys.bindings:
        moved = bool(part.own.key_of(binding.act))
        was = wording.word("settings.moved_from", cap=shipped.cap(binding.act)) if moved else ""
        source = "held" if binding.fixed else "you" if moved else "default"
        rows.append(
            SettingSeen(
                title=wording.word(f"act.{binding.act}"),
                said=wording.word("settings.fixed") if binding.fixed else was,
                value=" ".join(binding.all_keys),
                source=wording.word(f"settings.{source}"),
                icon=_SOURCES[source],
                moves=None if binding.fixed else binding.act,
            )
        )
    return tuple(rows)
