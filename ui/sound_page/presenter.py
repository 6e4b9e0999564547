"""The sound page as finished words: a row for each device and its loudness, and the steps of the
test. A row is changed by Left and Right or done by Enter; what is IT's to change says so."""

import math
from dataclasses import dataclass
from typing import Literal

from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.intents import Intent
from desk_client.services.sound_parts import SoundPart, SoundPlace, SoundTest
from ui.keys import Act, KeyMap
from ui.wording import Wording

_What = Literal["record", "play", "tone", "ring"]
_IN_CALL = (Phase.DIALLING, Phase.TALKING, Phase.ON_HOLD)
QUIET_DB, LOUD_DB = -40.0, -1.0  # peaks of a microphone that is too soft, or at its limit


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundRowSeen:
    """`back` and `on` are asked by Left and Right, `do` by Enter; None where there is nothing."""

    icon: str
    label: str
    value: str
    note: str = ""
    bad: bool = False
    back: Intent | None = None
    on: Intent | None = None
    do: Intent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSeen:
    """The whole page."""

    title: str
    said: str
    rows: tuple[SoundRowSeen, ...]
    close_key: str
    close: str


def sound_seen(state: DeskState, wording: Wording, keys: KeyMap) -> SoundSeen:
    """The page at this moment."""
    sound = state.sound
    talks = state.side is not None or state.phase in _IN_CALL
    return SoundSeen(
        title=wording.word("sound.title"),
        said=wording.word("sound.said" if sound else "sound.none_used"),
        rows=_rows(sound, wording, talks=talks) if sound else (),
        close_key=keys.cap(Act.LEAVE),
        close=wording.word("overlay.close"),
    )


def _rows(sound: SoundPart, wording: Wording, *, talks: bool) -> tuple[SoundRowSeen, ...]:
    rows = []
    for place, icon in (
        (SoundPlace.CAPTURE, "mic"),
        (SoundPlace.PLAYBACK, "headset"),
        (SoundPlace.RING, "phone"),
    ):
        rows.append(_device(sound, place, icon, wording))
        if place is not SoundPlace.RING:
            rows.append(_gain(sound, place, wording))
    return (*rows, *_tests(sound, wording, talks=talks))


def _device(sound: SoundPart, place: SoundPlace, icon: str, wording: Wording) -> SoundRowSeen:
    fixed = place in sound.fixed
    chosen, used = sound.chosen[place], sound.in_use[place]
    note, bad = used or wording.word("sound.no_device"), not used
    if fixed:
        value, note, bad = wording.word(_set_up(chosen)), wording.word("sound.by_it"), False
    elif chosen == "default":
        value = wording.word("sound.follows")
    else:
        value = chosen.removeprefix("device:")
        missing = bool(used) and used != value
        note = wording.word("sound.instead", name=used) if missing else "" if used else note
        bad = bad or missing
    return SoundRowSeen(
        icon=icon,
        label=wording.word(f"sound.{place}"),
        value=value,
        note=note,
        bad=bad,
        back=None if fixed else intents.MoveDevice(place, -1),
        on=None if fixed else intents.MoveDevice(place, 1),
    )


def _gain(sound: SoundPart, place: SoundPlace, wording: Wording) -> SoundRowSeen:
    fixed = place in sound.fixed
    return SoundRowSeen(
        icon="",
        label=wording.word("sound.loudness"),
        value=f"{sound.gain_db[place]:+.0f} dB".replace("-", "−").replace("+0 ", "0 "),
        back=None if fixed else intents.MoveGain(place, -1),
        on=None if fixed else intents.MoveGain(place, 1),
    )


def _set_up(chosen: str) -> str:
    """What IT has put in a device's place."""
    return "sound.none" if chosen == "silence" else "sound.file"


def _tests(sound: SoundPart, wording: Wording, *, talks: bool) -> tuple[SoundRowSeen, ...]:
    """The steps of the test, on devices that are the agent's; nobody is tested upon in a call."""
    steps: list[tuple[str, str, _What, SoundPlace]] = [
        ("rec", "record", "record", SoundPlace.CAPTURE),
        ("play", "play", "play", SoundPlace.PLAYBACK),
        ("headset", "tone", "tone", SoundPlace.PLAYBACK),
        ("phone", "ring_once", "ring", SoundPlace.RING),
    ]
    rows = []
    for icon, label, what, place in steps:
        recorded = sound.test is not None and not sound.test.running
        if place in sound.fixed:
            continue
        said, bad = _result(sound.test, wording) if what == "record" else ("", False)
        rows.append(
            SoundRowSeen(
                icon=icon,
                label=wording.word(f"sound.{label}"),
                value=said,
                note=wording.word("sound.after_call") if talks else "",
                bad=bad and not talks,
                do=None if talks or (what == "play" and not recorded) else intents.TryOut(what),
            )
        )
    return tuple(rows)


def _result(test: SoundTest | None, wording: Wording) -> tuple[str, bool]:
    """What the microphone test found, and whether something is wrong."""
    if test is None:
        return "", False
    if test.running:
        return wording.word("sound.speak_now"), False
    if test.peak < 0.003:  # -50 dBFS: muted or covered
        return wording.word("sound.silent"), True
    peak_db = 20 * math.log10(test.peak)
    word = "too_soft" if peak_db < QUIET_DB else "too_loud" if peak_db > LOUD_DB else "good"
    said = wording.word(f"sound.{word}", peak=str(round(peak_db)).replace("-", "−"))
    return said, word != "good"
