"""What messages, answers and consents make of a case."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from desk_client.care_body import ConsentGiven, ConsentRevoked, FlagLaid, HoldLaid
from desk_client.fold import flags_of, fold
from desk_client.ids import ContactPointId, MessageId
from desk_client.message_body import (
    MessageAnswered,
    MessageAttempted,
    MessageDelivered,
    MessageFailed,
    MessageHanded,
    MessageOrdered,
    ReplyMeans,
)
from tests.happenings import MOBILE, Shift, flag

TEXT = MessageId("text-1")
AT: dict[str, Any] = {
    "contact_point_id": MOBILE,
    "address": "+8613800001111",
    "place": "mobile",
    "role": "debtor",
}


def ordered(shift: Shift) -> MessageOrdered:
    body = MessageOrdered(
        message_id=TEXT,
        channel="sms",
        template="sms-call-back",
        language="zh",
        purpose="notice",
        debts=(),
        **AT,
    )
    shift.tell(body)
    return body


def attempted(shift: Shift) -> None:
    shift.tell(
        MessageAttempted(
            message_id=TEXT,
            channel="sms",
            template="sms-call-back",
            purpose="notice",
            debts=(),
            sha256="0" * 64,
            **AT,
        )
    )


def answered(shift: Shift, means: ReplyMeans) -> None:
    shift.tell(MessageAnswered(message_id=TEXT, channel="sms", means=means, text="…", **AT))


def test_a_message_is_told_from_its_order_to_its_delivery() -> None:
    shift = Shift()
    ordered(shift)
    assert fold(shift.facts).messages[0].waits
    attempted(shift)
    shift.tell(MessageHanded(message_id=TEXT, handed_as=("a", "b")))
    shift.tell(MessageDelivered(message_id=TEXT, part="b"))
    assert fold(shift.facts).messages[0].delivered_at is None  # the other half is on its way
    shift.tell(MessageDelivered(message_id=TEXT, part="a"))
    (message,) = fold(shift.facts).messages
    assert not message.waits
    assert message.attempted_at == shift.facts[1].occurred_at
    assert message.handed_as == ("a", "b")
    assert message.delivered_at == shift.now


def test_an_order_can_be_taken_back_before_it_left() -> None:
    shift = Shift()
    ordered(shift)
    shift.withdraw(shift.facts[0])
    assert fold(shift.facts).messages == ()


def test_a_message_that_left_stands_though_its_order_is_taken_back() -> None:
    shift = Shift()
    ordered(shift)
    attempted(shift)
    shift.withdraw(shift.facts[0])
    (message,) = fold(shift.facts).messages
    assert message.order_id is None
    assert message.attempted_at is not None


def test_what_the_gateway_could_not_take_just_now_waits_on() -> None:
    shift = Shift()
    ordered(shift)
    attempted(shift)
    later = shift.now + timedelta(minutes=1)
    shift.tell(MessageFailed(message_id=TEXT, taken="no", reason="throttled", again_at=later))
    assert fold(shift.facts).messages[0].waits
    attempted(shift)
    assert fold(shift.facts).messages[0].attempted_at == shift.now


def test_a_dead_number_and_somebody_elses_are_not_used_again() -> None:
    shift = Shift()
    ordered(shift)
    attempted(shift)
    shift.tell(MessageFailed(message_id=TEXT, taken="yes", reason="absent", dead_address=True))
    assert fold(shift.facts).state_of_point(MOBILE) == "invalid"
    answered(shift, "wrong_person")
    assert fold(shift.facts).state_of_point(MOBILE) == "wrong"


def test_the_last_word_on_a_number_counts_whether_a_call_or_a_message_said_it() -> None:
    shift = Shift()
    answered(shift, "wrong_person")
    shift.outcome(shift.conversation(), "RTP", contact_point_state="valid")
    assert fold(shift.facts).state_of_point(MOBILE) == "valid"
    answered(shift, "wrong_person")
    assert fold(shift.facts).state_of_point(MOBILE) == "wrong"


def test_a_flag_laid_by_an_answer_stands_beside_one_of_a_call() -> None:
    shift = Shift()
    shift.outcome(shift.conversation(), "HARD", flags=(flag("hardship_review"),))
    laid = shift.tell(FlagLaid(flags=(flag("cease", channels=("sms",)),), source="message"))
    assert [each.flag for each in flags_of(shift.facts)] == ["cease", "hardship_review"]
    shift.withdraw(laid)
    assert [each.flag for each in flags_of(shift.facts)] == ["hardship_review"]


def test_a_consent_that_is_taken_back_stays_on_the_record_with_its_end() -> None:
    shift = Shift()
    shift.tell(ConsentGiven(consent="sms"), ConsentGiven(consent="email"))
    shift.tell(ConsentRevoked(consent="sms"))
    ends = {each.consent: each.revoked_at for each in fold(shift.facts).consents}
    assert ends == {"sms": shift.now, "email": None}


def test_a_consent_given_again_holds_again() -> None:
    shift = Shift()
    shift.tell(ConsentGiven(consent="sms"), ConsentRevoked(consent="sms"))
    shift.tell(ConsentGiven(consent="sms"))
    assert [each.revoked_at is None for each in fold(shift.facts).consents] == [True, False]


def test_another_persons_consent_is_their_own() -> None:
    shift = Shift()
    friend = ContactPointId("friend-1")
    shift.tell(ConsentGiven(consent="call", party=friend), ConsentGiven(consent="call"))
    shift.tell(ConsentRevoked(consent="call", party=friend))
    assert {each.party: each.revoked_at is None for each in fold(shift.facts).consents} == {
        friend: False,
        None: True,
    }


def test_a_hold_stands_until_it_is_withdrawn() -> None:
    shift = Shift()
    held = shift.tell(HoldLaid(reason="litigation"))
    assert [each.reason for each in fold(shift.facts).holds] == ["litigation"]
    shift.withdraw(held)
    assert fold(shift.facts).holds == ()


@given(st.permutations(range(6)))
def test_the_order_in_which_facts_arrive_does_not_matter(order: list[int]) -> None:
    shift = Shift()
    ordered(shift)
    attempted(shift)
    shift.tell(MessageHanded(message_id=TEXT, handed_as=("a",)))
    answered(shift, "stop")
    shift.tell(FlagLaid(flags=(flag("cease"),), source="message"))
    shift.tell(ConsentRevoked(consent="sms"))
    assert fold([shift.facts[index] for index in order]) == fold(shift.facts)
