"""Central's rows on this desk."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from desk_client.agent import Agent, Campaign, Role
from desk_client.debtor import PartyRole, Place
from desk_client.ids import CampaignId, CaseId, ContactPointId, DebtId, DebtorId, Login
from desk_client.money import Money
from desk_client.payment import Payment
from desk_client.store.database import Database
from desk_client.store.reference import Reference, ReferenceRows
from tests.rows import case, debt, debtor, point

CAMPAIGN = Campaign(
    campaign_id=CampaignId("autumn"),
    name="秋季 M1",
    organisation="示例银行信用卡中心",
    mode="progressive",
    callscript="ten_steps",
    wrap_up_s=0,
    undo_s=8,
    caller_id="+862150000000",
    team=1,
)
CHEN = Agent(login=Login("agent_20317"), staff_no="20317", name="陈", role=Role.AGENT, team=1)
LEAD = Agent(login=Login("agent_20001"), staff_no="20001", name="李", role=Role.LEAD, team=1)


@pytest.fixture
def reference(database: Database) -> Reference:
    return Reference(database)


def paid(amount: str, day: int, debt_id: DebtId | None = None) -> Payment:
    return Payment(
        case_id=CaseId("case-1"),
        debt_id=debt_id,
        amount=Money(Decimal(amount)),
        paid_on=date(2026, 11, day),
    )


def test_rows_come_back_as_they_were_pulled(reference: Reference) -> None:
    work = point(
        contact_point_id=ContactPointId("work-1"),
        place=Place.WORK,
        rank=2,
        role=PartyRole.COLLEAGUE,
    )
    changes = reference.upsert(
        ReferenceRows(
            debtors=[debtor()],
            contact_points=[work, point()],
            cases=[case()],
            payments=[paid("100", 3)],
            campaigns=[CAMPAIGN],
            agents=[CHEN, LEAD],
        )
    )
    assert changes.cases == {CaseId("case-1")}
    assert changes.debtors == {DebtorId("debtor-1")}
    assert reference.debtor(DebtorId("debtor-1")) == debtor()
    assert reference.contact_points(DebtorId("debtor-1")) == (point(), work)
    assert reference.case(CaseId("case-1")) == case()
    assert reference.case_by_no("SH-2611-00001") == case()
    assert reference.campaign(CampaignId("autumn")) == CAMPAIGN
    assert reference.agents() == (LEAD, CHEN)
    assert reference.agent(Login("agent_20317")) == CHEN
    assert reference.payments_of([CaseId("case-1")]) == {CaseId("case-1"): (paid("100", 3),)}


def test_what_is_not_here_is_nothing(reference: Reference) -> None:
    assert reference.debtor(DebtorId("debtor-9")) is None
    assert reference.case(CaseId("case-9")) is None
    assert reference.case_by_no("") is None
    assert reference.campaign(CampaignId("spring")) is None
    assert reference.agent(Login("agent_1")) is None
    assert reference.contact_points(DebtorId("debtor-9")) == ()
    assert reference.cases_of(DebtorId("debtor-9")) == ()
    assert reference.payments_of([CaseId("case-9")]) == {}


def test_a_row_pulled_again_takes_the_place_of_the_old_one(reference: Reference) -> None:
    rows = ReferenceRows(debtors=[debtor()], cases=[case()], contact_points=[point()])
    reference.upsert(rows)
    reference.upsert(rows)
    moved = replace(debtor(), address="上海市徐汇区示例路 2 号")
    reference.upsert(ReferenceRows(debtors=[moved]))
    assert reference.debtor(DebtorId("debtor-1")) == moved
    assert reference.cases_of(DebtorId("debtor-1")) == (case(),)


def test_a_case_brings_all_its_debts(reference: Reference) -> None:
    second = debt(debt_id=DebtId("debt-1b"), due_date=date(2026, 9, 20))
    both = case(1, second, debt())  # the oldest debt first
    reference.upsert(ReferenceRows(cases=[both]))
    assert reference.case(CaseId("case-1")) == both
    reference.upsert(ReferenceRows(cases=[case(1, second)]))
    assert reference.case(CaseId("case-1")) == case(1, second)


def test_payments_of_a_case_are_replaced_together(reference: Reference) -> None:
    reference.upsert(ReferenceRows(payments=[paid("100", 5), paid("100", 5)]))
    assert len(reference.payments_of([CaseId("case-1")])[CaseId("case-1")]) == 2
    reference.upsert(ReferenceRows(payments=[paid("200", 9, DebtId("debt-1")), paid("100", 5)]))
    assert reference.payments_of([CaseId("case-1")])[CaseId("case-1")] == (
        paid("100", 5),
        paid("200", 9, DebtId("debt-1")),
    )


def test_a_debt_is_in_one_currency(reference: Reference) -> None:
    mixed = debt(fees=Money(Decimal(10), "USD"))
    with pytest.raises(ValueError, match="fees is not in CNY"):
        reference.upsert(ReferenceRows(cases=[case(1, mixed)]))
    assert reference.case(CaseId("case-1")) is None


def test_a_thousand_debtors_are_read_at_once(reference: Reference) -> None:
    many = [debtor(number) for number in range(1100)]
    reference.upsert(ReferenceRows(debtors=many, cases=[case(number) for number in range(1100)]))
    ids = [each.debtor_id for each in many]
    assert len(reference.debtors(ids)) == 1100
    assert len(reference.cases_of_debtors(ids)) == 1100
