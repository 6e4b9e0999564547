"""Ogg/Opus made page by page, by the system's libopus and by libsndfile: any player opens it, at
any page's end, and not a sample is missing or out of step."""

import io
from collections.abc import Callable

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.phone.opus_pages import (
    PAGE_SAMPLES,
    Both,
    LibopusPages,
    OpusPages,
    SndfilePages,
    libopus,
)

_LIBRARY = libopus()
ENCODERS: list[Callable[[], OpusPages]] = [SndfilePages]
if _LIBRARY is not None:
    _FOUND = _LIBRARY
    ENCODERS.append(lambda: LibopusPages(_FOUND))

every_encoder = pytest.mark.parametrize("encoder", ENCODERS)


def voices(samples: int) -> Both:
    """A tone to the left, another one to the right."""
    times = np.arange(samples) / 16_000
    sides = [np.sin(2 * np.pi * hertz * times) for hertz in (440, 1000)]
    both: Both = (np.stack(sides, axis=1) * 8192).astype(np.int16)
    return both


def pages(encoder: OpusPages, both: Both) -> list[bytes]:
    whole = len(both) // PAGE_SAMPLES * PAGE_SAMPLES
    made = [encoder.write(both[at : at + PAGE_SAMPLES]) for at in range(0, whole, PAGE_SAMPLES)]
    return [*made, encoder.end(both[whole:])]


def decoded(ogg: bytes) -> Both:
    samples, rate = soundfile.read(io.BytesIO(ogg), dtype="int16", always_2d=True)
    assert rate == 16_000
    both: Both = samples
    return both


@every_encoder
def test_what_is_said_is_heard(encoder: Callable[[], OpusPages]) -> None:
    said = voices(16_000)
    heard = decoded(b"".join(pages(encoder(), said)))
    assert len(heard) == len(said)
    assert np.abs(heard[800:-800].astype(int) - said[800:-800]).max() < 1500


@every_encoder
def test_both_sides_are_in_step_to_the_sample(encoder: Callable[[], OpusPages]) -> None:
    noise = np.random.default_rng(7).normal(0, 3000, 16_000)
    smooth = np.convolve(noise, np.ones(8) / 8, "same").astype(np.int16)
    heard = decoded(b"".join(pages(encoder(), np.stack([smooth, smooth], axis=1)))).astype(float)
    agent, debtor = heard[2000:-2000, 0], heard[2000:-2000, 1]
    likeness = np.correlate(agent, debtor[50:-50], "valid")
    assert int(np.argmax(likeness)) - 50 == 0


@given(samples=st.integers(1, 4000))
@settings(max_examples=25, deadline=None)
def test_a_recording_is_as_long_as_the_call(samples: int) -> None:
    for encoder in ENCODERS:
        assert len(decoded(b"".join(pages(encoder(), voices(samples))))) == samples


@every_encoder
def test_every_page_opens_what_is_before_it(encoder: Callable[[], OpusPages]) -> None:
    made = pages(encoder(), voices(PAGE_SAMPLES * 8))
    for written in range(3, len(made)):
        heard = len(decoded(b"".join(made[:written])))
        assert PAGE_SAMPLES * (written - 2) <= heard <= PAGE_SAMPLES * written


@every_encoder
def test_each_page_of_sound_comes_by_itself(encoder: Callable[[], OpusPages]) -> None:
    made = pages(encoder(), voices(PAGE_SAMPLES * 10))
    assert all(page.startswith(b"OggS") for page in made[2:])
