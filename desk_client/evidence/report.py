"""The report: every contact of the period, judged by what really happened, and every fact of it,
counted day by day. Read at central on one snapshot, so that its figures agree with each other."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

import psycopg

from desk_client import __version__
from desk_client.compliance.local_time import TZDATA
from desk_client.compliance.pack_set import PackSet
from desk_client.evidence.complaints import complaints_of, is_complaint, lodged
from desk_client.evidence.conduct import Conduct, seals_of
from desk_client.evidence.contacts_made import DebtorRecord, Packs, duty_packs, packs_of
from desk_client.evidence.figures import (
    Complaint,
    ComplaintCounts,
    ComplianceReport,
    Day,
)
from desk_client.evidence.held import Held, unheard_caps
from desk_client.evidence.period import Period
from desk_client.evidence.sums import summed
from desk_client.ids import DebtorId
from desk_client.services.central_files import campaigns, debtor_files

PAGE = 100  # debtors read at once
# who something happened with in the period, and who complained before it
_DEBTORS = """
select distinct f.debtor_id::text
  from app.fact f join app.debtor d using (debtor_id)
 where (%(team)s::integer is null or d.team = %(team)s)
   and f.occurred_at < %(end)s
   and (f.occurred_at >= %(start)s
        or (f.kind in ('outcome_logged', 'flag_laid')
            and f.body::text like '%%complaint%%'))
 order by 1"""
_SEALS = """
select body->>'call_id', body->>'sha256' from app.fact
 where kind = 'recording_sealed' and occurred_at >= %(start)s"""


class _DayBook:
    """One day, half counted."""

    def __init__(self, house: PackSet, seals: Mapping[str, frozenset[str]]) -> None:
        self.held = Held()
        self.conduct = Conduct(house.packs, seals)
        self.lodged = self.answered = self.overdue = 0
        self.not_judged = 0


class _Book:
    """The whole period, half counted."""

    def __init__(
        self, period: Period, house: PackSet, seals: Mapping[str, frozenset[str]], now: datetime
    ) -> None:
        self._period = period
        self._house = house
        self._packs: Packs = packs_of(house)
        self._as_of = min(now, period.end)
        self.days = {day: _DayBook(house, seals) for day in period.days}
        self.complaints: list[Complaint] = []
        self.debtors = self.unreadable = 0

    def take(self, record: DebtorRecord) -> None:
        """Everything of one debtor."""
        self.debtors += 1
        self.unreadable += record.file.unreadable
        for contact in record.contacts:
            if not self._period.holds(contact.at):
                continue
            book = self.days[self._period.day_of(contact.at)]
            book.conduct.take_contact(record, contact)
            if contact.incoming:
                continue
            asked = record.asked(contact, self._packs)
            if asked is None:
                book.not_judged += 1
            else:
                book.held.take(record, contact, asked)
        self._take_facts(record)
        self._take_complaints(record)

    def _take_facts(self, record: DebtorRecord) -> None:
        standing = {fact.fact_id for fact in lodged(record.facts)}
        for fact in record.facts:
            if not self._period.holds(fact.occurred_at):
                continue
            book = self.days[self._period.day_of(fact.occurred_at)]
            book.conduct.take_fact(record, fact)
            book.lodged += is_complaint(fact) and fact.fact_id in standing
            book.answered += fact.kind == "complaint_answered"

    def _take_complaints(self, record: DebtorRecord) -> None:
        found = list(
            complaints_of(
                record, duty_packs(self._house, record), zone=self._period.zone, as_of=self._as_of
            )
        )
        start = self._period.first
        self.complaints.extend(
            each for each in found if each.answered_on is None or each.answered_on >= start
        )
        for day, book in self.days.items():
            book.overdue += len({each.lodged_at for each in found if _overdue_on(each, day)})

    def finished(self) -> Iterator[Day]:
        """Day by day."""
        house = self._house
        named = tuple(pack for pack in house.packs if pack.id in house.named)
        for day, book in self.days.items():
            held, conduct = book.held, book.conduct
            caps = held.caps()
            yield Day(
                day=day,
                calls=conduct.calls(),
                messages=conduct.messages(),
                verdicts=conduct.verdicts(),
                refusals=conduct.refusals(),
                hours=held.hours(),
                outside_hours=held.outside(),
                caps=(*caps, *unheard_caps(named, caps)),
                disclosures=conduct.disclosures(),
                identity=conduct.identity(),
                overrides=conduct.overrides(),
                recordings=conduct.recordings(),
                complaints=ComplaintCounts(
                    lodged=book.lodged, answered=book.answered, overdue=book.overdue
                ),
                messages_without_verdict=conduct.messages_without_verdict,
                contacts_without_verdict=conduct.calls_without_verdict,
                lacking=conduct.lacking(),
                packs=conduct.packs(),
                not_judged=book.not_judged,
            )


def report(
    connection: psycopg.Connection,
    period: Period,
    *,
    team: int | None = None,
    now: datetime,
    house: PackSet | None = None,
) -> ComplianceReport:
    """`connection` is an administrator's; `team`: debtors of one team only. `house`: the packs that
    are in force where no verdict names others."""
    connection.execute("set transaction isolation level repeatable read read only")
    chosen = house or PackSet.shipped()
    span = {"start": period.start, "end": period.end, "team": team}
    seals = seals_of(connection.execute(_SEALS, span).fetchall())
    book = _Book(period, chosen, seals, now)
    for record in _records(connection, span):
        book.take(record)
    days = tuple(book.finished())
    organisations = {each.organisation for each in campaigns(connection).values()}
    return ComplianceReport(
        program=__version__,
        tzdata=TZDATA,
        made_at=now,
        since=period.first,
        until=period.last,
        zone=period.zone.key,
        team=team,
        organisation=" · ".join(sorted(organisations)),
        debtors=book.debtors,
        unreadable=book.unreadable,
        sums=summed(days),
        days=days,
        complaints=tuple(sorted(book.complaints, key=lambda one: (one.lodged_at, one.rule))),
    )


def _records(connection: psycopg.Connection, span: Mapping[str, object]) -> Iterator[DebtorRecord]:
    """The debtors concerned, a page at a time."""
    debtors = [DebtorId(row[0]) for row in connection.execute(_DEBTORS, span).fetchall()]
    for page in _pages(debtors):
        for file in debtor_files(connection, page).values():
            yield DebtorRecord(file)


def _pages(debtors: list[DebtorId]) -> Iterable[list[DebtorId]]:
    return (debtors[start : start + PAGE] for start in range(0, len(debtors), PAGE))


def _overdue_on(complaint: Complaint, day: date) -> bool:
    """Whether its usual deadline had passed by the end of the day, without an answer."""
    if not complaint.deadlines:
        return False
    answered = complaint.answered_on
    return day > complaint.deadlines[0].due_on and (answered is None or answered > day)
