"""SMS handed to a gateway over HTTPS: what it took, what it refused, and what nobody knows, in the
words of the settings and of no provider in particular."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.transport.https_gateway import HttpsTransport
from desk_client.transport.outgoing import (
    Delivered,
    NotTaken,
    Outgoing,
    PerhapsTaken,
    Replied,
    Undelivered,
)
from desk_client.transport.settings import HttpsSettings
from tests.phone.kamailio import Authority, free_port
from tests.transport.sms_gateway import PASSWORD, USER, Gateway, Turn, gateway

NUMBER = "+8613800001111"
WORDS = '【某银行】王"先生"您好\\{password}\n退订回TD'
BODY = '{"to": "{to}", "text": "{text}", "reference": "{id}"}'


def settings_for(port: int, authority: Authority, **changed: object) -> HttpsSettings:
    place = f"https://localhost:{port}"
    polled = {"items_at": "items", "mark_at": "mark"}
    return HttpsSettings.model_validate(
        {
            "url": f"{place}/messages?v=2",
            "ca_file": str(authority.ca_file),
            "user": USER,
            "password": PASSWORD,
            "headers": {"Authorization": "Basic {basic}", "Idempotency-Key": "{id}"},
            "body": BODY,
            "id_at": "data.0.id",
            "ok_at": "code",
            "ok": ("0",),
            "throttled": ("22",),
            "bad_address": ("15",),
            "timeout_s": 1.0,
            "receipts": {
                "url": f"{place}/receipts?since={{since}}",
                "delivered": ("DELIVRD",),
                "undelivered": ("UNDELIV", "EXPIRED"),
                "dead": ("NOSUCH",),
                **polled,
            },
            "replies": {"url": f"{place}/replies?since={{since}}", **polled},
        }
        | changed
    )


def sms(text: str = WORDS, to: str = NUMBER, name: str = "m-1") -> Outgoing:
    return Outgoing(id=name, to=to, text=text)


@pytest.fixture
def provider(authority: Authority) -> Iterator[Gateway]:
    with gateway(authority.right()) as running:
        yield running


@pytest.fixture
def transport(provider: Gateway, authority: Authority) -> Iterator[HttpsTransport]:
    opened = HttpsTransport(settings_for(provider.port, authority))
    yield opened
    opened.close()


def test_what_it_took(provider: Gateway, transport: HttpsTransport) -> None:
    assert transport.send(sms()).ids == ("g1",)
    assert transport.send(sms(name="m-2")).ids == ("g2",)
    assert [(each.to, each.text, each.ours) for each in provider.arrived] == [
        (NUMBER, WORDS, "m-1"),
        (NUMBER, WORDS, "m-2"),
    ]
    assert provider.headers[0]["Authorization"] == "Basic ZGVzazpvbmx5LWZvci10aGUtdGVzdC04"
    assert provider.headers[0]["Idempotency-Key"] == "m-1"
    assert provider.connections == 1


def test_as_a_form(provider: Gateway, authority: Authority) -> None:
    body = "to={digits}&text={text}&login={user}&word={password}"
    opened = HttpsTransport(
        settings_for(provider.port, authority, content="form", body=body, headers={})
    )
    opened.send(sms("a&b=c 100% 王"))
    opened.close()
    assert [(each.to, each.text) for each in provider.arrived] == [
        ("8613800001111", "a&b=c 100% 王")
    ]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_words_arrive_as_they_are(
    provider: Gateway, transport: HttpsTransport, text: str
) -> None:
    transport.send(sms(text))
    assert provider.arrived[-1].text == text


@pytest.mark.parametrize(
    ("turn", "reason", "permanent"),
    [
        (400, "refused", True),
        (401, "credentials", False),
        (403, "credentials", False),
        (404, "unreachable", False),
        (413, "bad_field", True),
        (429, "throttled", False),
        (503, "throttled", False),
        (302, "refused", False),
        ({"code": 22}, "throttled", False),
        ({"code": "15"}, "bad_address", True),
        ({"code": 7, "to": NUMBER}, "refused", False),
    ],
)
def test_what_it_refused(
    provider: Gateway,
    transport: HttpsTransport,
    turn: int | dict[str, Any],
    reason: str,
    permanent: bool,
) -> None:
    provider.will(turn)
    with pytest.raises(NotTaken) as refused:
        transport.send(sms())
    assert (refused.value.reason, refused.value.permanent) == (reason, permanent)
    assert "1111" not in str(refused.value)
    assert len(provider.asked) == 1
    transport.send(sms())


@pytest.mark.parametrize(
    "turn",
    ["hang_up", "hang_up_taken", "half_answer", "nonsense", 500, 502, 504, {"code": 0}, {}],
)
def test_what_nobody_knows_is_not_sent_again(
    provider: Gateway, transport: HttpsTransport, turn: Turn | int | dict[str, Any]
) -> None:
    provider.will(turn)
    with pytest.raises(PerhapsTaken):
        transport.send(sms())
    assert provider.asked == ["POST /messages?v=2"]
    assert transport.send(sms(name="m-2")).ids


def test_a_slow_one_is_unknown(provider: Gateway, transport: HttpsTransport) -> None:
    provider.will("silent")
    with pytest.raises(PerhapsTaken) as unknown:
        transport.send(sms())
    assert unknown.value.reason == "no_answer"
    assert provider.asked == ["POST /messages?v=2"]


def test_a_kept_connection_that_was_hung_up_is_not_written_into(
    provider: Gateway, transport: HttpsTransport
) -> None:
    for name in ("m-1", "m-2", "m-3"):
        provider.will("last")
        transport.send(sms(name=name))
    assert [each.ours for each in provider.arrived] == ["m-1", "m-2", "m-3"]


def test_certificates_and_places_that_do_not_fit(authority: Authority, tmp_path: Path) -> None:
    with gateway(Authority(tmp_path / "other").right()) as stranger:
        with pytest.raises(NotTaken) as refused:
            HttpsTransport(settings_for(stranger.port, authority)).send(sms())
        assert refused.value.reason == "tls"
        assert stranger.arrived == []
    with pytest.raises(NotTaken) as nobody:
        HttpsTransport(settings_for(free_port(), authority)).send(sms())
    assert nobody.value.reason == "unreachable"


def test_receipts_and_replies_are_told_once(
    provider: Gateway, transport: HttpsTransport, authority: Authority
) -> None:
    provider.receipts += [
        {"mark": 1, "id": "g1", "status": "DELIVRD"},
        {"mark": 2, "id": "g2", "status": "UNDELIV"},
        {"mark": 3, "id": "g3", "status": "NOSUCH"},
        {"mark": 4, "id": "g4", "status": "SENDING"},
    ]
    provider.replies += [{"mark": 9, "from": "8613800001111", "text": "退订", "id": "g1"}]
    assert list(transport.news()) == [
        Delivered("g1"),
        Undelivered("g2", reason="refused", dead_address=False, detail="UNDELIV"),
        Undelivered("g3", reason="bad_address", dead_address=True, detail="NOSUCH"),
        Replied(sender=NUMBER, text="退订", means="stop", to_id="g1"),
    ]
    assert list(transport.news()) == []
    assert transport.marks == {"receipts": "4", "replies": "9"}
    provider.replies += [{"mark": 10, "from": "8613800001111", "text": "好的"}]
    later = HttpsTransport(settings_for(provider.port, authority), transport.marks)
    assert [each.means for each in later.news() if isinstance(each, Replied)] == ["reply"]
    later.close()


def test_a_reader_that_dies_is_told_again(provider: Gateway, transport: HttpsTransport) -> None:
    provider.receipts += [{"mark": at, "id": f"g{at}", "status": "DELIVRD"} for at in (1, 2, 3)]
    reading = iter(transport.news())
    next(reading)
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert list(transport.news()) == [Delivered("g2"), Delivered("g3")]


@pytest.mark.parametrize(
    "changed",
    [
        {"url": "http://localhost/messages"},
        {"url": "https://desk:secret@localhost/messages"},
        {"url": "https:///messages"},
        {"body": '{"to": "{to}"}'},
        {"body": '{"to": {to}, "text": {words}}'},
        {"body": "to={to}&text={text}"},
        {"headers": {"X-A": "b\r\nX-C: d"}},
        {"headers": {"X-A": "{nothing}"}},
        {"password": None},
        {"password_in_keyring": "sms"},
        {"unknown": 1},
    ],
)
def test_settings_that_cannot_be_used(authority: Authority, changed: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_for(443, authority, **changed)
    assert PASSWORD not in str(refused.value)
