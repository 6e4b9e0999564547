"""The desk of a Chinese bank: law and house together answer what is kept, what is due, what may be
agreed, and who may override."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from desk_client.compliance.audit import audit_gaps
from desk_client.compliance.authority import may_override
from desk_client.compliance.content_template import content_faults
from desk_client.compliance.duty import of_kind
from desk_client.compliance.identity_rule import may_show
from desk_client.compliance.load import earlier_packs, shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.compliance.plan_limit import EvenPlan, plan_faults
from desk_client.compliance.request import Content, Override
from desk_client.compliance.retention import Record, RecordKind, keeping
from desk_client.compliance.rule import Clause
from desk_client.compliance.timer import Timer, due_on
from desk_client.fact_body import VerdictGiven
from desk_client.writing.shipped import shipped_templates
from desk_client.writing.template import PRIVATE_FIELDS
from tests.compliance.asking import ask, local

PACKS = {pack.id: pack for pack in shipped_packs()}
DESK: Sequence[Clause] = [
    *PACKS["cn-bank-card"].file.rules,
    *PACKS["house-default"].file.rules,
]
CALLED = datetime(2026, 11, 24, 8, tzinfo=UTC)


def test_a_recording_is_kept_two_years_by_law_and_five_by_the_house() -> None:
    kept = keeping(DESK, Record(record="recording", call_time=CALLED, lender="bank"))
    assert kept.keep_until == kept.erase_from == CALLED.replace(year=2031)
    law = keeping(PACKS["cn-bank-card"].duties, Record(record="recording", call_time=CALLED))
    assert law.keep_until == CALLED.replace(year=2028)


@pytest.mark.parametrize("kind", get_args(RecordKind))
def test_every_kind_of_record_has_an_end(kind: RecordKind) -> None:
    closed = CALLED + timedelta(days=90)
    record = Record(record=kind, call_time=CALLED, last_activity=closed, case_closed=closed)
    kept = keeping(DESK, record)
    assert kept.erase_from is not None
    assert kept.erase_from <= CALLED.replace(year=2034)
    held = record.model_copy(update={"holds": ("inspection",)})
    assert keeping(DESK, held).erase_from is None


def test_what_is_due() -> None:
    due = {
        rule.starts: due_on(rule, CALLED, ZoneInfo("Asia/Shanghai"))
        for rule in of_kind(Timer, DESK)
    }
    assert due["complaint"] == due["dispute"] == date(2026, 12, 9)
    assert due["credit_report_objection"] == date(2026, 12, 14)
    assert due["mediation"] == date(2026, 11, 25)


def test_a_plan_of_six_years_is_refused_by_the_law_and_asks_for_a_lead() -> None:
    plan = EvenPlan(balance=Decimal("36000.00"), agreed_on=date(2026, 11, 24), months=72).plan()
    assert [(fault.rule, fault.what) for fault in plan_faults(DESK, plan)] == [
        ("cn.plan60", "too_many_instalments"),
        ("cn.plan60", "too_long"),
        ("house.plan_approval", "not_approved"),
    ]


def test_a_lead_lifts_the_house_s_gap_and_not_the_law_s_hours() -> None:
    asked = Override(
        rules=("house.gap60", "cn.hours"),
        by="wang",
        role="lead",
        second="chen",
        reason="the line broke",
        until=CALLED + timedelta(minutes=10),
    )
    house, china = PACKS["house-default"].duties, PACKS["cn-bank-card"].duties
    assert may_override(house, asked, "house.gap60", "house", CALLED)
    assert not may_override(china, asked, "cn.hours", "must", CALLED)


def test_the_amount_is_shown_once_the_person_is_verified() -> None:
    assert not may_show(DESK, "amount", "claimed")
    assert may_show(DESK, "amount", "verified")


def test_a_stored_verdict_holds_what_the_house_asks_for() -> None:
    assert audit_gaps(DESK, VerdictGiven.model_fields) == ()


@pytest.mark.parametrize("template", shipped_templates().values(), ids=lambda each: each.template)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_template_that_ships_may_be_sent_to_the_debtor(
    template: object, language: str
) -> None:
    from desk_client.writing.template import Template

    assert isinstance(template, Template)
    assert language in ("zh", "en")
    fields = template.fields("zh" if language == "zh" else "en")
    asked = ask(
        local("2026-11-24 16:00"),
        kind=template.channel,
        purpose=template.purpose,
        content=Content(
            template=template.template, fields=fields, text="…", signed=True, opt_out=True
        ),
    )
    assert content_faults(DESK, asked) == ()


@pytest.mark.parametrize("field", sorted(PRIVATE_FIELDS - {"promise_date"}))
def test_no_field_that_tells_of_the_debt_goes_to_a_number_nobody_checked(field: str) -> None:
    asked = ask(
        local("2026-11-24 16:00"),
        kind="sms",
        content=Content(
            template="sms-call-back",
            fields=("organisation", "caller_id", field),
            signed=True,
            opt_out=True,
        ),
    )
    assert asked.address is not None
    unchecked = asked.address.model_copy(update={"state": "unverified"})
    faults = content_faults(DESK, asked.model_copy(update={"address": unchecked}))
    assert [fault.what for fault in faults] == [f"holds_{field}"]


def test_the_earlier_versions_are_kept_beside_those_in_force() -> None:
    def versions(pack: str, packs: Sequence[Pack]) -> list[str]:
        return [each.file.version for each in packs if each.id == pack]

    for pack in ("cn-bank-card", "house-default"):
        assert "2026.11.0" in versions(pack, earlier_packs())
        assert versions(pack, shipped_packs()) != ["2026.11.0"]
