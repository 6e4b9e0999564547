"""The clips are there in both languages, small, and can be heard."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from desk_client.text import Language
from desk_client.trunk.voices import clip, word_book

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(word_book()))
def test_a_clip_speaks(name: str, language: Language) -> None:
    spoken = clip(name, language)
    sound, rate = soundfile.read(str(spoken.path))
    assert (rate, sound.ndim) == (16_000, 1)
    assert 0.3 < spoken.seconds < 10
    assert 0.02 < float(np.sqrt(np.mean(sound**2))) < 0.2
    assert float(np.abs(sound).max()) < 1.0


def test_all_clips_together_are_small() -> None:
    assert sum(path.stat().st_size for path in Path("resources/voices").glob("*.ogg")) < 400_000


def test_no_clip_is_without_words() -> None:
    on_disk = {path.stem for path in Path("resources/voices").glob("*.ogg")}
    assert on_disk == {f"{name}_{language}" for name in word_book() for language in LANGUAGES}


def test_the_voicemail_ends_with_a_beep() -> None:
    sound, rate = soundfile.read(str(clip("voicemail", "zh").path))
    tail = sound[-int(0.3 * rate) :]
    spectrum = np.abs(np.fft.rfft(tail))
    assert abs(float(np.argmax(spectrum)) * rate / len(tail) - 1_000) < 10


def test_there_is_no_clip_of_another_name() -> None:
    with pytest.raises(KeyError):
        clip("../words", "zh")
