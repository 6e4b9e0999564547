"""Writes reference rows into central in bulk, as an import does: debtors, contact points, cases,
debts and payments from the bank, campaigns from the lead. Rows go by COPY into a temporary table
and from there only where they are new or different, so the same file again changes nothing and no
desk pulls a row that did not change. New debtors are put into the queue of work."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from desk_client.agent import Campaign
from desk_client.case import Case, Debt
from desk_client.debtor import ContactPoint, Debtor
from desk_client.ids import DebtorId
from desk_client.money import Money
from desk_client.payment import Payment

DAILY_CAP = 6  # attempts per debtor and day; the China Banking Association allows a number 6
_ZONE = "Asia/Shanghai"  # whose calendar day counts where the debtor's zone is not known


@dataclass(frozen=True, slots=True)
class BankedPayment:
    """A payment under the bank's own name for it."""

    payment_id: str  # derived from the case and the reference
    payment: Payment
    reference: str


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were new, changed, or there already; two writes add up with +."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(
            self.imported + other.imported,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
        )


def upsert_campaigns(connection: psycopg.Connection, campaigns: Iterable[Campaign]) -> Written:
    """Each campaign says its own team."""
    columns = (
        *("campaign_id", "name", "organisation", "mode", "callscript"),
        *("wrap_up_s", "undo_s", "caller_id", "team"),
    )
    return _upsert(connection, "campaign", columns, campaigns, _attributes(columns))


def upsert_debtors(
    connection: psycopg.Connection, debtors: Iterable[Debtor], *, team: int
) -> Written:
    columns = (
        *("debtor_id", "name", "language", "region", "zone", "id_last4", "birth_month"),
        *("district", "address"),
    )
    return _upsert(connection, "debtor", columns, debtors, _attributes(columns), team=team)


def upsert_contact_points(
    connection: psycopg.Connection, points: Iterable[ContactPoint], *, team: int
) -> Written:
    columns = ("contact_point_id", "debtor_id", "place", "value", "rank", "role", "person")
    return _upsert(connection, "contact_point", columns, points, _attributes(columns), team=team)


def upsert_cases(connection: psycopg.Connection, cases: Sequence[Case], *, team: int) -> Written:
    """The cases themselves; what changed in their debts counts as a change of the debt only, see
    upsert_debts."""
    columns = ("case_id", "case_no", "debtor_id", "campaign_id")
    return _upsert(connection, "placed_case", columns, cases, _attributes(columns), team=team)


def upsert_debts(connection: psycopg.Connection, debts: Iterable[Debt], *, team: int) -> Written:
    columns = (
        *("debt_id", "case_id", "product", "card_last4", "currency", "balance", "principal"),
        *("interest", "fees", "minimum_due", "due_date"),
    )

    def row(debt: Debt) -> tuple[Any, ...]:
        return (
            *(debt.debt_id, debt.case_id, debt.product, debt.card_last4, debt.balance.currency),
            *(_amount(debt.balance), _amount(debt.principal), _amount(debt.interest)),
            *(_amount(debt.fees), _amount(debt.minimum_due), debt.due_date),
        )

    return _upsert(connection, "debt", columns, debts, row, team=team)


def upsert_payments(
    connection: psycopg.Connection, payments: Iterable[BankedPayment], *, team: int
) -> Written:
    columns = (*("payment_id", "case_id", "debt_id", "amount", "currency", "paid_on", "reference"),)

    def row(banked: BankedPayment) -> tuple[Any, ...]:
        paid = banked.payment
        return (
            *(banked.payment_id, paid.case_id, paid.debt_id, paid.amount.amount),
            *(paid.amount.currency, paid.paid_on, banked.reference),
        )

    return _upsert(connection, "payment", columns, payments, row, team=team)


def enqueue(
    connection: psycopg.Connection,
    debtors: Iterable[tuple[DebtorId, int]],
    *,
    team: int,
    cap: int = DAILY_CAP,
) -> None:
    """Puts (debtor, priority) into the team's work, lowest priority first; a debtor who is there
    keeps the lease they are on, and a cap never falls below what was granted already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table queued (debtor_id uuid, prio integer) on commit drop"
        )
        with cursor.copy("copy queued from stdin") as copy:
            for each in debtors:
                copy.write_row(each)
        cursor.execute(
            """insert into app.work (debtor_id, team, prio, zone, cap)
               select q.debtor_id, %(team)s, q.prio, coalesce(z.name, %(zone)s), %(cap)s
                 from queued q join app.debtor d using (debtor_id)
                 left join pg_timezone_names z on z.name = d.zone
               on conflict (debtor_id) do update
                 set team = excluded.team, prio = excluded.prio, zone = excluded.zone,
                     cap = greatest(excluded.cap, app.work.used)
               where (work.team, work.prio, work.zone, work.cap) is distinct from
                     (excluded.team, excluded.prio, excluded.zone, excluded.cap)""",
            {"team": team, "zone": _ZONE, "cap": cap},
        )
        cursor.execute("drop table queued")


def _amount(money: Money | None) -> Any:
    return None if money is None else money.amount


def _attributes(columns: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    def row(thing: object) -> tuple[Any, ...]:
        return tuple(getattr(thing, column) for column in columns)

    return row


def _upsert(
    connection: psycopg.Connection,
    table: str,
    columns: Sequence[str],
    things: Iterable[Any],
    row: Callable[[Any], tuple[Any, ...]],
    *,
    team: int | None = None,
) -> Written:
    """Rows by COPY, then insert or update where different. The first column is the key."""
    names = [*columns, "team"] if team is not None else list(columns)
    parts = {
        "table": sql.Identifier("app", table),
        "staged": sql.Identifier(f"staged_{table}"),
        "key": sql.Identifier(columns[0]),
        "names": sql.SQL(", ").join(map(sql.Identifier, names)),
        "new": sql.SQL(", ").join(sql.Identifier("excluded", name) for name in names),
        "old": sql.SQL(", ").join(sql.Identifier("there", name) for name in names),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "create temporary table {staged} on commit drop as "
                "select {names} from {table} with no data"
            ).format(**parts)
        )
        count = 0
        with cursor.copy(sql.SQL("copy {staged} ({names}) from stdin").format(**parts)) as copy:
            for thing in things:
                copy.write_row(row(thing) if team is None else (*row(thing), team))
                count += 1
        cursor.execute(
            sql.SQL(
                "insert into {table} as there ({names}) select {names} from {staged} "
                "on conflict ({key}) do update set ({names}) = row({new}) "
                "where ({old}) is distinct from ({new}) returning (xmax = 0)"
            ).format(**parts)
        )
        fresh = [bool(inserted) for (inserted,) in cursor.fetchall()]
        cursor.execute(sql.SQL("drop table {staged}").format(**parts))
    return Written(sum(fresh), len(fresh) - sum(fresh), count - len(fresh))
