"""Every road that can place a call leads through the gate, and what the gate refuses never becomes
an INVITE: counted at the trunk, which hears each INVITE that leaves the desk."""

import ast
from pathlib import Path

import desk_client
from desk_client.fact_body import Attempted, CallbackBooked, VerdictGiven
from desk_client.services import intents
from desk_client.services.desk_state import Phase
from desk_client.services.gate import DIALLER
from tests.day.fixtures import Ears, OpenDesk
from tests.day.world import BUSY, NO_ANSWER, ClockOfTheTest, World


def test_the_attempt_is_on_the_disk_and_queued_before_the_invite_goes_out(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(NO_ANSWER, mode="preview")
    desk = sit_down()
    kinds_then: list[str] = []
    queued_then: list[bool] = []

    def at_invite(call_id: str) -> None:
        known = desk.facts.of_call(call_id)  # type: ignore[arg-type]  # the trunk's own words
        kinds_then.extend(fact.kind for fact in known)
        queued_then.extend(desk.outbox.holds(fact.fact_id) for fact in known)

    ears = world.carrier.told
    assert isinstance(ears, Ears)
    ears.at_invite = at_invite
    try:
        assert desk.take(case).phase is Phase.PREVIEW
        state = desk.dial()
        assert state.phase is Phase.DIALLING
        call_id = desk.call_id
        world.carrier.wait("invite", call_id=call_id)
    finally:
        ears.at_invite = None
    assert sorted(kinds_then) == ["attempted", "verdict_given"]
    assert len(queued_then) == 2
    (verdict,) = desk.said(VerdictGiven, call_id)
    assert isinstance(verdict.body, VerdictGiven)
    assert (verdict.body.path, verdict.body.decision) == ("dial_key", "allowed")
    (lease,) = desk.leases.all()
    assert lease.used == 1


def test_a_refusal_is_recorded_and_never_reaches_the_line(world: World, sit_down: OpenDesk) -> None:
    """A second dial to one number within the hour, by key; then the other number instead."""
    (case,) = world.place(NO_ANSWER, mode="preview", also=BUSY)
    desk = sit_down()
    desk.take(case)
    desk.dial()
    first = desk.call_id
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    assert desk.record(first).outcome is not None
    before = len(world.invites)

    state = desk.take(case)
    own = [row for row in state.contact_points if row.place == "mobile"]
    assert [row.verdict.allowed for row in own] == [False]
    desk.act(intents.ChooseContactPoint(own[0].contact_point_id))
    state = desk.dial()
    assert state.phase is Phase.REFUSED
    assert state.refused is not None
    assert not state.refused.verdict.allowed
    assert state.refused.verdict.retry_at is not None
    (refusal,) = desk.refusals()
    assert (refusal.path, refusal.call_id) == ("redial", None)
    assert refusal.reasons[0].rule == "house.gap60"
    assert len(desk.said(Attempted)) == 1
    assert desk.leases.all()[0].used == 1

    best = state.refused.alternatives[0]
    assert (best.key, best.icon) == ("Enter", "phone")
    state = desk.act(intents.Accept())
    assert state.phase in (Phase.DIALLING, Phase.WRAP_UP)
    second = desk.call_id
    world.carrier.wait("invite", call_id=second)
    assert world.invites[before:] == [second]  # the refused dial left nothing behind
    record = desk.record(second)
    assert record.place == "work"
    assert [f.body.decision for f in desk.said(VerdictGiven, second)] == ["allowed"]  # type: ignore[union-attr]


def test_an_alternative_asks_the_gate_again(world: World, sit_down: OpenDesk) -> None:
    """The other number was allowed when the sheet was painted; it is past ten when it is taken."""
    (case,) = world.place(BUSY, mode="preview", also=NO_ANSWER)
    clock = ClockOfTheTest.at(21, 40)
    desk = sit_down(clock=clock)
    desk.take(case)
    desk.dial()
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    state = desk.take(case)
    desk.act(intents.ChooseContactPoint(state.contact_points[0].contact_point_id))
    state = desk.dial()
    assert state.refused is not None
    assert state.refused.alternatives[0].icon == "phone"
    before = len(world.invites)

    clock.set(22, 0, 1)
    state = desk.act(intents.TakeAlternative(0))
    assert state.phase is Phase.REFUSED
    assert [each.reasons[0].rule for each in desk.refusals()][-1] == "cn.hours"
    assert len(desk.said(Attempted)) == 1
    assert len(world.invites) == before

    assert state.refused is not None
    assert state.refused.alternatives[0].icon == "calendar"  # only the morning is left
    desk.act(intents.TakeAlternative(0))
    (booked,) = desk.said(CallbackBooked)
    assert isinstance(booked.body, CallbackBooked)
    assert not booked.body.terms.agreed
    assert f"{booked.body.terms.at:%H:%M}" == "00:00"  # eight in Shanghai


def test_the_dialler_asks_the_gate_at_the_instant_of_dialling(
    world: World, sit_down: OpenDesk
) -> None:
    """Looked at before ten, dialled by itself after ten."""
    (case,) = world.place(BUSY, mode="progressive")
    clock = ClockOfTheTest.at(21, 59, 30)
    desk = sit_down(clock=clock)
    desk.act(intents.ToggleReady())  # not ready: a case that is opened is not dialled by itself
    state = desk.take(case)
    assert state.phase is Phase.PREVIEW
    assert state.verdict is not None
    assert state.verdict.allowed
    before = len(world.invites)

    clock.set(22, 0, 1)
    desk.desk._thread.ask(lambda: desk.desk._taking.dial(DIALLER)).result(5)
    assert desk.settle().phase is Phase.REFUSED
    (refusal,) = desk.refusals()
    assert (refusal.path, refusal.reasons[0].rule) == ("dialler", "cn.hours")

    desk.act(intents.Leave(), intents.ToggleReady())
    state = desk.take()
    assert state.phase is Phase.READY  # nothing may be called now, and it says so
    assert state.notice is not None
    state = desk.take(case)  # by hand it can be looked at, and is not dialled
    assert state.phase is Phase.PREVIEW
    assert state.verdict is not None
    assert not state.verdict.allowed
    assert desk.dial().phase is Phase.REFUSED
    assert not desk.said(Attempted)
    assert len(world.invites) == before


def test_without_a_permit_nothing_is_dialled(world: World, sit_down: OpenDesk) -> None:
    """Central lent one attempt for this debtor; the second number is refused like any other."""
    (case,) = world.place(NO_ANSWER, mode="preview", also=BUSY, cap=1)
    desk = sit_down()
    desk.take(case)
    desk.dial()
    first = desk.call_id
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    before = len(world.invites)

    state = desk.take(case)
    other = next(row for row in state.contact_points if row.place == "work")
    desk.act(intents.ChooseContactPoint(other.contact_point_id))
    state = desk.dial()
    assert state.phase is Phase.REFUSED
    assert desk.refusals()[-1].reasons[0].rule == "engine.permit"
    assert state.refused is not None
    assert [rule.label for rule in state.refused.verdict.rules if not rule.allowed]
    assert [fact.body.call_id for fact in desk.said(Attempted)] == [first]  # type: ignore[union-attr]
    assert len(world.invites) == before


def test_when_the_lease_is_over_nothing_is_dialled(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(BUSY, mode="preview")
    clock = ClockOfTheTest.at(8, 30)
    desk = sit_down(clock=clock)
    state = desk.take(case)
    assert state.verdict is not None
    assert state.verdict.allowed
    assert desk.leases.active(clock.now())

    before = len(world.invites)
    clock.set(21, 0)
    assert not desk.leases.active(clock.now())
    state = desk.dial()
    assert state.phase is Phase.REFUSED
    assert {reason.rule for reason in desk.refusals()[-1].reasons} == {
        "cn.history",
        "house.history",
    }
    assert not desk.said(Attempted)
    assert len(world.invites) == before


def test_a_settled_lease_allows_nothing_though_the_clock_went_back(
    world: World, sit_down: OpenDesk
) -> None:
    """Central knows its use already and may have lent the debtor to another."""
    (case,) = world.place(BUSY, mode="preview")
    desk = sit_down()
    desk.take(case)
    desk.leases.mark_settled(desk.leases.all())
    before = len(world.invites)
    assert desk.dial().phase is Phase.REFUSED
    assert not desk.said(Attempted)
    assert len(world.invites) == before


def _calls(tree: ast.AST) -> set[str]:
    """What a source calls: f(), self._line.place() as "_line.place"."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {".".join(ast.unparse(function).split(".")[-2:]) for function in called}


def test_there_is_one_road_only() -> None:
    """No source but the line makes a Dial, none but dialling asks the line to place a call. (The
    bench times bare phones, and a debtor of the simulated trunk rings a desk: neither is one.)"""
    root = Path(desk_client.__file__).parent
    sources = [*root.rglob("*.py"), *(root.parent / "ui").rglob("*.py")]
    sources = [file for file in sources if root / "bench" not in file.parents]
    called = {
        file.relative_to(root.parent): _calls(ast.parse(file.read_text("utf-8")))
        for file in sources
    }
    services = Path("desk_client/services")
    caller = Path("desk_client/trunk/outside_call.py")  # it calls registered desks only
    made_by = {file for file, names in called.items() if "Dial" in names}
    assert made_by == {services / "line.py", caller}
    placed_by = {file for file, names in called.items() if "_line.place" in names}
    assert placed_by == {services / "dialling.py"}
    assert "_gate.ask" in called[services / "dialling.py"]
    dialled_by = {file for file, names in called.items() if "Dialling" in names}
    assert dialled_by == {Path("ui/desk.py")}
