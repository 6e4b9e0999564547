"""What every part of the call bar reads: the state with its words and keys, the notices of a call,
and the buttons that several phases share."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.services import intents
from desk_client.services.call_parts import CallBar, RecordingLight
from desk_client.services.desk_state import DeskState
from ui.call_bar.seen import ButtonSeen, NoticeSeen
from ui.keys import Act, KeyMap
from ui.state_shape import Shape
from ui.tokens import Token
from ui.wording import Wording

POOR_MOS = 3.6  # below it many listeners are dissatisfied (ITU-T G.107 annex B, R = 70)


@dataclass(frozen=True, slots=True)
class AtDesk:
    """What every phase reads."""

    state: DeskState
    wording: Wording
    keys: KeyMap

    def word(self, key: str, **values: object) -> str:
        return self.wording.word(key, **values)

    def cap(self, act: Act) -> str:
        return self.keys.cap(act, self.state.phase)

    def since(self, moment: datetime | None) -> str:
        """The time that has run from `moment` (or from the phase's start)."""
        start = moment or self.state.since
        return self.wording.duration((self.state.now - start).total_seconds())


def call_of(desk: AtDesk) -> CallBar:
    """The call in hand; a phase of a call without one is a fault of the desk."""
    if desk.state.call is None:
        raise ValueError(f"{desk.state.phase} without a call")
    return desk.state.call


def place_line(desk: AtDesk, call: CallBar, rest: str) -> str:
    return desk.wording.joined(f"{desk.word(f'place.{call.place}')} {call.number.masked}", rest)


def notices(desk: AtDesk, call: CallBar) -> tuple[NoticeSeen, ...]:
    shown = _sound(desk)
    if desk.state.listener is not None:
        key = f"call_bar.{desk.state.listener.mode}"
        word = desk.word(key, name=desk.state.listener.by)
        shown.append(NoticeSeen(word, Token.ACCENT_T, icon="ear"))
    if call.keypad_open:
        digits = desk.word("call_bar.keypad", digits=call.digits_sent)
        shown.append(NoticeSeen(digits.strip(), Token.ACCENT_T, icon="keypad"))
    if call.muted:
        shown.append(NoticeSeen(desk.word("call_bar.muted"), Token.WARN_T, icon="mic-off"))
    shown.append(recording_notice(desk, call.recording, call.recording_paused_since))
    return tuple(shown)


def recording_notice(
    desk: AtDesk, light: RecordingLight, paused_since: datetime | None
) -> NoticeSeen:
    """The recording light."""
    match light:
        case RecordingLight.ON:
            return NoticeSeen(desk.word("call_bar.recording"), Token.BAD_T, Shape.RECORDING)
        case RecordingLight.PAUSED:
            word = desk.word("call_bar.recording_paused", time=desk.since(paused_since))
            return NoticeSeen(word, Token.BAD_T, Shape.PAUSED)
        case RecordingLight.ARMED:
            word = desk.word("call_bar.recording_armed")
            return NoticeSeen(word, Token.T2, Shape.PAUSED, strong=False)
        case RecordingLight.OFF:
            return NoticeSeen(desk.word("call_bar.not_recorded"), Token.BAD_T, Shape.CROSS)


def _sound(desk: AtDesk) -> list[NoticeSeen]:
    """What is wrong with the sound of the line; nothing while all is well."""
    state = desk.state
    if state.trouble:
        return [NoticeSeen(desk.word(f"call_bar.{state.trouble}"), Token.BAD_T, icon="triangle")]
    figures = state.line_figures
    if figures is None or figures.mos >= POOR_MOS:
        return []
    word = desk.word("call_bar.poor_line", mos=f"{figures.mos:.1f}")
    return [NoticeSeen(word, Token.WARN_T, icon="triangle")]


def button(desk: AtDesk, key: str, act: Act, icon: str, intent: intents.Intent) -> ButtonSeen:
    return ButtonSeen(desk.word(key), desk.cap(act), icon, intent)


def hang_up(desk: AtDesk) -> ButtonSeen:
    word = desk.word("call_bar.hang_up")
    return ButtonSeen(word, desk.cap(Act.HANG_UP), "phone-off", intents.HangUpCall(), "danger")
