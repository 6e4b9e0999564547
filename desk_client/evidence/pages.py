"""The report on paper: A4, one page for whoever has a minute and the tables behind it, set by
typst. The same figures give the same bytes. Clauses are quoted in the language of their law, so
even an English report needs a font with Chinese characters."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import typst

from desk_client.data_folder import resource
from desk_client.evidence.figures import ComplianceReport
from desk_client.evidence.listings import Listings
from desk_client.evidence.printed_table import Section
from desk_client.evidence.report_words import CONFIDENCE, METHOD, PAGE_ONE
from desk_client.evidence.sections import Sections
from desk_client.text import Language, Text
from desk_client.writing.fonts import LATIN, NoFont, chinese_fonts

_MARKS = ("read", "secondary", "unsure", "house")


def as_pdf(report: ComplianceReport, language: Language) -> bytes:
    """The PDF; NoFont where it cannot be set."""
    fonts = chinese_fonts()
    if not fonts:
        raise NoFont(
            "This machine has no Chinese font for the report; install fonts-noto-cjk and try again."
        )
    told = _Paper(report, language).told() | {"fonts": [*fonts, LATIN], "language": language}
    layout = resource("evidence", "report.typ").read_bytes()
    return typst.compile(
        layout, sys_inputs={"report": json.dumps(told, ensure_ascii=False)}, timestamp=0
    )


class _Paper:
    """What the layout is given."""

    def __init__(self, report: ComplianceReport, language: Language) -> None:
        self._report = report
        self._language: Language = language
        self._sections = Sections(report, language)

    def told(self) -> dict[str, Any]:
        report, musts = self._report, list(self._musts())
        broken = sum(not each["held"] for each in musts)
        finding = PAGE_ONE["all_held"] if not broken else _broken(broken)
        made = report.made_at.astimezone(report.house_zone)
        return {
            "title": self._page("title"),
            "organisation": report.organisation,
            "period": _span(report.since, report.until, self._language),
            "made": f"{self._page('made')} {made:%Y-%m-%d %H:%M}",
            "facts": [{"name": self._page(name), "words": words} for name, words in self._facts()],
            "finding": finding.in_language(self._language),
            "must": musts,
            "figures": [
                {"name": self._page(name), "words": f"{count:,}"} for name, count in self._figures()
            ],
            "first": [
                self._sections.hours().as_json(),
                self._sections.caps(report.sums).as_json(),
            ],
            "legend": [
                {"mark": mark, "words": CONFIDENCE[mark].in_language(self._language)}
                for mark in _MARKS
            ],
            "sections": [section.as_json() for section in self._tables()],
            "nothing": self._page("nothing"),
            "method": {
                "title": self._page("method"),
                "lines": [line.in_language(self._language) for line in METHOD],
            },
        }

    def _tables(self) -> Iterator[Section]:
        """Those behind page one, in their order."""
        counted, listed = self._sections, Listings(self._report, self._language)
        yield counted.by_day()
        yield from counted.caps_by_day()
        yield counted.hours_by_day()
        yield listed.outside()
        yield counted.refusals()
        yield counted.disclosures()
        yield listed.complaints()
        yield listed.overrides()
        yield listed.lacking()
        yield listed.packs()

    def _page(self, name: str) -> str:
        return PAGE_ONE[name].in_language(self._language)

    def _facts(self) -> Iterator[tuple[str, str]]:
        report = self._report
        team = self._page("all_teams") if report.team is None else str(report.team)
        yield "zone", report.zone
        yield "team", team
        yield "debtors", f"{report.debtors:,}"
        yield "program", f"Desk Client {report.program} · tzdata {report.tzdata}"

    def _figures(self) -> Iterator[tuple[str, int]]:
        sums = self._report.sums
        sent = {each.channel: each.sent for each in sums.messages}
        yield "attempts", sums.calls.attempts
        yield "conversations", sums.calls.conversations
        yield "incoming", sums.calls.incoming
        yield from ((channel, sent.get(channel, 0)) for channel in ("sms", "email", "letter"))
        yield "asked", sums.verdicts.asked
        yield "refused", sums.verdicts.refused
        yield "passed", sums.identity.passed
        yield "failed_gates", sums.identity.failed
        yield "overrides", len(sums.overrides)
        yield "lodged", sums.complaints.lodged

    def _musts(self) -> Iterator[dict[str, Any]]:
        """What an inspector looks for first: each ought to be nought."""
        report, sums = self._report, self._report.sums
        outside = sum(not each.lifted for each in sums.outside_hours)
        overdue = {
            (each.lodged_at, each.case_no)
            for each in report.complaints
            if each.state in ("overdue", "answered_late")
        }
        for name, count in (
            ("calls_unjudged", sums.contacts_without_verdict),
            ("messages_unjudged", sums.messages_without_verdict),
            ("outside", outside),
            ("over", sum(cap.over - cap.lifted for cap in sums.caps)),
            ("unsaid", sum(line.missing for line in sums.disclosures)),
            ("shown_before", sums.identity.shown_before),
            ("unrecorded", sums.recordings.missing),
            ("unsealed", sums.recordings.not_sealed),
            ("late", len(overdue)),
            ("unread", report.unreadable + sums.not_judged),
        ):
            words = self._page("none") if not count else f"{count:,}"
            yield {"name": self._page(f"must_{name}"), "held": not count, "words": words}


def _broken(count: int) -> Text:
    return Text(f"{count} 项需要核查", f"{count} point{'s' * (count > 1)} to look into")


def _span(first: date, last: date, language: Language) -> str:
    if language == "zh":
        days = [f"{day.year} 年 {day.month} 月 {day.day} 日" for day in (first, last)]
    else:
        days = [f"{day.day} {day:%B} {day.year}" for day in (first, last)]
    return days[0] if first == last else " – ".join(days)
