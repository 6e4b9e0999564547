"""The report as a table for a spreadsheet: one figure a row, with its limit, its clause and how
sure we are of it. UTF-8 with a byte order mark, as Excel wants it; a cell that a spreadsheet would
take for a formula is led by an apostrophe."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass

from desk_client.evidence.figures import ComplianceReport, DayFigures, RuleNamed
from desk_client.evidence.report_words import (
    CONFIDENCE,
    HEAD,
    SECTION,
    STATE,
    WORDS,
    window_words,
)
from desk_client.text import Language, Text

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class _Row:
    day: str
    section: str
    what: str
    figure: str
    value: str
    limit: str = ""
    clause: str = ""
    pack: str = ""
    confidence: str = ""


def as_csv(report: ComplianceReport, language: Language) -> bytes:
    """The whole file: the days one after the other, then what is not of one day."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(word.in_language(language) for word in HEAD)
    for row in _rows(report, language):
        writer.writerow(safe(cell) for cell in astuple(row))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def safe(cell: str) -> str:
    """The cell, so that no spreadsheet computes it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _rows(report: ComplianceReport, language: Language) -> Iterator[_Row]:
    for day in report.days:
        yield from _Table(day.day.isoformat(), day, language).rows()
    together = f"{report.since.isoformat()}/{report.until.isoformat()}"
    yield from _Table(together, report.sums, language).rows()
    yield from _complaints(report, language)


class _Table:
    """The rows of one day, or of all of them."""

    def __init__(self, day: str, figures: DayFigures, language: Language) -> None:
        self._day = day
        self._of = figures
        self._language: Language = language

    def rows(self) -> Iterator[_Row]:
        yield from self._counts("calls", self._of.calls)
        for each in self._of.messages:
            yield from self._counts("messages", each, what=self._word(each.channel))
        yield from self._counts("verdicts", self._of.verdicts)
        for refusal in self._of.refusals:
            yield self._ruled("refusals", refusal, "count", str(refusal.count))
        yield from self._hours()
        yield from self._caps()
        for line in self._of.disclosures:
            named = f"{line.callscript} {line.line}"
            yield from self._counts("disclosures", line, what=named)
        yield from self._counts("identity", self._of.identity)
        yield from self._counts("recordings", self._of.recordings)
        yield from self._counts("complaints", self._of.complaints)
        for override in self._of.overrides:
            told = f"{override.by} / {override.second}: {override.reason}"
            yield self._row(
                "overrides", override.case_no, "overridden", told, clause=" ".join(override.rules)
            )
        for name in ("contacts_without_verdict", "messages_without_verdict", "not_judged"):
            yield self._row("verdicts", "", name, str(getattr(self._of, name)))
        for pack in self._of.packs:
            named = f"{pack.pack}@{pack.version}#{pack.sha256}"
            yield self._row("packs", named, "verdicts", str(pack.verdicts))

    def _hours(self) -> Iterator[_Row]:
        for rule in self._of.hours:
            permitted = " / ".join(rule.permitted)
            yield self._ruled("hours", rule, "first", str(rule.first or ""), permitted)
            yield self._ruled("hours", rule, "last", str(rule.last or ""), permitted)
            yield self._ruled("hours", rule, "outside", str(rule.outside), "0")
            yield self._ruled("hours", rule, "lifted", str(rule.lifted))
        for each in self._of.outside_hours:
            yield self._row(
                "hours",
                f"{each.case_no} {self._word(each.contact)}",
                "lifted" if each.lifted else "outside",
                f"{each.local} {each.zone}",
                limit=each.permitted,
                clause=each.rule,
            )

    def _caps(self) -> Iterator[_Row]:
        for cap in self._of.caps:
            window = window_words(cap.window).in_language(self._language)
            limit = f"{cap.limit} / {window}"
            yield self._ruled("caps", cap, "reached", str(cap.reached), limit)
            for name in ("keys", "at_limit", "over", "lifted"):
                yield self._ruled("caps", cap, name, str(getattr(cap, name)))

    def _counts(self, section: str, figures: object, *, what: str = "") -> Iterator[_Row]:
        """Every count of a part."""
        for name in type(figures).model_fields:  # type: ignore[attr-defined]
            value = getattr(figures, name)
            if type(value) is int:
                yield self._row(section, what, name, str(value))

    def _ruled(
        self, section: str, rule: RuleNamed, figure: str, value: str, limit: str = ""
    ) -> _Row:
        return self._row(
            section,
            f"{rule.rule} {rule.text.in_language(self._language)}",
            figure,
            value,
            limit=limit,
            clause=rule.ref,
            pack=rule.pack,
            confidence=CONFIDENCE[rule.confidence].in_language(self._language),
        )

    def _row(
        self,
        section: str,
        what: str,
        figure: str,
        value: str,
        *,
        limit: str = "",
        clause: str = "",
        pack: str = "",
        confidence: str = "",
    ) -> _Row:
        return _Row(
            day=self._day,
            section=SECTION[section].in_language(self._language),
            what=what,
            figure=self._word(figure),
            value=value,
            limit=limit,
            clause=clause,
            pack=pack,
            confidence=confidence,
        )

    def _word(self, name: str) -> str:
        return WORDS.get(name, Text(name, name)).in_language(self._language)


def _complaints(report: ComplianceReport, language: Language) -> Iterable[_Row]:
    for each in report.complaints:
        due = " / ".join(deadline.due_on.isoformat() for deadline in each.deadlines)
        yield _Row(
            day=each.lodged_at.astimezone(report.house_zone).date().isoformat(),
            section=SECTION["complaints"].in_language(language),
            what=each.case_no,
            figure=STATE[each.state].in_language(language),
            value="" if each.answered_on is None else each.answered_on.isoformat(),
            limit=due,
            clause=each.ref,
            confidence=CONFIDENCE[each.confidence].in_language(language),
        )
