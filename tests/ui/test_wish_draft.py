"""A draft of a time or place: digits and arrows, times as people type them, and what is no time."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.services.wish_words import WEEK
from ui.wishes.draft import PLACE_CODES, Draft, Line, is_time

KEYS = st.sampled_from([*"0123456789", "Up", "Down", "Left", "Right"])


def typed(digits: str, line: Line = Line.FROM) -> Draft:
    draft = Draft(line=line)
    for digit in digits:
        draft = draft.pressed(digit)
    return draft.at_line(Line.PLACE)


@pytest.mark.parametrize(
    ("digits", "at"),
    [
        ("9", time(9)),
        ("09", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("2359", time(23, 59)),
        ("0", time()),
    ],
)
def test_a_time_is_typed_as_it_is_spoken(digits: str, at: time) -> None:
    assert typed(digits).begins == at
    assert typed(digits).typed == ""


def test_midnight_at_the_end_of_the_day_is_no_end() -> None:
    until = typed("24", Line.UNTIL)
    assert (until.ends, until.typed) == (None, "")
    assert typed("2400", Line.UNTIL).fault == "nothing"


@pytest.mark.parametrize("digits", ["25", "2401", "960", "1275", "99"])
def test_what_is_no_time_is_kept_as_typed_and_said(digits: str) -> None:
    draft = typed(digits)
    assert (draft.begins, draft.typed, draft.fault) == (None, digits, "no_time")


def test_a_fifth_digit_begins_anew() -> None:
    draft = Draft(line=Line.FROM)
    for digit in "2977":
        draft = draft.pressed(digit)
    assert draft.fault == "no_time"
    assert draft.pressed("8").typed == "8"
    assert draft.pressed("8").intent.from_local == time(8)


def test_days_come_and_go_and_all_seven_are_every_day() -> None:
    draft = Draft()
    for number in range(1, 8):
        draft = draft.pressed(str(number))
    assert draft.days == ()
    assert draft.pressed("3").pressed("1").days == ("mon", "wed")
    assert draft.pressed("3").pressed("3").days == ()
    assert draft.pressed("8") == draft


def test_arrows_go_through_the_usual_days() -> None:
    draft = Draft().moved(1)
    assert draft.days == WEEK[:5]
    assert draft.moved(1).days == ("sat", "sun")
    assert draft.moved(-1).days == ()
    assert Draft(days=("mon", "wed")).moved(1).days == WEEK[:5]


@pytest.mark.parametrize(
    ("begins", "step", "then"),
    [
        (None, 1, time(8)),
        (None, -1, time(18)),
        (time(9, 10), 1, time(9, 30)),
        (time(9, 10), -1, time(9)),
        (time(23, 30), 1, None),
        (time(0, 30), -1, None),
    ],
)
def test_half_an_hour_on_and_back(begins: time | None, step: int, then: time | None) -> None:
    assert Draft(line=Line.FROM, begins=begins).moved(step).begins == then


def test_the_end_begins_an_hour_after_the_beginning() -> None:
    assert Draft(line=Line.UNTIL, begins=time(9)).moved(1).ends == time(10)
    assert Draft(line=Line.UNTIL).moved(1).ends == time(12)
    assert Draft(line=Line.UNTIL).moved(-1).ends == time(23, 30)


def test_a_night_reaches_into_the_next_day_and_a_moment_is_refused() -> None:
    night = Draft(begins=time(22), ends=time(7))
    assert night.fault == ""
    assert night.words.zh == "每天 22:00–次日 07:00"
    assert Draft(begins=time(9), ends=time(9)).fault == "same_time"


def test_nothing_is_not_everything() -> None:
    """All days, all day, everywhere would be a stop of contact, which is an outcome."""
    assert Draft().fault == "nothing"
    assert Draft(begins=time()).fault == "nothing"
    assert Draft(place="home").fault == ""


@given(st.lists(KEYS, max_size=40))
def test_whatever_is_pressed_the_draft_stays_what_can_be_noted_or_says_why(
    pressed: list[str],
) -> None:
    draft = Draft()
    for key in pressed:
        match key:
            case "Up" | "Down":
                draft = draft.stepped(-1 if key == "Up" else 1)
            case "Left" | "Right":
                draft = draft.moved(-1 if key == "Left" else 1)
            case _:
                draft = draft.pressed(key)
    assert draft.place in PLACE_CODES
    assert list(draft.days) == [day for day in WEEK if day in draft.days]
    assert draft.fault in ("", "no_time", "same_time", "nothing")
    if not draft.fault:
        intent = draft.intent
        assert intent.weekdays or intent.from_local or intent.until_local or intent.place
        assert draft.words.zh
        assert draft.words.en


@given(st.integers(0, 9999))
def test_a_typed_time_is_a_time_of_the_clock_or_none(number: int) -> None:
    digits = str(number)
    hours, minutes = (number, 0) if len(digits) <= 2 else divmod(number, 100)
    assert is_time(digits) is (minutes < 60 and (hours < 24 or (hours, minutes) == (24, 0)))
