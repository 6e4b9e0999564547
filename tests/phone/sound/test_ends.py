"""The conference's ends without a device behind them, gain and meters, and what a choice means."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone.sound.device import Device, DeviceKind, check_choice, chosen
from desk_client.phone.sound.drift_buffer import DriftBuffer
from desk_client.phone.sound.ends import Microphone, Speaker
from desk_client.phone.sound.frame import FRAME_BYTES, RATE, bytes_from, samples_from
from desk_client.phone.sound.interpolation import TAPS, interpolate
from desk_client.phone.sound.level import Gain, Level, level_of
from desk_client.phone.sound.sound_test import MicrophoneTest

CAPTURE, PLAYBACK = DeviceKind.CAPTURE, DeviceKind.PLAYBACK
DEVICES = (
    Device("Monitor of Speakers", CAPTURE, default=True, monitor=True),
    Device("Webcam", CAPTURE, default=False),
    Device("Speakers", PLAYBACK, default=True),
    Device("Headset", PLAYBACK, default=False),
)


def test_without_a_device_there_is_silence() -> None:
    microphone, speaker = Microphone(), Speaker()
    assert microphone.next_frame() == b""
    speaker.take(bytes(FRAME_BYTES))
    assert (microphone.level, speaker.level) == (Level(), Level())


def test_what_the_device_hears_comes_in_frames() -> None:
    microphone = Microphone()
    microphone.buffer = buffer = DriftBuffer()
    test = MicrophoneTest(microphone, 0.05)
    block = memoryview(np.full(160, 16384, np.int16).tobytes())
    for _ in range(8):
        microphone.heard(block, buffer)
    frame = microphone.next_frame()
    assert len(frame) == FRAME_BYTES
    assert microphone.level.peak == 0.5
    assert test.done.is_set()
    take = test.take()
    assert (len(take.samples), take.peak, take.clipped, take.silent) == (800, 0.5, 0.0, False)


def test_a_microphone_that_hears_nothing_is_found_out() -> None:
    microphone = Microphone()
    test = MicrophoneTest(microphone, 1.0)
    assert test.take().silent
    assert test.take().seconds == 0
    assert microphone.listener is None


def test_sounds_are_played_once_or_again_and_again() -> None:
    speaker, buffer = Speaker(), DriftBuffer()
    beep = np.full(100, 0.25, np.float32)
    speaker.play(beep)
    played = samples_from(speaker.wanted(160, buffer))
    assert played[:100] == pytest.approx(0.25)
    assert not played[100:].any()
    assert speaker.ended.is_set()
    speaker.play(beep, again=True)
    assert samples_from(speaker.wanted(450, buffer)) == pytest.approx(0.25)
    speaker.stop()
    assert not samples_from(speaker.wanted(160, buffer)).any()


def test_gain_is_kept_within_reason() -> None:
    gain = Gain()
    sound = np.full(4, 0.01, np.float32)
    for decibels, factor in ((0, 1), (6.0206, 2), (-20, 0.1), (99, 10), (-99, 0.01)):
        gain.set(decibels)
        assert gain.apply(sound) == pytest.approx(0.01 * factor, rel=1e-3)


@given(st.lists(st.floats(-2, 2, width=32), max_size=50))
def test_what_is_too_loud_is_cut_off(values: list[float]) -> None:
    samples = np.array(values, np.float32)
    again = samples_from(bytes_from(samples))
    assert np.abs(again - np.clip(samples, -1, 1)).max(initial=0) < 1 / 30_000
    level = level_of(samples)
    assert 0 <= level.rms <= 1
    assert level.rms <= level.peak + 1e-6


def test_between_the_samples_lies_the_same_sound() -> None:
    times = np.arange(RATE) / RATE
    for hertz in (100, 1000, 3400, 6000):
        held = np.sin(2 * np.pi * hertz * times).astype(np.float32)
        made = interpolate(held, 100.37, 1.0003, 3000)
        places = (100.37 + np.arange(3000) * 1.0003 + TAPS / 2 - 1) / RATE
        off = made - np.sin(2 * np.pi * hertz * places)
        assert float(np.sqrt(np.mean(off**2))) < 10 ** (-50 / 20)


@pytest.mark.parametrize(
    ("choice", "kind", "meant"),
    [
        ("default", PLAYBACK, "Speakers"),
        ("default", CAPTURE, "Webcam"),
        ("device:Headset", PLAYBACK, "Headset"),
        ("device:Gone", PLAYBACK, "Speakers"),
        ("device:Monitor of Speakers", CAPTURE, "Monitor of Speakers"),
        ("silence", PLAYBACK, None),
    ],
)
def test_what_a_choice_means(choice: str, kind: DeviceKind, meant: str | None) -> None:
    device = chosen(choice, kind, DEVICES)
    assert (device.name if device is not None else None) == meant


def test_how_a_choice_is_written() -> None:
    assert all(check_choice(choice) for choice in ("default", "silence", "device:Webcam"))
    assert not any(check_choice(choice) for choice in ("", "Webcam", "device:", "file:/a.wav"))
