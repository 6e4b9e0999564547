"""Joins what the bars and panes of the window tell: their intents go on to the desk, keys to the
window's acts, and the focus comes back to the script when the agent has closed a field."""

from typing import TYPE_CHECKING

from desk_client.services import intents
from desk_client.services.sound_parts import SoundPlace
from ui.keys import Act
from ui.window_room import lay_room, show_pane

if TYPE_CHECKING:
    from ui.main_window import DeskWindow


# A key of the headset does what this key of the keyboard does.
_HEADSET = {"hook_off": Act.DIAL, "hook_on": Act.HANG_UP, "mute": Act.MUTE}
_VOLUME = {"volume_up": 1, "volume_down": -1}


def headset_pressed(window: "DeskWindow", what: str) -> None:
    """By the same rules as the key: what the key would not do now, the headset does not either."""
    step = _VOLUME.get(what)
    if step is not None:
        window.intent_made.emit(intents.MoveGain(SoundPlace.PLAYBACK, step))
    elif what in _HEADSET:
        window.routing.press(window.keys.cap(_HEADSET[what]))


def connect(window: "DeskWindow") -> None:
    """Called once, when every part of the window is there."""
    for pane in (
        window.work,
        window.preview,
        window.script,
        window.wrap_up,
        window.refused,
        window.messages,
        window.override,
        window.hand_over,
        window.why_not,
        window.reach,
        window.outcome,
    ):
        pane.intent_made.connect(window.intent_made)
    window.call_bar.asked.connect(window.intent_made)
    window.directory.asked.connect(window.intent_made)
    window.reasons.asked.connect(window.intent_made)
    window.sound_page.asked.connect(window.intent_made)
    window.what_if.asked.connect(window.intent_made)
    window.packs.asked.connect(window.intent_made)
    window.settings.asked.connect(window.intent_made)
    window.wishes.asked.connect(window.intent_made)
    window.due_list.asked.connect(window.intent_made)
    window.reach.typing_left.connect(lambda: _back(window))
    window.due_list.typing_left.connect(lambda: _back(window))
    window.detail.asked.connect(window.intent_made)
    window.detail.note_left.connect(window.reading.setFocus)
    window.palette_view.asked.connect(window.intent_made)
    window.palette_view.pressed.connect(window.acts.press)
    window.top_bar.search_asked.connect(lambda: window.acts.press(window.keys.cap(Act.PALETTE)))
    window.toast.asked.connect(window.intent_made)
    window.top_bar.state_asked.connect(lambda: window.intent_made.emit(intents.ToggleReady()))
    for closed in (window.outcome.note_left, window.wrap_up.typing_left):
        closed.connect(lambda: _back(window))
    window.routing.pressed.connect(window.acts.press)
    window.reading.tab_pressed.connect(lambda: window.acts.press("Tab"))
    window.one_pane.chosen.connect(lambda: lay_room(window))
    window.splitter.splitterMoved.connect(lambda: _keep_sizes(window))


def _back(window: "DeskWindow") -> None:
    """To the script; where one pane is shown it comes back first, for what is hidden takes no
    focus."""
    show_pane(window, 1)
    window.reading.setFocus()


def _keep_sizes(window: "DeskWindow") -> None:
    """The pane widths as the agent drew them last; the work list has no card to measure."""
    card, reading, side = window.splitter.sizes()
    if card:
        window.pane_sizes = (card, reading, side)
