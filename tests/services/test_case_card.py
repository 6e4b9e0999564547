"""The case card by values alone: the last contacts over all channels, and the parts of the balance
that are told only where they are the whole."""

from datetime import timedelta
from typing import Any

from desk_client.case import Debt
from desk_client.ids import MessageId
from desk_client.message_body import (
    MessageAnswered,
    MessageAttempted,
    MessageDelivered,
    MessageOrdered,
)
from desk_client.money import Money
from desk_client.services.case_card import case_card
from desk_client.services.case_parts import CaseCard
from tests.happenings import MOBILE, MORNING, Shift
from tests.rows import debt
from tests.services.hands import hand

NOW = MORNING + timedelta(hours=3)


def card(*debts: Debt, shift: Shift | None = None, open_: bool = True) -> CaseCard:
    facts = shift.facts if shift is not None else ()
    return case_card(hand(*debts, facts=facts), None, NOW, open_=open_)


def parts(**more: Any) -> dict[str, Any]:
    told = {"principal": "3000.00", "interest": "200.00", "fees": "60.50"} | more
    return {name: Money.of(sum_) if sum_ else None for name, sum_ in told.items()}


def test_the_last_contacts_are_of_every_channel_newest_first() -> None:
    shift = Shift()
    shift.outcome(shift.no_answer(), "NA", level="NC", result="no_answer", reached=None)
    where: dict[str, Any] = {
        "contact_point_id": MOBILE,
        "address": "+8613800001111",
        "place": "mobile",
        "role": "debtor",
    }
    what: dict[str, Any] = {
        "message_id": MessageId("m1"),
        "channel": "sms",
        "template": "sms-promise-reminder",
        "purpose": "reminder",
        "debts": (),
    }
    shift.tell(MessageOrdered(**what, **where, language="zh"))
    waiting = card(shift=shift).contacts
    assert [each.channel for each in waiting] == ["call"]  # nothing has left yet
    shift.tell(MessageAttempted(**what, **where, sha256="0" * 64))
    shift.tell(MessageDelivered(message_id=MessageId("m1")))
    shift.tell(
        MessageAnswered(
            message_id=MessageId("m1"), channel="sms", means="reply", text="3260", **where
        )
    )
    seen = card(shift=shift, open_=False).contacts
    assert [(each.channel, each.what.zh, each.what.en) for each in seen] == [
        ("sms", "客户回复", "Answered"),
        ("sms", "短信已送达", "Text delivered"),
        ("call", "无人接听", "No answer"),
    ]
    assert [each.where.zh for each in seen] == ["本人手机"] * 3
    assert "3260" not in repr(seen)  # what was written is not for the card


def test_no_more_than_the_tallest_window_shows() -> None:
    shift = Shift()
    for _ in range(12):
        shift.no_answer()
    assert len(card(shift=shift).contacts) == 8


def test_the_parts_are_summed_over_all_debts_and_shut_with_the_figures() -> None:
    both = (debt(1, **parts()), debt(1, debt_id="debt-2", **parts(interest="0.01")))
    told = card(*both).parts
    assert told is not None
    assert told.zh == "本金 6,000.00 · 利息 200.01 · 费用 121.00"
    assert told.en == "Principal 6,000.00 · interest 200.01 · fees 121.00"
    assert card(*both, open_=False).parts is None


def test_a_sum_of_some_is_not_taken_for_the_whole() -> None:
    assert card(debt(1, **parts()), debt(1, debt_id="debt-2", **parts(fees=""))).parts is None
    assert card(debt(1, **parts(principal=""))).parts is None
