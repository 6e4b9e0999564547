"""The due list on a real store: who owns what, by when, what a deed does to the case, its flags and
the audit, and what it refuses beside which field."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desk_client.care_body import ComplaintAnswered, FlagLaid, FlagSet
from desk_client.fact_body import Withdrawn
from desk_client.ids import MessageId
from desk_client.message_body import MessageAttempted
from desk_client.services import workflow_intents as asks
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowApproved,
    WorkflowClosed,
    WorkflowOpened,
    WorkflowTaken,
)
from tests.happenings import MOBILE
from tests.services.due_desk import CASE, LEAD, RIGHT, STRANGER, WANG, DueDesk
from tests.services.hands import call
from tests.services.law_desk import LI

WORDS = "已与客户核对账单并说明"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DueDesk]:
    desk = DueDesk(tmp_path)
    yield desk
    desk.database.close()


def close(desk: DueDesk, choice: int, text: str = WORDS, login: str = "", secret: str = "") -> None:
    desk.ask(asks.BeginDeed("close"), asks.ChooseInDeed(choice))
    desk.ask(asks.SubmitDeed(text, login, secret))


def test_an_outcome_opens_it_with_a_deadline_and_its_clause(desk: DueDesk) -> None:
    desk.talk("DISP")
    part = desk.ask(asks.OpenDueList())
    (row,) = part.rows
    assert (row.kind, row.state, row.owner, row.overdue) == ("dispute", "open", None, False)
    assert row.day is not None
    assert (row.day.isoformat(), row.clause.zh) == ("2026-12-09", "内部规定：异议")
    assert row.queue is not None
    assert row.queue.en == "Disputes desk"
    assert "disputed debts" in row.stops.en
    assert (part.total, part.overdue, part.counts) == (1, 0, (("dispute", 1),))
    desk.tick(16 * 86400)
    assert desk.ask().overdue == 1


def test_whoever_takes_it_owns_it_and_a_queue_takes_it_from_them(desk: DueDesk) -> None:
    desk.talk("DISP")
    part = desk.ask(asks.OpenDueList(), asks.TakeDue())
    assert (part.rows[0].state, part.rows[0].owner, part.rows[0].mine) == ("in_work", LI.name, True)
    assert "T" not in part.keys
    desk.ask(asks.TakeDue())
    assert desk.notice() == "Not available now"
    desk.ask(asks.BeginDeed("note"), asks.SubmitDeed("已调取账单"))
    desk.ask(asks.BeginDeed("pass"), asks.ChooseInDeed(0))
    assert desk.fault == "choice: It is there already"
    desk.ask(asks.ChooseInDeed(1), asks.SubmitDeed(""))
    row = desk.row
    assert (row.owner, row.state) == (None, "open")
    assert row.queue is not None
    assert row.queue.en == "Complaints desk"
    assert desk.state.queue == "complaints"
    assert [step.what for step in row.steps] == ["passed", "noted", "taken", "opened"]


def test_a_dispute_corrected_ends_the_pause_and_the_case_comes_back(desk: DueDesk) -> None:
    desk.talk("DISP")
    assert desk.flags == {"dispute"}
    assert desk.state.queue == "disputes"
    desk.ask(asks.OpenDueList())
    close(desk, 0)
    state = desk.state
    assert (desk.flags, state.status, state.queue) == (set(), "working", None)
    (done,) = state.workflows
    assert (done.state, done.result, done.reason) == ("closed", "corrected", WORDS)
    assert desk.ask().rows == ()


def test_what_is_opened_by_hand_stops_what_an_outcome_would(desk: DueDesk) -> None:
    desk.standing.hand = desk.files.open(CASE.case_id)
    desk.ask(asks.OpenDueList(), asks.BeginDeed("open"), asks.ChooseInDeed(0))
    desk.ask(asks.SubmitDeed("客户来信对一笔消费有异议"))
    (flag,) = desk.state.flags
    assert (flag.flag, flag.debts) == ("dispute", (CASE.debts[0].debt_id,))
    assert (desk.state.status, desk.state.queue) == ("disputed", "disputes")
    desk.ask(asks.BeginDeed("open"), asks.ChooseInDeed(0))
    assert desk.fault == "choice: Runs already"
    close(desk, 0)
    assert desk.flags == set()
    assert desk.state.status == "working"


def test_a_dispute_upheld_keeps_its_debt_paused(desk: DueDesk) -> None:
    desk.talk("DISP")
    desk.ask(asks.OpenDueList())
    close(desk, 1)
    assert desk.flags == {"dispute"}
    assert (desk.state.status, desk.state.queue) == ("disputed", "disputes")


def test_against_the_debtor_two_sign_one_of_them_a_lead(desk: DueDesk) -> None:
    desk.talk("DISP")
    desk.ask(asks.OpenDueList(), asks.BeginDeed("close"), asks.ChooseInDeed(2))
    form = desk.form
    assert form is not None
    assert form.second is not None
    assert form.second.en == "A lead has to sign"
    tried = (
        (("", ""), "second: Another person has to sign"),
        ((LI.login, RIGHT), "second: Another person has to sign"),
        ((LEAD.login, "wrong"), "second: Central does not accept this login and password"),
        ((WANG.login, RIGHT), "second: One of the two has to be a lead"),
        ((STRANGER.login, RIGHT), "second: One of the two has to be a lead"),
    )
    for (login, secret), fault in tried:
        desk.ask(asks.SubmitDeed(WORDS, login, secret))
        assert desk.fault == fault
    desk.away = True
    desk.ask(asks.SubmitDeed(WORDS, LEAD.login, RIGHT))
    assert desk.fault == "second: Central is away, so nobody can sign"
    assert desk.flags == {"dispute"}
    desk.away = False
    desk.ask(asks.SubmitDeed(WORDS, LEAD.login, RIGHT))
    assert desk.form is None
    assert desk.flags == set()
    assert desk.state.workflows[0].second == LEAD.login


def test_what_only_the_debtor_can_say_needs_a_verified_talk(desk: DueDesk) -> None:
    desk.talk("DISP", verified=False)
    desk.ask(asks.OpenDueList(), asks.BeginDeed("close"), asks.ChooseInDeed(3))
    assert desk.fault.startswith("choice: Only the debtor")
    desk.ask(asks.LeaveDeed())
    desk.talk("RTP")
    close(desk, 3)
    assert desk.state.workflows[0].state == "withdrawn"
    assert desk.flags == set()


def test_every_form_says_what_is_missing_and_keeps_the_rest(desk: DueDesk) -> None:
    desk.talk("DISP")
    desk.ask(asks.OpenDueList(), asks.BeginDeed("close"), asks.SubmitDeed(WORDS))
    assert desk.fault == "choice: Choose one by its digit first"
    desk.ask(asks.ChooseInDeed(0), asks.SubmitDeed("  短 "))
    assert desk.fault == "text: At least 6 characters are needed"
    desk.ask(asks.SubmitDeed("长" * 2001))
    assert desk.fault == "text: At most 2,000 characters"
    desk.ask(asks.SubmitDeed("客户说卡号 4532 0151 1283 0366"))
    assert desk.fault.startswith("text: ")
    assert "4532" not in desk.fault
    form = desk.form
    assert form is not None
    assert form.chosen == 0, "what was chosen is still chosen"
    assert not any(kind.startswith("workflow") for kind in desk.kinds())
    desk.ask(asks.LeaveDeed(), asks.SubmitDeed(WORDS))
    assert desk.notice() == "Not available now"


def test_a_complaint_takes_the_agent_off_it(desk: DueDesk) -> None:
    desk.talk("COMP")
    part = desk.ask(asks.OpenDueList())
    assert part.rows[0].about_me
    assert "T" not in part.keys
    assert "A" not in part.keys
    desk.ask(asks.TakeDue())
    assert "talk of yours" in desk.notice()
    desk.ask(asks.BeginDeed("close"))
    assert desk.form is None
    assert desk.state.open_workflows[0].about(LI.login)
    assert not desk.state.open_workflows[0].about(WANG.login)


def test_a_complaint_that_a_colleague_took_is_answered_for_the_report_too(desk: DueDesk) -> None:
    laid = FlagLaid(flags=(FlagSet(flag="complaint_hold"),), source="letter")
    desk.told_by(WANG, laid)
    desk.ask(asks.OpenDueList(), asks.TakeDue())
    close(desk, 1)
    answers = [
        each.body
        for each in desk.facts.of_case(CASE.case_id)
        if isinstance(each.body, ComplaintAnswered)
    ]
    (answer,) = answers
    assert (answer.complaint, answer.upheld) == (desk.state.workflows[0].fact_id, True)
    assert desk.flags == set()


def test_a_mediation_runs_in_the_houses_hours(desk: DueDesk) -> None:
    desk.clock.at += timedelta(hours=3, minutes=30)  # 19:30 in Shanghai; closes 20:30
    desk.told_by(WANG, WorkflowOpened(workflow="mediation", queue="team_lead"))
    row = desk.ask(asks.OpenDueList()).rows[0]
    assert row.at is not None
    assert f"{row.at:%d %H:%M}" == "25 02:00"  # an hour today, one from 09:00 tomorrow
    assert row.soon


def test_a_filter_shows_one_kind_and_counts_all(desk: DueDesk) -> None:
    desk.talk("DISP")
    desk.talk("HARD")
    desk.told_by(WANG, WorkflowOpened(workflow="mediation"))
    part = desk.ask(asks.OpenDueList())
    assert [row.kind for row in part.rows] == ["mediation", "hardship", "dispute"]
    part = desk.ask(asks.FilterDue("dispute"))
    assert ([row.kind for row in part.rows], part.total) == (["dispute"], 3)
    part = desk.ask(asks.FilterDue(None), asks.MoveDue(1), asks.MoveDue(9))
    assert part.chosen == 2


def test_closing_one_leaves_the_case_with_the_other(desk: DueDesk) -> None:
    desk.talk("HARD")
    desk.talk("DISP")
    desk.ask(asks.OpenDueList(), asks.FilterDue("dispute"))
    close(desk, 0)
    state = desk.state
    assert (state.status, state.queue) == ("hardship", "hardship")
    assert desk.flags == {"hardship_review"}


def test_a_stop_is_lifted_by_the_debtors_own_word_only(desk: DueDesk) -> None:
    desk.talk("CEASE", verified=False)
    desk.standing.hand = desk.files.open(CASE.case_id)
    desk.ask(asks.OpenDueList(), asks.BeginDeed("lift"), asks.ChooseInDeed(0))
    assert desk.fault.startswith("choice: Only the debtor")
    forged = FlagLifted(
        laid_by=desk.state.flags[0].fact_id, flag="cease", word="house", reason=WORDS
    )
    desk.told_by(LEAD, forged)
    assert desk.flags == {"cease"}, "no house lifts what the debtor wished"
    desk.ask(asks.LeaveDeed())
    desk.talk("RTP")  # verified
    desk.ask(asks.BeginDeed("lift"), asks.ChooseInDeed(0), asks.SubmitDeed("客户来电要求恢复联系"))
    assert desk.flags == set()
    assert desk.facts.of_case(CASE.case_id)[-1].body.model_dump()["word"] == "debtor"


def test_another_flag_is_lifted_by_two_of_whom_one_leads(desk: DueDesk) -> None:
    desk.told_by(LEAD, FlagLaid(flags=(FlagSet(flag="lost"),), source="office"))
    desk.standing.hand = desk.files.open(CASE.case_id)
    part = desk.ask(asks.OpenDueList())
    assert "L" in part.keys
    desk.ask(asks.BeginDeed("lift"), asks.ChooseInDeed(0), asks.SubmitDeed("已重新联系上客户"))
    assert desk.fault == "second: Another person has to sign"
    desk.ask(asks.SubmitDeed("已重新联系上客户", LEAD.login, RIGHT))
    assert desk.flags == set()
    part = desk.ask(asks.UndoDeed())
    assert desk.flags == {"lost"}, "taken back in one step"
    assert part.told is not None
    assert "audit keeps both" in part.told.en
    desk.ask(asks.UndoDeed())
    assert desk.notice() == "There is nothing to undo here"


def test_a_deed_is_taken_back_within_the_campaigns_time_only(desk: DueDesk) -> None:
    desk.talk("DISP")
    before = desk.state
    desk.ask(asks.OpenDueList())
    close(desk, 0)
    assert "Z" in desk.ask().keys
    desk.ask(asks.UndoDeed())
    assert desk.state == before
    assert [isinstance(each.body, Withdrawn) for each in desk.facts.of_case(CASE.case_id)][-1]
    close(desk, 0)
    desk.tick(301)
    assert "Z" not in desk.ask().keys


def test_a_case_is_referred_when_every_item_is_met_and_a_lead_approves(desk: DueDesk) -> None:
    desk.clock.at += timedelta(days=80)  # 115 days past due
    desk.talk("RTP")
    desk.standing.hand = desk.files.open(CASE.case_id)
    desk.ask(asks.OpenDueList(), asks.BeginDeed("refer"), asks.ChooseInDeed(0))
    form = desk.form
    assert form is not None
    assert form.deed == "checklist"
    met = [row.ticked for row in form.choices]
    assert met == [True, True, True, True, True, True, False, False, False]
    assert [row.fixed for row in form.choices] == [True] * 6 + [False] * 3
    desk.ask(asks.ChooseInDeed(0), asks.SubmitDeed(""))
    assert desk.fault == "choice: Some items are not met yet"
    desk.ask(*(asks.ChooseInDeed(each) for each in (6, 7, 8)), asks.SubmitDeed("多次沟通无果"))
    (referral,) = desk.state.open_workflows
    assert (referral.to, referral.vouched) == ("legal", ("notice", "contract", "address"))
    assert desk.state.status == "referral"
    part = desk.ask()
    assert "P" in part.keys
    desk.ask(asks.BeginDeed("close"), asks.ChooseInDeed(0))
    assert desk.fault == "choice: It is not approved yet"
    desk.ask(asks.BeginDeed("approve"), asks.SubmitDeed("同意", WANG.login, RIGHT))
    assert desk.fault == "second: One of the two has to be a lead"
    desk.ask(asks.SubmitDeed("同意", LEAD.login, RIGHT))
    assert desk.row.approved_by == LEAD.name
    close(desk, 0)
    assert desk.state.workflows[0].result == "accepted"


def test_a_disputed_debt_is_never_referred(desk: DueDesk) -> None:
    desk.clock.at += timedelta(days=80)
    desk.talk("DISP")
    desk.standing.hand = desk.files.open(CASE.case_id)
    desk.ask(asks.OpenDueList(), asks.BeginDeed("refer"), asks.ChooseInDeed(0))
    desk.ask(*(asks.ChooseInDeed(each) for each in range(9)), asks.SubmitDeed(""))
    assert desk.fault == "choice: Some items are not met yet"


def test_a_notice_in_the_post_is_shown_by_the_facts(desk: DueDesk) -> None:
    sent = MessageAttempted(
        message_id=MessageId("letter-1"),
        channel="letter",
        template="letter-collection",
        purpose="notice",
        contact_point_id=MOBILE,
        address="上海市静安区示例路 1 号",
        place="post",
        role="debtor",
        debts=(),
        sha256="0" * 64,
    )
    desk.write(sent)
    desk.standing.hand = desk.files.open(CASE.case_id)
    desk.ask(asks.OpenDueList(), asks.BeginDeed("refer"), asks.ChooseInDeed(0))
    form = desk.form
    assert form is not None
    assert (form.choices[6].ticked, form.choices[6].fixed) == (True, True)


def test_a_lead_approves_alone_what_another_asked_for(tmp_path: Path) -> None:
    desk = DueDesk(tmp_path, LEAD)
    desk.told_by(LI, WorkflowOpened(workflow="referral", to="agency", queue="team_lead"))
    desk.ask(asks.OpenDueList(), asks.BeginDeed("approve"), asks.SubmitDeed(""))
    (approved,) = [
        each.body
        for each in desk.facts.of_case(CASE.case_id)
        if isinstance(each.body, WorkflowApproved)
    ]
    assert approved.second == LEAD.login
    desk.database.close()


def test_words_stay_away_while_a_callers_identity_is_open(desk: DueDesk) -> None:
    desk.told_by(WANG, WorkflowOpened(workflow="dispute", note="客户说只欠 800 元"))
    desk.ask(asks.OpenDueList())
    assert desk.row.steps[0].note
    desk.standing.call = call()
    assert desk.ask().rows[0].steps[0].note == ""


def test_what_stops_contact_is_undone_with_a_reason_only(desk: DueDesk) -> None:
    stop = desk.talk("CEASE")
    assert desk.undoing.ask_why()
    form = desk.form
    assert form is not None
    assert (form.deed, form.on_list, len(form.choices)) == ("undo", False, 4)
    desk.list.answers()[asks.SubmitDeed](asks.SubmitDeed(""))
    assert desk.fault == "choice: Choose one by its digit first"
    assert desk.flags == {"cease"}
    desk.list.answers()[asks.ChooseInDeed](asks.ChooseInDeed(0))
    desk.list.answers()[asks.SubmitDeed](asks.SubmitDeed("应为 R"))
    assert desk.form is None
    assert desk.flags == set()
    assert len(desk.toasts) == 1
    bodies = [each.body for each in desk.facts.of_case(CASE.case_id)]
    (withdrawn,) = [each for each in bodies if isinstance(each, Withdrawn)]
    assert (withdrawn.fact_id, withdrawn.reason) == (stop.fact_id, "按错键 / Wrong key: 应为 R")
    assert stop.body in bodies, "both stay in the audit"


def test_esc_leaves_the_stop_as_it_was(desk: DueDesk) -> None:
    desk.talk("DISP")
    assert desk.undoing.ask_why()
    part = desk.form
    assert part is not None
    assert part.deed == "undo"
    desk.list.answers()[asks.LeaveDeed](asks.LeaveDeed())
    assert desk.form is None
    assert desk.flags == {"dispute"}
    desk.talk("RTP")
    assert not desk.undoing.ask_why(), "what stops nothing needs no reason"


def test_two_that_close_at_once_close_it_once(desk: DueDesk) -> None:
    fact = desk.talk("DISP")
    closed = WorkflowClosed(
        of=fact.fact_id, result="upheld", reason="账单有误", lifts=False, case_status=None
    )
    desk.told_by(WANG, closed)
    desk.write(closed.model_copy(update={"result": "corrected", "lifts": True}))
    assert desk.state.workflows[0].result == "upheld"
    assert desk.flags == {"dispute"}
    desk.told_by(WANG, WorkflowTaken(of=fact.fact_id))
    assert desk.state.workflows[0].owner is None
