"""Caps by every key and over every window, and lists of what they count."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.compliance.request import (
    Address,
    CampaignRun,
    Collector,
    ContactRequest,
    DebtFacts,
    Event,
    Party,
)
from desk_client.compliance.situation import Situation, ZonePolicy
from desk_client.compliance.waits import MinGap, WaitAfterEvent
from desk_client.compliance.windowed_cap import WindowedCap
from tests.compliance.asking import MOBILE, ask, call_made, local
from tests.compliance.test_properties import events_before
from tests.compliance.trial import LABEL, judged, refused_by, rule

NOON = local("2026-11-24 12:00")  # a Tuesday
BEFORE = NOON - timedelta(minutes=30)


def cap(key: str = "debtor", **told: Any) -> WindowedCap:
    """`most`, `n` and `unit` of the window; all else is about what counts."""
    most, n, unit = told.pop("most", 1), told.pop("n", 7), told.pop("unit", "rolling_day")
    made: WindowedCap = rule(
        WindowedCap,
        max=most,
        window={"n": n, "unit": unit},
        key=[key],
        count={"media": ["call", "sms"], "direction": "out"} | told,
        label=LABEL,
    )
    return made


def asked(*history: Event, at: datetime = NOON, **more: Any) -> ContactRequest:
    told: dict[str, Any] = {
        "party": Party(id="d1", role="debtor", household="h1"),
        "collector": Collector(role="third_party", entity="agency-a", group="g1"),
        "campaign": CampaignRun(id="c1"),
    }
    return ask(at, history=history, **told | more)


SAME: dict[str, Any] = {
    "household": "h1",
    "collector": "agency-a",
    "collector_group": "g1",
    "campaign": "c1",
}


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("party", {"party": "s1", "party_role": "spouse"}),
        ("party_role", {"party_role": "spouse", "party": "s1"}),
        ("household", {"household": "h2"}),
        ("address", {"address": "+862088886666"}),
        ("place", {"place": "work"}),
        ("debt", {"debts": ("B",)}),
        ("collector", {"collector": "agency-b"}),
        ("collector_group", {"collector_group": "g2"}),
        ("campaign", {"campaign": "c2"}),
        ("medium", {"kind": "sms"}),
    ],
)
def test_a_key_puts_together_what_is_alike_in_it(key: str, other: dict[str, Any]) -> None:
    one = cap(key)
    assert refused_by(asked(call_made(BEFORE, **SAME)), one) == ["try.rule"]
    assert refused_by(asked(call_made(BEFORE, **SAME | other)), one) == []
    # under the debtor's own key they are one
    assert refused_by(asked(call_made(BEFORE, **SAME | other)), cap()) == ["try.rule"]
    if key != "medium":
        empty = () if key == "debt" else None
        silent = {**SAME, _field(key): empty}
        assert refused_by(asked(call_made(BEFORE, **silent)), one) == ["try.rule"]


def _field(key: str) -> str:
    return "debts" if key == "debt" else key


def test_a_place_nobody_knows_is_any_place() -> None:
    somewhere = Address(value=MOBILE)
    at_work = call_made(BEFORE, place="work")
    assert refused_by(asked(at_work, address=somewhere), cap("place")) == ["try.rule"]
    unknown = call_made(BEFORE, place="unknown")
    assert refused_by(asked(unknown), cap("place")) == ["try.rule"]


@pytest.mark.parametrize(
    ("n", "unit", "free"),
    [
        (90, "second", "2026-11-24 11:31:30"),
        (45, "minute", "2026-11-24 12:15"),
        (2, "hour", "2026-11-24 13:30"),
        (1, "rolling_day", "2026-11-25 11:30"),
        (1, "local_day", "2026-11-25 00:00"),
        (3, "local_day", "2026-11-27 00:00"),
        (1, "local_week", "2026-11-30 00:00"),
        (2, "local_week", "2026-12-07 00:00"),
        (1, "local_month", "2026-12-01 00:00"),
        (3, "local_month", "2027-02-01 00:00"),
    ],
)
def test_a_window_ends_on_its_own_clock(n: int, unit: str, free: str) -> None:
    one, end = cap(n=n, unit=unit), local(free)
    called = call_made(BEFORE)
    if end > NOON:
        assert judged(asked(called), one).retry_at == end
    assert refused_by(asked(called, at=end - timedelta(microseconds=1)), one) == ["try.rule"]
    assert refused_by(asked(called, at=end), one) == []
    assert judged(asked(called, at=end), one).limits[0].used == 0
    assert judged(asked(called, at=end - timedelta(microseconds=1)), one).limits[0].used == 1


@pytest.mark.parametrize(
    ("n", "unit"),
    [(4001, "local_day"), (130, "local_month"), (345_600_001, "second"), (96_001, "hour")],
)
def test_a_window_longer_than_anyone_keeps_is_a_mistake(n: int, unit: str) -> None:
    with pytest.raises(ValidationError, match="4000 days"):
        cap(n=n, unit=unit)


def test_any_of_a_list_counts_and_each_event_once() -> None:
    two = rule(
        WindowedCap,
        max=9,
        window={"n": 7, "unit": "rolling_day"},
        key=["debtor"],
        count=[
            {"media": ["call"], "results": ["conversation"]},
            {"media": ["call"], "direction": "any", "talk_s_min": 10},
            {"media": ["email"]},
        ],
        label=LABEL,
    )
    history = (
        call_made(BEFORE, "conversation", id="both", talk_s=60.0),
        call_made(BEFORE, "conversation", id="first", talk_s=5.0),
        call_made(BEFORE, "hung_up_at_once", id="second", talk_s=11.0, direction="in"),
        call_made(BEFORE, "hung_up_at_once", id="neither", talk_s=9.0),
        call_made(BEFORE, "no_answer", id="silent", talk_s=None),
        call_made(BEFORE, "machine", id="who knows", talk_s=None),
        call_made(BEFORE, "sent", id="mail", kind="email", talk_s=None),
        call_made(BEFORE, "sent", id="text", kind="sms", talk_s=None),
    )
    (limit,) = judged(asked(*history), two).limits
    assert limit.used == 5  # both, first, second, who knows, mail


def test_an_empty_list_counts_nothing_and_is_a_mistake() -> None:
    with pytest.raises(ValidationError):
        rule(
            WindowedCap,
            max=1,
            window={"n": 1, "unit": "local_day"},
            key=["debtor"],
            count=[],
            label=LABEL,
        )


def test_purposes_and_roles_are_counted_and_left_out() -> None:
    located = call_made(BEFORE, purpose="locate")
    demanded = call_made(BEFORE, id="d", purpose="demand")
    silent = call_made(BEFORE, id="s")
    for event, only, but in ((located, 1, 0), (demanded, 0, 1), (silent, 1, 1)):
        only_locate, not_locate = cap(purposes=["locate"]), cap(not_purposes=["locate"])
        assert judged(asked(event), only_locate).limits[0].used == only
        assert judged(asked(event), not_locate).limits[0].used == but
    assert judged(asked(located, purpose="demand"), cap(purposes=["locate"])).limits == ()
    spouse = call_made(BEFORE, id="sp", party="s1", party_role="spouse")
    both = cap(roles=["debtor", "spouse"])
    assert judged(asked(located, spouse), cap(roles=["spouse"])).limits == ()
    assert judged(asked(located, spouse), both).limits[0].used == 2
    neighbour = call_made(BEFORE, id="n", party="n1", party_role="neighbour")
    assert judged(asked(neighbour), both).limits[0].used == 0


def test_waits_and_gaps_take_lists_and_shorter_units() -> None:
    gap = rule(MinGap, seconds=600, key=["debtor"], after=[{"media": ["call"]}, {"media": ["sms"]}])
    texted = call_made(NOON - timedelta(minutes=4), "sent", kind="sms")
    assert judged(asked(texted), gap).retry_at == NOON + timedelta(minutes=6)
    wait = rule(
        WaitAfterEvent,
        wait={"n": 72, "unit": "hour"},
        key=["address"],
        after=[{"media": ["call"], "results": ["abandoned"]}],
    )
    left = call_made(NOON - timedelta(hours=71), "abandoned")
    assert judged(asked(left), wait).retry_at == NOON + timedelta(hours=1)
    assert refused_by(asked(left, at=NOON + timedelta(hours=1)), wait) == []


@settings(max_examples=150, deadline=None)
@given(
    events_before(NOON, 14),
    st.sampled_from(["debtor", "address", "party", "debt", "collector", "medium"]),
    st.sampled_from(["second", "rolling_day", "local_day", "local_week", "local_month"]),
    st.sampled_from(
        [
            {},
            {"answered_by": "person"},
            {"answered_by": "nobody", "not_results": ["busy"]},
            {"party": "debtor", "direction": "any"},
            {"talk_s_min": 5, "direction": "any"},
            {"reached": ["debtor"]},
        ]
    ),
)
def test_what_is_used_is_what_one_counts_by_hand(
    history: list[Event], key: str, unit: str, count: dict[str, Any]
) -> None:
    one = cap(key, n=7 * 86_400 if unit == "second" else 1, unit=unit, most=2, **count)
    question = asked(*history, debts=(DebtFacts(id="A"),))
    answer = judged(question, one)
    (limit,) = answer.limits
    counted = [event for event in _once(history) if _counts(one, question, event, key)]
    used = [event for event in counted if event.at >= _start(unit, NOON)]
    if unit in ("second", "rolling_day"):
        used = [event for event in counted if event.at > _start(unit, NOON)]
    assert limit.used == len(used)
    assert ("try.rule" in [r.rule for r in answer.reasons]) is (len(used) >= 2)


def _once(history: list[Event]) -> list[Event]:
    return list({event.model_dump_json(): event for event in history}.values())


def _counts(one: WindowedCap, question: ContactRequest, event: Event, key: str) -> bool:
    ours: dict[str, tuple[str | None, str]] = {
        "address": (event.address, MOBILE),
        "party": (event.party, "d1"),
        "collector": (event.collector, "agency-a"),
        "medium": (event.kind, "call"),
    }
    if key == "debt" and event.debts and "A" not in event.debts:
        return False
    theirs, mine = ours.get(key, (None, ""))
    situation = Situation(question, ZonePolicy())
    return theirs in (None, mine) and any(one_.matches(situation, event) for one_ in one.count)


def _start(unit: str, now: datetime) -> datetime:
    midnight = now - timedelta(hours=12)  # noon in Shanghai
    return {
        "second": now - timedelta(days=7),
        "rolling_day": now - timedelta(days=1),
        "local_day": midnight,
        "local_week": midnight - timedelta(days=1),  # it is Tuesday
        "local_month": midnight - timedelta(days=23),
    }[unit]
