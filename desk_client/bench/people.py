"""Made-up people to measure with: as many debtors as wanted, each with one number, one card and one
case, lent to one agent; and the facts of a shift among them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from desk_client.agent import Agent, Campaign, Role
from desk_client.case import Case, Debt
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.fact import Fact
from desk_client.fact_body import Answered, Attempted, CallEnded, FactBody, OutcomeLogged
from desk_client.ids import (
    CallId,
    CampaignId,
    CaseId,
    ContactPointId,
    DebtId,
    DebtorId,
    FactId,
    Login,
    derived_id,
    new_id,
)
from desk_client.money import Money
from desk_client.store.leases import Lease

TEAM = 1
AGENT = Agent(
    login=Login("agent_90001"), staff_no="90001", name="测试员", role=Role.AGENT, team=TEAM
)
OTHER = Agent(
    login=Login("agent_90002"), staff_no="90002", name="测试员二", role=Role.AGENT, team=TEAM
)
CAMPAIGN = Campaign(
    campaign_id=CampaignId(derived_id("campaign", "bench")),
    name="Bench",
    organisation="示例银行信用卡中心",
    mode="progressive",
    callscript="card-first",
    wrap_up_s=0,
    undo_s=0,
    caller_id="95000",
    team=TEAM,
)


def debtors(count: int) -> list[Debtor]:
    return [
        Debtor(
            debtor_id=_debtor_id(number),
            name=f"某人{number}",
            language="zh",
            region="CN-31",
            zone="Asia/Shanghai",
            id_last4=f"{number % 10_000:04}",
            birth_month="1988-04",
            district="示例区",
            address="示例路 1 号",
        )
        for number in range(count)
    ]


def contact_points(count: int) -> list[ContactPoint]:
    return [
        ContactPoint(
            contact_point_id=ContactPointId(derived_id("contact_point", f"bench-{number}")),
            debtor_id=_debtor_id(number),
            place=Place.MOBILE,
            value=f"+86138{number:08}",
            rank=1,
            role=PartyRole.DEBTOR,
            person="",
        )
        for number in range(count)
    ]


def cases(count: int, today: date) -> list[Case]:
    """One debt each, twenty days past due."""
    return [_case(number, today - timedelta(days=20)) for number in range(count)]


def leases(count: int, now: datetime) -> list[Lease]:
    """All of them lent for the day, with the permits of a day."""
    return [
        Lease(
            debtor_id=_debtor_id(number),
            leased_until=now + timedelta(hours=8),
            permits=6,
            granted_at=now,
            taken_at=now,
            complete=True,
        )
        for number in range(count)
    ]


def facts(placed: list[Case], count: int, start: datetime) -> Iterator[Fact]:
    """`count` facts of calls that nobody answered or that ended in a refusal to pay, case after
    case, a second apart."""
    made = 0
    while made < count:
        for case in placed:
            for body in _call(case, answered=made % 2 == 0):
                if made == count:
                    return
                yield Fact(
                    fact_id=FactId(new_id()),
                    case_id=case.case_id,
                    debtor_id=case.debtor_id,
                    actor=AGENT.login,
                    occurred_at=start + timedelta(seconds=made),
                    body=body,
                )
                made += 1


def _debtor_id(number: int) -> DebtorId:
    return DebtorId(derived_id("debtor", f"bench-{number}"))


def _case(number: int, due: date) -> Case:
    case_id = CaseId(derived_id("case", f"bench-{number}"))
    debt = Debt(
        debt_id=DebtId(derived_id("debt", f"bench-{number}")),
        case_id=case_id,
        product="card",
        card_last4="4417",
        balance=Money.of("3260.50"),
        principal=Money.of("3000"),
        interest=None,
        fees=None,
        minimum_due=Money.of("326.05"),
        due_date=due,
    )
    return Case(
        case_id=case_id,
        case_no=f"BENCH-{number:05}",
        debtor_id=_debtor_id(number),
        campaign_id=CAMPAIGN.campaign_id,
        debts=(debt,),
    )


def _call(case: Case, *, answered: bool) -> Iterator[FactBody]:
    call_id = CallId(new_id())
    yield Attempted(
        call_id=call_id,
        contact_point_id=ContactPointId(derived_id("contact_point", case.case_no)),
        address="+8613800000000",
        place="mobile",
        role="debtor",
        debts=(case.debts[0].debt_id,),
        campaign_id=case.campaign_id,
        initiator="dialler",
        mode="progressive",
    )
    if answered:
        yield Answered(call_id=call_id)
    yield CallEnded(
        call_id=call_id,
        code=200 if answered else 480,
        reason="OK" if answered else "Temporarily Unavailable",
        ended_by="them" if answered else "network",
        answered=answered,
        ring_s=6.0,
        talk_s=60.0 if answered else 0.0,
    )
    if answered:
        yield OutcomeLogged(
            call_id=call_id, code="RTP", level="RPC", result="conversation", reached="debtor"
        )
    else:
        yield OutcomeLogged(
            call_id=call_id, code="NA", level="NC", result="no_answer", reached=None
        )
