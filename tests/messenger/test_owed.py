"""What outcomes owe in writing is ordered by itself, once, and not when it is owed no more."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from desk_client.fact_body import Withdrawn
from desk_client.message_body import MessageFailed, MessageOrdered
from tests.central.floor import Floor
from tests.happenings import flag
from tests.messenger.post_room import PostRoom, post_room
from tests.transport.smsc import Centre, joined

FRIDAY = date(2026, 11, 27)
REMINDS = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)  # Thursday 18:00 in Shanghai


@pytest.fixture
def room(floor: Floor, smsc: Centre, tmp_path: Path) -> Iterator[PostRoom]:
    with post_room(floor, smsc=smsc, letters=tmp_path / "letters") as made:
        yield made


def orders(room: PostRoom) -> list[MessageOrdered]:
    return [fact.body for fact in room.facts() if isinstance(fact.body, MessageOrdered)]


def test_a_promise_owes_a_statement_now_and_a_reminder_the_day_before(
    room: PostRoom, smsc: Centre
) -> None:
    room.promise(FRIDAY)
    assert room.round().ordered == 2
    statement, reminder = sorted(orders(room), key=lambda each: each.purpose, reverse=True)
    assert (statement.template, statement.purpose) == ("email-statement", "statement")
    assert reminder.not_before == REMINDS
    assert room.round().ordered == 0
    room.clock.at = REMINDS + timedelta(minutes=1)
    room.round()
    ((_, text),) = joined(smsc.arrived)
    assert "11 月 27 日" in text


def test_an_outcome_that_is_taken_back_owes_nothing(room: PostRoom, smsc: Centre) -> None:
    logged = room.promise(FRIDAY)
    room.round()
    room.tell(Withdrawn(fact_id=logged))
    room.clock.at = REMINDS + timedelta(minutes=1)
    assert room.round().posted["given_up"] == 2
    assert smsc.arrived == []
    reasons = {f.body.reason for f in room.facts() if isinstance(f.body, MessageFailed)}
    assert reasons == {"no longer owed"}


def test_a_promise_made_anew_is_reminded_of_once(room: PostRoom, smsc: Centre) -> None:
    room.promise(FRIDAY)
    room.round()
    room.clock.move(hours=2)
    room.promise(date(2026, 11, 30))
    room.round()
    room.clock.at = REMINDS + timedelta(minutes=1)
    room.round()
    assert smsc.arrived == []
    room.clock.at = datetime(2026, 11, 29, 10, 1, tzinfo=UTC)
    room.round()
    ((_, text),) = joined(smsc.arrived)
    assert "11 月 30 日" in text


def test_a_stop_is_confirmed_by_letter_and_by_nothing_else(
    room: PostRoom, smsc: Centre, tmp_path: Path
) -> None:
    room.conversation(code="CEASE", flags=(flag("cease"),), case_status="stopped")
    assert room.round().ordered == 1
    room.clock.move(minutes=20)
    assert room.round().posted == {"sent": 1}
    (letter,) = (tmp_path / "letters").glob("*.pdf")
    assert letter.read_bytes().startswith(b"%PDF")
    assert smsc.arrived == []


def test_what_fell_due_long_ago_is_left_to_a_person(room: PostRoom) -> None:
    room.promise(FRIDAY)
    room.clock.at = REMINDS + timedelta(days=4)
    assert room.round().ordered == 0
