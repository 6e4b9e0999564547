"""Cases read from central as a desk reads them from its own store, for the programs that run beside
central: the messenger and the inspector's reports. Several at once, on one snapshot."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import dict_row

from desk_client.agent import Agent, Campaign
from desk_client.case import Case
from desk_client.debtor import ContactPoint, Debtor
from desk_client.fact import Fact
from desk_client.ids import CaseId, DebtorId, FactId
from desk_client.services.case_in_hand import CaseInHand, in_hand
from desk_client.sync.fact_reading import read_fact
from desk_client.sync.pull_reference import agent_of, cases_of, contact_point_of

_DEBTORS = """
select debtor_id::text, name, language, region, zone, id_last4, birth_month, district, address
  from app.debtor where debtor_id = any(%s::uuid[])"""
_POINTS = """
select contact_point_id::text, debtor_id::text, place, value, rank, role, person
  from app.contact_point where debtor_id = any(%s::uuid[]) order by rank, contact_point_id"""
_CASES = """
select case_id::text, case_no, debtor_id::text, campaign_id
  from app.placed_case where debtor_id = any(%s::uuid[]) order by case_id"""
_DEBTS = """
select b.debt_id::text, b.case_id::text, b.product, b.card_last4, b.currency, b.balance,
       b.principal, b.interest, b.fees, b.minimum_due, b.due_date
  from app.debt b join app.placed_case c using (case_id)
 where c.debtor_id = any(%s::uuid[]) order by b.case_id, b.due_date, b.debt_id"""
_FACTS = """
select id::text, case_id::text, debtor_id::text, actor::text, occurred_at, body::text,
       received_at
  from app.fact where debtor_id = any(%s::uuid[])"""
_CAMPAIGNS = """
select campaign_id, name, organisation, mode, callscript, wrap_up_s, undo_s, caller_id, team
  from app.campaign"""
_AGENTS = "select login::text, staff_no, name, role, team from app.agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtorFile:
    """Everything central knows of one debtor. `unreadable` facts are of a kind that a newer program
    wrote: then nobody here knows the whole history."""

    debtor: Debtor
    points: tuple[ContactPoint, ...]
    cases: tuple[Case, ...]
    facts: tuple[Fact, ...]
    received: Mapping[FactId, datetime]  # when central heard of each
    unreadable: int = 0

    def hand(self, case_id: CaseId) -> CaseInHand | None:
        """One of the cases, None where central has it no more."""
        case = next((each for each in self.cases if each.case_id == case_id), None)
        if case is None:
            return None
        return in_hand(case=case, debtor=self.debtor, points=self.points, of_debtor=self.facts)


def debtor_files(
    connection: psycopg.Connection, debtors: Iterable[DebtorId]
) -> Mapping[DebtorId, DebtorFile]:
    """By debtor; those that central does not have are left out."""
    wanted = list(debtors)
    with connection.pipeline():  # one way there and back for all of them
        asked = [
            connection.cursor(row_factory=dict_row).execute(query, (wanted,))
            for query in (_POINTS, _CASES, _DEBTS, _DEBTORS)
        ]
        told_facts = connection.execute(_FACTS, (wanted,))
    point_rows, case_rows, debt_rows, debtor_rows = (cursor.fetchall() for cursor in asked)
    points: dict[str, list[ContactPoint]] = defaultdict(list)
    for row in point_rows:
        points[row["debtor_id"]].append(contact_point_of(row))
    cases: dict[str, list[Case]] = defaultdict(list)
    for case in cases_of(case_rows, debt_rows):
        cases[case.debtor_id].append(case)
    facts: dict[str, list[Fact | None]] = defaultdict(list)
    received: dict[str, dict[FactId, datetime]] = defaultdict(dict)
    for *told, at in told_facts:
        facts[told[2]].append(read_fact(tuple(told)))
        received[told[2]][FactId(told[0])] = at
    return {
        DebtorId(row["debtor_id"]): DebtorFile(
            debtor=Debtor(**row),
            points=tuple(points[row["debtor_id"]]),
            cases=tuple(cases[row["debtor_id"]]),
            facts=tuple(each for each in facts[row["debtor_id"]] if each is not None),
            received=received[row["debtor_id"]],
            unreadable=facts[row["debtor_id"]].count(None),
        )
        for row in debtor_rows
    }


def campaigns(connection: psycopg.Connection) -> Mapping[str, Campaign]:
    """By id."""
    cursor = connection.cursor(row_factory=dict_row).execute(_CAMPAIGNS)
    return {row["campaign_id"]: Campaign(**row) for row in cursor}


def agents(connection: psycopg.Connection) -> Mapping[str, Agent]:
    """By login."""
    cursor = connection.cursor(row_factory=dict_row).execute(_AGENTS)
    return {row["login"]: agent_of(row) for row in cursor}
