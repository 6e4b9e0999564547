"""From an order to the debtor's telephone, and every reason why not. What really arrived is counted
by the SMS centre."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from desk_client.care_body import FlagLaid
from desk_client.fact_body import NoteWritten, VerdictGiven, Withdrawn
from desk_client.fold import contacts_of
from desk_client.message_body import MessageAttempted, MessageFailed, MessageHanded
from desk_client.writing.shipped import shipped_templates
from tests.central.floor import CHEN, LI, Floor, contact_point
from tests.central.test_leases import lease, settle
from tests.happenings import flag
from tests.messenger.post_room import PostRoom, post_room
from tests.transport.smsc import Centre, joined

CALL_BACK = "sms-call-back"


@pytest.fixture
def room(floor: Floor, smsc: Centre) -> Iterator[PostRoom]:
    with post_room(floor, smsc=smsc) as made:
        yield made


def verdicts(room: PostRoom, number: int = 0) -> list[VerdictGiven]:
    return [f.body for f in room.facts(number) if isinstance(f.body, VerdictGiven)]


def test_an_order_becomes_one_message_and_its_facts_in_their_order(
    room: PostRoom, smsc: Centre
) -> None:
    message_id = room.order(CALL_BACK)
    assert room.round().posted == {"sent": 1}
    ((to, text),) = joined(smsc.arrived)
    assert to.endswith(contact_point(0).value.lstrip("+"))
    assert text.startswith("【示例银行信用卡中心】某先生/女士您好")
    assert room.kinds() == [
        "message_ordered",
        "verdict_given",
        "message_attempted",
        "message_handed",
    ]
    (verdict,) = verdicts(room)
    assert (verdict.message_id, verdict.path, verdict.contact) == (message_id, "messenger", "sms")
    assert room.round().posted == {}


def test_approved_before_ten_at_night_and_refused_after(room: PostRoom, smsc: Centre) -> None:
    """Case 35: the verdict is asked again when it is sent; it waits for eight in the morning."""
    room.clock.at = datetime(2026, 11, 24, 13, 58, tzinfo=UTC)
    room.order(CALL_BACK)
    room.clock.at = datetime(2026, 11, 24, 14, 3, tzinfo=UTC)
    assert room.round().posted == {"later": 1}
    (refused,) = verdicts(room)
    assert refused.decision == "refused"
    assert "cn.hours" in {reason.rule for reason in refused.reasons}
    assert refused.retry_at == datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    assert room.round().posted == {}
    room.clock.at = refused.retry_at
    assert room.round().posted == {"sent": 1}
    assert len(joined(smsc.arrived)) == 1


def test_the_third_of_a_day_waits_for_tomorrow(room: PostRoom, smsc: Centre) -> None:
    for _ in range(3):
        room.order(CALL_BACK)
        room.round()
        room.clock.move(hours=2)
    assert len(joined(smsc.arrived)) == 2
    assert verdicts(room)[-1].decision == "refused"
    room.clock.at = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    room.round()
    assert len(joined(smsc.arrived)) == 3


def test_calls_and_messages_stand_in_one_ledger(room: PostRoom) -> None:
    """What a call knew is known when a message is judged."""
    room.conversation(code="CEASE", flags=(flag("cease"),), case_status="stopped")
    room.order(CALL_BACK)
    assert room.round().posted["given_up"] == 1
    (verdict,) = verdicts(room)
    assert "cn.cease" in {reason.rule for reason in verdict.reasons}
    (failed,) = [f.body for f in room.facts() if isinstance(f.body, MessageFailed)]
    assert failed.taken == "no"
    assert failed.reason.startswith("refused: cn.")


def test_an_order_that_was_taken_back_is_not_sent(room: PostRoom, smsc: Centre) -> None:
    room.order(CALL_BACK)
    order = next(fact for fact in room.facts() if fact.kind == "message_ordered")
    room.tell(Withdrawn(fact_id=order.fact_id))
    assert room.round().posted == {}
    assert smsc.arrived == []


def test_a_debtor_whom_a_desk_has_is_left_alone(room: PostRoom, floor: Floor, smsc: Centre) -> None:
    with floor.as_person(LI) as li:
        held = lease(li, 2)
        room.order(CALL_BACK)
        assert room.round().posted == {"later": 1}
        for one in held:
            settle(li, one, 0)
    room.clock.move(minutes=1)
    assert room.round().posted == {"sent": 1}
    assert len(joined(smsc.arrived)) == 1


def test_what_a_desk_orders_under_its_own_lease_goes_at_once(
    room: PostRoom, floor: Floor, smsc: Centre
) -> None:
    with floor.as_person(LI) as li:
        held = lease(li, 1)
        room.order(CALL_BACK, granted_at=held[0][1])
        assert room.round().posted == {"sent": 1}
        assert settle(li, held[0], 0)
    assert len(joined(smsc.arrived)) == 1


def test_an_order_of_a_lease_that_is_over_waits_for_the_desk_that_has_the_debtor_now(
    room: PostRoom, floor: Floor
) -> None:
    with floor.as_person(LI) as li:
        (old,) = lease(li, 1)
        room.order(CALL_BACK, granted_at=old[1])
        settle(li, old, 0)
        now = next(one for one in lease(li, 2) if one[0] == old[0])
        assert room.round().posted == {"later": 1}
        settle(li, now, 0)


def test_attempts_that_a_lost_desk_may_have_made_count(room: PostRoom, floor: Floor) -> None:
    """Three permits were never settled: three attempts, any of which may have been a message."""
    with floor.as_person(LI) as li:
        lease(li, 1)
    with floor.administrator() as connection:
        connection.execute(
            """update app.permit set medium = 'sms', lease_until = clock_timestamp();
               update app.work set lease_until = clock_timestamp() where agent is not null"""
        )
    room.order(CALL_BACK)
    assert room.round().posted == {"later": 1}
    (verdict,) = verdicts(room)
    assert {reason.rule for reason in verdict.reasons} >= {"house.sms2"}
    assert verdict.outstanding[0].attempts == 3


def test_a_throttled_message_waits_and_is_sent_once(room: PostRoom, smsc: Centre) -> None:
    smsc.will(*[0x58] * 20)
    room.order(CALL_BACK)
    assert room.round().posted == {"later": 1}
    assert "message_failed" in room.kinds()
    smsc._turns.clear()
    room.clock.move(minutes=2)
    assert room.round().posted == {"sent": 1}
    assert len(joined(smsc.arrived)) == 1


def test_what_may_have_been_taken_is_told_so_and_never_sent_again(
    room: PostRoom, smsc: Centre
) -> None:
    smsc.will("hang_up_taken")
    room.order(CALL_BACK)
    assert room.round().posted == {"unknown": 1}
    for _ in range(3):
        room.clock.move(hours=3)
        assert room.round().posted == {}
    (failed,) = [f.body for f in room.facts() if isinstance(f.body, MessageFailed)]
    assert failed.taken == "unknown"


def test_a_messenger_that_died_in_mid_send_says_unknown_when_it_is_back(
    room: PostRoom, smsc: Centre
) -> None:
    """Attempted stands at central, and nobody wrote down whether it left."""
    message_id = room.order(CALL_BACK)
    point = contact_point(0)
    attempted = MessageAttempted(
        message_id=message_id,
        channel="sms",
        template=CALL_BACK,
        purpose="notice",
        contact_point_id=point.contact_point_id,
        address=point.value,
        place="mobile",
        role="debtor",
        debts=(),
        sha256="0" * 64,
    )
    room.raw(attempted.model_dump(mode="json"), "message_attempted")
    room.again()
    assert room.round().posted == {}
    assert smsc.arrived == []
    (failed,) = [f.body for f in room.facts() if isinstance(f.body, MessageFailed)]
    assert failed.taken == "unknown"


def test_what_only_people_can_mend_makes_a_message_wait(room: PostRoom, smsc: Centre) -> None:
    """A flag of a newer program: refused, and the words are not dropped for it."""
    (laid,) = room.tell(FlagLaid(flags=(flag("of-tomorrow"),), source="office"))
    room.order(CALL_BACK)
    assert room.round().posted == {"later": 1}
    assert [reason.rule for reason in verdicts(room)[-1].reasons] == ["engine.flag"]
    room.tell(Withdrawn(fact_id=laid))
    room.clock.move(minutes=11)
    assert room.round().posted == {"sent": 1}
    assert len(joined(smsc.arrived)) == 1


def test_without_a_way_out_an_order_waits(room: PostRoom) -> None:
    room.order("email-promise-confirmation", fields={"promise_date": "x", "promise_amount": "y"})
    assert room.round().posted == {"later": 1}
    assert "message_attempted" not in room.kinds()


def test_a_gap_in_the_words_is_never_sent(room: PostRoom, smsc: Centre) -> None:
    """Nobody has promised anything, so there is no day to remind of."""
    room.order("sms-promise-reminder")
    assert room.round().posted == {"given_up": 1}
    assert smsc.arrived == []


def test_a_template_nobody_knows_is_given_up(room: PostRoom) -> None:
    room.order(CALL_BACK, named="letter-of-a-newer-program")
    assert room.round().posted == {"given_up": 1}


def test_facts_of_a_newer_program_stop_the_message_not_the_messenger(
    room: PostRoom, smsc: Centre, warnings_expected: list[str]
) -> None:
    room.raw({"kind": "visit_made", "version": 9}, "visit_made")
    room.order(CALL_BACK)
    room.order(CALL_BACK, number=1)
    assert room.round().posted == {"later": 1, "sent": 1}
    assert len(joined(smsc.arrived)) == 1
    assert any("cannot be read whole" in told for told in warnings_expected)


def test_nothing_arrives_without_a_verdict(room: PostRoom, smsc: Centre) -> None:
    for hour in range(12):
        for number in (0, 1):
            room.order(CALL_BACK, number=number)
        if hour == 5:
            room.tell(FlagLaid(flags=(flag("attorney"),), source="letter"), number=1)
        room.round()
        room.clock.move(hours=1)
    allowed = [
        body.message_id
        for number in (0, 1)
        for body in verdicts(room, number)
        if body.decision != "refused"
    ]
    handed = [
        fact.body.message_id
        for number in (0, 1)
        for fact in room.facts(number)
        if isinstance(fact.body, MessageHanded)
    ]
    assert len(joined(smsc.arrived)) == len(allowed) == len(handed) == len(set(handed))
    assert set(allowed) == set(handed)


def test_a_lead_may_write_notes_but_no_desk_may_say_what_was_sent(room: PostRoom) -> None:
    room.tell(NoteWritten(text="ok"), by=CHEN)
    with pytest.raises(Exception, match="row-level security"):
        room.tell(MessageFailed(message_id=room.order(CALL_BACK), taken="no", reason="me"))


def test_not_before_its_time(room: PostRoom, smsc: Centre) -> None:
    room.order(CALL_BACK, not_before=room.clock.now() + timedelta(hours=3))
    assert room.round().posted == {}
    room.clock.move(hours=4)
    assert room.round().posted == {"sent": 1}
    assert len(joined(smsc.arrived)) == 1


def test_an_order_cannot_put_words_into_a_template(room: PostRoom, smsc: Centre) -> None:
    """A desk chooses no fields: what a forged order brings is not said."""
    room.order(CALL_BACK, fields={"organisation": "公安局", "surname": "欠款 3260 元的王"})
    assert room.round().posted == {"sent": 1}
    ((_, text),) = joined(smsc.arrived)
    assert text.startswith("【示例银行信用卡中心】某先生/女士您好")
    assert "3260" not in text


def test_an_attempt_tells_where_the_message_went_whatever_its_order_says(room: PostRoom) -> None:
    """The bank has mended the number since, or the order was forged: what is counted is what was
    done."""
    room.order(
        CALL_BACK, address="+8613911112222", place="work", role="contact", purpose="confirmation"
    )
    assert room.round().posted == {"sent": 1}
    (made,) = [f.body for f in room.facts() if isinstance(f.body, MessageAttempted)]
    assert (made.address, made.place, made.role) == (contact_point(0).value, "mobile", "debtor")
    assert made.purpose == shipped_templates()[CALL_BACK].purpose
    (counted,) = contacts_of(room.facts())
    assert (counted.address, counted.party_role) == (contact_point(0).value, "debtor")


def test_an_order_for_later_waits_until_its_desk_has_given_the_debtor_back(
    room: PostRoom, floor: Floor, smsc: Centre
) -> None:
    """The desk does not count a message that is for later; what it did since may not be here."""
    with floor.as_person(LI) as li:
        held = lease(li, 1)
        room.order(
            CALL_BACK, granted_at=held[0][1], not_before=room.clock.now() + timedelta(minutes=30)
        )
        room.clock.move(minutes=31)
        assert room.round().posted == {"later": 1}
        assert settle(li, held[0], 0)
    room.clock.move(minutes=1)
    assert room.round().posted == {"sent": 1}
    assert len(joined(smsc.arrived)) == 1


def test_a_message_leaves_only_by_the_channel_of_its_template(room: PostRoom, smsc: Centre) -> None:
    """A letter's words, ordered as an SMS: judged as a letter it would leave as an SMS."""
    room.order("letter-stop", channel="sms")
    assert room.round().posted == {"given_up": 1}
    assert smsc.arrived == []
