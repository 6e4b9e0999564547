"""What comes from data may not break out of where it stands: line breaks, NULs and values that are
too long are refused by the name of the field, in every field and at any place of the value."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone import fields
from desk_client.phone import messages as m
from desk_client.phone.wire import decode_command

CONFIGURE: dict[str, Any] = {
    "type": "configure",
    "token": "7",
    "user": "1001",
    "domain": "b.example",
}
DIAL: dict[str, Any] = {"type": "dial", "token": "7", "call_id": "c1", "to": "sip:a@b.example"}
TRANSFER: dict[str, Any] = {**DIAL, "type": "transfer"}
MESSAGE: dict[str, Any] = {"type": "message", "token": "7", "to": "sip:a@b.example", "text": "help"}
FIELDS: dict[str, tuple[dict[str, Any], int]] = {
    "to": (DIAL, fields.LONGEST_VALUE),
    "call_id": (DIAL, 80),
    "headers.X-Case-Id": (DIAL, fields.LONGEST_VALUE),
    "record.path": (DIAL, fields.LONGEST_PATH),
    "record.recipients.0": (DIAL, fields.LONGEST_VALUE),
    "user": (CONFIGURE, fields.LONGEST_VALUE),
    "password": (CONFIGURE, fields.LONGEST_VALUE),
    "domain": (CONFIGURE, fields.LONGEST_VALUE),
    "display_name": (CONFIGURE, fields.LONGEST_VALUE),
    "registrar": (CONFIGURE, fields.LONGEST_VALUE),
    "proxy": (CONFIGURE, fields.LONGEST_VALUE),
    "bind": (CONFIGURE, fields.LONGEST_VALUE),
    "ca_file": (CONFIGURE, fields.LONGEST_PATH),
    "client_cert": (CONFIGURE, fields.LONGEST_PATH),
    "codecs.0": (CONFIGURE, fields.LONGEST_VALUE),
    "failover.0": (CONFIGURE, fields.LONGEST_VALUE),
    "audio.capture": (CONFIGURE, fields.LONGEST_PATH),
    "text": (MESSAGE, fields.LONGEST_TEXT),
    "content_type": (MESSAGE, fields.LONGEST_VALUE),
}
REFERRED = {"to": (TRANSFER, fields.LONGEST_VALUE)}


def refusal(command: dict[str, Any], place: str, value: str) -> m.Done:
    """How the phone refuses the command with this value at that place."""
    first, *rest = place.split(".")
    content: Any = value
    if rest == ["0"]:
        content = [value]
    elif first == "record":
        content = {"path": "/r/c1", "recipients": ["age1"]}
        content[rest[0]] = [value] if rest[1:] else value
    elif rest:
        content = {rest[0]: value}
    answer = decode_command(json.dumps({**command, first: content}).encode())
    assert isinstance(answer, m.Done), f"{place} took it"
    return answer


@pytest.mark.parametrize("place", FIELDS)
@given(before=st.text(max_size=8), bad=st.sampled_from("\r\n\0"), after=st.text(max_size=8))
def test_line_breaks_and_nuls_are_refused_by_name(
    place: str, before: str, bad: str, after: str
) -> None:
    done = refusal(FIELDS[place][0], place, f"{before}{bad}{after}")
    assert (done.token, done.ok) == ("7", False)
    assert (done.detail or "").startswith(f"{place}: ")


@pytest.mark.parametrize(
    ("bad", "words"), [("\r", "a line break"), ("\n", "a line break"), ("\0", "a NUL")]
)
def test_the_sentence_says_what_is_wrong(bad: str, words: str) -> None:
    done = refusal(DIAL, "headers.X-Case-Id", f"7{bad}X-Evil: 1")
    assert (done.error, done.detail) == ("forbidden_character", f"headers.X-Case-Id: holds {words}")


@pytest.mark.parametrize("place", FIELDS)
def test_values_that_are_too_long_are_refused_by_name(place: str) -> None:
    command, longest = FIELDS[place]
    done = refusal(command, place, "a" * (longest + 1))
    assert (done.detail or "").startswith(f"{place}: ")
    assert "a" * 20 not in (done.detail or "")


def test_a_transfer_target_is_no_different() -> None:
    assert refusal(TRANSFER, "to", "sip:a@b\r\nX-Evil: 1").detail == "to: holds a line break"
    assert refusal(TRANSFER, "to", "a" * 600).detail == "to: is longer than 512 characters"


@pytest.mark.parametrize("place", ["user", "domain", "registrar", "proxy"])
@pytest.mark.parametrize("value", ['a" <sip:evil', "a>;tag=1", "a b", "a\tb"])
def test_an_address_is_not_broken_out_of(place: str, value: str) -> None:
    done = refusal(CONFIGURE, place, value)
    assert done.detail == f"{place}: holds a character that no SIP address may have"


@pytest.mark.parametrize("name", ["From", "Via", "content-length", "ROUTE", "Refer-To", "f"])
def test_the_phones_own_headers_cannot_be_set(name: str) -> None:
    answer = decode_command(json.dumps({**DIAL, "headers": {name: "x"}}).encode())
    assert isinstance(answer, m.Done)
    assert "is written by the phone itself" in (answer.detail or "")


def test_headers_fit_into_a_message_together() -> None:
    many = {f"X-{number}": "1" for number in range(fields.MOST_HEADERS + 1)}
    long = {f"X-{number}": "字" * 170 for number in range(4)}
    for headers in (many, long):
        answer = decode_command(json.dumps({**DIAL, "headers": headers}).encode())
        assert isinstance(answer, m.Done)
        assert (answer.detail or "").startswith("headers: are ")


@given(st.text(max_size=1200))
def test_a_text_that_passes_fits(text: str) -> None:
    answer = decode_command(json.dumps({**MESSAGE, "text": text}).encode())
    if not isinstance(answer, m.Done):
        assert isinstance(answer, m.SendMessage)
        assert 0 < len(answer.text.encode()) <= fields.LONGEST_TEXT
        assert not set(answer.text) & set("\r\n\0")
