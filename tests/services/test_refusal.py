"""A refused dial says what is lawful instead: another number, a message or a letter, a callback."""

from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from tests.day.at_work import DeskAtWork
from tests.day.fixtures import OpenDesk
from tests.day.world import BUSY, ClockOfTheTest, World


def refused_twice(world: World, sit_down: OpenDesk, hour: int = 10) -> tuple[DeskAtWork, DeskState]:
    """The house's gap holds the second dial within the hour."""
    (case,) = world.place(BUSY, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(hour, 0))
    desk.take(case)
    desk.dial()
    desk.until_phase(Phase.WRAP_UP)
    desk.act(intents.Accept())
    desk.take(case)
    return desk, desk.dial()


def test_a_message_and_a_letter_that_may_go_now_are_ways_out(
    world: World, sit_down: OpenDesk
) -> None:
    _, state = refused_twice(world, sit_down)
    assert state.refused is not None
    told = [(way.key, way.icon) for way in state.refused.alternatives]
    assert told == [
        ("Enter", "calendar"),
        ("1", "message"),
        ("2", "document"),
        ("Space", "skip"),
    ]
    assert state.override_helps


def test_its_key_opens_the_sheet_at_that_message(world: World, sit_down: OpenDesk) -> None:
    desk, _ = refused_twice(world, sit_down)
    state = desk.act(intents.TakeAlternative(2))
    assert state.phase is Phase.PREVIEW
    assert state.messages is not None
    row = state.messages.rows[state.messages.chosen]
    assert row.channel == "letter"
    assert row.allowed
    assert state.refused is None


def test_at_night_only_what_the_night_allows_is_offered(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(BUSY, mode="preview")
    desk = sit_down(clock=ClockOfTheTest.at(22, 30))
    desk.take(case)
    state = desk.dial()
    assert state.refused is not None
    icons = [way.icon for way in state.refused.alternatives]
    assert icons[0] == "calendar"
    assert "message" not in icons
    assert not state.override_helps  # the hours are the law's
