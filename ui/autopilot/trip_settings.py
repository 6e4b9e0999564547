"""The settings, walked through section by section and shut again; nothing is changed."""

from desk_client.services.desk_state import DeskState
from desk_client.services.settings_parts import Section
from ui.autopilot.round_trip import Sight, Step, Trip
from ui.main_window import DeskWindow


def _at(section: Section) -> Sight:
    def seen(window: DeskWindow, state: DeskState) -> bool:
        part = state.settings
        return window.settings.isVisible() and part is not None and part.section == section

    return seen


SETTINGS = Trip(
    "settings",
    (
        Step(key="Ctrl+,", then=_at("look"), shot="29-settings-look"),
        Step(key="2", then=_at("keys"), shot="29-settings-keys"),
        Step(key="3", then=_at("line"), shot="29-settings-line"),
        Step(key="4", then=_at("law")),
        Step(key="Esc", then=lambda window, _: not window.settings.isVisible()),
    ),
)
