"""Central's rows as this desk holds them: debtors and where they can be reached, cases and debts,
payments, campaigns, agents. They are pulled and replaced whole by their own ids; nothing on the
desk edits them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select
from sqlalchemy.dialects.sqlite import insert

from desk_client.agent import Agent, Campaign, Role
from desk_client.case import Case, Debt
from desk_client.changes import Changes
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.ids import CampaignId, CaseId, DebtorId, Login
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.store.database import Database
from desk_client.store.search_index import index_debtors
from desk_client.store.tables import (
    agent,
    campaign,
    contact_point,
    debt,
    debtor,
    payment,
    placed_case,
)

_MANY = 500  # ids in one IN (...)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceRows:
    """Rows to take over in one transaction. A case brings all its debts, and the payments of a
    case replace those it had."""

    debtors: Sequence[Debtor] = ()
    contact_points: Sequence[ContactPoint] = ()
    cases: Sequence[Case] = ()
    payments: Sequence[Payment] = ()
    campaigns: Sequence[Campaign] = ()
    agents: Sequence[Agent] = ()


class Reference:
    """Reads and takes over reference rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, rows: ReferenceRows) -> Changes:
        """Adds or replaces; the same rows again change nothing."""
        with self._database.writing() as connection:
            _put(connection, debtor, map(asdict, rows.debtors))
            _put(connection, contact_point, map(asdict, rows.contact_points))
            _put(connection, campaign, map(asdict, rows.campaigns))
            _put(connection, agent, map(asdict, rows.agents))
            _put_cases(connection, rows.cases)
            _put_payments(connection, rows.payments)
            debtors = {each.debtor_id for each in rows.debtors}
            debtors |= {each.debtor_id for each in rows.contact_points}
            debtors |= {each.debtor_id for each in rows.cases}
            index_debtors(connection, debtors)
        cases = {each.case_id for each in rows.cases} | {each.case_id for each in rows.payments}
        return Changes(frozenset(cases), frozenset(debtors))

    def debtor(self, debtor_id: DebtorId) -> Debtor | None:
        return self.debtors([debtor_id]).get(debtor_id)

    def debtors(self, ids: Iterable[DebtorId]) -> dict[DebtorId, Debtor]:
        """Those of them that this desk knows."""
        rows = self._by_ids(debtor, debtor.c.debtor_id, ids)
        return {row.debtor_id: Debtor(**row._mapping) for row in rows}

    def contact_points(self, debtor_id: DebtorId) -> tuple[ContactPoint, ...]:
        """All of a debtor's, in the bank's order."""
        wanted = (
            select(contact_point)
            .where(contact_point.c.debtor_id == debtor_id)
            .order_by(contact_point.c.rank, contact_point.c.contact_point_id)
        )
        with self._database.reading() as connection:
            return tuple(map(_contact_point, connection.execute(wanted)))

    def case(self, case_id: CaseId) -> Case | None:
        return next(iter(self._cases(placed_case.c.case_id, [case_id])), None)

    def case_by_no(self, case_no: str) -> Case | None:
        """The case that the bank knows by this number."""
        return next(iter(self._cases(placed_case.c.case_no, [case_no])), None)

    def points_at(self, e164: str) -> tuple[ContactPoint, ...]:
        """Every contact point with this number, in the bank's order."""
        wanted = (
            select(contact_point)
            .where(contact_point.c.value == e164)
            .order_by(contact_point.c.rank, contact_point.c.contact_point_id)
        )
        with self._database.reading() as connection:
            return tuple(map(_contact_point, connection.execute(wanted)))

    def cases_of(self, debtor_id: DebtorId) -> tuple[Case, ...]:
        return self.cases_of_debtors([debtor_id])

    def cases_of_debtors(self, ids: Iterable[DebtorId]) -> tuple[Case, ...]:
        """Every case of these debtors, by case number."""
        return self._cases(placed_case.c.debtor_id, ids)

    def payments_of(self, cases: Iterable[CaseId]) -> dict[CaseId, tuple[Payment, ...]]:
        """What was paid, oldest first; a case without payments is left out."""
        found: dict[CaseId, tuple[Payment, ...]] = {}
        rows = self._by_ids(payment, payment.c.case_id, cases)
        for row in sorted(rows, key=lambda row: (row.paid_on, row.seq)):
            paid = Payment(
                case_id=row.case_id,
                debt_id=row.debt_id,
                amount=Money(row.amount, row.currency),
                paid_on=row.paid_on,
            )
            found[row.case_id] = (*found.get(row.case_id, ()), paid)
        return found

    def campaign(self, campaign_id: CampaignId) -> Campaign | None:
        rows = self._by_ids(campaign, campaign.c.campaign_id, [campaign_id])
        return next((Campaign(**row._mapping) for row in rows), None)

    def campaigns(self, team: int) -> tuple[Campaign, ...]:
        """What this team works, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(campaign).where(campaign.c.team == team)).all()
        found = (Campaign(**row._mapping) for row in rows)
        return tuple(sorted(found, key=lambda each: (each.name, each.campaign_id)))

    def agents(self) -> tuple[Agent, ...]:
        """Everybody of the team, by login."""
        with self._database.reading() as connection:
            return tuple(map(_agent, connection.execute(select(agent).order_by(agent.c.login))))

    def name_of(self, who: str) -> str:
        """The name of somebody of the team by staff number or login; `who` itself where there is
        nobody of that kind."""
        known = (each.name for each in self.agents() if who in (each.staff_no, each.login))
        return next(known, who)

    def agent(self, login: Login) -> Agent | None:
        return next(iter(map(_agent, self._by_ids(agent, agent.c.login, [login]))), None)

    def _cases(self, column: Any, ids: Iterable[str]) -> tuple[Case, ...]:
        rows = sorted(self._by_ids(placed_case, column, ids), key=lambda row: str(row.case_no))
        debts: dict[CaseId, list[Debt]] = {row.case_id: [] for row in rows}
        found = self._by_ids(debt, debt.c.case_id, debts)
        for row in sorted(found, key=lambda row: (row.due_date, row.debt_id)):
            debts[row.case_id].append(_debt(row))
        return tuple(Case(**row._mapping, debts=tuple(debts[row.case_id])) for row in rows)

    def _by_ids(self, table: Table, column: Any, ids: Iterable[str]) -> list[Row[Any]]:
        wanted = list(ids)
        rows: list[Row[Any]] = []
        with self._database.reading() as connection:
            for start in range(0, len(wanted), _MANY):
                some = select(table).where(column.in_(wanted[start : start + _MANY]))
                rows.extend(connection.execute(some))
        return rows


def _put(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        connection.execute(insert(table).prefix_with("OR REPLACE"), listed)


def _put_cases(connection: Connection, cases: Sequence[Case]) -> None:
    columns = ("case_id", "case_no", "debtor_id", "campaign_id")
    _put(
        connection,
        placed_case,
        ({name: getattr(case, name) for name in columns} for case in cases),
    )
    _clear(connection, debt, [case.case_id for case in cases])
    _put(connection, debt, (_debt_row(each) for case in cases for each in case.debts))


def _put_payments(connection: Connection, payments: Sequence[Payment]) -> None:
    _clear(connection, payment, sorted({each.case_id for each in payments}))
    rows = (
        {
            "case_id": each.case_id,
            "debt_id": each.debt_id,
            "amount": each.amount.amount,
            "currency": each.amount.currency,
            "paid_on": each.paid_on,
        }
        for each in payments
    )
    _put(connection, payment, rows)


def _clear(connection: Connection, table: Table, cases: Sequence[CaseId]) -> None:
    for start in range(0, len(cases), _MANY):
        some = cases[start : start + _MANY]
        connection.execute(delete(table).where(table.c.case_id.in_(some)))


def _contact_point(row: Row[Any]) -> ContactPoint:
    fields = dict(row._mapping)
    return ContactPoint(**fields | {"place": Place(row.place), "role": PartyRole(row.role)})


def _agent(row: Row[Any]) -> Agent:
    return Agent(**dict(row._mapping) | {"role": Role(row.role)})


_SUMS = ("principal", "interest", "fees", "minimum_due")


def _debt_row(one: Debt) -> dict[str, Any]:
    sums = {name: getattr(one, name) for name in _SUMS}
    for name, value in sums.items():
        if value is not None and value.currency != one.balance.currency:
            raise ValueError(f"debt {one.debt_id}: {name} is not in {one.balance.currency}")
    return {
        "debt_id": one.debt_id,
        "case_id": one.case_id,
        "product": one.product,
        "card_last4": one.card_last4,
        "currency": one.balance.currency,
        "balance": one.balance.amount,
        "due_date": one.due_date,
    } | {name: None if value is None else value.amount for name, value in sums.items()}


def _debt(row: Row[Any]) -> Debt:
    fields = dict(row._mapping)
    currency = fields.pop("currency")
    sums = {
        name: None if fields[name] is None else Money(fields[name], currency)
        for name in ("balance", *_SUMS)
    }
    return Debt(**fields | sums)
