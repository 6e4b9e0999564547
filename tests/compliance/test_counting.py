"""What the limits on the screen count, result by result, and what is not known counting as the
stricter reading."""

from typing import get_args

import pytest

from desk_client.compliance.answer import Limit
from desk_client.compliance.counting import Count
from desk_client.compliance.request import Address, Consent, Event, Flag, Party, Result
from desk_client.compliance.situation import Situation, ZonePolicy
from tests.compliance.asking import CHINA, DESK, MOBILE, ask, call_made, local, refusing

NOON = local("2026-11-24 12:00")
MORNING = local("2026-11-24 09:00")
EFFECTIVE = {"conversation", "hung_up_at_once", "abandoned", "replied"}
NEITHER = {"busy", "not_in_service"}


def limits(*history: Event) -> dict[str, Limit]:
    return {limit.rule: limit for limit in CHINA.verdict(ask(NOON, history=history)).limits}


@pytest.mark.parametrize("result", get_args(Result))
def test_each_result_uses_up_the_limit_that_the_law_means(result: str) -> None:
    used = limits(call_made(MORNING, result))
    assert used["cn.effective3"].used == (result in EFFECTIVE)
    assert used["cn.attempt6"].used == (result not in EFFECTIVE | NEITHER)


def test_a_call_still_without_a_result_counts_for_both() -> None:
    used = limits(call_made(MORNING, None))
    assert (used["cn.effective3"].used, used["cn.attempt6"].used) == (1, 1)
    silent = limits(call_made(MORNING, None, talk_s=0.0))
    assert (silent["cn.effective3"].used, silent["cn.attempt6"].used) == (0, 1)
    talked = limits(call_made(MORNING, None, talk_s=5.0))
    assert (talked["cn.effective3"].used, talked["cn.attempt6"].used) == (1, 0)


def test_whoever_answers_an_effective_call_was_reached() -> None:
    wrong = limits(call_made(MORNING, "no_answer", reached="wrong_party"))
    assert wrong["cn.effective3"].used == 1


def test_other_media_directions_days_and_persons_do_not_count() -> None:
    used = limits(
        call_made(MORNING, "conversation", direction="in"),
        call_made(MORNING, "sent", id="s", kind="sms"),
        call_made(local("2026-11-23 23:59:59"), "conversation"),
        call_made(MORNING, "conversation", id="c", party="c1", party_role="contact", reached=None),
    )
    assert used["cn.effective3"].used == 0
    assert limits(call_made(local("2026-11-24 00:00"), "conversation"))["cn.effective3"].used == 1


def test_an_event_that_does_not_say_whom_or_where_counts() -> None:
    nameless = call_made(MORNING, "conversation", party=None, party_role=None)
    assert limits(nameless)["cn.effective3"].used == 1
    nowhere = call_made(MORNING, address=None, place=None)
    assert limits(nowhere)["cn.attempt6"].used == 1


def test_a_limit_is_told_in_both_languages_with_its_clause() -> None:
    limit = limits()["cn.effective3"]
    assert (limit.label.zh, limit.label.en) == ("有效通话（此人）", "Effective calls, person")
    assert limit.ref == "GB/T 45251-2025 5.3"
    assert (limit.severity, limit.confidence) == ("must", "secondary")


def test_the_debtors_calls_do_not_bar_the_guarantor() -> None:
    history = tuple(
        call_made(local(f"2026-11-24 {hour}:00"), "conversation", id=hour)
        for hour in ("08", "09", "10")
    )
    asked = ask(
        NOON,
        history=history,
        party=Party(id="g1", role="guarantor"),
        address=Address(value="+8613700004444", state="valid"),
    )
    assert "cn.effective3" not in refusing(asked)
    assert "cn.effective3" in refusing(ask(NOON, history=history))


def test_an_attempt_is_barred_to_the_number_and_the_gap_to_the_second() -> None:
    tried = call_made(NOON, "no_answer")
    other = Address(value="+862088886666", place="home", state="valid")
    assert refusing(ask(NOON, history=(tried,))) == ["house.gap60"]
    assert refusing(ask(NOON, history=(tried,), address=other)) == []
    assert DESK.verdict(ask(NOON, history=(tried,))).retry_at == local("2026-11-24 13:00")
    assert DESK.verdict(ask(local("2026-11-24 13:00"), history=(tried,))).allowed


def test_two_that_differ_under_one_id_both_count() -> None:
    used = limits(
        call_made(MORNING, "conversation", id="same"), call_made(MORNING, "no_answer", id="same")
    )
    assert (used["cn.effective3"].used, used["cn.attempt6"].used) == (1, 1)


def test_a_flag_counts_from_its_beginning_to_its_end() -> None:
    held = Flag(
        flag="complaint_hold", from_=local("2026-11-24 11:00"), until=local("2026-11-24 12:30")
    )
    for clock, expected in (
        ("10:59:59", []),
        ("11:00:00", ["cn.complaint"]),
        ("12:29:59", ["cn.complaint"]),
        ("12:30:00", []),
    ):
        assert refusing(ask(local(f"2026-11-24 {clock}"), flags=(held,))) == expected
    assert MOBILE not in repr(CHINA.verdict(ask(NOON, flags=(held,))))


def test_an_attempt_of_which_nothing_is_known_counts_for_everybody() -> None:
    """A desk that went away may have called the debtor or a friend; each cap must hold it."""
    unknown = Event(id="u", at=MORNING, kind="call", direction="out")
    assert limits(unknown)["cn.effective3"].used == 1
    assert limits(unknown)["cn.attempt6"].used == 1
    for party in ("debtor", "third_party"):
        count = Count(media=("call",), party=party)
        situation = Situation(ask(NOON, history=(unknown,)), ZonePolicy())
        assert count.matches(situation, unknown), party
    said = call_made(MORNING, "conversation", party="c1", party_role="contact")
    assert not Count(media=("call",), party="debtor").matches(
        Situation(ask(NOON), ZonePolicy()), said
    )


def test_an_attempt_of_which_nothing_is_known_may_have_been_the_callback() -> None:
    """The consent to be called at noon lifts no gap once somebody may have called."""
    agreed = Consent(
        kind="callback",
        given_at=local("2026-11-24 08:00"),
        from_=MORNING,
        until=local("2026-11-24 13:00"),
        ended_by_conversation=True,
    )
    call = Event(id="u", at=MORNING, kind="call", direction="out")
    text = Event(id="u", at=MORNING, kind="sms", direction="out")
    for unknown, ends in ((call, MORNING), (text, agreed.until)):
        asked = ask(NOON, history=(unknown,), consents=(agreed,))
        (granted,) = Situation(asked, ZonePolicy()).granted
        assert granted.end == ends
