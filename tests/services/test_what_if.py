"""A trial of the rules: each lever moves what it says, the verdict is the engine's own, what
changed is told against where it began, and nothing that a lever makes is a request the law would
not read."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.compliance.load import shipped_pack
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import (
    FLAGS,
    ConsentKind,
    ContactRequest,
    Event,
)
from desk_client.services.trial import CASE, Beginning, Trial, of_example, zone_of
from desk_client.services.what_if import levers_of, moved, next_turn, what_if_part
from desk_client.services.what_if_parts import GROUPS, LeverRow, RuleStand, WhatIfPart
from desk_client.text import Text

NAMES = ("cn-bank-card", "house-default", "us-regf", "us-ma")
TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@cache
def packs() -> tuple[Pack, ...]:
    found = (shipped_pack(name) for name in NAMES)
    return tuple(pack for pack in found if pack is not None)


@cache
def began(name: str = "cn-bank-card") -> Beginning:
    pack = next(each for each in packs() if each.id == name)
    return of_example(pack, packs())


def trial(*moves: tuple[str, int], of: str = "cn-bank-card") -> Trial:
    made = Trial.of(began(of))
    for name, step in moves:
        made = moved(made, name, step, packs())
    return made


def part(made: Trial) -> WhatIfPart:
    return what_if_part(made, packs(), 0)


def lever(shown: WhatIfPart, name: str) -> LeverRow:
    return next(row for row in shown.levers if row.name == name)


def rule(shown: WhatIfPart, name: str) -> RuleStand:
    return next(row for row in shown.rules if row.rule == name)


def test_a_trial_begins_as_the_packs_judge_it() -> None:
    shown = part(trial())
    assert shown.allowed
    assert shown.changes == 0
    assert shown.source == "cn-bank-card"
    assert all(stand.change == "same" for stand in shown.rules)
    assert shown.day == shown.day_before
    assert began().on == ("cn-bank-card", "house-default")
    assert [group for group in GROUPS if any(row.group == group for row in shown.levers)] == list(
        GROUPS
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_verdict_is_the_engines_own(name: str) -> None:
    made = trial(("hour", 1), ("flag:vulnerable", 1), ("unanswered_today", 1), of=name)
    shown = part(made)
    verdict = made.packs(packs()).verdict(made.asked)
    assert shown.allowed is verdict.allowed
    assert shown.retry_at == verdict.retry_at
    refusing = [stand.rule for stand in shown.rules if stand.refuses]
    assert refusing == [reason.rule for reason in verdict.reasons]
    assert [meter.used for meter in shown.limits] == [limit.used for limit in verdict.limits]


def test_the_time_moves_by_the_clock_of_the_debtor() -> None:
    assert part(trial(("hour", 1))).now == TUESDAY + timedelta(hours=1)
    assert part(trial(("minute", -1))).now == TUESDAY - timedelta(minutes=1)
    shown = part(trial(("day", 1), ("day", 1)))
    assert lever(shown, "day").value == date(2026, 11, 26)
    assert lever(shown, "day").changed
    assert not lever(shown, "hour").changed
    night = part(trial(*[("hour", 1)] * 6))
    assert not night.allowed
    assert night.retry_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert rule(night, "cn.hours").change == "now_refuses"


def test_a_day_over_the_clock_change_keeps_its_hour() -> None:
    eve = datetime(2026, 10, 31, 14, 0, tzinfo=UTC)  # 10:00 in New York, summer time
    made = trial(of="us-regf").at(eve)
    assert made.zone.key == "America/New_York"
    shown = part(moved(made, "day", 1, packs()))
    assert shown.now == datetime(2026, 11, 1, 15, 0, tzinfo=UTC)
    assert lever(shown, "hour").value == 10


def test_a_record_stays_as_fresh_as_it_is_while_the_time_moves() -> None:
    made = trial(*[("hour", 1)] * 3)
    assert made.asked.history_as_of == made.asked.now
    stale = moved(made, "record", 1, packs())
    assert lever(part(stale), "record").value == "stale"
    assert "cn.history" in {stand.rule for stand in part(stale).rules if stand.refuses}
    unknown = moved(stale, "record", 1, packs())
    assert unknown.asked.history_as_of is None


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_every_flag_can_be_laid_and_lifted(flag: str) -> None:
    name = f"flag:{flag}"
    laid = trial((name, 1))
    shown = part(laid)
    assert lever(shown, name).value is True
    assert lever(shown, name).changed
    assert lever(shown, f"{name}:since").value == TUESDAY
    assert not lever(shown, f"{name}:since").known, "it had no such row where it began"
    assert part(moved(laid, name, -1, packs())).changes == 0


def test_a_flag_begins_earlier_and_ends_by_itself() -> None:
    laid = trial(("flag:cease", 1))
    assert not part(laid).allowed
    assert part(laid).retry_at is None
    earlier = moved(laid, "flag:cease:since", -1, packs())
    assert lever(part(earlier), "flag:cease:since").value == TUESDAY - timedelta(days=1)
    ends = moved(laid, "flag:cease:until", -1, packs())
    assert lever(part(ends), "flag:cease:until").value == TUESDAY + timedelta(days=90)
    for _ in range(10):
        ends = moved(ends, "flag:cease:until", -1, packs())
    assert part(ends).retry_at == TUESDAY + timedelta(hours=1)
    for _ in range(11):
        ends = moved(ends, "flag:cease:until", 1, packs())
    assert lever(part(ends), "flag:cease:until").value is None
    first = laid
    for _ in range(40):
        first = moved(first, "flag:cease:since", -1, packs())
    assert lever(part(first), "flag:cease:since").value == TUESDAY - timedelta(days=120)


def test_laying_again_what_the_case_had_brings_back_just_that() -> None:
    flag = {"flag": "dispute", "from": "2026-11-20T02:00:00Z", "debts": ["A"]}
    tree = began().request.model_dump(mode="json", by_alias=True, exclude_none=True)
    tree["debtor"]["flags"] = [flag]
    request = ContactRequest.from_json(json.dumps(tree))
    start = Trial.of(replace(began(), source=CASE, about=Text("SH-1", "SH-1"), request=request))
    off = moved(start, "flag:dispute", 1, packs())
    assert off.debtor.flags == ()
    assert moved(off, "flag:dispute", 1, packs()).debtor.flags == request.debtor.flags


@pytest.mark.parametrize("kind", get_args(ConsentKind))
def test_every_consent_can_be_given_and_revoked(kind: str) -> None:
    given_now = trial((f"consent:{kind}", 1))
    shown = part(given_now)
    assert lever(shown, f"consent:{kind}").value is True
    assert lever(shown, f"consent:{kind}:since").value == TUESDAY
    revoked = moved(given_now, f"consent:{kind}:revoked", 1, packs())
    assert lever(part(revoked), f"consent:{kind}:revoked").value is True
    assert part(moved(given_now, f"consent:{kind}", 1, packs())).changes == 0


def test_a_callback_opens_the_night_until_it_is_revoked() -> None:
    night = [("hour", 1)] * 7
    agreed = trial(*night, ("consent:callback", 1))
    assert part(agreed).allowed
    revoked = moved(agreed, "consent:callback:revoked", 1, packs())
    assert not part(revoked).allowed


@pytest.mark.parametrize(
    ("name", "count", "refused_by"),
    [
        ("unanswered_now", 1, "house.gap60"),
        ("unanswered_today", 6, "cn.attempt6"),
        ("talked_today", 3, "cn.effective3"),
    ],
)
def test_contacts_of_the_past_fill_their_limit(name: str, count: int, refused_by: str) -> None:
    before = trial(*[(name, 1)] * (count - 1))
    assert refused_by not in {stand.rule for stand in part(before).rules if stand.refuses}
    full = part(trial(*[(name, 1)] * count))
    assert rule(full, refused_by).refuses
    assert lever(full, name).value == count
    assert len(full.past) == count


def test_days_in_a_row_without_the_debtor_open_the_contact_person() -> None:
    contact = [("role", -1)] * 6
    made = trial(*contact)
    assert lever(part(made), "role").value == "contact"
    assert rule(part(made), "cn.third").refuses
    lost = part(trial(*contact, *[("unreached_days", 1)] * 3))
    assert not rule(lost, "cn.third").refuses
    assert lost.gates
    assert all(each.new for each in lost.gates)


def test_a_contact_taken_away_is_the_last_one_added() -> None:
    made = trial(*[("unanswered_today", 1)] * 3)
    fewer = moved(made, "unanswered_today", -1, packs())
    assert set(fewer.request.history) < set(made.request.history)
    none = trial(("unanswered_today", -1))
    assert none == trial()
    most = trial(*[("sms_today", 1)] * 30)
    assert lever(part(most), "sms_today").value == 10


def test_added_contacts_stay_where_they_are_when_the_time_moves_on() -> None:
    full = trial(*[("unanswered_today", 1)] * 6)
    tomorrow = part(moved(full, "day", 1, packs()))
    assert tomorrow.allowed
    assert lever(tomorrow, "unanswered_today").value == 6
    earlier = moved(full, "day", -1, packs())
    assert earlier.asked.history == (), "what was to come was not known then"


def test_the_contacts_it_began_with_can_be_left_out() -> None:
    event = Event(id="e1", at=TUESDAY - timedelta(minutes=5), kind="call", direction="out")
    request = began().request.model_copy(update={"history": (event,)})
    start = Trial.of(replace(began(), request=request))
    assert rule(part(start), "house.gap60").refuses
    without = moved(start, "own_past", 1, packs())
    assert without.asked.history == ()
    assert part(without).allowed
    assert rule(part(without), "house.gap60").change == "now_allows"


def test_packs_are_switched_by_hand_or_chosen_by_scope() -> None:
    off = trial(("pack:cn-bank-card", 1), *[("hour", 1)] * 7)
    assert off.on == ("house-default",)
    assert part(off).allowed, "nothing but the house's rules is asked"
    none = part(trial(("pack:cn-bank-card", 1), ("pack:house-default", 1)))
    assert not none.allowed
    assert none.rules[0].kind == "missing_pack"
    scoped = trial(("by_scope", 1))
    assert scoped.on is None
    assert lever(part(scoped), "pack:cn-bank-card").value is True
    assert lever(part(scoped), "pack:us-regf").value is False
    by_hand = moved(scoped, "pack:us-regf", 1, packs())
    assert by_hand.on == ("cn-bank-card", "house-default", "us-regf")


def test_the_days_past_due_of_a_case_are_never_told() -> None:
    shown = part(trial())
    assert lever(shown, "days_past_due").value == "own"
    assert "40" not in {str(row.value) for row in shown.levers}
    late = part(trial(("days_past_due", 1)))
    assert lever(late, "days_past_due").value == "1"
    assert part(trial(("days_past_due", 1), ("days_past_due", -1))).changes == 0


def test_where_the_debtor_is_decides_whose_clock_counts() -> None:
    abroad = trial(*[("home", 1)] * 2)  # the first place on the list is where the debtor lives
    assert zone_of(abroad.request).key == "America/New_York"
    assert part(abroad).zone == "America/New_York"
    assert not part(abroad).allowed, "three in the morning there"
    nowhere = trial(("home", -1))
    assert nowhere.debtor.locations == ()


def test_the_next_turn_is_where_the_verdict_turns() -> None:
    made = trial()
    for _ in range(3):
        at = next_turn(made, packs())
        assert at is not None
        before = part(made.at(at - timedelta(minutes=1)))
        after = part(made.at(at))
        assert before.allowed is not after.allowed
        made = made.at(at)
    assert next_turn(trial(("flag:cease", 1)), packs()) is None


def test_a_rule_that_has_nothing_to_say_any_more_is_told_as_gone() -> None:
    start = Trial.of(replace(began(), request=trial(("flag:cease", 1)).request))
    assert not part(start).allowed
    lifted = part(moved(start, "flag:cease", 1, packs()))
    assert lifted.allowed
    assert not lifted.allowed_before
    gone = rule(lifted, "cn.cease")
    assert (gone.change, gone.refuses, gone.retry_at) == ("gone", False, None)
    assert gone.subject == (("flag", "cease"),)


def test_the_law_stands_before_the_house_and_both_before_what_is_known() -> None:
    shown = part(trial(("talked_today", 1)))
    order = [stand.pack for stand in shown.rules if not stand.refuses]
    assert order == sorted(order, key=["cn-bank-card", "house-default", "engine"].index)
    assert shown.clauses.startswith("GB/T 45251-2025")


def test_what_must_be_said_is_in_the_words_of_the_pack_that_asks_for_it() -> None:
    pack = next(each for each in packs() if each.id == "cn-bank-card")
    asked_for = {rule.text for rule in pack.rules if rule.kind == "disclosure"}
    assert {each.text for each in part(trial()).disclosures} <= asked_for


def test_a_lever_that_is_not_there_moves_nothing() -> None:
    assert trial(("flag:cease:until", 1)) == trial()
    assert trial(("nothing", 1)) == trial()


def every_lever(of: str) -> Iterator[str]:
    laid = [(f"flag:{flag}", 1) for flag in FLAGS]
    given_ = [(f"consent:{kind}", 1) for kind in get_args(ConsentKind)]
    return (each.name for each in levers_of(trial(*laid, *given_, of=of), packs()))


@pytest.mark.parametrize("of", ["cn-bank-card", "us-regf"])
def test_every_lever_moves_both_ways_and_the_law_can_read_what_it_makes(of: str) -> None:
    laid = trial(("flag:cease", 1), ("consent:callback", 1), of=of)
    for name in every_lever(of):
        for step in (-1, 1):
            made = moved(laid, name, step, packs())
            text = made.asked.model_dump_json(by_alias=True, exclude_none=True)
            assert ContactRequest.from_json(text) == made.asked, (name, step)


NAMES_OF_LEVERS = tuple(every_lever("cn-bank-card"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES_OF_LEVERS), st.sampled_from([-1, 1])), max_size=12))
def test_no_walk_over_the_levers_leads_out_of_the_law(walk: list[tuple[str, int]]) -> None:
    made = trial(*walk)
    text = made.asked.model_dump_json(by_alias=True, exclude_none=True)
    assert ContactRequest.from_json(text) == made.asked
    shown = part(made)
    assert shown.allowed is made.packs(packs()).verdict(made.asked).allowed
    assert shown.day[0].begins <= shown.now < shown.day[-1].ends
    span = next(each for each in shown.day if each.begins <= shown.now < each.ends)
    assert span.allowed is shown.allowed
