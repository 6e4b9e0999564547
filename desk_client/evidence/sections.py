"""The tables of the printed report: what each is called, its columns and its rows, in one language.
A cell is a word, or a word with a shape before it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from desk_client.evidence.figures import CapHeld, ComplianceReport, Day, DayFigures, RuleNamed
from desk_client.evidence.report_words import (
    CONFIDENCE,
    INTRO,
    SECTION,
    STATE,
    TITLES,
    UNCONFIRMED,
    WORDS,
    window_words,
)
from desk_client.text import Language, Text

MOST_ROWS = 400  # of one list; the rest is in the JSON and the CSV
_CAPS_ABREAST = 6
_SHORT_HASH = 16

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


class Sections:
    """Makes them, in one language."""

    def __init__(self, report: ComplianceReport, language: Language) -> None:
        self._report = report
        self._language: Language = language

    def word(self, name: str) -> str:
        found = TITLES.get(name) or WORDS.get(name) or Text(name, name)
        return found.in_language(self._language)

    def caps(self, figures: DayFigures | Day) -> Section:
        """Every cap: most reached beside its limit."""
        return self._section(
            "caps",
            (
                Column(self.word("rule"), width=1),
                Column(self.word("clause")),
                Column(self.word("reached"), "r"),
                Column(self.word("limit"), "r"),
                Column(self.word("window")),
                Column(self.word("at_limit"), "r"),
                Column(self.word("over"), "r"),
                Column(self.word("lifted"), "r"),
            ),
            (
                (
                    self._ruled(cap, cap.label),
                    cap.ref,
                    _alarmed(cap.reached, broken=cap.over > cap.lifted),
                    str(cap.limit),
                    window_words(cap.window).in_language(self._language),
                    str(cap.at_limit),
                    _alarmed(cap.over, broken=cap.over > cap.lifted),
                    str(cap.lifted),
                )
                for cap in figures.caps
            ),
        )

    def hours(self) -> Section:
        """Earliest and latest contact beside the permitted windows."""
        return self._section(
            "hours",
            (
                Column(self.word("rule"), width=1),
                Column(self.word("clause")),
                Column(self.word("permitted")),
                Column(self.word("first"), "r"),
                Column(self.word("last"), "r"),
                Column(self.word("contacts"), "r"),
                Column(self.word("outside"), "r"),
                Column(self.word("lifted"), "r"),
            ),
            (
                (
                    self._ruled(each, each.text),
                    each.ref,
                    "\n".join(each.permitted),
                    str(each.first or ""),
                    str(each.last or ""),
                    str(each.contacts),
                    _alarmed(each.outside, broken=each.outside > each.lifted),
                    str(each.lifted),
                )
                for each in self._report.sums.hours
            ),
        )

    def all(self) -> Iterator[Section]:
        """Those behind page one, in their order."""
        yield self._by_day()
        yield from self._caps_by_day()
        yield self._hours_by_day()
        yield self._outside()
        yield self._refusals()
        yield self._disclosures()
        yield self._complaints()
        yield self._overrides()
        yield self._lacking()
        yield self._packs()

    def _by_day(self) -> Section:
        names = ("attempts", "conversations", "sms", "email", "letter", "refused")
        rest = ("outside", "over", "unsaid", "failed_gates", "unrecorded", "lodged", "unjudged")
        columns = [Column(self.word("day"))]
        columns += [Column(self.word(name), "r", 1) for name in (*names, *rest)]
        return self._section("days", columns, (self._day_row(day) for day in self._report.days))

    def _day_row(self, day: Day) -> tuple[Cell, ...]:
        sent = {each.channel: each.sent for each in day.messages}
        over = sum(cap.over - cap.lifted for cap in day.caps)
        outside = sum(not each.lifted for each in day.outside_hours)
        recordings = day.recordings.missing + day.recordings.not_sealed
        unjudged = day.contacts_without_verdict + day.messages_without_verdict
        return (
            day.day.isoformat(),
            str(day.calls.attempts),
            str(day.calls.conversations),
            *(str(sent.get(channel, 0)) for channel in ("sms", "email", "letter")),
            str(day.verdicts.refused),
            _alarmed(outside),
            _alarmed(over),
            _alarmed(sum(line.missing for line in day.disclosures)),
            str(day.identity.failed),
            _alarmed(recordings),
            str(day.complaints.lodged),
            _alarmed(unjudged),
        )

    def _caps_by_day(self) -> Iterator[Section]:
        """Most reached of each cap, a row a day."""
        caps = self._report.sums.caps
        for start in range(0, len(caps), _CAPS_ABREAST):
            some = caps[start : start + _CAPS_ABREAST]
            columns = [Column(self.word("day"))]
            columns += [Column(cap.label.in_language(self._language), "r", 1) for cap in some]
            yield self._section(
                "caps_by_day",
                columns,
                (
                    (day.day.isoformat(), *(_reached(day, cap) for cap in some))
                    for day in self._report.days
                ),
            )

    def _hours_by_day(self) -> Section:
        return self._section(
            "hours_by_day",
            (
                Column(self.word("day")),
                Column(self.word("rule"), width=1),
                Column(self.word("permitted")),
                Column(self.word("first"), "r"),
                Column(self.word("last"), "r"),
                Column(self.word("contacts"), "r"),
                Column(self.word("outside"), "r"),
            ),
            (
                (
                    day.day.isoformat(),
                    self._ruled(each, Text(each.rule, each.rule)),
                    "\n".join(each.permitted),
                    str(each.first or ""),
                    str(each.last or ""),
                    str(each.contacts),
                    _alarmed(each.outside, broken=each.outside > each.lifted),
                )
                for day in self._report.days
                for each in day.hours
            ),
        )

    def _outside(self) -> Section:
        return self._section(
            "outside_hours",
            (
                Column(self.word("at")),
                Column(self.word("case")),
                Column(self.word("contact")),
                Column(self.word("local"), "r"),
                Column(self.word("zone")),
                Column(self.word("permitted")),
                Column(self.word("rule"), width=1),
                Column(self.word("lifted")),
            ),
            (
                (
                    self._moment(each.at),
                    each.case_no,
                    self.word(each.contact),
                    _alarmed_words(each.local.isoformat(), broken=not each.lifted),
                    each.zone,
                    each.permitted,
                    each.rule,
                    self.word("yes" if each.lifted else "no"),
                )
                for each in self._report.sums.outside_hours
            ),
        )

    def _refusals(self) -> Section:
        return self._section(
            "refusals",
            (
                Column(self.word("count"), "r"),
                Column(self.word("rule"), width=1),
                Column(self.word("clause")),
                Column(self.word("pack")),
                Column(self.word("confidence")),
            ),
            (
                (
                    str(each.count),
                    each.text.in_language(self._language),
                    each.ref,
                    f"{each.pack} · {each.rule}",
                    self._sureness(each.confidence),
                )
                for each in self._report.sums.refusals
            ),
        )

    def _disclosures(self) -> Section:
        return self._section(
            "disclosures",
            (
                Column(self.word("callscript")),
                Column(self.word("line"), width=1),
                Column(self.word("said"), "r"),
                Column(self.word("missing"), "r"),
            ),
            (
                (each.callscript, each.line, str(each.said), _alarmed(each.missing))
                for each in self._report.sums.disclosures
            ),
        )

    def _complaints(self) -> Section:
        return self._section(
            "complaints",
            (
                Column(self.word("lodged")),
                Column(self.word("case")),
                Column(self.word("taken_by")),
                Column(self.word("due"), width=1),
                Column(self.word("answered")),
                Column(self.word("state")),
                Column(self.word("clause")),
            ),
            (
                (
                    self._moment(each.lodged_at),
                    each.case_no,
                    each.taken_by,
                    " / ".join(deadline.due_on.isoformat() for deadline in each.deadlines),
                    "" if each.answered_on is None else each.answered_on.isoformat(),
                    _alarmed_words(
                        STATE[each.state].in_language(self._language),
                        broken=each.state in ("overdue", "answered_late"),
                    ),
                    self._marked(each.ref, each.confidence),
                )
                for each in self._report.complaints
            ),
        )

    def _overrides(self) -> Section:
        return self._section(
            "overrides",
            (
                Column(self.word("at")),
                Column(self.word("case")),
                Column(self.word("contact")),
                Column(self.word("by")),
                Column(self.word("second")),
                Column(self.word("reason"), width=1),
                Column(self.word("rule")),
            ),
            (
                (
                    self._moment(each.at),
                    each.case_no,
                    self.word(each.contact),
                    f"{each.by} ({each.role})",
                    each.second,
                    each.reason,
                    "\n".join(each.rules),
                )
                for each in self._report.sums.overrides
            ),
        )

    def _lacking(self) -> Section:
        return self._section(
            "lacking",
            (
                Column(self.word("at")),
                Column(self.word("case")),
                Column(self.word("contact")),
                Column(self.word("what")),
                Column("id", width=1),
            ),
            (
                (
                    self._moment(each.at),
                    each.case_no,
                    self.word(each.contact),
                    _alarmed_words(self.word(f"no_{each.what}"), broken=True),
                    each.id,
                )
                for each in self._report.sums.lacking
            ),
        )

    def _packs(self) -> Section:
        return self._section(
            "packs",
            (
                Column(self.word("pack")),
                Column(self.word("version")),
                Column("SHA-256", width=1),
                Column(self.word("verdicts"), "r"),
                Column(self.word("kept")),
            ),
            (
                (
                    each.pack,
                    each.version,
                    _in_two(each.sha256),
                    str(each.verdicts),
                    self.word("yes" if each.kept_here else "no"),
                )
                for each in self._report.sums.packs
            ),
        )

    def _section(
        self, name: str, columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]]
    ) -> Section:
        listed = tuple(rows)
        left_out = len(listed) - MOST_ROWS
        more = Text(
            f"另有 {left_out} 行，见 JSON 或 CSV 报告。",
            f"{left_out} more rows are in the report's JSON and CSV.",
        )
        return Section(
            title=SECTION[name].in_language(self._language),
            intro=INTRO.get(name, Text("", "")).in_language(self._language),
            columns=tuple(columns),
            rows=listed[:MOST_ROWS],
            more=more.in_language(self._language) if left_out > 0 else "",
        )

    def _ruled(self, rule: RuleNamed, words: Text) -> Cell:
        return self._marked(words.in_language(self._language), rule.confidence)

    def _marked(self, words: str, confidence: str) -> Cell:
        """With the shape of its confidence, and a word where it is not confirmed."""
        note = UNCONFIRMED.get(confidence, Text("", "")).in_language(self._language)
        return {"words": words, "mark": confidence, "note": note}

    def _sureness(self, confidence: str) -> Cell:
        return {"words": CONFIDENCE[confidence].in_language(self._language), "mark": confidence}

    def _moment(self, at: datetime) -> str:
        return f"{at.astimezone(self._report.house_zone):%Y-%m-%d %H:%M}"


def _alarmed(count: int, *, broken: bool | None = None) -> Cell:
    """A count that ought to be 0, in sight where it is not."""
    wrong = bool(count) if broken is None else broken
    return _alarmed_words(str(count), broken=wrong)


def _alarmed_words(words: str, *, broken: bool) -> Cell:
    return {"words": words, "alarm": True, "strong": True, "mark": "broken"} if broken else words


def _reached(day: Day, wanted: CapHeld) -> Cell:
    place = (wanted.pack, wanted.rule, wanted.limit)
    for cap in day.caps:
        if (cap.pack, cap.rule, cap.limit) == place:
            return _alarmed_words(f"{cap.reached} / {cap.limit}", broken=cap.over > cap.lifted)
    return ""


def _in_two(sha256: str) -> str:
    """The whole hash, with room to break."""
    return " ".join(
        sha256[start : start + _SHORT_HASH] for start in range(0, len(sha256), _SHORT_HASH)
    )
