"""The agent's devices: what is remembered, what IT set up stays, what the phone tells is kept."""

from pathlib import Path

import pytest

from desk_client.phone import messages
from desk_client.services import intents
from desk_client.services.sound_choice import SoundChoice
from desk_client.services.sound_parts import SoundPlace
from desk_client.settings import LineSettings
from desk_client.store.settings import StoredSettings
from tests.day.fixtures import OpenDesk
from tests.day.world import PROMISES, World
from tests.sync.desk import open_database

CAPTURE, PLAYBACK, RING = SoundPlace.CAPTURE, SoundPlace.PLAYBACK, SoundPlace.RING


def choice(stored: StoredSettings, **settings: str) -> SoundChoice:
    line = LineSettings(domain="pbx.example", user="1001", **settings)  # type: ignore[arg-type]
    return SoundChoice(line, stored)


def test_a_choice_outlives_the_program(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    stored = StoredSettings(database)
    first = choice(stored)
    assert (first.audio.capture, first.audio.playback, first.audio.ring) == ("default",) * 3
    first.move_device(CAPTURE, 1, ("Headset", "Camera"))
    first.move_device(PLAYBACK, -1, ("Headset", "Speaker"))
    first.move_gain(CAPTURE, 2)
    again = choice(stored)
    assert again.audio.capture == "device:Headset"
    assert again.audio.playback == "device:Speaker"
    assert again.gain_db == {CAPTURE: 6.0, PLAYBACK: 0.0, RING: 0.0}
    again.move_device(CAPTURE, 2, ("Headset", "Camera"))
    assert again.audio.capture == "default", "the list goes round"
    database.close()


@pytest.mark.parametrize("steps", [40, -40])
def test_loudness_has_an_end(tmp_path: Path, steps: int) -> None:
    database = open_database(tmp_path)
    here = choice(StoredSettings(database))
    here.move_gain(PLAYBACK, steps)
    assert abs(here.gain_db[PLAYBACK]) == 18.0
    database.close()


def test_what_it_set_up_is_not_the_agents(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    stored = StoredSettings(database)
    stored.put("sound.capture", "device:Headset")
    fixed = choice(stored, capture="silence", ring="file:/nowhere.wav")
    assert fixed.fixed == {CAPTURE, RING}
    assert fixed.audio.capture == "silence"
    database.close()


def told(what: str, detail: str = "", capture: str = "Headset") -> messages.DevicesChanged:
    return messages.DevicesChanged.model_validate_json(
        f'{{"type":"devices_changed","at":"2026-11-24T02:00:00Z","what":"{what}",'
        f'"detail":"{detail}","capture":"{capture}","playback":"Speaker","ring":"",'
        '"captures":["Headset"],"playbacks":["Speaker"]}'
    )


def test_the_desk_keeps_what_the_phone_tells_of_devices(world: World, sit_down: OpenDesk) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    hear = desk.desk._hear

    desk.desk._thread.post(lambda: hear(told("listed")))
    part = desk.until(lambda state: state.sound is not None).sound
    assert part is not None
    assert (part.captures, part.in_use[CAPTURE]) == (("Headset",), "Headset")
    assert part.fixed == frozenset(SoundPlace), "this floor's desks use files"

    desk.desk._thread.post(lambda: hear(told("lost", "Headset", "")))
    state = desk.until(lambda s: s.sound is not None and not s.sound.in_use[CAPTURE])
    assert state.notice is not None
    assert (state.notice.zh, state.notice.en) == ("Headset 已断开", "Headset is gone")

    desk.act(intents.Leave())
    desk.desk._thread.post(lambda: hear(told("lost", "", "")))
    assert desk.settle().notice is None, "no microphone at all is no device that went"
    desk.desk._thread.post(lambda: hear(told("followed", "Speaker", "")))
    notice = desk.until(lambda s: s.notice is not None).notice
    assert notice is not None
    assert notice.en == "Sound now goes by Speaker"

    assert desk.act(intents.MoveDevice(CAPTURE, 1)).notice is not None, "IT's to change"
    assert desk.act(intents.MoveGain(RING, 1)).notice is not None

    state = desk.act(intents.TryOut("record"))
    assert state.sound is not None
    assert state.sound.test is not None
    assert state.sound.test.running
    tested = messages.SoundTested(at=desk.clock.now(), seconds=3.0, peak=0.3, rms=0.05)
    desk.desk._thread.post(lambda: hear(tested))
    state = desk.until(lambda s: bool(s.sound and s.sound.test and not s.sound.test.running))
    assert state.sound is not None
    assert state.sound.test is not None
    assert state.sound.test.peak == 0.3


def test_no_test_while_somebody_could_hear_it(world: World, sit_down: OpenDesk) -> None:
    world.place(PROMISES, mode="preview")
    desk = sit_down()
    desk.take(world.placed[0])
    desk.dial()
    desk.answered()
    state = desk.act(intents.TryOut("tone"))
    assert state.notice is not None
    assert state.notice.en == "Test after the call"
