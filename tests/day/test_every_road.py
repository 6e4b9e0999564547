"""Every road that could lead past the law, walked at night with the real window, the real commands
and real servers: the trunk counts each INVITE that left, the SMS centre and the mail server each
message that arrived, and each of them has its verdict on the record. By day the same roads are
open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desk_client.case import Case
from desk_client.fact_body import Attempted, CallbackBooked, CallbackTerms, VerdictGiven
from desk_client.phone_number import PhoneNumber
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from desk_client.settings import ColleagueSettings
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import BUSY, NO_ANSWER, PROMISES, ClockOfTheTest, World
from ui.main_window import DeskWindow
from ui.wording import Wording

Key = Qt.Key
CLOSED = (Phase.REFUSED,)
OPEN = (Phase.DIALLING, Phase.TALKING, Phase.WRAP_UP)


@dataclass
class AtTheWindow:
    """A desk at work and the window on it; keys are pressed on the window only."""

    desk: DeskAtWork
    window: DeskWindow
    world: World
    clock: ClockOfTheTest

    def press(self, *keys: Key) -> DeskState:
        for key in keys:
            QTest.qWait(450)  # after a change of state the same key is dead for 400 ms
            QTest.keyClick(self.window, key)
            self.desk.settle()
        return self.desk.now

    def preview(self, case: Case) -> DeskState:
        """The case's row is opened as a click on it does."""
        self.window.intent_made.emit(intents.TakeNext(case.case_id))
        return self.desk.until_phase(Phase.PREVIEW)

    @property
    def invites(self) -> list[str]:
        return list(self.world.invites)


@pytest.fixture
def open_window(world: World, sit_down: OpenDesk) -> Iterator[Callable[..., AtTheWindow]]:
    made: list[DeskWindow] = []

    def opening(hour: int, minute: int = 0) -> AtTheWindow:
        clock = ClockOfTheTest.at(hour, minute)
        desk = sit_down(clock=clock)
        window = DeskWindow(Wording("zh"))
        window.resize(1366, 768)
        window.intent_made.connect(desk.desk.act)
        desk.painted.connect(window.show_state)
        window.show_state(desk.now)
        window.show()
        window.activateWindow()
        made.append(window)
        return AtTheWindow(desk, window, world, clock)

    yield opening
    for window in made:
        window.allow_close()
        window.close()
        window.deleteLater()
    QApplication.processEvents()


def by_key(at: AtTheWindow, case: Case) -> None:
    at.preview(case)
    at.press(Key.Key_F5)


def by_enter(at: AtTheWindow, case: Case) -> None:
    at.preview(case)
    at.press(Key.Key_Return)


def by_click(at: AtTheWindow, case: Case) -> None:
    at.preview(case)
    button: QAbstractButton = at.window.preview._dial
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    at.desk.settle()


def by_link(at: AtTheWindow, case: Case) -> None:
    """As the single instance hands over what was clicked in a mail program."""
    number = at.desk.desk._files.open(case.case_id).points[0].value
    at.desk.act(intents.OpenLink(PhoneNumber(number), ""))
    at.desk.until_phase(Phase.PREVIEW)
    at.press(Key.Key_F5)


def by_callback(at: AtTheWindow, case: Case) -> None:
    """An appointment of our own is due; the debtor agreed to nothing."""
    terms = CallbackTerms(at=at.clock.now(), agreed=False)
    hand = at.desk.desk._files.open(case.case_id)
    point = hand.points[0].contact_point_id
    at.desk.desk._thread.ask(
        lambda: at.desk.desk._shift.at.write(
            hand, CallbackBooked(terms=terms, contact_point_id=point)
        )
    ).result(5)
    at.preview(case)
    at.press(Key.Key_F5)


def by_the_other_number(at: AtTheWindow, case: Case) -> None:
    """Down in the preview, then F5."""
    at.preview(case)
    at.press(Key.Key_Down, Key.Key_F5)


ROADS: dict[str, Callable[[AtTheWindow, Case], None]] = {
    "dial_key": by_key,
    "enter": by_enter,
    "click": by_click,
    "tel_link": by_link,
    "callback": by_callback,
    "other_number": by_the_other_number,
}
NAMED = {"enter": "dial_key", "other_number": "dial_key"}  # as the record calls them


@pytest.mark.parametrize("road", ROADS)
def test_at_night_no_road_leads_to_the_trunk(
    world: World, open_window: Callable[..., AtTheWindow], road: str
) -> None:
    (case,) = world.place(BUSY, mode="preview", also=NO_ANSWER)
    at = open_window(22, 30)
    before = at.invites
    ROADS[road](at, case)
    state = at.desk.until_phase(*CLOSED)
    assert state.refused is not None
    assert at.invites == before
    assert not at.desk.said(Attempted)
    (refusal,) = at.desk.refusals()
    assert refusal.path == NAMED.get(road, road)
    assert "cn.hours" in {reason.rule for reason in refusal.reasons}


@pytest.mark.parametrize("road", ROADS)
def test_by_day_each_road_is_open_and_its_verdict_stands_beside_the_invite(
    world: World, open_window: Callable[..., AtTheWindow], road: str
) -> None:
    (case,) = world.place(BUSY, mode="preview", also=NO_ANSWER)
    at = open_window(10)
    before = at.invites
    ROADS[road](at, case)
    at.desk.until_phase(*OPEN)
    call_id = at.desk.call_id
    world.carrier.wait("invite", call_id=call_id)
    assert at.invites[len(before) :] == [call_id]
    (verdict,) = at.desk.said(VerdictGiven, call_id)
    assert isinstance(verdict.body, VerdictGiven)
    assert (verdict.body.decision, verdict.body.path) == ("allowed", NAMED.get(road, road))
    at.desk.until_phase(Phase.WRAP_UP)


def test_redial_is_a_road_like_any_other(
    world: World, open_window: Callable[..., AtTheWindow]
) -> None:
    (case,) = world.place(NO_ANSWER, mode="preview")
    at = open_window(10)
    by_key(at, case)
    at.desk.until_phase(Phase.WRAP_UP)
    at.press(Key.Key_Return)
    before = at.invites
    by_key(at, case)
    at.desk.until_phase(Phase.REFUSED)
    assert at.invites == before
    assert at.desk.refusals()[-1].path == "redial"


def test_the_dialler_by_itself(world: World, open_window: Callable[..., AtTheWindow]) -> None:
    world.place(BUSY, BUSY, mode="progressive")
    at = open_window(22, 30)
    before = at.invites
    assert at.press(Key.Key_Space).phase is Phase.READY  # nothing may be called now
    assert at.press(Key.Key_Return).phase is Phase.PREVIEW  # looked at, and not dialled
    assert at.invites == before
    at.press(Key.Key_Escape)
    at.clock.set(10)
    at.press(Key.Key_Space)
    at.desk.until_phase(*OPEN)
    call_id = at.desk.call_id
    (verdict,) = at.desk.said(VerdictGiven, call_id)
    assert isinstance(verdict.body, VerdictGiven)
    assert (verdict.body.path, verdict.body.decision) == ("dialler", "allowed")


def test_digits_in_a_call_are_no_way_out(
    world: World, open_window: Callable[..., AtTheWindow]
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    at = open_window(10)
    by_key(at, case)
    at.desk.answered()
    before = at.invites
    at.press(Key.Key_F6)
    for digit in "1380000":
        QTest.keyClick(at.window, Key(int(Key.Key_0) + int(digit)))
        at.desk.settle()
    state = at.desk.now
    assert state.call is not None
    assert state.call.digits_sent == "138000"
    assert [each.path for each in at.desk.refusals()] == ["digits"]
    assert at.invites == before
    at.press(Key.Key_F12)


def test_a_debtor_in_the_list_of_colleagues_is_no_way_out(
    world: World, open_window: Callable[..., AtTheWindow]
) -> None:
    """Consult, transfer and three-way begin with the directory."""
    case, other = world.place(PROMISES, NO_ANSWER, mode="preview")
    del other
    number = _number_of(world, 1)
    world.colleagues = (ColleagueSettings(name="王芳", role="lead", address=f"sip:{number}@x"),)
    at = open_window(10)
    by_key(at, case)
    at.desk.answered()
    before = at.invites
    at.press(Key.Key_F4, Key.Key_1)
    state = at.desk.now
    assert state.side is None
    assert state.notice is not None
    assert at.invites == before
    assert [each.path for each in at.desk.refusals()] == ["transfer"]
    at.press(Key.Key_F12)


def _number_of(world: World, nth: int) -> str:
    with world.floor.administrator() as connection:
        row = connection.execute(
            "select value from app.contact_point where debtor_id = %s",
            (world.placed[nth].debtor_id,),
        ).fetchone()
    assert row is not None
    return str(row[0])
