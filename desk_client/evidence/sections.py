"""The tables of the printed report that are counted: by rule, and by day."""

from collections.abc import Iterator

from desk_client.evidence.figures import CapHeld, Day, DayFigures
from desk_client.evidence.printed_table import (
    Cell,
    Column,
    Lettering,
    Section,
    alarmed,
    alarmed_words,
)
from desk_client.evidence.report_words import window_words
from desk_client.evidence.spoken_line import spoken_line
from desk_client.text import Text

_CAPS_ABREAST = 6


class Sections(Lettering):
    """Makes them."""

    def caps(self, figures: DayFigures | Day) -> Section:
        """Every cap: most reached beside its limit."""
        return self.section(
            "caps",
            (
                Column(self.word("rule"), width=4),
                Column(self.word("clause"), width=3),
                Column(self.word("reached"), "r"),
                Column(self.word("limit"), "r"),
                Column(self.word("window")),
                Column(self.word("at_limit"), "r"),
                Column(self.word("over"), "r"),
                Column(self.word("lifted"), "r"),
            ),
            (
                (
                    self.ruled(cap, cap.label),
                    cap.ref,
                    alarmed(cap.reached, broken=cap.over > cap.lifted),
                    str(cap.limit),
                    window_words(cap.window).in_language(self.language),
                    str(cap.at_limit),
                    alarmed(cap.over, broken=cap.over > cap.lifted),
                    str(cap.lifted),
                )
                for cap in figures.caps
            ),
        )

    def hours(self) -> Section:
        """Earliest and latest contact beside the permitted windows."""
        return self.section(
            "hours",
            (
                Column(self.word("rule"), width=4),
                Column(self.word("clause"), width=3),
                Column(self.word("permitted")),
                Column(self.word("first"), "r"),
                Column(self.word("last"), "r"),
                Column(self.word("contacts"), "r"),
                Column(self.word("outside"), "r"),
                Column(self.word("lifted"), "r"),
            ),
            (
                (
                    self.ruled(each, each.text),
                    each.ref,
                    "\n".join(each.permitted),
                    str(each.first or ""),
                    str(each.last or ""),
                    str(each.contacts),
                    alarmed(each.outside, broken=each.outside > each.lifted),
                    str(each.lifted),
                )
                for each in self.report.sums.hours
            ),
        )

    def by_day(self) -> Section:
        names = ("attempts", "conversations", "sms", "email", "letter", "refused")
        rest = ("outside", "over", "unsaid", "failed_gates", "unrecorded", "lodged", "unjudged")
        columns = [Column(self.word("day"))]
        columns += [Column(self.word(name), "r", 1) for name in (*names, *rest)]
        return self.section("days", columns, (self._day_row(day) for day in self.report.days))

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
            alarmed(outside),
            alarmed(over),
            alarmed(sum(line.missing for line in day.disclosures)),
            str(day.identity.failed),
            alarmed(recordings),
            str(day.complaints.lodged),
            alarmed(unjudged),
        )

    def caps_by_day(self) -> Iterator[Section]:
        """Most reached of each cap, a row a day."""
        caps = self.report.sums.caps
        for start in range(0, len(caps), _CAPS_ABREAST):
            some = caps[start : start + _CAPS_ABREAST]
            columns = [Column(self.word("day"))]
            columns += [Column(cap.label.in_language(self.language), "r", 1) for cap in some]
            yield self.section(
                "caps_by_day",
                columns,
                (
                    (day.day.isoformat(), *(_reached(day, cap) for cap in some))
                    for day in self.report.days
                ),
            )

    def hours_by_day(self) -> Section:
        return self.section(
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
                    self.ruled(each, Text(each.rule, each.rule)),
                    "\n".join(each.permitted),
                    str(each.first or ""),
                    str(each.last or ""),
                    str(each.contacts),
                    alarmed(each.outside, broken=each.outside > each.lifted),
                )
                for day in self.report.days
                for each in day.hours
            ),
        )

    def refusals(self) -> Section:
        return self.section(
            "refusals",
            (
                Column(self.word("count"), "r"),
                Column(self.word("rule"), width=4),
                Column(self.word("clause"), width=3),
                Column(self.word("pack")),
                Column(self.word("confidence")),
            ),
            (
                (
                    str(each.count),
                    each.text.in_language(self.language),
                    each.ref,
                    f"{each.pack} · {each.rule}",
                    self.sureness(each.confidence),
                )
                for each in self.report.sums.refusals
            ),
        )

    def disclosures(self) -> Section:
        return self.section(
            "disclosures",
            (
                Column(self.word("callscript")),
                Column(self.word("line"), width=1),
                Column(self.word("said"), "r"),
                Column(self.word("missing"), "r"),
            ),
            (
                (
                    each.callscript,
                    spoken_line(each.callscript, each.line, self.language),
                    str(each.said),
                    alarmed(each.missing),
                )
                for each in self.report.sums.disclosures
            ),
        )


def _reached(day: Day, wanted: CapHeld) -> Cell:
    place = (wanted.pack, wanted.rule, wanted.limit)
    for cap in day.caps:
        if (cap.pack, cap.rule, cap.limit) == place:
            return alarmed_words(f"{cap.reached} / {cap.limit}", broken=cap.over > cap.lifted)
    return ""
