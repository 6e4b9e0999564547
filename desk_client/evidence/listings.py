"""The lists of the printed report: single contacts, complaints and packs, each with what an
inspector needs to look it up."""

from desk_client.evidence.printed_table import Column, Lettering, Section, alarmed_words
from desk_client.evidence.report_words import STATE

_SHORT_HASH = 16


class Listings(Lettering):
    """Makes them."""

    def outside(self) -> Section:
        return self.section(
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
                    self.moment(each.at),
                    each.case_no,
                    self.word(each.contact),
                    alarmed_words(each.local.isoformat(), broken=not each.lifted),
                    each.zone,
                    each.permitted,
                    each.rule,
                    self.word("yes" if each.lifted else "no"),
                )
                for each in self.report.sums.outside_hours
            ),
        )

    def complaints(self) -> Section:
        return self.section(
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
                    self.moment(each.lodged_at),
                    each.case_no,
                    each.taken_by,
                    " / ".join(deadline.due_on.isoformat() for deadline in each.deadlines),
                    "" if each.answered_on is None else each.answered_on.isoformat(),
                    alarmed_words(
                        STATE[each.state].in_language(self.language),
                        broken=each.state in ("overdue", "answered_late"),
                    ),
                    self.marked(each.ref, each.confidence),
                )
                for each in self.report.complaints
            ),
        )

    def overrides(self) -> Section:
        return self.section(
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
                    self.moment(each.at),
                    each.case_no,
                    self.word(each.contact),
                    f"{each.by} ({each.role})",
                    each.second,
                    each.reason,
                    "\n".join(each.rules),
                )
                for each in self.report.sums.overrides
            ),
        )

    def lacking(self) -> Section:
        return self.section(
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
                    self.moment(each.at),
                    each.case_no,
                    self.word(each.contact),
                    alarmed_words(self.word(f"no_{each.what}"), broken=True),
                    each.id,
                )
                for each in self.report.sums.lacking
            ),
        )

    def packs(self) -> Section:
        return self.section(
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
                for each in self.report.sums.packs
            ),
        )


def _in_two(sha256: str) -> str:
    """The whole hash, with room to break."""
    return " ".join(
        sha256[start : start + _SHORT_HASH] for start in range(0, len(sha256), _SHORT_HASH)
    )
