"""What the timeline of a case tells of the work on it, from facts in a real encrypted store; and
that no kind of fact about a case goes without words of its own."""

from collections.abc import Iterator
from typing import get_args

import pytest

from desk_client.fact_body import FactBody
from desk_client.ids import FactId, Login
from desk_client.reach_body import ContactPointMarked, ContactPointNamed
from desk_client.services.timeline_care import ROWS
from desk_client.services.timeline_kinds import ADDING, PICKS
from desk_client.store.database import Database
from desk_client.team_body import CaseHandedOver, HelpAsked, WrapUpExtended
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowApproved,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowOpened,
    WorkflowPassed,
    WorkflowTaken,
)
from tests.happenings import MOBILE
from tests.services.lives import NOW, Life
from tests.sync.desk import open_database

LEAD = Login("lead_wang")
NO_CASE = {"shift_changed"}  # about a person's day, never about a case


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(tmp_path_factory.mktemp("work"))
    yield opened
    opened.close()


_numbers = iter(range(100, 1000))


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database, next(_numbers))


def dispute(life: Life) -> FactId:
    return life.shift.tell(WorkflowOpened(workflow="dispute", note="第二笔不认")).fact_id


def test_every_kind_of_fact_about_a_case_is_told_or_adds_to_a_row() -> None:
    every = {each.model_fields["kind"].default for each in get_args(FactBody)}
    assert every - NO_CASE - ADDING - set(ROWS) == set()
    picked = {pick.kind for picks in PICKS.values() for pick in picks}
    assert set(ROWS) - picked == set()


def test_a_dispute_from_its_opening_to_its_answer(life: Life) -> None:
    of = dispute(life)
    assert (life.row("care").title.zh, life.row("care").detail.zh) == (
        "异议",
        "异议岗 · 第二笔不认",
    )
    life.shift.tell(WorkflowTaken(of=of))
    assert (life.row().title.zh, life.row().title.en) == ("接手异议", "Dispute taken")
    life.shift.tell(WorkflowNoted(of=of, note="已调取签购单"))
    assert (life.row().title.en, life.row().detail.zh) == ("Dispute: a step", "已调取签购单")
    life.shift.tell(WorkflowPassed(of=of, queue="legal"))
    assert life.row().title.zh == "异议转法务"
    life.shift.tell(WorkflowApproved(of=of, second=LEAD))
    assert (life.row().title.zh, life.row().detail.en) == ("异议已批准", f"with {LEAD}")
    closed = WorkflowClosed(
        of=of, result="rejected", reason="签名一致", lifts=True, second=LEAD, case_status="working"
    )
    life.shift.tell(closed)
    row = life.row("care")
    assert (row.title.zh, row.title.en) == ("异议已答复", "Dispute answered")
    assert row.detail.zh == f"异议不成立，恢复催收 · 与 {LEAD} 共同 · 签名一致"
    assert life.counts()["care"] == 6


def test_the_step_of_another_cases_matter_is_told_without_its_name(life: Life) -> None:
    life.shift.tell(WorkflowTaken(of=FactId("0190b0b0-0000-7000-8000-000000000001")))
    assert (life.row().title.zh, life.row().title.en) == ("接手事项", "Matter taken")


def test_a_flag_that_was_lifted_says_by_whose_word(life: Life) -> None:
    lifted = FlagLifted(
        laid_by=FactId("0190b0b0-0000-7000-8000-000000000002"),
        flag="cease",
        word="debtor",
        reason="来电同意恢复联系",
    )
    life.shift.tell(lifted)
    assert life.row("care").title.en == "Lifted: Contact stopped"
    assert life.row("care").detail.zh == "客户本人要求 · 来电同意恢复联系"


def test_what_somebody_wrote_stays_out_while_figures_are_shut(life: Life) -> None:
    of = dispute(life)
    life.shift.tell(WorkflowNoted(of=of, note="金额 3260 有误"))
    life.shift.tell(CaseHandedOver(to=LEAD, note="欠 3260，六点后谈"))
    shown = " ".join(f"{row.title} {row.detail}" for row in life.rows(open_=False))
    assert "3260" not in shown
    assert "第二笔" not in shown


def test_help_handing_over_and_more_time(life: Life) -> None:
    call = life.shift.conversation()
    life.shift.tell(HelpAsked(call_id=call, reason="abuse", at=NOW))
    assert (life.row("desk").title.zh, life.row("desk").detail.zh) == ("请求协助", "遭到辱骂")
    life.shift.tell(WrapUpExtended(call_id=call, by_s=60))
    assert (life.row("desk").title.en, life.row("desk").detail.zh) == (
        "More time for wrap-up",
        "60 秒",
    )
    life.shift.tell(CaseHandedOver(to=LEAD, note="六点后谈分期"))
    assert (life.row("desk").title.zh, life.row("desk").detail.zh) == (
        f"移交{LEAD}",
        "六点后谈分期",
    )
    life.shift.tell(CaseHandedOver(queue="hardship", note="收入中断"))
    assert life.row("desk").title.en == "Handed over to Hardship desk"


def test_a_number_that_was_named_and_one_that_was_marked(life: Life) -> None:
    named = ContactPointNamed(
        contact_point_id=MOBILE,
        address="+8613900002222",
        place="mobile",
        role="contact",
        person="表哥",
        said_by="contact_person",
    )
    life.shift.tell(named)
    assert life.row("desk").detail.zh == "139****2222 · 表哥 · 联系人所述"
    assert "表哥" not in life.row("desk", open_=False).detail.zh
    life.shift.tell(ContactPointMarked(contact_point_id=MOBILE, state="wrong", said_by="debtor"))
    assert life.row("desk").title.zh == "号码记为非本人"
    assert life.row("desk").detail.en == "the debtor said so"
