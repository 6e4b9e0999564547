"""Tones as callers know them: frequency, cadence, no click at either end."""

import numpy as np
import pytest

from desk_client.phone.sound.frame import RATE, Samples
from desk_client.phone.sound.tones import Land, ToneKind, tone


def spectrum_peaks(samples: Samples) -> set[int]:
    """The frequencies, rounded to 10 Hz, that carry the sound."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    loud = np.flatnonzero(power > power.max() / 2)
    return {round(float(k) * RATE / len(samples) / 10) * 10 for k in loud}


@pytest.mark.parametrize(
    ("kind", "land", "on_s", "round_s", "hertz"),
    [
        (ToneKind.RINGBACK, Land.CN, 1.0, 5.0, {450}),
        (ToneKind.BUSY, Land.CN, 0.35, 0.7, {450}),
        (ToneKind.CONGESTION, Land.CN, 0.7, 1.4, {450}),
        (ToneKind.CALL_WAITING, Land.CN, 0.4, 4.4, {450}),
        (ToneKind.RINGBACK, Land.US, 2.0, 6.0, {440, 480}),
        (ToneKind.BUSY, Land.US, 0.5, 1.0, {480, 620}),
        (ToneKind.CONGESTION, Land.US, 0.25, 0.5, {480, 620}),
        (ToneKind.CALL_WAITING, Land.US, 0.3, 10.0, {440}),
    ],
)
def test_cadences(kind: ToneKind, land: Land, on_s: float, round_s: float, hertz: set[int]) -> None:
    made = tone(kind, land)
    assert made.again
    assert made.seconds == pytest.approx(round_s)
    assert spectrum_peaks(made.samples[: round(on_s * RATE)]) == hertz
    assert not made.samples[round(on_s * RATE) :].any()


@pytest.mark.parametrize("kind", list(ToneKind))
def test_no_tone_clicks_or_shouts(kind: ToneKind) -> None:
    samples = tone(kind).samples
    looped = np.concatenate((samples, samples))
    assert float(np.abs(np.diff(looped)).max()) < 0.08
    assert 0.05 < float(np.abs(samples).max()) < 0.3
    assert float(np.abs(samples[[0, -1]]).max()) < 0.001


def test_beeps_are_said_once() -> None:
    assert not tone(ToneKind.CONFIRM).again
    assert tone(ToneKind.ALERT).seconds < 0.5
    assert tone(ToneKind.RING).again
