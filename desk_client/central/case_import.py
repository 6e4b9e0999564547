"""Imports a bank's file of cases into central. Good rows go in by COPY in one transaction; a bad
row stops nothing and goes into the reject file with its line, column, value and reason. Names are
derived from the bank's own keys, so the same file again changes nothing. Read = imported +
updated + unchanged + rejected, always."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psycopg

from desk_client.case import Case
from desk_client.central import cell
from desk_client.central.admin import administrator
from desk_client.central.case_headers import columns
from desk_client.central.case_row import BadColumn, PlacedRow, RowReader, placed_row
from desk_client.central.reference import (
    Written,
    enqueue,
    upsert_cases,
    upsert_contact_points,
    upsert_debtors,
    upsert_debts,
)
from desk_client.central.table_file import TableFile, read_table, write_csv
from desk_client.ids import CampaignId, CaseId, DebtorId

_SHOWN = 80  # characters of a refused value that the reject file repeats


@dataclass(frozen=True, slots=True)
class Reject:
    """A cell that could not be used; line 1 is the header."""

    line: int
    column: str
    value: str
    reason: str


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
            "rejects": [
                {"line": r.line, "column": r.column, "value": r.value, "reason": r.reason}
                for r in self.rejects
            ],
            "debtors": self.debtors,
            "identified_by": self.identified_by,
            "encoding": self.encoding,
        }


@dataclass(slots=True)
class _Reading:
    """The rows of one file, sorted into good and bad."""

    headers: dict[str, str]  # field to the file's own header
    good: dict[CaseId, PlacedRow] = field(default_factory=dict)
    names: dict[DebtorId, tuple[str, int]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, line: int, row: PlacedRow) -> None:
        """Raises BadColumn where the row contradicts an earlier one."""
        if row.case.case_id in self.good:
            raise BadColumn("case_no", row.case.case_no, "stands twice in this file")
        name, first_line = self.names.setdefault(row.debtor.debtor_id, (row.debtor.name, line))
        if name != row.debtor.name:
            raise BadColumn(
                "name", row.debtor.name, f"line {first_line} gives this person another name"
            )
        self.good[row.case.case_id] = row

    def refuse(self, line: int, fault: BadColumn) -> None:
        shown = fault.value
        if cell.is_card_number(shown):
            shown = f"**** {shown[-4:]}"
        elif len(shown) > _SHOWN:
            shown = f"{shown[:_SHOWN]}…"
        column = self.headers.get(fault.field, fault.field)
        self.rejects.append(Reject(line, column, shown, fault.reason))


def import_cases(
    dsn: str,
    file: Path,
    *,
    campaign_id: CampaignId,
    team: int,
    today: date,
    dry_run: bool = False,
) -> ImportReport:
    """BadInput where the file as a whole cannot be used; `dry_run` writes nothing at all."""
    table = read_table(file)
    reading = _read(table, campaign_id, today)
    rows = list(reading.good.values())
    written, reject_file = Written(), None
    with administrator(dsn) as connection:
        written = _write(connection, rows, team, today)
        if dry_run:
            connection.rollback()
    if reading.rejects and not dry_run:
        reject_file = file.with_name(f"{file.name}.rejected.csv")
        lines = [(str(r.line), r.column, r.value, r.reason) for r in reading.rejects]
        write_csv(reject_file, [("line", "column", "value", "reason"), *lines])
    return ImportReport(
        file=str(file),
        encoding=table.encoding,
        read=len(table.rows),
        imported=written.imported,
        updated=written.updated,
        unchanged=written.unchanged,
        rejects=tuple(reading.rejects),
        debtors=len(reading.names),
        identified_by="debtor_id" if "debtor_id" in reading.headers else "name and first number",
        reject_file=reject_file,
    )


def _read(table: TableFile, campaign_id: CampaignId, today: date) -> _Reading:
    fields = columns(table.name, table.headers)
    reading = _Reading({name: table.headers[column] for column, name in reversed(fields)})
    for line, cells in table.rows:
        try:
            reading.take(line, placed_row(RowReader(fields, cells), campaign_id, today))
        except BadColumn as fault:
            reading.refuse(line, fault)
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
