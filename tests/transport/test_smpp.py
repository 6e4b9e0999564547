"""SMS handed to SMS centres: one that others wrote, and a strict one that does what carriers do on
a bad day. Each message is taken once, or said to be not taken, or said to be unknown."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desk_client.clock import SystemClock
from desk_client.transport.outgoing import NotTaken, Outgoing, PerhapsTaken
from desk_client.transport.settings import SmppSettings
from desk_client.transport.smpp import SmppTransport
from tests.phone.kamailio import Authority, free_port
from tests.transport.foreign_smsc import ForeignCentre
from tests.transport.smsc import PASSWORD, USER, Centre, Turn, centre, joined

NUMBER = "+8613800001111"
WORDS = "【某银行】王先生您好，您的账单已到期，请回电95000。退订回TD"
LONG = WORDS * 5 + "😀" * 40


def settings_for(port: int, **changed: object) -> SmppSettings:
    return SmppSettings.model_validate(
        {
            "host": "localhost",
            "port": port,
            "tls": False,
            "user": USER,
            "password": PASSWORD,
            "sender": "95000",
            "timeout_s": 5.0,
        }
        | changed
    )


def sms(text: str = WORDS, to: str = NUMBER, name: str = "m-1") -> Outgoing:
    return Outgoing(id=name, to=to, text=text)


@pytest.fixture
def smsc() -> Iterator[Centre]:
    with centre() as running:
        yield running


@pytest.fixture
def transport(smsc: Centre) -> Iterator[SmppTransport]:
    opened = SmppTransport(settings_for(smsc.port), SystemClock())
    yield opened
    opened.close()


@pytest.fixture
def foreign() -> Iterator[ForeignCentre]:
    running = ForeignCentre(free_port())
    yield running
    running.stop()


def test_a_server_that_others_wrote_reads_our_words(foreign: ForeignCentre) -> None:
    opened = SmppTransport(settings_for(foreign.port), SystemClock())
    assert opened.send(sms()).ids == ("f1",)
    assert opened.send(sms(LONG)).ids == ("f2", "f3", "f4", "f5")
    assert opened.send(sms("Please call the bank on 95000, reply STOP to end.")).ids == ("f6",)
    opened.close()
    assert [text for _, text in joined(foreign.arrived)] == [
        WORDS,
        LONG,
        "Please call the bank on 95000, reply STOP to end.",
    ]
    assert {each.registered_delivery for each in foreign.arrived} == {1}
    assert {each.to for each in foreign.arrived} == {NUMBER}


@pytest.mark.parametrize(
    ("to", "reason", "permanent"),
    [
        ("+8613800001158", "throttled", False),
        ("+8613800001120", "queue_full", False),
        ("+8613800001199", "bad_address", True),
    ],
)
def test_what_a_server_of_others_refuses(
    foreign: ForeignCentre, to: str, reason: str, permanent: bool
) -> None:
    opened = SmppTransport(settings_for(foreign.port), SystemClock())
    with pytest.raises(NotTaken) as refused:
        opened.send(sms(to=to))
    opened.close()
    assert (refused.value.reason, refused.value.permanent) == (reason, permanent)
    assert foreign.refused == 1
    assert foreign.arrived == []


def test_many_threads_share_the_window(smsc: Centre, transport: SmppTransport) -> None:
    numbers = [f"+86138000{at:05d}" for at in range(300)]
    with ThreadPoolExecutor(20) as senders:
        handed = list(senders.map(lambda to: transport.send(sms(to=to)), numbers))
    assert sorted(each.to for each in smsc.arrived) == numbers
    assert len({one.ids for one in handed}) == 300
    assert smsc.binds == 1


@pytest.mark.parametrize(
    ("status", "reason", "permanent"),
    [
        (0x58, "throttled", False),
        (0x14, "queue_full", False),
        (0x0B, "bad_address", True),
        (0x01, "bad_field", True),
        (0x45, "refused", True),
        (0x08, "refused", False),
        (0x0401, "refused", False),
    ],
)
def test_refused(
    smsc: Centre, transport: SmppTransport, status: int, reason: str, permanent: bool
) -> None:
    smsc.will(status)
    with pytest.raises(NotTaken) as refused:
        transport.send(sms())
    assert (refused.value.reason, refused.value.permanent) == (reason, permanent)
    assert refused.value.detail == f"0x{status:08X}"
    transport.send(sms(name="m-2"))
    assert len(smsc.arrived) == 1


def test_a_busy_centre_gets_the_rest_of_a_message_a_moment_later(
    smsc: Centre, transport: SmppTransport
) -> None:
    smsc.will("accept", 0x58, 0x14, "accept")
    assert len(transport.send(sms(LONG)).ids) == 4
    assert joined(smsc.arrived) == [(NUMBER, LONG)]


def test_a_message_of_which_half_went_out_is_unknown(
    smsc: Centre, transport: SmppTransport
) -> None:
    smsc.will("accept", 0x45)
    with pytest.raises(PerhapsTaken) as unknown:
        transport.send(sms(LONG))
    assert unknown.value.ids == (smsc.arrived[0].id,)
    assert len(smsc.arrived) == 1


@pytest.mark.parametrize("turn", ["hang_up", "hang_up_taken", "half_answer", "unbind"])
def test_a_connection_lost_in_mid_send_is_unknown_and_not_sent_again(
    smsc: Centre, transport: SmppTransport, turn: Turn
) -> None:
    transport.send(sms(name="m-0"))
    smsc.will(turn)
    with pytest.raises(PerhapsTaken) as unknown:
        transport.send(sms())
    assert unknown.value.reason == "connection_lost"
    taken = 2 if "taken" in turn or turn == "half_answer" else 1
    transport.send(sms(name="m-2"))
    smsc.wait_for(lambda: len(smsc.arrived) == taken + 1)
    assert smsc.binds == 2


def test_a_silent_centre_is_unknown(smsc: Centre) -> None:
    opened = SmppTransport(settings_for(smsc.port, timeout_s=0.3), SystemClock())
    smsc.will("silent")
    with pytest.raises(PerhapsTaken) as unknown:
        opened.send(sms())
    assert unknown.value.reason == "no_answer"
    opened.send(sms(name="m-2"))
    opened.close()
    assert len(smsc.arrived) == 1


def test_all_who_wait_are_told_when_the_line_goes(smsc: Centre) -> None:
    opened = SmppTransport(settings_for(smsc.port, window=8), SystemClock())
    opened.send(sms())
    silent: list[Turn] = ["silent"] * 7
    smsc.will(*silent, "hang_up_taken")

    def outcome(at: int) -> str:
        try:
            opened.send(sms(name=f"m-{at}"))
        except PerhapsTaken as unknown:
            return unknown.reason
        return "taken"

    with ThreadPoolExecutor(8) as senders:
        told = list(senders.map(outcome, range(8)))
    opened.close()
    assert told == ["connection_lost"] * 8
    assert len(smsc.arrived) == 2


def test_a_quiet_centre_is_asked_whether_it_is_there(smsc: Centre) -> None:
    opened = SmppTransport(settings_for(smsc.port, asks_after_s=0.1), SystemClock())
    opened.send(sms())
    smsc.wait_for(lambda: smsc.asked >= 2)
    opened.send(sms())
    opened.close()
    assert smsc.binds == 1


def test_a_wrong_password_is_told_and_shown_nowhere(
    smsc: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "".join(("wr", "ong", "-1"))
    settings = settings_for(smsc.port, password=wrong)
    opened = SmppTransport(settings, SystemClock())
    with pytest.raises(NotTaken) as refused:
        opened.send(sms())
    assert refused.value.reason == "credentials"
    assert wrong not in f"{settings!r} {settings.model_dump_json()} {refused.value} {caplog.text}"
    longer = SmppTransport(settings_for(smsc.port, password="longer than eight"), SystemClock())
    with pytest.raises(NotTaken) as too_long:
        longer.send(sms())
    assert too_long.value.reason == "credentials"


def test_tls_with_a_certificate_that_fits(authority: Authority) -> None:
    with centre(certificate=authority.right()) as smsc:
        settings = settings_for(smsc.port, tls=True, ca_file=str(authority.ca_file))
        opened = SmppTransport(settings, SystemClock())
        with ThreadPoolExecutor(10) as senders:
            list(senders.map(lambda at: opened.send(sms(name=f"m-{at}")), range(200)))
        opened.close()
        assert len(smsc.arrived) == 200
        assert smsc.binds == 1


@pytest.mark.parametrize("kind", ["wrong_host", "expired", "stranger"])
def test_tls_with_a_certificate_that_does_not(
    authority: Authority, tmp_path: Path, kind: str
) -> None:
    certificate = {
        "wrong_host": authority.wrong_host,
        "expired": authority.expired,
        "stranger": Authority(tmp_path / "other").right,
    }[kind]()
    with centre(certificate=certificate) as smsc:
        settings = settings_for(smsc.port, tls=True, ca_file=str(authority.ca_file))
        opened = SmppTransport(settings, SystemClock())
        with pytest.raises(NotTaken) as refused:
            opened.send(sms())
        assert refused.value.reason == "tls"
        assert smsc.binds == 0


def test_no_tls_where_it_is_wanted(authority: Authority) -> None:
    plain = Centre()
    settings = settings_for(plain.port, tls=True, ca_file=str(authority.ca_file), timeout_s=0.5)
    with pytest.raises(NotTaken) as refused:
        SmppTransport(settings, SystemClock()).send(sms())
    plain.stop()
    assert refused.value.reason in ("tls", "no_answer", "connection_lost")
    assert plain.binds == 0


def test_nobody_there_and_a_centre_that_never_answers_a_bind() -> None:
    with pytest.raises(NotTaken) as refused:
        SmppTransport(settings_for(free_port()), SystemClock()).send(sms())
    assert refused.value.reason == "unreachable"
    with centre(greets=False) as smsc:
        opened = SmppTransport(settings_for(smsc.port, timeout_s=0.3), SystemClock())
        with pytest.raises(NotTaken) as silent:
            opened.send(sms())
        assert silent.value.reason == "no_answer"


@pytest.mark.parametrize(
    "to", ["13800001111", "+", "+86138\r\n", "+86 138 0000 1111", "+8613800001111;x", "+0123456789"]
)
def test_a_number_that_is_none_never_leaves(
    smsc: Centre, transport: SmppTransport, to: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        transport.send(sms(to=to))
    assert (refused.value.reason, refused.value.permanent) == ("bad_address", True)
    assert smsc.arrived == []


@pytest.mark.parametrize("text", ["", "a\0b", "很" * 2000, "\ud83d"])
def test_words_that_no_message_can_carry(smsc: Centre, transport: SmppTransport, text: str) -> None:
    with pytest.raises(NotTaken) as refused:
        transport.send(sms(text))
    assert (refused.value.reason, refused.value.permanent) == ("bad_field", True)
    assert smsc.arrived == []


def test_nothing_that_is_printed_names_the_debtor(smsc: Centre, transport: SmppTransport) -> None:
    smsc.will(0x0B)
    outgoing = sms()
    with pytest.raises(NotTaken) as refused:
        transport.send(outgoing)
    assert not re.search("1111|某银行", f"{outgoing!r} {refused.value!r} {refused.value}")
