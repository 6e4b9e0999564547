"""Imports a bank's file of cases into central. Good rows go in by COPY in one transaction; a bad
row stops nothing and goes into the reject file with its line, column, value and reason. Names are
derived from the bank's own keys, so the same file again changes nothing. Read = imported +
updated + unchanged + rejected, always."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path

import psycopg

from desk_client.case import Case
from desk_client.central.admin import administrator
from desk_client.central.campaigns import campaign_for
from desk_client.central.case_headers import IDENTIFIES, columns
from desk_client.central.case_row import BadColumn, PlacedRow, RowReader, placed_row
from desk_client.central.reference import (
    Written,
    enqueue,
    upsert_cases,
    upsert_contact_points,
    upsert_debtors,
    upsert_debts,
)
from desk_client.central.rejects import (
    Fields,
    Reject,
    refuse_left_over,
    rejected,
    torn_line,
    write_rejects,
)
from desk_client.central.table_file import TableFile, read_table
from desk_client.debtor import PartyRole
from desk_client.ids import CampaignId, CaseId, ContactPointId, DebtorId


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file."""

    file: str
    encoding: str
    read: int
    imported: int
    updated: int
    unchanged: int
    rejects: tuple[Reject, ...]
    debtors: int
    identified_by: str  # debtor_id, or name and first number
    ignored: tuple[str, ...]  # headers that mean nothing here
    campaign: CampaignId
    campaign_is_new: bool
    reject_file: Path | None = None

    @property
    def rejected(self) -> int:
        return self.read - self.imported - self.updated - self.unchanged

    def as_json(self) -> dict[str, object]:
        """contracts.md section 4."""
        return {
            "file": self.file,
            "read": self.read,
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": self.rejected,
            "rejects": [each.as_json() for each in self.rejects],
            "debtors": self.debtors,
            "identified_by": self.identified_by,
            "encoding": self.encoding,
            "ignored": list(self.ignored),
            "campaign": self.campaign,
            "reject_file": None if self.reject_file is None else str(self.reject_file),
        }


@dataclass(slots=True)
class _Reading:
    """The rows of one file, sorted into good and bad."""

    headers: tuple[str, ...]  # the file's own
    fields: Fields
    good: dict[CaseId, PlacedRow] = field(default_factory=dict)
    names: dict[DebtorId, tuple[str, int]] = field(default_factory=dict)
    owners: dict[ContactPointId, tuple[PartyRole, int]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, line: int, row: PlacedRow) -> None:
        """Raises BadColumn where the row contradicts an earlier one."""
        if row.case.case_id in self.good:
            raise BadColumn("case_no", row.case.case_no, "stands twice in this file")
        name, first_line = self.names.get(row.debtor.debtor_id, (row.debtor.name, line))
        if name != row.debtor.name:
            raise BadColumn(
                "name", row.debtor.name, f"line {first_line} gives this person another name"
            )
        for point in row.contact_points:
            role, first_line = self.owners.get(point.contact_point_id, (point.role, line))
            if role != point.role:
                told = "phone" if point.role is PartyRole.DEBTOR else "contact_phone"
                raise BadColumn(told, "", f"line {first_line} says that the number is {role}'s")
        self.names.setdefault(row.debtor.debtor_id, (row.debtor.name, line))
        for point in row.contact_points:
            self.owners.setdefault(point.contact_point_id, (point.role, line))
        self.good[row.case.case_id] = row

    def refuse(self, line: int, fault: BadColumn) -> None:
        self.rejects.append(rejected(line, fault, self.headers, self.fields))


def import_cases(
    dsn: str,
    file: Path,
    *,
    campaign_id: CampaignId | None,
    team: int,
    today: date,
    organisation: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Campaign and organisation as in central.campaigns; days past due are counted back from
    `today`. BadInput where the file as a whole cannot be used, DeskError where its rejects cannot
    be written down; then nothing is imported. `dry_run` writes nothing at all."""
    table = read_table(file)
    fields = columns(table.name, table.headers)
    with administrator(dsn) as connection:
        campaign, campaign_is_new = campaign_for(
            connection, campaign_id, team=team, organisation=organisation
        )
        reading = _read(table, fields, campaign, today)
        written = _write(connection, list(reading.good.values()), team, today)
        if dry_run:
            connection.rollback()
        reject_file = None if dry_run else write_rejects(file, reading.rejects)
    return ImportReport(
        file=str(file),
        encoding=table.encoding,
        read=len(table.rows) + len(table.torn),
        imported=written.imported,
        updated=written.updated,
        unchanged=written.unchanged,
        rejects=tuple(reading.rejects),
        debtors=len(reading.names),
        identified_by="debtor_id"
        if any(name in IDENTIFIES for _, name in fields)
        else "name and first number",
        ignored=tuple(
            header
            for column, header in enumerate(table.headers)
            if header and column not in dict(fields)
        ),
        campaign=campaign,
        campaign_is_new=campaign_is_new,
        reject_file=reject_file,
    )


def _read(table: TableFile, fields: Fields, campaign_id: CampaignId, today: date) -> _Reading:
    reading = _Reading(table.headers, fields)
    for line, text in table.torn:
        reading.refuse(line, torn_line(text))
    for line, cells in table.rows:
        try:
            refuse_left_over(cells[len(table.headers) :])
            reading.take(line, placed_row(RowReader(fields, cells), campaign_id, today))
        except BadColumn as fault:
            reading.refuse(line, fault)
    reading.rejects.sort(key=attrgetter("line"))
    return reading


def _write(
    connection: psycopg.Connection, rows: list[PlacedRow], team: int, today: date
) -> Written:
    """Everything of the good rows; counts are of cases, a case being updated where anything of it,
    of its debts or of its debtor changed."""
    before = _fingerprints(connection, [row.case.case_id for row in rows])
    debtors = {row.debtor.debtor_id: row.debtor for row in rows}
    points = {p.contact_point_id: p for row in rows for p in row.contact_points}
    cases: list[Case] = [row.case for row in rows]
    upsert_debtors(connection, debtors.values(), team=team)
    upsert_contact_points(connection, points.values(), team=team)
    upsert_cases(connection, cases, team=team)
    upsert_debts(connection, (debt for case in cases for debt in case.debts), team=team)
    enqueue(connection, _priorities(rows, today), team=team)
    after = _fingerprints(connection, [case.case_id for case in cases])
    imported = sum(case_id not in before for case_id in after)
    updated = sum(before.get(case_id, mark) != mark for case_id, mark in after.items())
    return Written(imported, updated, len(after) - imported - updated)


def _priorities(rows: list[PlacedRow], today: date) -> Iterator[tuple[DebtorId, int]]:
    """Longest past due first; the desk ranks again by what it knows."""
    seen: dict[DebtorId, int] = {}
    for row in rows:
        days = row.case.days_past_due(today)
        seen[row.debtor.debtor_id] = max(days, seen.get(row.debtor.debtor_id, 0))
    return ((debtor_id, max(0, 10_000 - days)) for debtor_id, days in seen.items())


def _fingerprints(
    connection: psycopg.Connection, cases: list[CaseId]
) -> dict[CaseId, tuple[str, ...]]:
    """For each case that central has, which row versions make it up."""
    found = connection.execute(
        """select c.case_id::text, c.xmin::text, c.ctid::text, d.xmin::text,
                  (select string_agg(b.xmin::text || b.ctid::text, ',' order by b.debt_id)
                     from app.debt b where b.case_id = c.case_id),
                  (select string_agg(p.xmin::text || p.ctid::text, ',' order by p.contact_point_id)
                     from app.contact_point p where p.debtor_id = c.debtor_id)
             from app.placed_case c join app.debtor d using (debtor_id)
            where c.case_id = any(%s::uuid[])""",
        (list(cases),),
    ).fetchall()
    return {CaseId(row[0]): tuple(str(part) for part in row[1:]) for row in found}
