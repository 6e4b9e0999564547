"""Central's rows of made-up people, for tests that need a debtor with a case."""

from datetime import date
from decimal import Decimal
from typing import Any

from desk_client.case import Case, Debt
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.ids import CampaignId, CaseId, ContactPointId, DebtId, DebtorId
from desk_client.money import Money


def debtor(number: int = 1, **more: Any) -> Debtor:
    fields: dict[str, Any] = {
        "name": f"测试人{number}",
        "language": "zh",
        "region": "CN-31",
        "zone": "Asia/Shanghai",
        "id_last4": "0017",
        "birth_month": "1990-03",
        "district": "静安区",
        "address": "上海市静安区示例路 1 号",
    }
    return Debtor(debtor_id=DebtorId(f"debtor-{number}"), **fields | more)


def point(number: int = 1, **more: Any) -> ContactPoint:
    fields: dict[str, Any] = {
        "contact_point_id": ContactPointId(f"mobile-{number}"),
        "place": Place.MOBILE,
        "value": f"+861380000{number:04}",
        "rank": 1,
        "role": PartyRole.DEBTOR,
        "person": "",
    }
    return ContactPoint(debtor_id=DebtorId(f"debtor-{number}"), **fields | more)


def debt(number: int = 1, **more: Any) -> Debt:
    fields: dict[str, Any] = {
        "case_id": CaseId(f"case-{number}"),
        "product": "card",
        "card_last4": "4417",
        "balance": Money(Decimal("3260.50")),
        "principal": Money(Decimal("3000.00")),
        "interest": None,
        "fees": None,
        "minimum_due": None,
        "due_date": date(2026, 10, 20),
    }
    return Debt(**{"debt_id": DebtId(f"debt-{number}")} | fields | more)


def case(number: int = 1, *debts: Debt) -> Case:
    return Case(
        case_id=CaseId(f"case-{number}"),
        case_no=f"SH-2611-{number:05}",
        debtor_id=DebtorId(f"debtor-{number}"),
        campaign_id=CampaignId("autumn"),
        debts=debts or (debt(number),),
    )
