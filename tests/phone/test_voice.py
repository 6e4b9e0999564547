"""What is said into a call, frame by frame, and how its loudness and the line are measured."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone.limits import Refused
from desk_client.phone.loudness import mean_opinion_score, rms
from desk_client.phone.recording import FRAME_BYTES
from desk_client.phone.voice import Voice, load_speech
from tests.phone.party import loudness_of, tone_file


def test_silence_needs_no_frames() -> None:
    assert Voice().next_frame() == b""


@given(st.integers(1, 5 * FRAME_BYTES), st.integers(1, 20))
def test_a_loop_never_runs_dry(length: int, frames: int) -> None:
    voice = Voice(bytes([1]) * length)
    for _ in range(frames):
        frame = voice.next_frame()
        assert len(frame) == FRAME_BYTES
        assert frame[0] == 1


def test_a_clip_is_said_once_in_place_of_the_loop() -> None:
    voice = Voice(b"\1" * FRAME_BYTES)
    voice.play(b"\2" * (FRAME_BYTES + 2))
    said = [voice.next_frame() for _ in range(3)]
    assert said[0] == b"\2" * FRAME_BYTES
    assert said[1] == b"\2\2" + bytes(FRAME_BYTES - 2)
    assert said[2] == b"\1" * FRAME_BYTES


def test_a_new_clip_replaces_the_one_being_said() -> None:
    voice = Voice()
    voice.play(b"\2" * FRAME_BYTES * 9)
    voice.next_frame()
    voice.play(b"\3" * FRAME_BYTES)
    assert voice.next_frame() == b"\3" * FRAME_BYTES
    assert voice.next_frame() == b""


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (16_000, 1), (44_100, 2)])
def test_any_sound_file_is_said_at_sixteen_kilohertz(
    tmp_path: Path, rate: int, channels: int
) -> None:
    times = np.arange(rate) / rate
    wave = 0.25 * np.sin(2 * np.pi * 440 * times)
    path = tmp_path / "voice.wav"
    soundfile.write(path, np.stack([wave] * channels, axis=1), rate)
    samples = np.frombuffer(load_speech(str(path)), np.int16)
    assert len(samples) == pytest.approx(16_000, abs=2)
    assert loudness_of(samples[1600:-1600], 440) == pytest.approx(0.25, rel=0.02)


def test_a_compressed_voice_is_said_too(tmp_path: Path) -> None:
    times = np.arange(16_000) / 16_000
    path = tmp_path / "voice.ogg"
    wave = 0.25 * np.sin(2 * np.pi * 440 * times)
    soundfile.write(path, wave, 16_000, format="OGG", subtype="OPUS")
    samples = np.frombuffer(load_speech(str(path)), np.int16)
    assert loudness_of(samples[1600:-1600], 440) == pytest.approx(0.25, rel=0.05)


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    path.write_text("no sound at all")
    for place, error in ((path, "unreadable_sound"), (tmp_path, "no_such_file")):
        with pytest.raises(Refused) as refused:
            load_speech(str(place))
        assert refused.value.error == error


def test_loudness_is_of_full_scale(tmp_path: Path) -> None:
    assert rms(b"") == 0.0
    assert rms(bytes(640)) == 0.0
    assert rms(b"\x00\x80" * 320) == 1.0
    assert rms(load_speech(str(tone_file(tmp_path / "440.wav", 440)))) == pytest.approx(
        0.25 / 2**0.5, rel=0.01
    )


def test_a_clear_line_scores_high_and_a_bad_one_low() -> None:
    clear = mean_opinion_score(rtt_ms=1, jitter_ms=0.2, loss_pct=0)
    far = mean_opinion_score(rtt_ms=600, jitter_ms=5, loss_pct=0)
    lossy = mean_opinion_score(rtt_ms=20, jitter_ms=5, loss_pct=15)
    assert clear == pytest.approx(4.4, abs=0.05)
    assert far < 3.9
    assert lossy < 3.1


@given(st.floats(0, 5000), st.floats(0, 1000), st.floats(0, 100))
def test_a_score_is_a_score(rtt_ms: float, jitter_ms: float, loss_pct: float) -> None:
    score = mean_opinion_score(rtt_ms=rtt_ms, jitter_ms=jitter_ms, loss_pct=loss_pct)
    assert 1.0 <= score <= 4.5
