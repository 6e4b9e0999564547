"""The short synthetic-speech clips that debtors (and the demo's agent) speak, mono 16 kHz Ogg in
both languages. What each says stands in resources/voices/words.yaml;
packaging/voices/make_voices.py makes the sound from it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import soundfile
from pydantic import BaseModel, ConfigDict, RootModel

from desk_client.text import Language, Text
from desk_client.yaml_file import load_yaml


class Words(BaseModel):
    """What one clip says; with `beep` a voicemail's tone follows."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    zh: str
    en: str
    beep: bool = False

    def as_text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


class _WordBook(RootModel[dict[str, Words]]):
    model_config = ConfigDict(strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip on disk, what it says and how long it lasts."""

    name: str
    words: str
    path: Path
    seconds: float


@cache
def word_book() -> dict[str, Words]:
    """All clips by name."""
    return load_yaml(files("resources") / "voices" / "words.yaml", _WordBook).root


@cache
def clip(name: str, language: Language) -> Clip:
    """The clip `name` in one language; KeyError for a name that is none."""
    words = word_book()[name].as_text().in_language(language)
    with as_file(files("resources") / "voices" / f"{name}_{language}.ogg") as path:
        return Clip(name, words, path, soundfile.info(str(path)).duration)
