"""A line is lent to one call at a time and comes back once."""

import random

from hypothesis import given
from hypothesis import strategies as st

from desk_client.trunk.debtor_call import Part
from desk_client.trunk.lines import Lines
from desk_client.trunk.scenario import ScenarioKind, load_scenarios

KIND = ScenarioKind.VOICEMAIL
PART = Part(KIND, load_scenarios().scenarios[KIND], "en", random.Random(1))


def test_the_least_used_phone_is_lent_first() -> None:
    lines = Lines([2, 2])
    lent = [lines.reserve(f"c{n}", "10086", PART) for n in range(5)]
    assert [each.phone if each else None for each in lent] == [0, 1, 0, 1, None]


def test_a_reservation_is_taken_once_and_only_where_it_was_made() -> None:
    lines = Lines([1, 1])
    reservation = lines.reserve("c1", "10086", PART)
    assert reservation is not None
    assert lines.take("c1", None, 1) is None
    assert lines.take("c1", None, 0) is reservation
    assert lines.take("c1", None, 0) is None
    assert not lines.lapse(reservation)


def test_a_call_that_never_arrives_gives_its_line_back() -> None:
    lines = Lines([1])
    reservation = lines.reserve("c1", "10086", PART)
    assert reservation is not None
    assert lines.reserve("c2", "10086", PART) is None
    assert lines.lapse(reservation)
    assert lines.take("c1", None, 0) is None
    assert lines.reserve("c2", "10086", PART) is not None


def test_a_caller_without_an_id_is_known_by_the_number() -> None:
    lines = Lines([2])
    reservation = lines.reserve("sip-id", "10086", PART)
    assert lines.take("c9", "10086", 0) is None
    assert lines.take(None, "10010", 0) is None
    assert lines.take(None, "10086", 0) is reservation


@given(st.lists(st.sampled_from(["reserve", "arrive", "end", "lapse"]), max_size=80))
def test_no_phone_ever_has_more_calls_than_it_can_hold(happenings: list[str]) -> None:
    lines, reserved, live = Lines([2, 1]), [], []
    for n, happening in enumerate(happenings):
        if happening == "reserve" and (made := lines.reserve(f"c{n}", "10086", PART)):
            reserved.append(made)
        elif happening == "arrive" and reserved:
            first = reserved.pop(0)
            assert lines.take(first.call_id, first.number, first.phone) is first
            live.append(first)
        elif happening == "end" and live:
            lines.give_back(live.pop().phone)
        elif happening == "lapse" and reserved:
            assert lines.lapse(reserved.pop())
        in_use = [each.phone for each in reserved + live]
        assert in_use.count(0) <= 2
        assert in_use.count(1) <= 1
