"""The desk's sound on a real PulseAudio: devices are pulled out and plugged in while somebody
talks, the default moves, the sound system itself goes and comes back."""

import threading
from pathlib import Path

import numpy as np
import pytest

from desk_client.bench.null_sinks import NullSinks
from desk_client.phone.limits import Refused
from desk_client.phone.sound.desk_sound import DeskSound
from desk_client.phone.sound.device import DeviceKind, Place, SoundChange, SoundNotice
from desk_client.phone.sound.sound_test import MicrophoneTest
from desk_client.phone.sound.tones import Land, ToneKind, tone
from tests.phone.sound.conference import LOUD, conference

pytestmark = pytest.mark.peers("pulseaudio", "pactl")

EARPHONE, HEADSET = "Earphone", "Headset"
MONITOR = f"device:Monitor of {EARPHONE}"
BACK_WITHIN_S = 0.5


def test_what_is_said_is_heard(pulse: NullSinks) -> None:
    with conference(MONITOR, "default") as call:
        call.wait_until_heard()
        never = threading.Event()
        never.wait(0.5)
        levels = call.sound.levels
        assert levels.microphone.peak == pytest.approx(LOUD, rel=0.05)
        assert levels.earphone.rms == pytest.approx(LOUD / 2**0.5, rel=0.05)
        call.sound.set_gain(-20, 0)
        never.wait(0.5)
        assert call.sound.levels.microphone.peak == pytest.approx(LOUD / 10, rel=0.05)
        assert call.notices == []


def test_devices_are_listed_as_people_know_them(pulse: NullSinks) -> None:
    pulse.plug_in_microphone("Goose", EARPHONE)
    sound = DeskSound()
    sound.open("silence", "silence", "silence")
    listed = {(each.name, each.kind): each for each in sound.devices()}
    assert listed["Goose", DeviceKind.CAPTURE].monitor is False
    assert listed[f"Monitor of {EARPHONE}", DeviceKind.CAPTURE].monitor
    assert listed[EARPHONE, DeviceKind.PLAYBACK].default
    sound.close()
    with pytest.raises(Refused):
        sound.open("loud", "default", "default")


def test_a_headset_pulled_out_and_plugged_in_again_in_mid_call(pulse: NullSinks) -> None:
    module = pulse.plug_in(HEADSET)
    pulse.plug_in_microphone("Goose", HEADSET)
    with conference("device:Goose", f"device:{HEADSET}") as call:
        call.wait_until_heard()
        pulse.unplug(module)
        lost = {call.wait_for_notice(), call.wait_for_notice()}
        assert lost == {
            SoundNotice(SoundChange.DEVICE_LOST, Place.MICROPHONE, "Goose", ""),
            SoundNotice(SoundChange.DEVICE_LOST, Place.EARPHONE, HEADSET, EARPHONE),
        }
        call.wait_until_silent()
        pulse.plug_in(HEADSET)
        pulse.plug_in_microphone("Goose", HEADSET)
        assert call.wait_until_heard() <= BACK_WITHIN_S
        back = {call.wait_for_notice(), call.wait_for_notice()}
        assert {(each.what, each.now) for each in back} == {
            (SoundChange.DEVICE_BACK, "Goose"),
            (SoundChange.DEVICE_BACK, HEADSET),
        }


def test_the_system_default_takes_over_at_once(pulse: NullSinks) -> None:
    module = pulse.plug_in(HEADSET)
    pulse.pactl("set-default-sink", HEADSET)
    with conference(MONITOR, "default") as call:
        call.wait_until_silent()  # the headset has it
        pulse.unplug(module)
        assert call.wait_until_heard() <= BACK_WITHIN_S
        assert call.wait_for_notice() == SoundNotice(
            SoundChange.DEVICE_LOST, Place.EARPHONE, HEADSET, EARPHONE
        )


def test_a_default_that_moves_is_followed(pulse: NullSinks) -> None:
    pulse.plug_in(HEADSET)
    pulse.pactl("set-default-sink", HEADSET)
    with conference(MONITOR, "default") as call:
        call.wait_until_silent()
        pulse.pactl("set-default-sink", EARPHONE)
        assert call.wait_until_heard() <= BACK_WITHIN_S
        assert call.wait_for_notice() == SoundNotice(
            SoundChange.DEVICE_CHANGED, Place.EARPHONE, HEADSET, EARPHONE
        )


def test_what_others_play_is_no_microphone(pulse: NullSinks) -> None:
    with conference("default", "default") as call:
        assert call.wait_for_notice() == SoundNotice(
            SoundChange.DEVICE_LOST, Place.MICROPHONE, "", ""
        )
        assert call.sound.microphone.next_frame() == b""
        pulse.plug_in_microphone("Goose", EARPHONE)
        assert call.wait_for_notice().what is SoundChange.DEVICE_BACK
        call.wait_until_heard()


def test_the_sound_system_itself_goes_and_comes_back(pulse: NullSinks) -> None:
    with conference(MONITOR, "default") as call:
        call.wait_until_heard()
        pulse.end()
        assert call.wait_for_notice().now == ""
        assert call.sound.devices() == ()
        pulse.start()
        pulse.plug_in(EARPHONE)
        call.wait_until_heard()


def test_it_rings_on_a_device_of_its_own(pulse: NullSinks) -> None:
    pulse.plug_in(HEADSET)
    with conference(MONITOR, f"device:{HEADSET}", f"device:{EARPHONE}") as call:
        call.wait_until_silent()
        ring = tone(ToneKind.RING)
        call.sound.ring.play(ring.samples, again=ring.again)
        call.wait_until_heard()
        call.sound.ring.stop()
        call.wait_until_silent()


def test_a_tone_is_mixed_into_what_the_agent_hears(pulse: NullSinks) -> None:
    sound = DeskSound()
    sound.open(MONITOR, "default", "silence")
    test = MicrophoneTest(sound.microphone, 1.0)
    busy = tone(ToneKind.BUSY, Land.CN)
    sound.speaker.play(busy.samples)
    assert sound.speaker.ended.wait(5)
    assert test.done.wait(5)
    take = test.take()
    assert take.seconds == 1.0
    assert take.peak == pytest.approx(float(np.abs(busy.samples).max()), rel=0.05)
    assert take.rms > 0.02
    assert not take.silent
    sound.close()


def test_another_device_is_chosen_in_mid_call(pulse: NullSinks) -> None:
    pulse.plug_in(HEADSET)
    with conference(MONITOR, f"device:{HEADSET}") as call:
        call.wait_until_silent()
        call.sound.open(MONITOR, f"device:{EARPHONE}", "silence")
        assert call.wait_until_heard() <= BACK_WITHIN_S
        assert call.notices == []  # the agent knows what they chose


def test_a_device_that_stands_still_is_opened_anew(pulse: NullSinks) -> None:
    with conference(MONITOR, "default") as call:
        call.wait_until_heard()
        pulse.pactl("suspend-sink", EARPHONE, "1")
        call.wait_until_silent()
        pulse.pactl("suspend-sink", EARPHONE, "0")
        call.wait_until_heard()


def test_no_descriptor_and_no_thread_is_left(pulse: NullSinks) -> None:
    with conference(MONITOR, "default"):
        pass
    files, threads = _files(), threading.active_count()
    for _ in range(5):
        with conference(MONITOR, "default", "default") as call:
            call.wait_until_heard()
    assert (_files(), threading.active_count()) == (files, threads)


def test_a_machine_without_sound_has_silence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path / 'nobody'}")
    sound = DeskSound()
    sound.open()
    assert sound.microphone.next_frame() == b""
    sound.speaker.take(b"")
    assert {notice.what for notice in sound.poll()} <= {SoundChange.DEVICE_LOST}
    sound.close()


def _files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
