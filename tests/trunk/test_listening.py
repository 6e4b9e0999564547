"""The trunk's lead listens to a call of a desk by a monitoring token, and hears what is said."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import ValidationError

from desk_client.clock import SystemClock
from desk_client.ids import CallId
from desk_client.phone.messages import Answered, Ended, Monitored, Registered, Warning_
from desk_client.phone.monitor_token import claim, sign
from desk_client.trunk.scenario import ScenarioKind
from desk_client.trunk.wishes import WISH, ListenIn
from tests.trunk.conftest import Carrier, DeskPhone, a_phone_for

BANK = Ed25519PrivateKey.from_private_bytes(b"3" * 32)


@pytest.fixture
def desk(carrier: Carrier) -> Iterator[DeskPhone]:
    key = BANK.public_key().public_bytes_raw().hex()
    phone = a_phone_for(carrier, monitor_keys=(key,))
    phone.client.start()
    phone.told.wait(lambda event: isinstance(event, Registered))
    yield phone
    phone.client.stop()


def token_for(call_id: CallId) -> str:
    return sign(BANK, claim(call_id, "10001", ("listen",), SystemClock().now()))


def test_the_lead_hears_the_call_for_as_long_as_wished(carrier: Carrier, desk: DeskPhone) -> None:
    before = len(carrier.told.items)
    call_id = desk.dial(ScenarioKind.ANSWERS_AND_PROMISES)
    desk.wait(Answered, call_id)
    carrier.trunk.listen_in("1001", token_for(call_id), 1.5)
    told = desk.wait(Monitored, call_id)
    assert (told.mode, told.by) == ("listen", "10001")
    ended = carrier.told.wait(
        lambda line: (
            line["type"] == "listened_in"
            and line["what"] == "ended"
            and carrier.told.items.index(line) >= before
        )
    )
    assert isinstance(ended["heard_rms"], float)
    assert ended["heard_rms"] > 0.01
    desk.told.wait(lambda e: isinstance(e, Monitored) and e.call_id == call_id and e.mode == "off")
    assert not [e for e in desk.told.items if isinstance(e, Ended) and e.call_id == call_id]
    desk.hang_up(call_id)
    desk.wait(Ended, call_id)


def test_a_token_for_another_call_opens_nothing(carrier: Carrier, desk: DeskPhone) -> None:
    carrier.trunk.listen_in("1001", token_for(CallId("another")), 1.0)
    warning = desk.told.wait(lambda e: isinstance(e, Warning_))
    assert isinstance(warning, Warning_)
    assert warning.what == "monitoring_refused"
    assert carrier.wait("listened_in", what="ended", sip_code=403)


def test_nobody_listens_at_a_desk_that_is_not_there(carrier: Carrier) -> None:
    carrier.trunk.listen_in("1098", "none", 1.0)
    assert carrier.wait("listened_in", user="1098", what="ended")["sip_code"] == 404


def test_a_wish_is_read_strictly_and_shows_no_token() -> None:
    wish = WISH.validate_json('{"type":"listen_in","user":"1001","token":"a.b","seconds":2.0}')
    assert isinstance(wish, ListenIn)
    assert "a.b" not in repr(wish)
    for bad in ('{"type":"sing"}', '{"type":"listen_in","user":"1001","token":"a\\r\\nb"}'):
        with pytest.raises(ValidationError):
            WISH.validate_json(bad)
