"""What must hold for every request: the verdict is the same for the same inputs, more history or
more rules never free a refused contact, and the retry is the very first lawful instant."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from desk_client.compliance.load import load_pack
from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import (
    FLAGS,
    Address,
    Consent,
    ContactRequest,
    Event,
    Flag,
    Inconvenient,
    Location,
    Party,
)
from desk_client.compliance.verdict import verdict
from desk_client.compliance.week import WEEKDAYS
from tests.compliance.asking import DESK, MOBILE, ask

TRIAL = PackSet((load_pack(Path(__file__).parent / "packs" / "try-us.yaml"),), ("try-us",))
KINDS = PackSet((load_pack(Path(__file__).parent / "packs" / "try-kinds.yaml"),), ("try-kinds",))
NUMBERS = (MOBILE, "+862088886666")
ZONES = (
    *("Asia/Shanghai", "Asia/Urumqi", "America/New_York", "America/Los_Angeles", "Europe/London"),
    *("Australia/Lord_Howe", "America/Santiago", "Africa/Cairo", "Pacific/Auckland"),
    "America/St_Johns",
)
SLOW = settings(max_examples=60, deadline=None)

# around days on which some of these clocks are moved, and plain ones
moments = st.sampled_from(
    [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 8), (3, 29), (9, 6), (11, 1))]
    + [datetime(2026, 11, 24, tzinfo=UTC), datetime(2026, 12, 30, tzinfo=UTC)]
).flatmap(lambda day: st.integers(0, 2 * 86_400).map(lambda s: day + timedelta(seconds=s)))


def events_before(now: datetime, count: int = 10) -> st.SearchStrategy[list[Event]]:
    return st.lists(
        st.builds(
            Event,
            id=st.integers(0, 10**9).map(str),
            at=st.integers(-60, 9 * 86_400).map(lambda s: now - timedelta(seconds=s)),
            kind=st.sampled_from(["call", "call", "call", "sms", "voicemail", "visit"]),
            direction=st.sampled_from(["out", "out", "in"]),
            address=st.sampled_from([*NUMBERS, None]),
            party=st.sampled_from(["d1", "c1", None]),
            party_role=st.sampled_from(["debtor", "contact", None]),
            debts=st.sampled_from([("A",), ("B",), ("A", "B"), ()]),
            collector=st.sampled_from(["bank-a", "agency-b", None]),
            result=st.sampled_from(
                [
                    "conversation",
                    "no_answer",
                    "busy",
                    "hung_up_at_once",
                    "abandoned",
                    "sent",
                    None,
                    "machine",
                ]
            ),
            purpose=st.sampled_from(["remedy_intended", "demand", None]),
            household=st.sampled_from(["h1", "h2", None]),
            collector_group=st.sampled_from(["g1", "g2", None]),
            reached=st.sampled_from(["debtor", "wrong_party", None]),
            talk_s=st.sampled_from([0.0, 12.0, None]),
        ),
        max_size=count,
    )


def spans(now: datetime) -> dict[str, Any]:
    near = st.one_of(
        st.none(), st.integers(-5 * 86_400, 5 * 86_400).map(lambda s: now + timedelta(seconds=s))
    )
    return {"from_": near, "until": near}


def times_of_day() -> st.SearchStrategy[time]:
    return st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


@st.composite
def requests(draw: st.DrawFn, roles: tuple[str, ...] = ("debtor",)) -> ContactRequest:
    now = draw(moments)
    flag = st.builds(
        Flag,
        flag=st.sampled_from(sorted(FLAGS)),
        debts=st.sampled_from([(), ("A",)]),
        channels=st.sampled_from([(), ("sms",)]),
        party=st.sampled_from([None, "c1"]),
        **spans(now),
    )
    consent = st.builds(
        Consent,
        kind=st.sampled_from(["callback", "out_of_hours", "sms"]),
        given_at=st.just(now - timedelta(days=6)),
        weekdays=st.sampled_from([(), ("mon", "tue", "wed"), ("sun",)]),
        local_until=st.one_of(st.none(), times_of_day()),
        ended_by_conversation=st.booleans(),
        revoked_at=st.sampled_from(
            [None, None, now - timedelta(hours=9), now + timedelta(hours=9)]
        ),
        **spans(now),
    )
    inconvenient = st.builds(
        Inconvenient,
        weekdays=st.lists(st.sampled_from(WEEKDAYS), max_size=2).map(tuple),
        from_=times_of_day(),
        until=times_of_day(),
    )
    location = st.builds(
        Location,
        source=st.just("stated"),
        zone=st.sampled_from(ZONES),
        until=st.one_of(st.none(), st.just(now + timedelta(hours=30))),
    )
    role = draw(st.sampled_from(roles))
    return ask(
        now,
        kind=draw(st.sampled_from(["call", "call", "sms", "visit", "letter", "voicemail"])),
        purpose=draw(st.sampled_from(["remedy_intended", "demand", None])),
        mode=draw(st.sampled_from(["manual", "progressive"])),
        initiator=draw(st.sampled_from(["agent", "dialler"])),
        address=Address(value=draw(st.sampled_from(NUMBERS)), place="mobile", state="valid"),
        party=Party.model_validate({"id": "d1" if role == "debtor" else "c1", "role": role}),
        history=tuple(draw(events_before(now))),
        flags=tuple(draw(st.lists(flag, max_size=2))),
        consents=tuple(draw(st.lists(consent, max_size=2))),
        inconvenient=tuple(draw(st.lists(inconvenient, max_size=2))),
        locations=tuple(draw(st.lists(location, min_size=1, max_size=2))),
    )


PACKS = {"the desk's": DESK, "the trial pack": TRIAL, "every kind": KINDS}
packsets = st.sampled_from(sorted(PACKS))


@SLOW
@given(requests(("debtor", "contact", "guardian")), packsets, st.floats(0, 1))
def test_the_retry_is_lawful_and_no_instant_before_it_is(
    asked: ContactRequest, chosen: str, part: float
) -> None:
    packs = PACKS[chosen]
    answer = packs.verdict(asked)
    if answer.retry_at is None:
        assert (
            answer.allowed
            or any(reason.retry_at is None for reason in answer.reasons)
            or (not packs.verdict(asked.at(asked.now + part * timedelta(days=400))).allowed)
        )
        return
    assert not answer.allowed
    assert answer.retry_at > asked.now
    assert all(r.retry_at is None or r.retry_at <= answer.retry_at for r in answer.reasons)
    assert packs.verdict(asked.at(answer.retry_at)).allowed
    assert not packs.verdict(asked.at(answer.retry_at - timedelta(microseconds=1))).allowed
    between = asked.now + part * (answer.retry_at - asked.now)
    assert between >= answer.retry_at or not packs.verdict(asked.at(between)).allowed


@settings(SLOW, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(requests(), packsets)
def test_what_the_screen_says_it_is_allowed_until(asked: ContactRequest, chosen: str) -> None:
    packs = PACKS[chosen]
    answer, end = packs.verdict(asked), packs.until(asked)
    assume(answer.allowed and end is not None)
    assert end is not None
    later = packs.verdict(asked.at(end))
    assert {reason.kind for reason in later.reasons} & {"hours", "personal_hours"}
    before = packs.verdict(asked.at(end - timedelta(microseconds=1)))
    assert not {reason.kind for reason in before.reasons} & {"hours", "personal_hours"}


@SLOW
@given(requests(), packsets, st.data())
def test_more_history_never_frees_a_refused_contact(
    asked: ContactRequest, chosen: str, data: st.DataObject
) -> None:
    packs = PACKS[chosen]
    more = data.draw(events_before(asked.now, 4))
    longer = asked.model_copy(update={"history": (*asked.history, *more)})
    before, after = packs.verdict(asked), packs.verdict(longer)
    assert before.allowed or not after.allowed
    if not before.allowed and before.retry_at is None:
        assert after.retry_at is None
    if before.retry_at is not None and after.retry_at is not None:
        assert after.retry_at >= before.retry_at
    used = {limit.rule: limit.used for limit in before.limits}
    assert all(limit.used >= used[limit.rule] for limit in after.limits)


@SLOW
@given(requests(("debtor", "contact")), st.data())
def test_more_rules_never_free_a_refused_contact(
    asked: ContactRequest, data: st.DataObject
) -> None:
    law, house = (pack for pack in DESK.packs if pack.id in DESK.named)
    names = data.draw(st.sets(st.sampled_from([rule.id for rule in law.rules])))
    kept = tuple(rule for rule in law.rules if rule.id in names)
    fewer = Pack(law.file.model_copy(update={"rules": kept}), law.sha256)
    few = verdict(asked, (fewer,))
    both = verdict(asked, (law, house))
    assert few.allowed or not both.allowed
    assert {r.rule for r in few.reasons} <= {r.rule for r in both.reasons}
    assert not both.allowed or set(few.gates) <= set(both.gates)


@SLOW
@given(requests(("debtor", "contact")), packsets, st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_bytes_in_whatever_order_history_comes(
    asked: ContactRequest, chosen: str, chance: Any
) -> None:
    packs = PACKS[chosen]
    shuffled = list(asked.history) * 2
    chance.shuffle(shuffled)
    again = ContactRequest.from_json(
        asked.model_copy(update={"history": tuple(shuffled)}).model_dump_json(by_alias=True)
    )
    assert packs.verdict(asked).model_dump_json() == packs.verdict(again).model_dump_json()


@SLOW
@given(moments, st.integers(1, 300))
def test_shanghai_knows_no_summer_time(now: datetime, days: int) -> None:
    today, then = DESK.verdict(ask(now)), DESK.verdict(ask(now + timedelta(days=days)))
    assert today.decision == then.decision
    if today.retry_at is not None:
        assert then.retry_at == today.retry_at + timedelta(days=days)


@SLOW
@given(requests(("debtor", "contact", "unknown")))
def test_a_debtor_who_calls_is_never_turned_away(asked: ContactRequest) -> None:
    calls_us = asked.model_copy(update={"initiator": "debtor", "history_as_of": None})
    assert DESK.verdict(calls_us).allowed
    nothing = replace(DESK, packs=())
    assert nothing.verdict(calls_us).gates == ("no_demand",)


def test_standings_agree_with_the_verdict() -> None:
    asked = ask(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    told = DESK.standings(asked)
    assert [s.rule for s in told if s.refuses] == [r.rule for r in DESK.verdict(asked).reasons]
    assert {"cn.effective3", "cn.attempt6", "house.gap60"} <= {s.rule for s in told}
    assert all(s.free_at == asked.now for s in told if not s.refuses)
