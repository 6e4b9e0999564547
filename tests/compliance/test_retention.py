"""How long a record is kept: the longest minimum wins, the end comes when every minimum has passed
and the shortest maximum is reached, and while a hold stands nothing is erased."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.compliance.periods import after, months_after
from desk_client.compliance.retention import Keeping, Record, Retention, keeping
from tests.compliance.written import written

CALLED = datetime(2026, 11, 24, 8, tzinfo=UTC)
EXAMPLES = [
    {
        "name": "any",
        "record": {"record": "recording", "call_time": "2026-11-24T08:00:00Z"},
        "expect": {"keep_until": "null", "erase_from": "null"},
    }
]


def rule(name: str, **told: object) -> Retention:
    told = {"record": "recording", "anchor": "call_time", "examples": EXAMPLES} | told
    return written(Retention, id=name, **told)


def recording(**told: object) -> Record:
    return Record.model_validate({"record": "recording", "call_time": CALLED} | told)


LAW = rule("law.two", min="P2Y")
FINANCE = rule("finance.five", min="P5Y", lenders=["consumer_finance"])
HOUSE = rule("house.five", house="P3Y", max="P6Y")


def test_the_longest_minimum_wins_and_the_house_ends_it() -> None:
    assert keeping((LAW, HOUSE), recording(lender="bank")) == Keeping(
        keep_until=CALLED.replace(year=2029),
        erase_from=CALLED.replace(year=2032),
        held_by=(),
        rules=("house.five",),
    )
    kept = keeping((LAW, FINANCE, HOUSE), recording(lender="consumer_finance"))
    assert (kept.keep_until, kept.rules) == (
        CALLED.replace(year=2031),
        ("finance.five", "house.five"),
    )


def test_a_lender_that_is_not_known_may_be_the_one_with_the_longer_minimum() -> None:
    assert keeping((LAW, FINANCE), recording()).keep_until == CALLED.replace(year=2031)


def test_what_no_rule_ends_is_never_erased_by_itself() -> None:
    assert keeping((LAW,), recording()).erase_from is None
    assert keeping((), recording()) == Keeping(None, None, (), ())
    assert keeping((LAW, HOUSE), recording(record="letter")) == Keeping(None, None, (), ())


def test_a_maximum_shorter_than_another_law_s_minimum_waits_for_it() -> None:
    short = rule("privacy.one", max="P1Y")
    assert keeping((short,), recording()).erase_from == CALLED.replace(year=2027)
    assert keeping((LAW, short), recording()).erase_from == CALLED.replace(year=2028)


def test_a_hold_stops_erasure_but_not_the_counting() -> None:
    kept = keeping((LAW, HOUSE), recording(holds=("litigation",)))
    assert (kept.erase_from, kept.held_by) == (None, ("litigation",))
    assert kept.keep_until == CALLED.replace(year=2029)


def test_while_collection_goes_on_three_years_after_it_have_not_begun() -> None:
    last = rule("us.three", record=["note", "message"], anchor="last_activity", min="P3Y")
    note = recording(record="note")
    assert keeping((last,), note).keep_until is None
    done = note.model_copy(update={"last_activity": CALLED})
    assert keeping((last,), done).keep_until == CALLED.replace(year=2029)
    both = (last, rule("house.note", record="note", max="P1Y"))
    assert keeping(both, note).erase_from is None


def test_a_new_law_holds_for_what_was_there_and_an_ended_one_not_for_what_came_later() -> None:
    new = rule("new", min="P5Y", in_force={"since": "2027-01-01"})
    ended = rule("ended", min="P9Y", in_force={"since": "2010-01-01", "until": "2026-11-23"})
    assert keeping((LAW, new, ended), recording()).keep_until == CALLED.replace(year=2031)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"min": "2Y"},
        {"min": "P"},
        {"min": "P0D"},
        {"min": "PT2H"},
        {"min": "P2Y", "max": "P1Y"},
        {"house": "P61D", "max": "P2M"},
        {"min": "P1Y", "record": "memo"},
        {"min": "P1Y", "record": []},
        {"min": "P1Y", "anchor": "birthday"},
    ],
)
def test_a_rule_that_says_nothing_or_contradicts_itself_is_none(told: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule("bad", **told)


def test_a_day_that_a_month_does_not_have_never_shortens_a_period() -> None:
    leap = datetime(2028, 2, 29, 10, tzinfo=UTC)
    assert after(leap, "P1Y") == datetime(2029, 3, 1, 10, tzinfo=UTC)
    assert after(leap, "P4Y") == datetime(2032, 2, 29, 10, tzinfo=UTC)
    assert after(datetime(2026, 1, 31, tzinfo=UTC), "P1M1D") == datetime(2026, 3, 2, tzinfo=UTC)
    assert months_after(leap.date(), 12) == datetime(2029, 2, 28, tzinfo=UTC).date()


periods = st.builds(
    lambda years, months, days: f"P{years}Y{months}M{days + 1}D",
    st.integers(0, 12),
    st.integers(0, 30),
    st.integers(0, 400),
)
rules = st.lists(
    st.builds(
        lambda number, least, house: rule(f"r{number}", min=least, house=house),
        st.integers(0, 99),
        periods,
        st.none() | periods,
    )
    | st.builds(lambda number, most: rule(f"m{number}", max=most), st.integers(0, 99), periods),
    max_size=6,
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@given(rules, moments)
def test_no_rule_s_minimum_is_cut_short(laws: list[Retention], made: datetime) -> None:
    kept = keeping(laws, recording(call_time=made))
    least = [after(made, period) for law in laws for period in (law.min, law.house) if period]
    most = [after(made, law.max) for law in laws if law.max]
    if least:
        assert kept.keep_until == max(least)
    if kept.erase_from is not None:
        assert kept.keep_until is not None
        assert kept.erase_from >= kept.keep_until
        assert all(kept.erase_from >= end for end in least)
        assert kept.erase_from >= min(most)
    assert (kept.erase_from is None) == (not most)


@given(rules, rules, moments)
def test_one_more_law_never_lets_a_record_go_sooner_than_a_minimum_says(
    laws: list[Retention], more: list[Retention], made: datetime
) -> None:
    few = keeping(laws, recording(call_time=made))
    many = keeping([*laws, *more], recording(call_time=made))
    if few.keep_until is not None and any(law.min or law.house for law in laws):
        assert many.keep_until is not None
        assert many.keep_until >= few.keep_until


@given(rules, moments, st.sets(st.sampled_from(["complaint", "litigation", "dispute", "x"])))
def test_a_hold_always_stops_erasure(
    laws: list[Retention], made: datetime, holds: set[str]
) -> None:
    kept = keeping(laws, recording(call_time=made, holds=tuple(sorted(holds))))
    if holds:
        assert kept.erase_from is None
    assert set(kept.held_by) == holds


@given(rules, moments, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(
    laws: list[Retention], made: datetime, shuffled: object
) -> None:
    mixed = list(laws)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (keeping(some, recording(call_time=made)) for some in (laws, mixed))
    assert (one.keep_until, one.erase_from) == (other.keep_until, other.erase_from)


@given(moments, periods)
def test_a_period_is_at_least_its_days(moment: datetime, period: str) -> None:
    years, rest = period[1:].split("Y")
    months, days = rest[:-1].split("M")
    least = 365 * int(years) + 28 * int(months) + int(days)
    assert after(moment, period) - moment >= timedelta(days=least)
