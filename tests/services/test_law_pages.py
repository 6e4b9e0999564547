"""The pages of the law at a desk: what they begin with, what their intents do, when they close, and
the packs that arrive while a page is open."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from desk_client.compliance.pack_set import PackSet
from desk_client.contact import Contact
from desk_client.fact_body import VerdictGiven
from desk_client.ids import DebtId
from desk_client.services import law_intents as asks
from desk_client.services.desk_state import Phase
from desk_client.services.law_pages import LawPages
from desk_client.services.pack_shelf import PackShelf
from desk_client.services.refusal import Refusal
from tests.day.fixtures import OpenDesk
from tests.day.world import BUSY, ClockOfTheTest, World
from tests.services.law_desk import TUESDAY, LawDesk

MINUTE = timedelta(minutes=1)


@pytest.fixture
def law(tmp_path: Path) -> Iterator[LawDesk]:
    desk = LawDesk(tmp_path)
    yield desk
    desk.close()


def unanswered(minutes: int) -> Contact:
    return Contact(
        id=f"call-{minutes}",
        at=TUESDAY - minutes * MINUTE,
        kind="call",
        direction="out",
        address="+8613800000001",
        place="mobile",
        party="debtor-1",
        party_role="debtor",
        debts=(DebtId("debt-1"),),
        campaign="autumn",
        result="no_answer",
        reached=None,
        talk_s=0.0,
        consented=False,
        purpose=None,
    )


def allowed(law: LawDesk) -> bool:
    return law.trial.allowed


def rule_shown(law: LawDesk) -> str:
    detail = law.viewer.detail
    return detail.row.rule if detail is not None else ""


def test_a_page_begins_with_the_contact_in_hand(law: LawDesk) -> None:
    law.take(unanswered(20))
    law.ask(asks.OpenWhatIf())
    shown = law.trial
    assert shown.source == "case"
    assert shown.about.zh == "SH-2611-00001"
    assert shown.now == TUESDAY
    assert not shown.allowed
    assert law.rule("house.gap60").refuses
    assert shown.past == (TUESDAY - 20 * MINUTE,)


def test_a_page_begins_with_what_was_refused(law: LawDesk) -> None:
    taken = law.take(unanswered(20))
    judged = law.standing.judged[0]
    law.standing.refusal = Refusal.of(taken, judged, ())
    law.standing.judged = ()
    law.standing.enter(Phase.REFUSED)
    law.ask(asks.OpenWhatIf())
    assert law.trial.source == "case"
    assert not law.trial.allowed


def test_without_a_case_it_begins_with_a_packs_example_and_goes_round(law: LawDesk) -> None:
    law.ask(asks.OpenWhatIf())
    assert law.trial.source == "cn-bank-card"
    seen = [law.trial.source]
    while True:
        law.ask(asks.BeginFrom())
        if law.trial.source == seen[0]:
            break
        seen.append(law.trial.source)
    laws = {pack.id for pack in law.shelf.packs if pack.is_law}
    assert set(seen) == laws, "every law has its example; a house's rules stand beside them"
    law.ask(asks.BeginFrom(-1))
    assert law.trial.source == seen[-1]


def test_a_case_in_hand_is_one_of_the_beginnings(law: LawDesk) -> None:
    law.take()
    law.ask(asks.OpenWhatIf(), asks.BeginFrom())
    assert law.trial.source == "cn-bank-card"
    law.ask(asks.BeginFrom(-1))
    assert law.trial.source == "case"


def test_moves_are_taken_back_one_by_one_and_all_at_once(law: LawDesk) -> None:
    law.ask(asks.OpenWhatIf())
    law.ask(asks.MoveLever("hour", 1), asks.MoveLever("flag:cease", 1), asks.MoveTime(15))
    assert (law.trial.moves, law.trial.changes) == (3, 3)
    law.ask(asks.TakeBackMove())
    assert (law.trial.moves, law.trial.changes) == (2, 2)
    law.ask(asks.BeginAgain())
    assert law.trial.changes == 0
    law.ask(asks.TakeBackMove())
    assert law.trial.changes == 2, "even that can be taken back"
    for _ in range(5):
        law.ask(asks.TakeBackMove())
    assert (law.trial.moves, law.trial.changes) == (0, 0)


def test_a_move_that_changes_nothing_is_none(law: LawDesk) -> None:
    law.ask(asks.OpenWhatIf(), asks.MoveLever("sms_today", -1), asks.MoveLever("nothing", 1))
    assert law.trial.moves == 0


def test_the_time_goes_to_the_next_turn_and_where_it_is_clicked(law: LawDesk) -> None:
    law.ask(asks.OpenWhatIf(), asks.GoToTurn())
    assert law.trial.now == TUESDAY + timedelta(hours=6)
    assert not allowed(law)
    law.ask(asks.GoToTurn())
    assert allowed(law)
    law.ask(asks.GoToTime(TUESDAY + timedelta(hours=1)))
    assert law.trial.now == TUESDAY + timedelta(hours=1)
    law.ask(asks.MoveLever("flag:cease", 1), asks.GoToTurn())
    assert law.standing.notice is not None
    assert law.standing.notice.en == "Time does not change this verdict"


def test_nothing_is_written_and_no_verdict_is_kept(law: LawDesk) -> None:
    law.take()
    revision = law.standing.revision
    law.ask(asks.OpenWhatIf(), asks.MoveLever("flag:cease", 1), asks.OpenPacks())
    assert law.standing.revision == revision
    assert law.standing.judged[0].verdict.allowed


def test_a_page_steps_aside_when_a_call_begins(law: LawDesk) -> None:
    law.take()
    law.ask(asks.OpenWhatIf())
    law.standing.enter(Phase.DIALLING)
    assert law.pages.what_if() is None
    law.ask(asks.OpenPacks())
    assert law.pages.viewer() is not None, "it may be opened in a call"
    law.standing.enter(Phase.TALKING)
    assert law.pages.viewer() is not None
    law.standing.enter(Phase.WRAP_UP)
    assert law.pages.viewer() is not None
    law.standing.enter(Phase.DIALLING)
    assert law.pages.viewer() is None


def test_one_page_is_open_at_a_time(law: LawDesk) -> None:
    law.ask(asks.OpenWhatIf(), asks.OpenPacks())
    assert law.pages.what_if() is None
    assert law.pages.viewer() is not None
    law.ask(asks.OpenWhatIf())
    assert law.pages.viewer() is None
    law.ask(asks.CloseLawPage())
    assert law.pages.what_if() is None


@pytest.mark.parametrize(
    "intent",
    [
        asks.MoveLever("hour", 1),
        asks.MoveTime(15),
        asks.GoToTurn(),
        asks.BeginAgain(),
        asks.BeginFrom(),
        asks.ChoosePack("cn-bank-card"),
        asks.ChooseRule("cn.hours"),
    ],
)
def test_a_page_that_is_shut_answers_nothing(law: LawDesk, intent: asks.LawIntent) -> None:
    law.ask(intent)
    assert law.standing.notice is not None
    law.ask(asks.TakeBackMove(), asks.ToggleUnconfirmed(), asks.CompareVersion())
    assert law.pages.what_if() is None
    assert law.pages.viewer() is None


def test_a_page_is_made_once_and_again_only_when_something_changed(law: LawDesk) -> None:
    law.ask(asks.OpenWhatIf())
    assert law.pages.what_if() is law.pages.what_if()
    first = law.trial
    law.ask(asks.MoveLever("hour", 1))
    assert law.trial is not first
    law.ask(asks.OpenPacks())
    assert law.pages.viewer() is law.pages.viewer()


def test_the_viewer_opens_on_the_rule_it_was_asked_for(law: LawDesk) -> None:
    law.ask(asks.OpenPacks("us-regf", "regf.seven_in_seven"))
    first = law.viewer
    assert first.chosen == "us-regf"
    rule = first.rules[3].rule
    law.ask(asks.OpenPacks("us-regf", rule))
    assert rule_shown(law) == rule
    law.ask(asks.OpenPacks("no-such-pack"))
    assert law.viewer.chosen == "cn-bank-card"


def test_packs_and_rules_are_chosen_and_the_filter_stays(law: LawDesk) -> None:
    law.ask(asks.OpenPacks(), asks.ToggleUnconfirmed())
    assert law.viewer.only_unconfirmed
    assert {row.confidence for row in law.viewer.rules} == {"unsure"}
    last = law.viewer.rules[-1].rule
    law.ask(asks.ChooseRule(last))
    assert rule_shown(law) == last
    law.ask(asks.ChoosePack("house-default"))
    assert law.viewer.rules == (), "a house's own rules need nobody to confirm them"
    assert rule_shown(law) == ""
    law.ask(asks.ToggleUnconfirmed())
    assert law.viewer.rules


def test_versions_are_compared_one_after_the_other_and_then_none(law: LawDesk) -> None:
    law.ask(asks.OpenPacks())
    versions = law.viewer.versions
    assert versions
    for version in versions:
        law.ask(asks.CompareVersion())
        assert law.viewer.against is not None
        assert law.viewer.against.earlier == version
    law.ask(asks.CompareVersion())
    assert law.viewer.against is None
    without = next(pack for pack in law.shelf.packs if not law.shelf.earlier(pack))
    law.ask(asks.ChoosePack(without.id), asks.CompareVersion())
    assert law.viewer.against is None
    assert law.standing.notice is not None
    assert law.standing.notice.en == "No earlier version is kept"


def test_examples_are_run_only_for_a_pack_that_was_looked_at(law: LawDesk) -> None:
    law.ask(asks.OpenPacks())
    run = {row.pack for row in law.viewer.packs if row.faults is not None}
    assert run == {"cn-bank-card"}
    law.ask(asks.ChoosePack("us-wa"))
    assert {row.pack for row in law.viewer.packs if row.faults is not None} == {*run, "us-wa"}


def test_the_other_packs_arrive_while_the_page_is_open(law: LawDesk) -> None:
    there = threading.Event()
    shelf = PackShelf(PackSet.shipped(), there.set)
    pages = LawPages(standing=law.standing, shelf=shelf)
    answers = pages.answers()
    assert [pack.id for pack in shelf.packs] == ["cn-bank-card", "house-default"]
    answers[asks.OpenPacks](asks.OpenPacks())
    answers[asks.OpenWhatIf](asks.OpenWhatIf())
    assert there.wait(60)
    part = pages.what_if()
    assert part is not None
    assert not part.reading
    assert any(row.name == "pack:us-regf" for row in part.levers)
    assert [pack.id for pack in shelf.packs][:2] == ["cn-bank-card", "house-default"]
    assert shelf.fault == ""


def test_a_shelf_says_that_it_is_being_read(law: LawDesk) -> None:
    shelf = PackShelf(PackSet.shipped(), lambda: None)
    pages = LawPages(standing=law.standing, shelf=shelf)
    shelf.reading = True
    pages.answers()[asks.OpenWhatIf](asks.OpenWhatIf())
    part = pages.what_if()
    assert part is not None
    assert part.reading is shelf.reading


def test_at_a_real_desk_a_trial_leaves_the_case_as_it_is(world: World, sit_down: OpenDesk) -> None:
    world.place(BUSY, mode="preview")
    at_work = sit_down(clock=ClockOfTheTest.at(10, 0))
    before = at_work.take()
    assert before.verdict is not None
    verdicts = len(at_work.bodies(VerdictGiven))
    shown = at_work.act(asks.OpenWhatIf()).what_if
    assert shown is not None
    assert shown.source == "case"
    assert shown.allowed is before.verdict.allowed
    refused = at_work.act(asks.MoveLever("flag:cease", 1))
    assert refused.what_if is not None
    assert not refused.what_if.allowed
    assert refused.verdict is not None
    assert refused.verdict.allowed, "the case itself was not touched"
    packs = at_work.act(asks.OpenPacks()).packs
    assert packs is not None
    read = at_work.until(lambda state: state.packs is not None and not state.packs.reading)
    assert read.packs is not None
    assert len(read.packs.packs) > 2
    assert at_work.act(asks.CloseLawPage()).packs is None
    assert len(at_work.bodies(VerdictGiven)) == verdicts
