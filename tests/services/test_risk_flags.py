"""Every flag of the contract has its chip on the case card, whoever laid it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk_client.care_body import FlagLaid
from desk_client.case_state import LaidFlag
from desk_client.compliance.request import FLAGS as OF_THE_CONTRACT
from desk_client.ids import ContactPointId, FactId
from desk_client.messenger.news import Address, answer
from desk_client.services.case_card import case_card
from desk_client.services.risk_flags import FLAGS, risk_flags
from desk_client.transport.outgoing import Replied
from tests.services.hands import hand

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def laid(flag: str, **more: Any) -> LaidFlag:
    fields: dict[str, Any] = {
        "fact_id": FactId("f1"),
        "flag": flag,
        "since": NOW - timedelta(days=1),
        "until": None,
        "debts": (),
        "channels": (),
        "party": None,
    }
    return LaidFlag(**fields | more)


def labels(*flags: LaidFlag) -> list[tuple[str, str]]:
    return [(each.label.zh, each.label.en) for each in risk_flags(flags, NOW)]


def test_no_flag_of_the_contract_is_left_out() -> None:
    assert set(OF_THE_CONTRACT) == set(FLAGS)
    for flag in FLAGS:
        assert labels(laid(flag)), flag


def test_a_stop_by_text_says_that_it_stops_texts() -> None:
    assert labels(laid("cease", channels=("sms",))) == [("停止短信", "No SMS")]
    assert labels(laid("cease", channels=("sms", "email"))) == [
        ("停止短信、邮件", "No SMS, e-mail")
    ]
    assert labels(laid("cease")) == [("要求停止联系", "Stop contact")]


def test_what_stops_everything_comes_first() -> None:
    assert [zh for zh, _ in labels(laid("cease", channels=("sms",)), laid("attorney"))] == [
        "律师代理",
        "停止短信",
    ]


def test_a_third_partys_wish_is_not_taken_for_the_debtors() -> None:
    said = labels(laid("objected", party="contact-2"))
    assert said == [("第三方拒绝联系", "Third party: objects")]


@pytest.mark.parametrize(
    "over", [{"until": NOW - timedelta(minutes=1)}, {"since": NOW + timedelta(hours=1)}]
)
def test_a_flag_is_shown_while_it_is_in_force(over: dict[str, Any]) -> None:
    assert labels(laid("cease", **over)) == []


def test_a_flag_of_a_newer_central_is_shown_as_it_is_named() -> None:
    assert labels(laid("court_stay")) == [("court_stay", "court stay")]


def test_a_flag_that_two_laid_is_one_chip() -> None:
    assert len(labels(laid("dispute"), laid("dispute", fact_id=FactId("f2")))) == 1


@pytest.mark.parametrize(("role", "zh"), [("debtor", "停止短信"), ("spouse", "第三方拒绝联系")])
def test_the_card_shows_what_an_answer_by_message_laid_beside_a_calls_flag(
    role: str, zh: str
) -> None:
    address = Address(
        contact_point_id=ContactPointId("p1"), value="+8613800000001", place="mobile", role=role
    )
    replied = Replied(sender=address.value, text="TD", means="stop")
    bodies = answer(replied, "sms", address, None)
    (by_message,) = (body for body in bodies if isinstance(body, FlagLaid))
    flags = tuple(
        laid(flag.flag, channels=flag.channels, party=flag.party) for flag in by_message.flags
    )
    card = case_card(replace(hand(), flags=(laid("dispute"), *flags)), None, NOW, open_=False)
    assert [flag.label.zh for flag in card.flags] == ["有异议", zh]
