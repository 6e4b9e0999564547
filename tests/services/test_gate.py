"""What the gate is told of a case: its history, its flags over all persons and cases, the callbacks
that the debtor asked for; on real calls, with the packs that ship."""

from datetime import datetime, timedelta

from desk_client.case import Case
from desk_client.clock import SystemClock
from desk_client.fact import Fact
from desk_client.fact_body import Attempted, FactBody, OutcomeLogged
from desk_client.ids import CallId, FactId, new_id
from desk_client.phone import messages
from desk_client.services import intents
from desk_client.services.case_parts import ContactPointRow
from desk_client.services.desk_state import DeskState, LineState, Phase
from tests.central.floor import WANG
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import BUSY, PROMISES, SHANGHAI, WRONG, ClockOfTheTest, World


def rows(state: DeskState) -> dict[str, ContactPointRow]:
    """The contact points of the case in hand, by whose they are."""
    return {row.role: row for row in state.contact_points}


def rules(row: ContactPointRow) -> set[str]:
    return {rule.label.en for rule in row.verdict.rules if not rule.allowed}


def called_in_vain(desk: DeskAtWork, case: Case, at: datetime) -> None:
    """A colleague's call of an earlier day that nobody answered."""
    hand = desk.desk._files.open(case.case_id)
    point, call_id = hand.points[0], CallId(new_id())
    bodies: tuple[FactBody, ...] = (
        Attempted(
            call_id=call_id,
            contact_point_id=point.contact_point_id,
            address=point.value,
            place="mobile",
            role="debtor",
            debts=(),
            campaign_id=case.campaign_id,
            initiator="agent",
            mode="preview",
        ),
        OutcomeLogged(
            call_id=call_id, code="NA", level="NC", by_line=True, result="no_answer", reached=None
        ),
    )
    for body in bodies:
        fact = Fact(
            fact_id=FactId(new_id()),
            case_id=case.case_id,
            debtor_id=case.debtor_id,
            actor=WANG,
            occurred_at=at,
            body=body,
        )
        desk.pulled(fact)


def test_a_contact_person_who_objects_is_not_called_again(world: World, sit_down: OpenDesk) -> None:
    """The debtor is lost: nobody answered on three days. A friend may be asked, and says stop."""
    (case,) = world.place(BUSY, mode="preview", contact=WRONG)
    clock = ClockOfTheTest.at(9, 0)
    desk = sit_down(clock=clock)
    assert not rows(desk.take(case))["contact"].verdict.allowed
    desk.act(intents.Leave())
    for days in (3, 2, 1):
        called_in_vain(desk, case, clock.now() - timedelta(days=days))
    state = desk.take(case)
    friend = rows(state)["contact"]
    assert friend.verdict.allowed
    assert len(friend.verdict.gates) == 2  # not a word of the debt

    desk.act(intents.ChooseContactPoint(friend.contact_point_id))
    desk.dial()
    desk.answered()
    call_id = desk.call_id
    desk.key("S", "TPC")
    (logged,) = desk.outcomes(call_id)
    assert [(flag.flag, flag.party) for flag in logged.flags] == [
        ("cease", friend.contact_point_id)
    ]
    desk.hang_up()

    clock.set(10, 30)
    state = desk.take(case)
    assert not rows(state)["contact"].verdict.allowed
    assert rows(state)["debtor"].verdict.allowed  # it was not the debtor who said so
    desk.act(intents.ChooseContactPoint(friend.contact_point_id))
    assert desk.dial().phase is Phase.REFUSED
    assert len(desk.said(Attempted)) == 4


def test_a_callback_that_was_agreed_opens_its_hour_and_comes_first(
    world: World, sit_down: OpenDesk
) -> None:
    """The debtor asked for it: it is the first row of the list when its time has come."""
    asked, _other = world.place(PROMISES, BUSY, mode="preview")
    clock = ClockOfTheTest.at(10, 0)
    desk = sit_down(clock=clock)
    desk.take(asked)
    desk.dial()
    desk.answered()
    desk.verify_identity()
    call_id = desk.call_id
    desk.key("K")
    state = desk.hang_up()
    assert state.phase is Phase.WRAP_UP
    assert state.wrap_up is not None
    assert state.wrap_up.callback is not None
    desk.act(intents.Accept())
    (logged,) = desk.outcomes(call_id)
    assert logged.callback is not None
    assert logged.callback.agreed
    state = desk.act(intents.Leave())
    assert [row.case_id for row in state.work.rows if row.dialable] == [_other.case_id]
    assert not rows(desk.take(asked))["debtor"].verdict.allowed  # too soon
    desk.act(intents.Leave())

    due = logged.callback.at.astimezone(SHANGHAI)
    clock.set(due.hour, due.minute, 1)
    state = desk.act(intents.AskForHelp())  # any key: the list is painted anew
    assert state.work.rows[0].case_id == asked.case_id
    assert state.work.rows[0].dialable
    assert rows(desk.take(asked))["debtor"].verdict.allowed


def test_three_effective_calls_a_day_are_the_limit(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(PROMISES, mode="preview", also=PROMISES)
    clock = ClockOfTheTest.at(9, 0)
    desk = sit_down(clock=clock)
    for hour, minute, place in ((9, 0, "mobile"), (9, 5, "work"), (10, 1, "mobile")):
        clock.set(hour, minute)
        state = desk.take(case)
        point = next(row for row in state.contact_points if row.place == place)
        desk.act(intents.ChooseContactPoint(point.contact_point_id))
        assert desk.dial().phase is Phase.DIALLING
        desk.answered()
        desk.verify_identity()
        desk.key("R")
        desk.hang_up()
        desk.act(intents.Leave())
    clock.set(10, 58)  # the lease ends at eleven
    state = desk.take(case)
    work = state.contact_points[-1]
    assert not any(row.verdict.allowed for row in state.contact_points)  # over all numbers
    meter = next(each for each in state.meters if each.rule == "cn.effective3")
    assert (meter.used, meter.max, meter.blocking) == (3, 3, True)
    desk.act(intents.ChooseContactPoint(work.contact_point_id))
    state = desk.dial()
    assert state.refused is not None
    retry_at = state.refused.verdict.retry_at
    assert retry_at is not None
    assert f"{retry_at.astimezone(SHANGHAI):%H:%M}" == "08:00"


def test_a_line_that_is_refused_is_said(world: World, sit_down: OpenDesk) -> None:
    """The carrier does not know this password; the desk is open, and says that it has no line."""
    world.place(BUSY, mode="preview")
    desk = sit_down(begin=False)
    board = desk.desk._board
    now = SystemClock().now()
    assert board.now().line is LineState.STARTING
    board.hear(messages.RegistrationFailed(at=now, code=503, reason="Busy", retry_in_s=2.0))
    assert (board.now().line, board.now().line_detail) == (LineState.RECONNECTING, "503 Busy")
    board.hear(messages.RegistrationFailed(at=now, code=403, reason="Forbidden", retry_in_s=None))
    assert (board.now().line, board.now().line_detail) == (LineState.LOST, "403 Forbidden")
    board.hear(messages.PhoneLost(at=now, detail="It died.", given_up=False))
    assert board.now().line is LineState.RECONNECTING
    board.hear(
        messages.PhoneLost(at=now, detail="It died again.", given_up=True, bundle="/d/p.zip")
    )
    assert (board.now().line, board.line_up) == (LineState.LOST, False)
    assert board.now().given_up
    said = board.now().line_said
    assert said is not None
    assert "/d/p.zip" in said.zh
    board.hear(messages.PhoneRestarted(at=now, after_s=0.2))
    assert (board.now().line, board.now().given_up) == (LineState.STARTING, False)
    board.hear(messages.Registered(at=now, expires_s=300))
    assert board.now().line is LineState.REGISTERED
    assert board.now().leased == 1
