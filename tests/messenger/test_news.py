"""What comes back from debtors and gateways: delivered, dead, answered, stopped."""

from collections.abc import Iterator

import pytest

from desk_client.care_body import ConsentRevoked, FlagLaid
from desk_client.fact_body import VerdictGiven
from desk_client.fold import fold
from desk_client.message_body import MessageAnswered, MessageFailed
from desk_client.messenger.round import Tally
from desk_client.transport.outgoing import Replied
from tests.central.floor import Floor, contact_point
from tests.messenger.post_room import PostRoom, mailbox, post_room
from tests.transport.smsc import Centre

CALL_BACK = "sms-call-back"


@pytest.fixture
def room(floor: Floor, smsc: Centre) -> Iterator[PostRoom]:
    with post_room(floor, smsc=smsc) as made:
        yield made


def sent(room: PostRoom, smsc: Centre, number: int = 0) -> str:
    """One message on its way; the centre's name for it."""
    room.order(CALL_BACK, number=number)
    assert room.round().posted["sent"] == 1
    return smsc.arrived[-1].id


def answers(room: PostRoom, smsc: Centre, words: str, number: int = 0) -> None:
    """The debtor writes back."""
    sequence = smsc.deliver(
        words.encode("utf-16-be"), sender=contact_point(number).value.lstrip("+")
    )
    heard = 0
    while not heard:
        heard = room.round().news
    smsc.wait_for(lambda: any(each[0] == sequence for each in smsc.acknowledged))


def test_a_receipt_says_delivered(room: PostRoom, smsc: Centre) -> None:
    smsc.receipt(sent(room, smsc))
    while not room.round().news:
        pass
    (message,) = fold(room.facts()).messages
    assert message.delivered_at == room.clock.now()


def test_a_number_that_is_not_there_is_not_used_again(room: PostRoom, smsc: Centre) -> None:
    smsc.receipt(sent(room, smsc), "UNDELIV", "001")
    while not room.round().news:
        pass
    (failed,) = [f.body for f in room.facts() if isinstance(f.body, MessageFailed)]
    assert failed.taken == "yes"
    assert failed.dead_address
    room.order(CALL_BACK)
    assert room.round().posted == {"given_up": 1}
    assert len(smsc.arrived) == 1


@pytest.mark.parametrize("words", ["TD", "退订", "T", "stop", "请不要再给我发短信了"])
def test_who_says_stop_gets_no_more(room: PostRoom, smsc: Centre, words: str) -> None:
    sent(room, smsc)
    answers(room, smsc, words)
    (laid,) = [f.body for f in room.facts() if isinstance(f.body, FlagLaid)]
    assert [(each.flag, each.channels, each.party) for each in laid.flags] == [
        ("cease", ("sms",), None)
    ]
    assert any(isinstance(f.body, ConsentRevoked) for f in room.facts())
    room.clock.move(hours=3)
    room.order(CALL_BACK)
    assert room.round().posted == {"given_up": 1}
    assert len(smsc.arrived) == 1
    last = [f.body for f in room.facts() if isinstance(f.body, VerdictGiven)][-1]
    assert "cn.cease" in {reason.rule for reason in last.reasons}


def test_an_ordinary_answer_stops_nothing(room: PostRoom, smsc: Centre) -> None:
    sent(room, smsc)
    answers(room, smsc, "好的，我周五去存")
    assert not any(isinstance(f.body, FlagLaid) for f in room.facts())
    (answer,) = fold(room.facts()).answers
    assert (answer.means, answer.text) == ("reply", "好的，我周五去存")


def test_card_data_in_an_answer_is_masked_before_it_is_kept(room: PostRoom, smsc: Centre) -> None:
    sent(room, smsc)
    answers(room, smsc, "我的卡号是 4111 1111 1111 1111")
    (answer,) = [f.body for f in room.facts() if isinstance(f.body, MessageAnswered)]
    assert "1111 1111" not in answer.text
    assert "卡号" in answer.text


def test_a_wrong_person_is_not_written_to_again(room: PostRoom, smsc: Centre) -> None:
    sent(room, smsc)
    answers(room, smsc, "你发错人了，我不认识他")
    assert fold(room.facts()).state_of_point(contact_point(0).contact_point_id) == "wrong"
    room.clock.move(hours=3)
    room.order(CALL_BACK)
    assert room.round().posted == {"given_up": 1}


def test_a_stranger_who_writes_changes_nobodys_case(room: PostRoom, smsc: Centre) -> None:
    sent(room, smsc)
    smsc.deliver("退订".encode("utf-16-be"), sender="8613999990000")
    tally = room.round()
    while not tally.news:
        tally = room.round()
    assert tally.unknown_senders == 1
    assert not any(isinstance(f.body, FlagLaid) for f in (*room.facts(0), *room.facts(1)))


@pytest.mark.parametrize("written", ["{}", "0{}", "0086{}", "86{}"])
def test_a_stop_is_heard_however_the_centre_writes_the_number(
    room: PostRoom, smsc: Centre, written: str
) -> None:
    """Many centres tell the sender without its country, as a number of unknown type."""
    sent(room, smsc)
    national = contact_point(0).value.removeprefix("+86")
    smsc.deliver("退订".encode("utf-16-be"), sender=written.format(national), ton=0)
    while not (tally := room.round()).news:
        pass
    assert tally.unknown_senders == 0
    assert any(isinstance(f.body, FlagLaid) for f in room.facts())


def heard(room: PostRoom, channel: str, item: Replied) -> Tally:
    tally = Tally()
    room.messenger._round._write_down(channel, item, tally)
    return tally


def test_a_mailbox_is_the_same_in_capitals(room: PostRoom) -> None:
    item = Replied(sender=mailbox(0).value.title(), text="unsubscribe", means="stop")
    assert heard(room, "email", item).unknown_senders == 0
    assert any(isinstance(f.body, FlagLaid) for f in room.facts())


def test_a_stop_from_another_address_counts_for_what_it_answers(
    room: PostRoom, smsc: Centre
) -> None:
    """The debtor has the mail forwarded and writes back from elsewhere: any reasonable way is
    a way (12 CFR 1006.6(e))."""
    item = Replied(
        sender="somebody@elsewhere.test",
        text="stop",
        means="stop",
        to_id=sent(room, smsc),
    )
    assert heard(room, "sms", item).unknown_senders == 0
    (laid,) = [f.body for f in room.facts() if isinstance(f.body, FlagLaid)]
    assert [(each.flag, each.channels) for each in laid.flags] == [("cease", ("sms",))]
    assert not any(isinstance(f.body, FlagLaid) for f in room.facts(1))
