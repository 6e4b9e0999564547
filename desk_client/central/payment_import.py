"""Imports a bank's file of payments into central. A payment is known by its reference, else by
case, day, amount and its place among equal ones in the file, so the same file again changes
nothing. An amount of 0 under a known reference takes a payment back that bounced. Payments decide
whether promises and plans were kept; the balance is the bank's own word and comes with its file of
cases. Read = imported + updated + unchanged + rejected, always."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

import psycopg

from desk_client.central import cell
from desk_client.central.admin import administrator
from desk_client.central.case_row import BadColumn, RowReader
from desk_client.central.payment_headers import columns
from desk_client.central.reference import BankedPayment, Written, upsert_payments
from desk_client.central.rejects import (
    Fields,
    Reject,
    refuse_left_over,
    rejected,
    torn_line,
    write_rejects,
)
from desk_client.central.table_file import TableFile, read_table
from desk_client.ids import CaseId, DebtId, derived_id
from desk_client.money import Money
from desk_client.payment import Payment

_LONGEST_REFERENCE = 64


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """What became of a file of payments."""

    file: str
    encoding: str
    read: int
    written: Written
    rejects: tuple[Reject, ...]
    cases: int  # that something was paid for
    totals: dict[str, Decimal]  # of the good rows, by currency
    ignored: tuple[str, ...]  # headers that mean nothing here
    identified_by: str
    reject_file: Path | None = None

    @property
    def rejected(self) -> int:
        return self.read - self.written.imported - self.written.updated - self.written.unchanged

    def as_json(self) -> dict[str, object]:
        """The keys of contracts.md section 4, and what was paid."""
        return {
            "file": self.file,
            "read": self.read,
            "imported": self.written.imported,
            "updated": self.written.updated,
            "unchanged": self.written.unchanged,
            "rejected": self.rejected,
            "rejects": [each.as_json() for each in self.rejects],
            "cases": self.cases,
            "totals": {currency: str(total) for currency, total in self.totals.items()},
            "encoding": self.encoding,
            "ignored": list(self.ignored),
            "identified_by": self.identified_by,
            "reject_file": None if self.reject_file is None else str(self.reject_file),
        }


@dataclass(frozen=True, slots=True)
class _KnownDebt:
    debt_id: DebtId
    currency: str
    card_last4: str


@dataclass(frozen=True, slots=True)
class _KnownCase:
    case_id: CaseId
    debts: tuple[_KnownDebt, ...]


@dataclass(slots=True)
class _Reading:
    """The rows of one file, sorted into good and bad."""

    fields: Fields
    headers: tuple[str, ...]
    good: dict[str, BankedPayment] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    equal: Counter[tuple[object, ...]] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, line: int, banked: BankedPayment) -> None:
        """BadColumn where the reference stands twice."""
        first = self.lines.get(banked.payment_id)
        if first is not None:
            raise BadColumn("reference", banked.reference, f"stands in line {first} already")
        self.lines[banked.payment_id] = line
        self.good[banked.payment_id] = banked

    def refuse(self, line: int, fault: BadColumn) -> None:
        self.rejects.append(rejected(line, fault, self.headers, self.fields))


def import_payments(
    dsn: str, file: Path, *, team: int, today: date, dry_run: bool = False
) -> PaymentReport:
    """`today` is the bank's day: nothing was paid after it. BadInput where the file as a whole
    cannot be used, DeskError where its rejects cannot be written down; then nothing is imported.
    `dry_run` writes nothing at all."""
    table = read_table(file)
    fields = columns(table.name, table.headers)
    with administrator(dsn) as connection:
        reading = _read(table, fields, _known(connection, team), today)
        written = upsert_payments(connection, reading.good.values(), team=team)
        if dry_run:
            connection.rollback()
        reject_file = None if dry_run else write_rejects(file, reading.rejects)
    paid = [banked.payment for banked in reading.good.values()]
    totals: dict[str, Decimal] = {}
    for amount in (each.amount for each in paid):
        totals[amount.currency] = totals.get(amount.currency, Decimal(0)) + amount.amount
    return PaymentReport(
        file=str(file),
        encoding=table.encoding,
        read=len(table.rows) + len(table.torn),
        written=written,
        rejects=tuple(reading.rejects),
        cases=len({each.case_id for each in paid}),
        totals=totals,
        ignored=tuple(
            header
            for column, header in enumerate(table.headers)
            if header and column not in dict(fields)
        ),
        identified_by="reference"
        if any(name == "reference" for _, name in fields)
        else "case, day, amount and place in the file",
        reject_file=reject_file,
    )


def _known(connection: psycopg.Connection, team: int) -> dict[str, _KnownCase]:
    """The team's cases by number, with their debts."""
    found = connection.execute(
        """select c.case_no, c.case_id::text, b.debt_id::text, b.currency, b.card_last4
             from app.placed_case c join app.debt b using (case_id)
            where c.team = %s order by c.case_no, b.debt_id""",
        (team,),
    ).fetchall()
    debts: dict[tuple[str, CaseId], list[_KnownDebt]] = {}
    for case_no, case_id, debt_id, currency, last4 in found:
        debts.setdefault((case_no, CaseId(case_id)), []).append(
            _KnownDebt(DebtId(debt_id), currency, last4)
        )
    return {
        case_no: _KnownCase(case_id, tuple(of_case))
        for (case_no, case_id), of_case in debts.items()
    }


def _read(table: TableFile, fields: Fields, known: dict[str, _KnownCase], today: date) -> _Reading:
    reading = _Reading(fields, table.headers)
    for line, text in table.torn:
        reading.refuse(line, torn_line(text))
    for line, cells in table.rows:
        try:
            refuse_left_over(cells[len(table.headers) :])
            reading.take(line, _banked(RowReader(fields, cells), known, today, reading.equal))
        except BadColumn as fault:
            reading.refuse(line, fault)
    reading.rejects.sort(key=attrgetter("line"))
    return reading


def _banked(
    reader: RowReader,
    known: dict[str, _KnownCase],
    today: date,
    equal: Counter[tuple[object, ...]],
) -> BankedPayment:
    case_no: str = reader.needed("case_no", cell.narrow)
    case = known.get(case_no)
    if case is None:
        raise BadColumn("case_no", case_no, "no case of this team has that number")
    debt = _debt(reader, case)
    currency: str = reader.read("currency", cell.currency_code) or _currency(case, debt)
    amount: Decimal = reader.needed("amount", lambda text: cell.amount(text, currency))
    paid_on: date = reader.needed("paid_on", cell.calendar_day)
    if paid_on > today:
        raise BadColumn("paid_on", paid_on.isoformat(), "lies in the future")
    if currency != _currency(case, debt):
        raise BadColumn("currency", currency, f"the case is in {_currency(case, debt)}")
    reference: str = reader.read("reference", _reference) or ""
    if not reference and amount == 0:
        raise BadColumn("amount", "0", "nothing was paid; a payment is taken back by its reference")
    key: tuple[Any, ...] = (case_no, paid_on, amount, debt.debt_id if debt else "")
    equal[key] += not reference
    name = reference or ":".join((paid_on.isoformat(), str(amount), str(equal[key])))
    return BankedPayment(
        payment_id=derived_id("payment", f"{case.case_id}:{name}"),
        payment=Payment(
            case_id=case.case_id,
            debt_id=debt.debt_id if debt else None,
            amount=Money(amount, currency),
            paid_on=paid_on,
        ),
        reference=reference,
    )


def _debt(reader: RowReader, case: _KnownCase) -> _KnownDebt | None:
    """The debt whose card the row names; None where it names none and there are several."""
    last4: str | None = reader.read("card_last4", cell.last_four)
    if last4 is None:
        return case.debts[0] if len(case.debts) == 1 else None
    found = [debt for debt in case.debts if debt.card_last4 == last4]
    if len(found) != 1:
        told = "no debt of the case" if not found else "more than one debt of the case"
        raise BadColumn("card_last4", last4, f"{told} has this card")
    return found[0]


def _currency(case: _KnownCase, debt: _KnownDebt | None) -> str:
    return (debt or case.debts[0]).currency


def _reference(text: str) -> str:
    if len(text) > _LONGEST_REFERENCE:
        raise cell.BadCell(f"longer than {_LONGEST_REFERENCE} characters")
    return text
