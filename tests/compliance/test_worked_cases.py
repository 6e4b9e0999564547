"""The worked cases that concern China (compliance.md 5.3), as a bank's desk meets them with the
house's rules beside the law. Each pack's own examples hold the law alone."""

from datetime import UTC, datetime, timedelta

from desk_client.compliance.request import Address, Consent, DebtFacts, Flag, Location, Party
from tests.compliance.asking import CHINA, DESK, ask, call_made, local, refusing

CONTACT = Party(id="c1", role="contact")
THEIR_NUMBER = Address(value="+8613900002222", place="mobile", state="valid")


def test_15_a_fourth_effective_call_waits_for_tomorrow_whoever_made_the_three() -> None:
    history = (
        call_made(local("2026-11-24 09:00"), "conversation"),
        call_made(local("2026-11-24 11:00"), "conversation", collector="agency-b"),
        call_made(local("2026-11-24 13:00"), "conversation", address="+862088886666"),
        call_made(local("2026-11-24 13:30"), "no_answer", address="+862088886666"),
        call_made(local("2026-11-24 14:00"), "conversation", direction="in"),
    )
    answer = DESK.verdict(ask(local("2026-11-24 16:00"), history=history))
    assert answer.decision == "refused"
    assert [reason.rule for reason in answer.reasons] == ["cn.effective3"]
    assert answer.reasons[0].ref == "GB/T 45251-2025 5.3"
    assert answer.reasons[0].severity == "must"
    assert answer.retry_at == datetime(2026, 11, 25, tzinfo=UTC)
    assert {limit.rule: (limit.used, limit.max) for limit in answer.limits} == {
        "cn.effective3": (3, 3),
        "cn.attempt6": (0, 6),
    }


def test_17_an_agreement_on_weekdays_until_eleven_holds_on_friday_and_not_on_saturday() -> None:
    agreed = Consent(
        kind="out_of_hours",
        given_at=local("2026-11-20 10:00"),
        weekdays=("mon", "tue", "wed", "thu", "fri"),
        local_until=datetime(2026, 1, 1, 23).time(),
    )
    friday, saturday = local("2026-11-27 22:30"), local("2026-11-28 22:30")
    assert DESK.verdict(ask(friday, consents=(agreed,))).decision == "allowed"
    assert DESK.until(ask(friday, consents=(agreed,))) == local("2026-11-27 23:00")
    assert refusing(ask(saturday, consents=(agreed,))) == ["cn.hours"]
    assert DESK.until(ask(saturday, consents=(agreed,))) is None
    # it moves the evening's end, not the morning's beginning
    assert refusing(ask(local("2026-11-27 07:00"), consents=(agreed,))) == ["cn.hours"]


def test_19_a_contact_person_only_when_the_debtor_is_lost_and_never_after_a_no() -> None:
    now = local("2026-11-24 16:00")
    answered = (call_made(local("2026-11-22 10:00"), "conversation"),)
    lost = tuple(call_made(local(f"2026-11-{day} 10:00")) for day in (21, 22, 23))
    asked = ask(now, history=answered, party=CONTACT, address=THEIR_NUMBER)
    assert DESK.verdict(asked).reasons[0].rule == "cn.third"
    assert DESK.verdict(asked).retry_at is None

    asked = ask(now, history=lost, party=CONTACT, address=THEIR_NUMBER)
    answer = DESK.verdict(asked)
    assert answer.decision == "allowed_with_gates"
    assert answer.gates == ("no_debt_info", "locate_only")
    assert "identify" not in answer.disclosures  # the bank's name would tell of the debt

    said_no = Flag(flag="objected", from_=local("2026-11-23 18:00"), party="c1")
    for number in ("+8613900002222", "+8613900003333"):
        asked = ask(
            now,
            history=lost,
            flags=(said_no,),
            party=CONTACT,
            address=Address(value=number, state="valid"),
        )
        answer = DESK.verdict(asked)
        assert [reason.rule for reason in answer.reasons] == ["cn.objected"]
        assert answer.retry_at is None


def test_19_who_answered_since_is_lost_no_more() -> None:
    lost = tuple(call_made(local(f"2026-11-{day} 10:00")) for day in (20, 21, 22))
    back = call_made(local("2026-11-23 10:00"), "conversation", direction="in")
    asked = ask(
        local("2026-11-24 16:00"), history=(*lost, back), party=CONTACT, address=THEIR_NUMBER
    )
    assert refusing(asked) == ["cn.third"]


def test_21_a_minor_is_never_called_but_the_guardian_may_be() -> None:
    flags = (Flag(flag="minor", from_=local("2026-11-20 10:00")),)
    now = local("2026-11-24 16:00")
    answer = DESK.verdict(ask(now, flags=flags))
    assert (answer.reasons[0].rule, answer.retry_at) == ("cn.minor", None)
    assert DESK.verdict(ask(now, flags=flags, party=Party(id="p", role="guardian"))).allowed
    assert "cn.minor" in refusing(ask(now, flags=flags, party=CONTACT))


def test_23_a_bankruptcy_noticed_between_reservation_and_dialling_refuses() -> None:
    notice = Flag(flag="bankruptcy", from_=local("2026-11-24 10:00"))
    assert DESK.verdict(ask(local("2026-11-24 09:59:58"), flags=(notice,))).allowed
    assert refusing(ask(local("2026-11-24 10:00:01"), flags=(notice,))) == ["cn.bankruptcy"]
    dismissed = notice.model_copy(update={"until": local("2026-11-24 15:00")})
    assert DESK.verdict(ask(local("2026-11-24 15:00"), flags=(dismissed,))).allowed


def test_27_a_desk_with_an_old_history_takes_calls_and_makes_none() -> None:
    now = local("2026-11-24 16:00")
    fetched = now - timedelta(minutes=40)
    answer = DESK.verdict(ask(now, history_as_of=fetched))
    assert {reason.kind for reason in answer.reasons} == {"stale_history"}
    assert answer.retry_at is None
    assert DESK.verdict(ask(now, initiator="debtor", history_as_of=fetched)).allowed
    assert DESK.verdict(ask(now, history_as_of=now - timedelta(minutes=15))).allowed
    assert not DESK.verdict(ask(now, history_as_of=None)).allowed


def test_27_what_two_desks_send_twice_and_a_little_early_counts_once_each() -> None:
    now = local("2026-11-24 16:00")
    first = call_made(local("2026-11-24 15:20"), address="+862088886666")
    second = call_made(now + timedelta(seconds=3), address="+862088886666")
    asked = ask(now, history=(second, first, first, second))
    limits = {limit.rule: limit.used for limit in CHINA.verdict(asked).limits}
    assert limits["cn.attempt6"] == 0  # the mobile has none
    at_home = asked.model_copy(
        update={"address": Address(value="+862088886666", place="home", state="valid")}
    )
    answer = CHINA.verdict(at_home)
    assert {limit.rule: limit.used for limit in answer.limits}["cn.attempt6"] == 2
    many = tuple(
        call_made(local(f"2026-11-24 08:{minute:02}"), address="+862088886666")
        for minute in range(8)
    )
    over = CHINA.verdict(at_home.model_copy(update={"history": many}))
    assert (over.decision, over.limits[1].used, over.limits[1].max) == ("refused", 8, 6)


def test_35_a_message_is_asked_again_when_it_is_sent() -> None:
    approved, retried = local("2026-11-24 21:58"), local("2026-11-24 22:03")
    asked = ask(approved, kind="sms")
    assert DESK.verdict(asked).allowed
    again = DESK.verdict(asked.at(retried))
    assert (again.reasons[0].rule, again.retry_at) == ("cn.hours", local("2026-11-25 08:00"))


def test_every_reason_is_told_strictest_first_with_its_own_next_time() -> None:
    now = local("2026-11-24 22:30")
    history = (
        *(call_made(local(f"2026-11-24 {hour}:00"), "conversation") for hour in (10, 11, 13)),
        call_made(local("2026-11-24 21:50"), "no_answer"),
    )
    flags = (Flag(flag="hardship_review", until=local("2026-11-26 12:00")),)
    answer = DESK.verdict(ask(now, history=history, flags=flags))
    assert [(r.rule, r.severity, r.retry_at) for r in answer.reasons] == [
        ("cn.hours", "must", local("2026-11-25 08:00")),
        ("cn.effective3", "must", local("2026-11-25 00:00")),
        ("cn.hardship", "house", local("2026-11-26 12:00")),
        ("house.gap60", "house", local("2026-11-24 22:50")),
    ]
    assert answer.retry_at == local("2026-11-26 12:00")
    assert answer.gates == answer.disclosures == ()


def test_a_debtor_in_hong_kong_is_called_when_it_is_lawful_in_both_places() -> None:
    hong_kong = (Location(source="stated", zone="Asia/Hong_Kong", region="CN-HK"),)
    assert DESK.verdict(ask(local("2026-11-24 16:00"), locations=hong_kong)).allowed
    vancouver = (Location(source="stated", zone="America/Vancouver", region="CA-BC"),)
    answer = DESK.verdict(ask(local("2026-11-24 16:00"), locations=vancouver))
    assert answer.retry_at == local("2026-11-25 08:00")  # 16:00 of the day before there


def test_a_disputed_debt_is_not_spoken_of_in_a_call_about_another() -> None:
    flags = (Flag(flag="dispute", from_=local("2026-11-20 09:00"), debts=("A",)),)
    asked = ask(local("2026-11-24 16:00"), flags=flags, debts=(DebtFacts(id="B"),))
    assert DESK.verdict(asked).gates == ("not_this_debt:A",)
