"""The settings page: what the agent may choose, and what IT set up, which is shown as it stands. No
password and no key leaves the settings by this road."""

from collections.abc import Callable, Iterator
from typing import Any

from desk_client.services import settings_intents as asks
from desk_client.services.own_settings import (
    CHOICES,
    OwnSettings,
    OwnStore,
    key_moved,
    stepped,
)
from desk_client.services.settings_parts import Section, SettingRow, SettingsPart
from desk_client.settings import LawSettings, LineSettings, Settings

_LINE = ("domain", "registrar", "user", "transport", "srtp", "callers", "must_record", "simulated")
_LAW = ("packs", "role", "lender", "entity")


class SettingsSheet:
    """Answers the page's intents; called on the desk thread."""

    def __init__(self, *, settings: Settings, store: OwnStore) -> None:
        self._settings, self._store = settings, store
        self.own = store.read()
        self._section: Section | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenSettings: lambda _: self._open("look"),
            asks.ChooseSection: lambda i: self._open(i.section),
            asks.StepSetting: lambda i: self._step(i.name, i.step),
            asks.KeepKey: lambda i: self._keep(key_moved(self.own, i.act, i.key)),
            asks.ResetKeys: lambda _: self._keep(self.own.model_copy(update={"keys": ()})),
            asks.CloseSettings: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its fields of the state."""
        return {"own": self.own, "settings": self.part()}

    def part(self) -> SettingsPart | None:
        """The page, None while it is shut."""
        if self._section is None:
            return None
        return SettingsPart(
            section=self._section, rows=tuple(self._rows(self._section)), own=self.own
        )

    def _rows(self, section: Section) -> Iterator[SettingRow]:
        match section:
            case "look":
                yield from self._look()
            case "line":
                yield from _policy("line", self._settings.line, _LINE)
            case "law":
                yield from _policy("law", self._settings.law, _LAW)
            case "keys":
                return  # the window knows which keys there are

    def _open(self, section: Section) -> None:
        self._section = section

    def _close(self) -> None:
        self._section = None

    def _step(self, name: str, step: int) -> None:
        self._keep(stepped(self.own, name, step, default=self._default(name)))

    def _keep(self, own: OwnSettings) -> None:
        self.own = own
        self._store.write(own)

    def _default(self, name: str) -> str | int | bool:
        """What holds where the agent chose nothing."""
        match name:
            case "language":
                return self._settings.language
            case "theme":
                return self._settings.theme
            case "reduce_motion":
                return False
            case _:
                return 100

    def _look(self) -> Iterator[SettingRow]:
        for name in CHOICES:
            own = getattr(self.own, name)
            yield SettingRow(
                name=name,
                value=_written(own if own is not None else self._default(name)),
                source="default" if own is None else "you",
            )


def _policy(
    where: str, settings: LineSettings | LawSettings, names: tuple[str, ...]
) -> Iterator[SettingRow]:
    for name in names:
        yield SettingRow(
            name=f"{where}.{name}",
            value=_written(getattr(settings, name)),
            source="policy" if name in settings.model_fields_set else "default",
        )


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "on" if value else "off"
        case tuple():
            return ", ".join(str(each) for each in value)
        case _:
            return str(value)
