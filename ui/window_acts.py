"""What a key does: most become an intent of the desk; a few concern only the window (all keys, the
note, full screen, a pane, the reasons for skipping)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desk_client.services import (
    detail_intents,
    intents,
    law_intents,
    settings_intents,
    team_intents,
    wish_intents,
    workflow_intents,
)
from desk_client.services.desk_state import DeskState
from ui.key_intents import SKIP_REASONS, intent_for
from ui.keys import Act, is_command_key
from ui.keys_overlay.presenter import keys_seen
from ui.sheet_keys import takes_act
from ui.sound_page.presenter import sound_seen
from ui.window_room import focus_pane, show_pane

if TYPE_CHECKING:
    from ui.main_window import DeskWindow

_KEYPAD = "0123456789*#"
_PHONE = frozenset(
    {
        *(Act.MUTE, Act.HOLD, Act.TRANSFER, Act.DIAL, Act.KEYPAD, Act.PAUSE_RECORDING),
        *(Act.HELP, Act.READY, Act.HANG_UP, Act.FULL_SCREEN),
    }
)
_OVER_PANES = (
    *(intents.OpenDirectory, law_intents.OpenWhatIf, law_intents.OpenPacks),
    *(wish_intents.OpenWishes, detail_intents.OpenDetail, workflow_intents.OpenDueList),
    settings_intents.OpenSettings,
)
_PANES = (Act.SHOW_CARD, Act.SHOW_SCRIPT, Act.SHOW_OUTCOME)


class WindowActs(QObject):
    """Acts on keys for one window."""

    def __init__(self, window: "DeskWindow") -> None:
        super().__init__(window)
        self._window = window

    def press(self, key: str) -> None:
        """A key that may act."""
        state = self._window.state
        if state is None:
            return
        if self._for_palette(key) or self._for_reasons(key, state) or self._for_overlay(key):
            return
        if self._for_sound(key) or self._for_page(key):
            return
        if self._for_skip(key):
            return
        keypad = state.call is not None and state.call.keypad_open and not state.directory
        if keypad and key in _KEYPAD:
            self._window.intent_made.emit(intents.SendDigit(key))
            return
        act = self._window.keys.act(key, state.phase)
        if act is None or (not takes_act(act, state) and self._in_window(act)):
            return
        intent = intent_for(act, key, state)
        if isinstance(intent, _OVER_PANES):
            self._window.reading.setFocus()  # its digits are not for the note
        if intent is not None:
            self._window.intent_made.emit(intent)

    def _for_reasons(self, key: str, state: DeskState) -> bool:
        """While the row of reasons is open it takes the digits, Enter and Esc, nothing else."""
        row = state.reasons
        if row is None or not (key in ("Enter", "Esc") or key.isdigit()):
            return False
        if key == "Esc":
            self._window.intent_made.emit(team_intents.CloseReasons())
        elif key == "Enter" or 1 <= int(key) <= len(row.choices):
            number = 0 if key == "Enter" else int(key)
            self._window.intent_made.emit(team_intents.TakeReason(number))
        return True

    def _for_palette(self, key: str) -> bool:
        """While the palette is open the keys of the phone act beside its own; its key shuts it."""
        window, state = self._window, self._window.state
        if not window.palette_view.isVisible() or state is None:
            return False
        act = window.keys.act(key, state.phase)
        if act is Act.PALETTE or key == "Esc":
            window.palette_view.close_up()
            return True
        return act not in _PHONE

    def _for_overlay(self, key: str) -> bool:
        """While all keys are shown only the phone's keys act, and Esc closes."""
        overlay = self._window.overlay
        if not overlay.isVisible():
            return False
        if key in ("Esc", self._window.keys.cap(Act.SHOW_KEYS)):
            overlay.hide()
            return True
        return not is_command_key(key)

    def _for_sound(self, key: str) -> bool:
        """While the sound page is open only the phone's keys act beside its own, and Esc closes."""
        page = self._window.sound_page
        if not page.isVisible():
            return False
        if key in ("Esc", self._window.keys.cap(Act.SOUND)):
            page.hide()
            return True
        if is_command_key(key):
            return False
        page.press(key)
        return True

    def _for_page(self, key: str) -> bool:
        """While a page lies over the panes only the phone's keys act beside its own; Esc leaves
        what is open inside it first, then the page."""
        window = self._window
        for over in window.over_pages:
            if not over.page.isVisible():
                continue
            if key == "Esc" and over.leave_first():
                return True
            if over.takes_all():
                over.page.press(key)
                return True
            if key in ("Esc", window.keys.cap(over.act)):
                window.intent_made.emit(over.close)
                return True
            if is_command_key(key):
                return False
            over.page.press(key)
            return True
        return False

    def _for_skip(self, key: str) -> bool:
        preview = self._window.preview
        if not preview.skipping:
            return False
        if is_command_key(key):
            return False
        if key.isdigit() and 1 <= int(key) <= len(SKIP_REASONS):
            self._window.intent_made.emit(intents.SkipCase(SKIP_REASONS[int(key) - 1]))
        if key == "Esc" or key.isdigit():
            preview.ask_skip(False)
        return True

    def _in_window(self, act: Act) -> bool:
        """Does the acts that are the window's own."""
        window, state = self._window, self._window.state
        match act:
            case Act.SHOW_KEYS if state is not None:
                window.overlay.show_keys(keys_seen(state, window.wording, window.keys))
                window.overlay.open()
            case Act.PALETTE if state is not None:
                window.overlay.hide()
                window.palette_view.open(state)
            case Act.SOUND if state is not None:
                window.sound_page.show_sound(sound_seen(state, window.wording, window.keys))
                window.sound_page.open()
                window.reading.setFocus()  # arrows and Enter are for the page
            case Act.FULL_SCREEN:
                window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
            case Act.NOTE if state is not None and state.card is not None:
                show_pane(window, 2)
                window.outcome.note.write()
            case Act.SKIP:
                window.preview.ask_skip(True)
            case Act.TYPE_FORM:
                window.wrap_up.open_typing()
            case Act.SHOW_CARD | Act.SHOW_SCRIPT | Act.SHOW_OUTCOME:
                focus_pane(window, _PANES.index(act))
            case Act.LEAVE if window.focusWidget() not in (None, window.reading):
                window.reading.setFocus()
            case _:
                return False
        return True
