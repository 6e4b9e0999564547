"""What is refused before the SIP library sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone.call_life import ended_by
from desk_client.phone.limits import DialRate, Refused, dialled_uri, host_of, may_follow


def test_twenty_calls_fit_into_a_second() -> None:
    rate = DialRate()
    for _ in range(20):
        rate.take(100.0)
    with pytest.raises(Refused):
        rate.take(100.9)
    rate.take(101.0)


@given(st.lists(st.floats(0, 0.2), max_size=120))
def test_no_second_ever_holds_more_than_twenty(pauses: list[float]) -> None:
    rate, now = DialRate(), 0.0
    taken: list[float] = []
    for pause in pauses:
        now += pause
        try:
            rate.take(now)
        except Refused:
            continue
        taken.append(now)
    for moment in taken:
        assert sum(moment - 1.0 < other <= moment for other in taken) <= 20


@pytest.mark.parametrize(
    ("to", "uri"),
    [
        ("+8613800001111", "sip:+8613800001111@trunk.example"),
        ("021-6000 1111", "sip:02160001111@trunk.example"),
        ("*21#", "sip:*21%23@trunk.example"),
        ("sip:1002@127.0.0.1:5070", "sip:1002@127.0.0.1:5070"),
        ("sip:[::1]:5070", "sip:[::1]:5070"),
    ],
)
def test_what_is_dialled(to: str, uri: str) -> None:
    assert dialled_uri(to, "trunk.example", "udp") == uri


@pytest.mark.parametrize(
    "to",
    [
        "sip:a@h?Route=%3Csip:evil.example%3E",
        "sip:a@h;lr?X-Evil=1",
        "sip:a%0d%0aX-Evil:1@h",
        "sip:a%00@h",
        "sip:a@h:123456",
        "sip:a@b@h",
        "sip:a@h;x=<sip:b@c>",
        "http://h/",
        "tel:10086;phone-context=h",
        "",
    ],
)
def test_what_is_not_dialled(to: str) -> None:
    with pytest.raises(Refused, match="neither a SIP address nor a number"):
        dialled_uri(to, "h", "udp")


def test_another_transport_is_named_once() -> None:
    assert dialled_uri("10086", "h", "tcp") == "sip:10086@h;transport=tcp"
    assert dialled_uri("sip:a@h;transport=tls", "h", "tcp") == "sip:a@h;transport=tls"


@given(st.text())
def test_an_address_is_refused_or_safe(text: str) -> None:
    try:
        uri = dialled_uri(text, "h", "udp")
    except Refused:
        return
    assert uri.isascii()
    assert not any(character in uri for character in '\r\n\0 <>"')


@pytest.mark.parametrize(
    ("target", "followed"),
    [
        ("<sip:1002@trunk.example:5080>", True),
        ("sip:1002@TRUNK.example;transport=udp", True),
        ("sip:1002@proxy.example", True),
        ("sip:1002@registrar.example", True),
        ("sip:1002@premium.example", False),
        ("sip:trunk.example@premium.example", False),
        ("<sip:1002@trunk.example;lr?Route=%3Csip:premium.example%3E>", False),
        ("tel:+900", False),
        ("", False),
    ],
)
def test_redirects_stay_in_the_house(target: str, followed: bool) -> None:
    ours = ("trunk.example:5060", "sip:proxy.example:5061;lr", "sip:registrar.example", None)
    assert may_follow(target, *ours) is followed


def test_the_host_of_an_address() -> None:
    assert host_of('"A" <sip:a@B.example:5060;lr>') == "b.example"
    assert host_of("not a host!") == ""


@pytest.mark.parametrize(
    ("code", "we", "answered", "who"),
    [
        (200, True, True, "us"),
        (487, True, False, "us"),
        (200, False, True, "them"),
        (408, False, True, "network"),
        (486, False, False, "them"),
        (480, False, False, "them"),
        (603, False, False, "them"),
        (404, False, False, "network"),
        (408, False, False, "network"),
        (503, False, False, "network"),
        (302, False, False, "network"),
    ],
)
def test_who_ended_it(code: int, we: bool, answered: bool, who: str) -> None:
    assert ended_by(code, we_hung_up=we, answered=answered) == who
