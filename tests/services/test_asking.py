"""What the law is asked about a case: who is meant, where they may be, what has happened."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from desk_client.care_body import ConsentGiven, ConsentRevoked, FlagLaid
from desk_client.compliance.request import Collector, ContactRequest
from desk_client.debtor import ContactPoint, PartyRole, Place
from desk_client.ids import CaseId, ContactPointId, DebtId, MessageId
from desk_client.message_body import (
    MessageAnswered,
    MessageAttempted,
    MessageFailed,
    MessageOrdered,
)
from desk_client.services.asking import Approach, Circumstances, contact_request
from desk_client.services.case_in_hand import CaseInHand, in_hand
from desk_client.services.whereabouts import of_number
from tests.happenings import MORNING, Shift, flag
from tests.rows import case, debt, debtor, point

CALL = Approach(path="dial_key", initiator="agent", mode="preview")
TEXT = Approach(path="order", initiator="agent", mode="manual", kind="sms", purpose="reminder")
BANK = Circumstances(collector=Collector(role="first_party", entity="bank", lender="bank"))


def friend(number: int, person: str = "李四") -> ContactPoint:
    return point(
        1,
        contact_point_id=ContactPointId(f"friend-{number}"),
        value=f"+861390000{number:04}",
        role=PartyRole.CONTACT,
        person=person,
    )


def taken(shift: Shift, *more: ContactPoint, **of_debtor: Any) -> CaseInHand:
    return in_hand(
        case=case(1),
        debtor=debtor(1, **of_debtor),
        points=(point(1), *more),
        of_debtor=shift.facts,
    )


def asked(
    hand: CaseInHand, at: ContactPoint | None = None, approach: Approach = CALL, **more: Any
) -> ContactRequest:
    now: datetime = more.pop("now", MORNING + timedelta(hours=3))
    return contact_request(
        hand,
        at or hand.points[0],
        approach,
        now=now,
        history_as_of=now,
        circumstances=BANK,
        **more,
    )


def known(request: ContactRequest) -> str:
    assert request.party is not None
    return request.party.identity


def order(shift: Shift, message: str = "m1") -> MessageId:
    message_id = MessageId(message)
    shift.tell(
        MessageOrdered(
            message_id=message_id,
            channel="sms",
            template="reminder",
            language="zh",
            purpose="reminder",
            contact_point_id=point(1).contact_point_id,
            address=point(1).value,
            place="mobile",
            role="debtor",
            debts=(),
        )
    )
    return message_id


def attempt(shift: Shift, message_id: MessageId) -> None:
    shift.tell(
        MessageAttempted(
            message_id=message_id,
            channel="sms",
            template="reminder",
            purpose="reminder",
            contact_point_id=point(1).contact_point_id,
            address=point(1).value,
            place="mobile",
            role="debtor",
            debts=(),
            sha256="0" * 64,
        )
    )


def test_the_number_that_is_called_tells_a_place_beside_the_address() -> None:
    london = replace(point(1), value="+442079460000")
    locations = asked(taken(Shift(), london), london).debtor.locations
    assert [(each.source, each.zone, each.region) for each in locations] == [
        ("address", "Asia/Shanghai", "CN-31"),
        ("number_prefix", "Europe/London", "GB"),
    ]


def test_a_mail_address_tells_no_place() -> None:
    mail = replace(point(1), place=Place.EMAIL, value="+442079460000@example.com")
    locations = asked(taken(Shift(), mail), mail, TEXT).debtor.locations
    assert [each.source for each in locations] == ["address"]


def test_without_an_address_the_number_alone_counts() -> None:
    locations = asked(taken(Shift(), zone="", region="")).debtor.locations
    assert [each.source for each in locations] == ["number_prefix"]


def test_a_toll_free_number_and_a_broken_one_tell_nothing() -> None:
    assert of_number("+18005550100") == ()
    assert of_number("13") == ()
    assert of_number("+8699") == ()


def test_hong_kong_is_written_as_the_packs_write_it() -> None:
    assert [each.region for each in of_number("+85291234567")] == ["CN-HK"]


def test_one_person_with_two_numbers_is_one_person() -> None:
    """Case 19: a stop is on the person, on every number under their name."""
    shift = Shift()
    shift.tell(FlagLaid(flags=(flag("objected", party="friend-2"),), source="letter"))
    hand = taken(shift, friend(1), friend(2), friend(3, "赵六"))
    first, second, other = (asked(hand, at) for at in hand.points[1:])
    assert first.party is not None
    assert second.party is not None
    assert other.party is not None
    assert first.party.id == second.party.id == "friend-1"
    assert first.debtor.flags[0].party == "friend-1"
    assert other.party.id == "friend-3"


def test_a_contact_person_without_a_name_is_the_number() -> None:
    hand = taken(Shift(), friend(1, ""), friend(2, ""))
    ids = [asked(hand, at).party for at in hand.points[1:]]
    assert [each.id if each else None for each in ids] == ["friend-1", "friend-2"]


def test_a_message_counts_from_the_moment_it_is_ordered() -> None:
    shift = Shift()
    order(shift)
    (waiting,) = asked(taken(shift)).history
    assert (waiting.kind, waiting.direction, waiting.result) == ("sms", "out", None)
    attempt(shift, MessageId("m1"))
    (sent,) = asked(taken(shift)).history
    assert (sent.result, sent.at, sent.purpose) == (
        "sent",
        shift.facts[-1].occurred_at,
        "reminder",
    )


def test_a_message_that_certainly_never_left_does_not_count() -> None:
    shift = Shift()
    message_id = order(shift)
    shift.tell(MessageFailed(message_id=message_id, taken="no", reason="no such number"))
    assert asked(taken(shift)).history == ()


def test_a_message_that_may_have_left_counts() -> None:
    shift = Shift()
    message_id = order(shift)
    attempt(shift, message_id)
    shift.tell(MessageFailed(message_id=message_id, taken="unknown", reason="line lost"))
    assert [each.result for each in asked(taken(shift)).history] == ["sent"]


def test_an_answer_is_a_contact_of_the_debtor_and_a_bounce_is_not() -> None:
    shift = Shift()
    for means in ("reply", "bounce"):
        shift.tell(
            MessageAnswered(
                message_id=None,
                channel="email",
                contact_point_id=ContactPointId("mail-1"),
                address="wang@example.com",
                place="email",
                role="debtor",
                means=means,
                text="好的",
            )
        )
    (came,) = asked(taken(shift)).history
    assert (came.direction, came.result, came.party) == ("in", "replied", "debtor-1")


def test_a_consent_and_its_end_reach_the_law() -> None:
    shift = Shift()
    shift.tell(
        ConsentGiven(
            consent="out_of_hours", weekdays=("mon", "fri"), local_until=time(23), how="written"
        )
    )
    (given,) = asked(taken(shift)).debtor.consents
    assert (given.kind, given.weekdays, given.local_until, given.revoked_at) == (
        "out_of_hours",
        ("mon", "fri"),
        time(23),
        None,
    )
    shift.tell(ConsentRevoked(consent="out_of_hours"))
    (taken_back,) = asked(taken(shift)).debtor.consents
    assert taken_back.revoked_at == shift.facts[-1].occurred_at


def test_who_reads_at_a_number_is_known_once_the_identity_gate_was_passed_on_it() -> None:
    shift = Shift()
    assert known(asked(taken(shift), approach=TEXT)) == "unknown"
    shift.conversation()
    assert known(asked(taken(shift), approach=TEXT)) == "verified"
    assert known(asked(taken(shift))) == "unknown"


def test_the_same_case_asks_the_same_bytes() -> None:
    shift = Shift()
    shift.conversation()
    order(shift)
    asked_once, asked_again = (asked(taken(shift)).model_dump_json() for _ in range(2))
    assert asked_once == asked_again


def test_a_mailbox_that_the_debtor_agreed_to_is_theirs_until_they_take_it_back() -> None:
    mail = replace(point(1), place=Place.EMAIL, value="wang@example.com")
    by_mail = replace(TEXT, kind="email")
    shift = Shift()

    def state() -> str:
        address = asked(taken(shift, mail), mail, by_mail).address
        assert address is not None
        return address.state

    assert state() == "unverified"
    shift.tell(ConsentGiven(consent="email"))
    assert state() == "valid"
    assert asked(taken(shift, mail), approach=TEXT).address.state == "unverified"  # type: ignore[union-attr]
    shift.tell(ConsentRevoked(consent="email"))
    assert state() == "unverified"


def test_each_debt_is_as_many_days_past_due_as_it_is_itself() -> None:
    """The hours of the Philippine circular end for old accounts only; a young one beside an old
    one is not called at night."""
    old = debt(1, debt_id=DebtId("old"), due_date=date(2026, 10, 1))
    young = debt(1, debt_id=DebtId("young"), due_date=date(2026, 11, 21))
    hand = in_hand(case=case(1, old, young), debtor=debtor(1), points=(point(1),), of_debtor=())
    assert [each.days_past_due for each in asked(hand).debts] == [54, 3]


@pytest.mark.parametrize(
    ("last4", "word", "told"),
    [
        ("4417", "金卡", "card"),
        ("", "microfinance", "microfinance"),
        ("", "现金分期", None),
        ("", "", None),
    ],
)
def test_a_kind_of_debt_that_the_packs_do_not_name_is_unknown(
    last4: str, word: str, told: str | None
) -> None:
    one = debt(1, card_last4=last4, product=word)
    hand = in_hand(case=case(1, one), debtor=debtor(1), points=(point(1),), of_debtor=())
    assert [each.product for each in asked(hand).debts] == [told]


def test_what_another_case_found_out_about_a_number_holds_in_every_case() -> None:
    """A stranger answered when the first case was called; the second case has the same number."""
    first, second = Shift(), Shift(case=CaseId("case-2"))
    call_id = first.conversation(point(1).contact_point_id, verified=False)
    first.outcome(call_id, "WPC", level="WPC", reached="wrong_party", contact_point_state="wrong")
    second.no_answer(point(1).contact_point_id)
    hand = in_hand(
        case=replace(case(1), case_id=CaseId("case-2")),
        debtor=debtor(1),
        points=(point(1),),
        of_debtor=(*first.facts, *second.facts),
    )
    address = asked(hand).address
    assert address is not None
    assert address.state == "wrong"


def test_of_two_mobiles_an_agreement_names_neither() -> None:
    """It was given in a call on one of them; the other may be anybody's."""
    other = point(1, contact_point_id=ContactPointId("mobile-2"), value="+8613800009999")
    shift = Shift()
    shift.tell(ConsentGiven(consent="sms"))
    one, both = taken(shift), taken(shift, other)
    assert asked(one, approach=TEXT).address.state == "valid"  # type: ignore[union-attr]
    for at in both.points:
        assert asked(both, at, TEXT).address.state == "unverified"  # type: ignore[union-attr]
