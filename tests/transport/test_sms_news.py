"""What an SMS centre tells: receipts in words and in parameters, answers whole and in parts. Each
is acknowledged when it has been taken over, and only then."""

from collections.abc import Iterator

import pytest
import smpp34

from desk_client.clock import SystemClock
from desk_client.transport.outgoing import Delivered, News, NotTaken, Replied, Undelivered
from desk_client.transport.smpp import SmppTransport
from tests.phone.kamailio import free_port
from tests.transport.foreign_smsc import ForeignCentre
from tests.transport.smsc import Centre, centre
from tests.transport.test_smpp import NUMBER, settings_for, sms


@pytest.fixture
def smsc() -> Iterator[Centre]:
    with centre() as running:
        yield running


@pytest.fixture
def transport(smsc: Centre) -> Iterator[SmppTransport]:
    opened = SmppTransport(settings_for(smsc.port, dead_errors=("001",)), SystemClock())
    assert list(opened.news()) == []  # binds
    yield opened
    opened.close()


def news(transport: SmppTransport, smsc: Centre, count: int) -> list[News]:
    """All that is told until the centre has `count` acknowledgements."""
    clock, told = SystemClock(), [*transport.news()]
    end = clock.monotonic() + 10
    while not smsc.heard(count) and clock.monotonic() < end:
        told += transport.news()
    return told


@pytest.mark.parametrize(
    ("state", "error", "expected"),
    [
        ("DELIVRD", "000", Delivered("A1")),
        (
            "UNDELIV",
            "034",
            Undelivered("A1", "refused", dead_address=False, detail="UNDELIV err 034"),
        ),
        ("UNDELIV", "001", Undelivered("A1", "bad_address", dead_address=True, detail="err 001")),
        (
            "EXPIRED",
            "000",
            Undelivered("A1", "expired", dead_address=False, detail="EXPIRED err 000"),
        ),
        (
            "REJECTD",
            "099",
            Undelivered("A1", "refused", dead_address=False, detail="REJECTD err 099"),
        ),
        ("ENROUTE", "000", None),
        ("ACCEPTD", "000", None),
        ("UNKNOWN", "000", None),
    ],
)
def test_receipts_in_words(
    smsc: Centre, transport: SmppTransport, state: str, error: str, expected: News | None
) -> None:
    smsc.receipt("A1", state, error)
    assert news(transport, smsc, 1) == ([expected] if expected else [])
    assert smsc.acknowledged == [(1, 0)]


@pytest.mark.parametrize("ending", [b"\0", b""])
@pytest.mark.parametrize("words", [b"", b"id:other stat:UNDELIV err:000"])
def test_receipts_in_parameters_count_before_words(
    smsc: Centre, transport: SmppTransport, words: bytes, ending: bytes
) -> None:
    tlvs = (smpp34.Tlv(0x001E, b"A1" + ending), smpp34.Tlv(0x0427, b"\x02"))
    smsc.deliver(words, esm_class=0x04, data_coding=0, tlvs=tlvs)
    assert news(transport, smsc, 1) == [Delivered("A1")]


def test_a_network_error_in_parameters(smsc: Centre, transport: SmppTransport) -> None:
    tlvs = (
        smpp34.Tlv(0x001E, b"A1\0"),
        smpp34.Tlv(0x0427, b"\x05"),
        smpp34.Tlv(0x0423, b"\x03\x00\x01"),
        smpp34.Tlv(0x1501, b"whatever a vendor adds"),
    )
    smsc.deliver(b"", esm_class=0x04, data_coding=0, tlvs=tlvs)
    assert news(transport, smsc, 1) == [
        Undelivered("A1", "bad_address", dead_address=True, detail="err 1")
    ]


def test_a_notice_on_the_way_is_no_end(smsc: Centre, transport: SmppTransport) -> None:
    smsc.deliver(b"id:A1 stat:ENROUTE err:000", esm_class=0x20, data_coding=0)
    assert news(transport, smsc, 1) == []


def test_receipts_lead_to_what_was_sent(smsc: Centre) -> None:
    opened = SmppTransport(settings_for(smsc.port, ids_in_receipts="decimal"), SystemClock())
    (name,) = opened.send(sms()).ids
    assert name == str(0x1A00)
    smsc.receipt(name)
    assert news(opened, smsc, 1) == [Delivered(name)]
    opened.close()


@pytest.mark.parametrize(
    ("words", "coding", "text", "means"),
    [
        ("退订".encode("utf-16-be"), 8, "退订", "stop"),
        (b"STOP", 0, "STOP", "stop"),
        (b"Stop", 1, "Stop", "stop"),
        ("Arrête".encode("latin-1"), 3, "Arrête", "reply"),
        (b"\x00 \x1be ok", 0, "@ € ok", "reply"),
        ("我会还的".encode("utf-16-be"), 8, "我会还的", "reply"),
        ("你打错了".encode("utf-16-be"), 8, "你打错了", "wrong_person"),
    ],
)
def test_answers(
    smsc: Centre, transport: SmppTransport, words: bytes, coding: int, text: str, means: str
) -> None:
    smsc.deliver(words, data_coding=coding)
    (reply,) = news(transport, smsc, 1)
    assert isinstance(reply, Replied)
    assert (reply.sender, reply.text, reply.means) == (NUMBER, text, means)


def test_a_long_answer_is_joined_whatever_the_order(smsc: Centre, transport: SmppTransport) -> None:
    first, second = "请不要再".encode("utf-16-be"), "发短信给我".encode("utf-16-be")
    smsc.deliver(b"\x05\x00\x03\x07\x02\x02" + second, esm_class=0x40)
    smsc.deliver(b"\x06\x08\x04\x00\x07\x02\x01" + first, esm_class=0x40, sender="8613900002222")
    smsc.deliver("好".encode("utf-16-be"))
    assert [each.text for each in news(transport, smsc, 1) if isinstance(each, Replied)] == ["好"]
    assert smsc.acknowledged == [(3, 0)]
    smsc.deliver(b"\x05\x00\x03\x07\x02\x01" + first, esm_class=0x40)
    (reply,) = news(transport, smsc, 3)
    assert isinstance(reply, Replied)
    assert (reply.text, reply.means) == ("请不要再发短信给我", "stop")


def test_an_answer_in_sar_parameters_and_one_in_message_payload(
    smsc: Centre, transport: SmppTransport
) -> None:
    for number, words in ((1, "您好，"), (2, "我下周还")):
        tlvs = (
            smpp34.Tlv(0x020C, b"\x00\x09"),
            smpp34.Tlv(0x020E, b"\x02"),
            smpp34.Tlv(0x020F, bytes((number,))),
        )
        smsc.deliver(words.encode("utf-16-be"), tlvs=tlvs)
    payload = (smpp34.Tlv(0x0424, ("很长" * 100).encode("utf-16-be")),)
    smsc.deliver(b"", tlvs=payload)
    texts = [each.text for each in news(transport, smsc, 3) if isinstance(each, Replied)]
    assert texts == ["您好，我下周还", "很长" * 100]


def test_what_is_not_taken_over_is_not_acknowledged(smsc: Centre, transport: SmppTransport) -> None:
    smsc.receipt("A1")
    smsc.receipt("A2")
    told: list[News] = []
    while not told:
        reading = transport.news()
        told = [each for each in [next(reading, None)] if each is not None]
        reading.close()  # type: ignore[attr-defined]
    assert told == [Delivered("A1")]
    assert smsc.acknowledged == []
    assert news(transport, smsc, 2) == [Delivered("A1"), Delivered("A2")]


def test_octets_that_are_no_pdu_end_the_line_and_not_the_program(
    smsc: Centre, transport: SmppTransport, warnings_expected: list[str]
) -> None:
    smsc.say(b"\x00\x00\x00\x11\x00\x00\x00\x05\x00\x00\x00\x00\x00\x00\x00\x01\x41")
    assert news(transport, smsc, 1) == []  # cut short: acknowledged, and nobody's
    assert len(warnings_expected) == 1
    smsc.say(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    smsc.wait_for(lambda: not transport.bound)
    assert transport.send(sms()).ids
    assert smsc.binds == 2


def test_a_line_that_was_lost_is_bound_again_for_news(
    smsc: Centre, transport: SmppTransport
) -> None:
    smsc.hang_up()
    smsc.wait_for(lambda: not transport.bound)
    assert list(transport.news()) == []
    smsc.receipt("A1")
    assert news(transport, smsc, 1) == [Delivered("A1")]
    with pytest.raises(NotTaken):
        list(SmppTransport(settings_for(free_port()), SystemClock()).news())


def test_a_server_of_others_tells_us() -> None:
    foreign = ForeignCentre(free_port())
    opened = SmppTransport(settings_for(foreign.port), SystemClock())
    opened.send(sms())
    pushed = foreign.deliver_later(b"id:f1 stat:DELIVRD err:000", esm_class=0x04, data_coding=0)
    told: list[News] = []
    while not pushed.done():
        told += opened.news()
    assert pushed.result()
    assert told == [Delivered("f1")]
    opened.close()
    foreign.stop()
