"""What reaches a real desk from outside its window: links of numbers that are lent to it and of
others, a screen that is locked in and out of a call, and the order to try the line again."""

import os
import signal

from desk_client.debtor import Place
from desk_client.phone_number import PhoneNumber
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, LineState, Phase
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import BUSY, PROMISES, World

STRANGER = PhoneNumber("+8613700009999")


def number_of(desk: DeskAtWork, row: int, place: Place = Place.MOBILE) -> PhoneNumber:
    """The number behind a row of the work list."""
    hand = desk.desk._files.open(desk.now.work.rows[row].case_id)
    return PhoneNumber(next(each.value for each in hand.telephones if each.place is place))


def previewed(state: DeskState) -> str:
    assert state.phase is Phase.PREVIEW
    assert state.card is not None
    return state.card.case_no


def notice(state: DeskState) -> str:
    assert state.notice is not None
    assert all(STRANGER.e164[at : at + 8] not in state.notice.zh for at in range(3, 7))
    return state.notice.en


def test_a_link_opens_the_case_and_dials_nothing(world: World, sit_down: OpenDesk) -> None:
    first, second = world.place(PROMISES, BUSY, also=BUSY)
    desk = sit_down()
    dialled = len(world.invites)
    at_work = number_of(desk, 1, Place.WORK)
    state = desk.act(intents.OpenLink(at_work))
    assert previewed(state) == second.case_no
    assert [each.place for each in state.contact_points if each.chosen] == [Place.WORK]
    state = desk.act(intents.OpenLink(number_of(desk, 0), extension="12"))
    assert previewed(state) == first.case_no
    assert notice(state) == "The link names extension 12"
    assert len(world.invites) == dialled

    desk.dial()
    desk.answered()
    state = desk.act(intents.OpenLink(at_work))
    assert "Finish the case in hand" in notice(state)
    assert state.phase is Phase.TALKING
    assert state.card is not None
    assert state.card.case_no == first.case_no


def test_a_stranger_s_number_opens_nothing(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(PROMISES)
    desk = sit_down()
    state = desk.act(intents.OpenLink(STRANGER))
    assert state.phase is Phase.READY
    assert "belongs to no case lent to you" in notice(state)

    assert "names no telephone number" in notice(desk.act(intents.OpenLink(None)))

    number = number_of(desk, 0)
    desk.leases.give_back([case.debtor_id], desk.clock.now())
    assert "belongs to no case lent to you" in notice(desk.act(intents.OpenLink(number)))
    assert desk.now.phase is Phase.READY


def test_a_locked_screen_mutes_and_pauses(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    desk.take(case)
    desk.dial()
    desk.answered()
    state = desk.act(intents.LockScreen())
    assert state.call is not None
    assert (state.call.muted, state.ready) == (True, False)
    assert notice(state) == "Screen locked: microphone muted; not ready, nothing is dialled"

    state = desk.act(intents.UnlockScreen())
    assert (
        notice(state)
        == "Screen unlocked: still muted, {mute} unmutes; still not ready, {ready} is ready"
    )
    assert state.call is not None
    assert state.call.muted
    state = desk.act(intents.ToggleMute(), intents.ToggleReady())
    assert state.call is not None
    assert (state.call.muted, state.ready, state.notice) == (False, True, None)
    assert notice(desk.act(intents.LockScreen(), intents.ToggleMute(), intents.UnlockScreen())) == (
        "Screen unlocked: still not ready, {ready} is ready"
    )
    desk.hang_up()


def test_a_screen_locked_while_it_rings_is_answered_in_silence(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(PROMISES, mode="preview")
    desk = sit_down()
    desk.take(case)
    desk.dial()
    desk.act(intents.LockScreen())
    state = desk.answered()
    assert state.call is not None
    assert state.call.muted
    desk.hang_up()


def test_a_screen_locked_without_a_call(world: World, sit_down: OpenDesk) -> None:
    world.place(PROMISES)
    desk = sit_down()
    state = desk.act(intents.LockScreen())
    assert (state.phase, notice(state)) == (
        Phase.NOT_READY,
        "Screen locked: not ready, nothing is dialled",
    )
    assert notice(desk.act(intents.LockScreen())) == "Screen locked"
    desk.act(intents.ToggleReady())
    assert notice(desk.act(intents.UnlockScreen())) == "Screen unlocked"


def test_a_line_that_was_given_up_is_tried_again(world: World, sit_down: OpenDesk) -> None:
    world.place(PROMISES)
    desk = sit_down()
    assert notice(desk.act(intents.TryLine())) == "Not available now"
    for life in range(3):
        pid = desk.desk.phone_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        gone = LineState.LOST if life == 2 else LineState.RECONNECTING
        desk.until(lambda state, gone=gone: state.station.line is gone)  # type: ignore[misc]
        if life < 2:
            desk.until(lambda state: state.station.line is LineState.REGISTERED)
    (bundle,) = (desk.folder.root / "diagnostics").iterdir()
    said = desk.now.station.line_said
    assert said is not None
    assert str(bundle) in said.en
    assert desk.now.station.given_up
    assert desk.act(intents.TryLine()).notice is None
    desk.until(lambda state: state.station.line is LineState.REGISTERED)
