"""A table of the printed report: its columns and rows in one language. A cell is a word, or a word
with a shape before it and a note behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from desk_client.evidence.figures import ComplianceReport, RuleNamed
from desk_client.evidence.report_words import (
    CONFIDENCE,
    INTRO,
    SECTION,
    TITLES,
    UNCONFIRMED,
    WORDS,
)
from desk_client.text import Language, Text

MOST_ROWS = 400  # of one list; the rest is in the JSON and the CSV

Cell = str | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """`width`: parts of what is left over, 0 = as wide as its words; `side`: l, r or c."""

    title: str
    side: str = "l"
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table. `more` says what was left out."""

    title: str
    intro: str = ""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class Lettering:
    """Makes tables of one report in one language."""

    def __init__(self, report: ComplianceReport, language: Language) -> None:
        self.report = report
        self.language: Language = language

    def word(self, name: str) -> str:
        found = TITLES.get(name) or WORDS.get(name) or Text(name, name)
        return found.in_language(self.language)

    def section(
        self, name: str, columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]]
    ) -> Section:
        listed = tuple(rows)
        left_out = len(listed) - MOST_ROWS
        more = Text(
            f"另有 {left_out} 行，见 JSON 或 CSV 报告。",
            f"{left_out} more rows are in the report's JSON and CSV.",
        )
        return Section(
            title=SECTION[name].in_language(self.language),
            intro=INTRO.get(name, Text("", "")).in_language(self.language),
            columns=tuple(columns),
            rows=listed[:MOST_ROWS],
            more=more.in_language(self.language) if left_out > 0 else "",
        )

    def ruled(self, rule: RuleNamed, words: Text) -> Cell:
        return self.marked(words.in_language(self.language), rule.confidence)

    def marked(self, words: str, confidence: str) -> Cell:
        """With the shape of its confidence, and a word where it is not confirmed."""
        note = UNCONFIRMED.get(confidence, Text("", "")).in_language(self.language)
        return {"words": words, "mark": confidence, "note": note}

    def sureness(self, confidence: str) -> Cell:
        return {"words": CONFIDENCE[confidence].in_language(self.language), "mark": confidence}

    def moment(self, at: datetime) -> str:
        return f"{at.astimezone(self.report.house_zone):%Y-%m-%d %H:%M}"


def alarmed(count: int, *, broken: bool | None = None) -> Cell:
    """A count that ought to be 0, in sight where it is not."""
    wrong = bool(count) if broken is None else broken
    return alarmed_words(str(count), broken=wrong)


def alarmed_words(words: str, *, broken: bool) -> Cell:
    return {"words": words, "alarm": True, "strong": True, "mark": "broken"} if broken else words
