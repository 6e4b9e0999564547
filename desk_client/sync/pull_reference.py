"""Reference rows that this desk has not seen: new or changed since its snapshot, or about a debtor
lent to it since. A case comes with all its debts, and with all its payments where one is new,
because the local store replaces them together."""

from decimal import Decimal
from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from desk_client.agent import Agent, Campaign, Role
from desk_client.case import Case, Debt
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.store.reference import ReferenceRows

_Row = dict[str, Any]


def unseen_reference(connection: psycopg.Connection, *, seen: str, role: Role) -> ReferenceRows:
    """What came after the snapshot `seen`, read in the transaction that is open. An agent gets the
    debtors lent to them, a lead the whole team's."""
    asked: _Row = {"seen": seen, "lead": role is Role.LEAD, "cases": [], "paid": []}

    def rows(query: LiteralString) -> list[_Row]:
        cursor = connection.cursor(row_factory=dict_row)
        return cursor.execute(query, asked).fetchall()

    lent = rows(_LENT)
    asked["mine"] = [each["debtor_id"] for each in lent]
    asked["fresh"] = [each["debtor_id"] for each in lent if each["fresh"]]
    asked["cases"] = [each["case_id"] for each in rows(_TOUCHED_CASES)]
    asked["paid"] = [each["case_id"] for each in rows(_PAID_CASES)]
    return ReferenceRows(
        debtors=[Debtor(**each) for each in rows(_DEBTORS)],
        contact_points=[contact_point_of(each) for each in rows(_CONTACT_POINTS)],
        cases=cases_of(rows(_CASES), rows(_DEBTS)) if asked["cases"] else (),
        payments=[_payment(each) for each in rows(_PAYMENTS)] if asked["paid"] else (),
        campaigns=[Campaign(**each) for each in rows(_CAMPAIGNS)],
        agents=[agent_of(each) for each in rows(_AGENTS)],
    )


# which debtors' rows: of those in sight, what is new itself or lent since
_LENT = """select w.debtor_id, app.unseen(w.xid, %(seen)s::pg_snapshot) as fresh from app.work w"""
_DEBTORS = """
select d.debtor_id::text, d.name, d.language, d.region, d.zone, d.id_last4, d.birth_month,
       d.district, d.address
  from app.debtor d
 where (%(lead)s or d.debtor_id = any(%(mine)s))
   and (d.debtor_id = any(%(fresh)s) or app.unseen(d.xid, %(seen)s::pg_snapshot))"""
_CONTACT_POINTS = """
select p.contact_point_id::text, p.debtor_id::text, p.place, p.value, p.rank, p.role, p.person
  from app.contact_point p
 where (%(lead)s or p.debtor_id = any(%(mine)s))
   and (p.debtor_id = any(%(fresh)s) or app.unseen(p.xid, %(seen)s::pg_snapshot))"""
_TOUCHED_CASES = """
select c.case_id from app.placed_case c
 where (%(lead)s or c.debtor_id = any(%(mine)s))
   and (c.debtor_id = any(%(fresh)s) or app.unseen(c.xid, %(seen)s::pg_snapshot)
        or c.case_id in (select b.case_id from app.debt b
                          where app.unseen(b.xid, %(seen)s::pg_snapshot)))"""
_PAID_CASES = """
select c.case_id from app.placed_case c
 where (%(lead)s or c.debtor_id = any(%(mine)s))
   and (c.debtor_id = any(%(fresh)s)
        or c.case_id in (select y.case_id from app.payment y
                          where app.unseen(y.xid, %(seen)s::pg_snapshot)))"""
_CASES = """
select c.case_id::text, c.case_no, c.debtor_id::text, c.campaign_id
  from app.placed_case c where c.case_id = any(%(cases)s) order by c.case_id"""
_DEBTS = """
select b.debt_id::text, b.case_id::text, b.product, b.card_last4, b.currency, b.balance,
       b.principal, b.interest, b.fees, b.minimum_due, b.due_date
  from app.debt b where b.case_id = any(%(cases)s) order by b.case_id, b.due_date, b.debt_id"""
_PAYMENTS = """
select y.case_id::text, y.debt_id::text, y.amount, y.currency, y.paid_on
  from app.payment y where y.case_id = any(%(paid)s) order by y.paid_on, y.payment_id"""
_CAMPAIGNS = """
select g.campaign_id, g.name, g.organisation, g.mode, g.callscript, g.wrap_up_s, g.undo_s,
       g.caller_id, g.team
  from app.campaign g where app.unseen(g.xid, %(seen)s::pg_snapshot)"""
_AGENTS = """
select a.login::text, a.staff_no, a.name, a.role, a.team
  from app.agent a where app.unseen(a.xid, %(seen)s::pg_snapshot)"""


def cases_of(cases: list[_Row], debts: list[_Row]) -> list[Case]:
    """Cases with their debts, each as a row of central."""
    by_case: dict[str, list[Debt]] = {each["case_id"]: [] for each in cases}
    for each in debts:
        by_case[each["case_id"]].append(_debt(each))
    # a case whose debts are not in yet will come with them
    return [
        Case(**each, debts=tuple(by_case[each["case_id"]]))
        for each in cases
        if by_case[each["case_id"]]
    ]


def _debt(row: _Row) -> Debt:
    currency = row.pop("currency")

    def money(amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount, currency)

    sums = {name: money(row[name]) for name in ("principal", "interest", "fees", "minimum_due")}
    return Debt(**row | sums | {"balance": Money(row["balance"], currency)})


def contact_point_of(row: _Row) -> ContactPoint:
    """A row of central's as ours."""
    return ContactPoint(**row | {"place": Place(row["place"]), "role": PartyRole(row["role"])})


def _payment(row: _Row) -> Payment:
    return Payment(
        case_id=row["case_id"],
        debt_id=row["debt_id"],
        amount=Money(row["amount"], row["currency"]),
        paid_on=row["paid_on"],
    )


def agent_of(row: _Row) -> Agent:
    """A row of central's as ours."""
    return Agent(**row | {"role": Role(row["role"])})
