"""Makes resources/voices/*.ogg from words.yaml with espeak-ng (apt install espeak-ng): speech at
22,050 Hz is brought to 16 kHz mono, levelled to one loudness, and written as Ogg/Opus. Run it from
the repository's root; it writes every clip anew, or those that are named."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from desk_client.text import Language
from desk_client.trunk.voices import Words, word_book

RATE = 16_000
LOUDNESS = 0.08  # RMS of the spoken part, full scale = 1
BEEP_HZ, BEEP_S = 1_000, 0.4
# The voice "cmn" of espeak-ng 1.51 spells its pinyin out in English letters; this one speaks it.
HOUSE = ("lead_", "specialist_")
VOICES = {  # espeak-ng voice, pitch, words a minute
    ("debtor", "zh"): ("cmn-latn-pinyin", 45, 190),
    ("debtor", "en"): ("en-us", 40, 175),
    ("house", "zh"): ("cmn-latn-pinyin+f3", 50, 190),
    ("house", "en"): ("en-gb+f3", 50, 175),
    ("agent", "zh"): ("cmn-latn-pinyin+f2", 60, 200),
    ("agent", "en"): ("en-gb+f2", 60, 185),
}

Samples = NDArray[np.float64]


def speak(words: str, speaker: str, language: Language) -> Samples:
    """The words as samples at RATE."""
    voice, pitch, pace = VOICES[speaker, language]
    made = subprocess.run(
        ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", str(pace), "--stdout", words],
        check=True,
        capture_output=True,
    )
    samples, rate = soundfile.read(io.BytesIO(made.stdout), dtype="float64")
    return levelled(trimmed(resampled(samples, rate)))


def resampled(samples: Samples, rate: int) -> Samples:
    """Brought to RATE by cutting the spectrum."""
    count = round(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return np.fft.irfft(spectrum, count) * (count / len(samples))


def trimmed(samples: Samples) -> Samples:
    """Without the silence before and after."""
    heard = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[heard[0] : heard[-1] + 1]


def levelled(samples: Samples) -> Samples:
    loud = samples[np.abs(samples) > 0.01]
    level = LOUDNESS / float(np.sqrt(np.mean(loud**2)))
    return (samples * level).clip(-0.9, 0.9)


def beep() -> Samples:
    """Half a second of silence and a tone."""
    tone = 0.15 * np.sin(2 * np.pi * BEEP_HZ * np.arange(int(BEEP_S * RATE)) / RATE)
    return np.concatenate([np.zeros(RATE // 2), tone])


def make(name: str, words: Words, language: Language, folder: Path) -> Path:
    """Writes one clip and gives its path."""
    speaker = "house" if name.startswith(HOUSE) else "agent" if name == "agent" else "debtor"
    samples = speak(words.as_text().in_language(language), speaker, language)
    if words.beep:
        samples = np.concatenate([samples, beep()])
    path = folder / f"{name}_{language}.ogg"
    soundfile.write(path, samples, RATE, format="OGG", subtype="OPUS")
    return path


def main() -> None:
    folder = Path("resources/voices")
    languages: tuple[Language, ...] = ("zh", "en")
    made = [
        make(name, words, language, folder)
        for name, words in word_book().items()
        if name in sys.argv[1:] or not sys.argv[1:]
        for language in languages
    ]
    total = sum(path.stat().st_size for path in made)
    sys.stdout.write(f"{len(made)} clips, {total} bytes\n")


if __name__ == "__main__":
    main()
