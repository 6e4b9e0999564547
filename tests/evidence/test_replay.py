"""A day of verdicts asked again: the same facts give the same bytes, and what was tampered with is
found."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from desk_client.central import reference
from desk_client.evidence.replay import Replayed, replay, summed
from tests.central.floor import Floor, contact_point, debtor
from tests.happenings import flag
from tests.messenger.post_room import TEN, PostRoom, post_room
from tests.transport.smsc import Centre

FIRST, LAST = TEN - timedelta(days=1), TEN + timedelta(days=30)
CALL_BACK = "sms-call-back"


@pytest.fixture
def room(floor: Floor, smsc: Centre) -> Iterator[PostRoom]:
    with post_room(floor, smsc=smsc) as made:
        yield made


def asked_again(floor: Floor, since: datetime = FIRST, until: datetime = LAST) -> list[Replayed]:
    with floor.administrator() as connection:
        return list(replay(connection, since, until))


def a_day(room: PostRoom) -> None:
    """Messages sent and refused, calls, a stop, for two debtors."""
    for number in (0, 1):
        room.order(CALL_BACK, number=number)
    room.round()
    room.clock.move(hours=1)
    room.conversation(number=0)
    room.clock.move(hours=1)
    for _ in range(2):
        room.order(CALL_BACK, number=0)
        room.round()
        room.clock.move(hours=1)
    room.conversation(number=1, code="CEASE", flags=(flag("cease"),), case_status="stopped")
    room.order(CALL_BACK, number=1)
    room.clock.move(hours=1)
    room.round()


def tampered(floor: Floor, kind: str, change: dict[str, Any]) -> None:
    with floor.administrator() as connection:
        connection.execute(
            """update app.fact set body = body || %s where id = (
                 select id from app.fact where kind = %s order by occurred_at limit 1)""",
            (Jsonb(change), kind),
        )


def test_an_untouched_day_gives_the_same_bytes(room: PostRoom, floor: Floor) -> None:
    a_day(room)
    again = asked_again(floor)
    assert len(again) >= 5
    assert {each.found for each in again} == {"same"}
    told = summed(again)
    assert (told["verdicts"], told["same"], told["differences"]) == (len(again), len(again), [])


def test_an_answer_that_was_changed_is_found(room: PostRoom, floor: Floor) -> None:
    a_day(room)
    tampered(floor, "verdict_given", {"decision": "refused"})
    different = [each for each in asked_again(floor) if each.found == "different"]
    assert [each.differences for each in different] == [("refused then, allowed now",)]


def test_a_contact_that_was_taken_away_is_found(room: PostRoom, floor: Floor) -> None:
    """Without the attempts of the day the third message would have been allowed."""
    for _ in range(3):
        room.order(CALL_BACK)
        room.round()
        room.clock.move(hours=2)
    assert {each.found for each in asked_again(floor)} == {"same"}
    with floor.administrator() as connection:
        connection.execute("delete from app.fact where kind like 'message\\_%'")
    found = {each.found for each in asked_again(floor)}
    assert "different" in found


def test_the_packs_that_judged_are_found_by_their_hash(room: PostRoom, floor: Floor) -> None:
    a_day(room)
    tampered(floor, "verdict_given", {"packs": ["cn-bank-card@2026.1.0#" + "0" * 64]})
    (different,) = [each for each in asked_again(floor) if each.found == "different"]
    assert different.differences == ("pack cn-bank-card@2026.1.0 of this hash is not kept here",)


def test_an_address_that_moved_since_is_another_input_and_the_same_verdict(
    room: PostRoom, floor: Floor
) -> None:
    room.order(CALL_BACK)
    room.round()
    moved = debtor(0, address="北京市示例路 9 号")
    with floor.administrator() as connection, connection.transaction():
        reference.upsert_debtors(connection, [moved], team=1)
        connection.execute(
            "update app.debtor set region = 'CN-11' where debtor_id = %s", (moved.debtor_id,)
        )
    assert [each.found for each in asked_again(floor)] == ["other_input"]


def test_what_cannot_be_asked_again_is_said_so(room: PostRoom, floor: Floor) -> None:
    room.order(CALL_BACK)
    room.round()
    tampered(floor, "verdict_given", {"asked_at": None})
    assert [each.found for each in asked_again(floor)] == ["not_replayable"]
    with floor.administrator() as connection:
        connection.execute(
            "delete from app.contact_point where contact_point_id = %s",
            (contact_point(0).contact_point_id,),
        )


def test_only_the_days_asked_for(room: PostRoom, floor: Floor) -> None:
    a_day(room)
    assert asked_again(floor, until=TEN) == []
    assert asked_again(floor, since=TEN + timedelta(days=2)) == []
