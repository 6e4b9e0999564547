"""A list of phrases of one category in one language, as people write it in resources/phrases: why
they are refused, what to do, and the ordinary wordings that hold one of them by chance."""

from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from desk_client.data_folder import resource
from desk_client.decent_words.pattern import Sequence, pattern
from desk_client.errors import BadInput
from desk_client.text import Language, Text
from desk_client.yaml_file import load_yaml

Category = Literal[
    "insult",
    "threat",
    "false_authority",
    "exaggeration",
    "third_party_pressure",
    "public_shaming",
    "new_debt",
    "discrimination",
    "unauthorised_promise",
    "amount_before_verification",
    "privacy_request",
    "vulnerable_pressure",
    "private_channel",
    "stayed_demand",
]
Action = Literal["block", "warn"]
Denied = Literal["same", "warn", "free"]


def _sayable(phrase: str) -> str:
    pattern(phrase)
    return phrase


Phrase = Annotated[str, Field(min_length=2, max_length=3000), AfterValidator(_sayable)]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class _BothLanguages(_Written):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class PhraseFile(_Written):
    """The file itself. `denied`: what a phrase is when its sentence denies it ("we will not")."""

    language: Language
    category: Category
    action: Action
    denied: Denied = "same"
    reason: _BothLanguages
    phrases: list[Phrase] = Field(min_length=1)
    free: list[Phrase] = []


@dataclass(frozen=True, eq=False, slots=True, repr=False)
class PhraseList:
    """A list ready for use; compared by identity, for a text is checked against it at each key."""

    name: str  # zh-insult
    language: Language
    category: Category
    action: Action
    denied: Denied
    reason: Text
    phrases: tuple[Sequence, ...]
    free: tuple[Sequence, ...]

    def __repr__(self) -> str:
        return f"<PhraseList {self.name}>"


def load_phrase_list(file: Path | Traversable) -> PhraseList:
    """One list; BadInput with file:line where it is none. Its file is named after it."""
    content = load_yaml(file, PhraseFile)
    name = f"{content.language}-{content.category}"
    if file.name != f"{name}.yaml":
        raise BadInput(
            where=file.name,
            found=f"the list is of {content.language} and {content.category}",
            allowed=f"name the file {name}.yaml",
        )
    return PhraseList(
        name=name,
        language=content.language,
        category=content.category,
        action=content.action,
        denied=content.denied,
        reason=Text(content.reason.zh, content.reason.en),
        phrases=tuple(pattern(phrase) for phrase in content.phrases),
        free=tuple(pattern(phrase) for phrase in content.free),
    )


def load_phrase_lists(folder: Path | Traversable) -> tuple[PhraseList, ...]:
    """Every *.yaml of a folder, by name; BadInput where the folder cannot be read."""
    try:
        files = sorted(
            (file for file in folder.iterdir() if file.name.endswith(".yaml")),
            key=lambda file: file.name,
        )
    except OSError as fault:
        raise BadInput(
            where=str(folder), found="the folder cannot be read", allowed="name a folder of lists"
        ) from fault
    return tuple(load_phrase_list(file) for file in files)


@cache
def shipped_lists() -> tuple[PhraseList, ...]:
    """The lists that come with the program, by name."""
    return load_phrase_lists(resource("phrases"))
