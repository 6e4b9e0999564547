"""What goes over the wire comes back, and what is no command is refused, never a crash."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.wire import decode_command, decode_event, encode

one_line = st.text(st.characters(blacklist_characters="\r\n\0", blacklist_categories=["Cs"]))
part = st.text(st.characters(codec="utf-8", exclude_characters='\r\n\0 "<>\\\t\x0b\x0c\x7f'))
call_ids = st.uuids().map(lambda name: CallId(str(name)))
records = st.builds(
    m.Record,
    path=one_line,
    recipients=st.lists(one_line, min_size=1, max_size=3).map(tuple),
    paused=st.booleans(),
)
headers = st.dictionaries(st.from_regex(r"\AX-[A-Za-z-]{1,20}\Z"), one_line, max_size=3)
commands = st.one_of(
    st.builds(
        m.Dial,
        token=one_line,
        call_id=call_ids,
        to=one_line.filter(bool),
        headers=headers,
        ring_timeout_s=st.floats(min_value=0.1, max_value=120),
        record=st.none() | records,
    ),
    st.builds(m.HangUp, call_id=call_ids, code=st.none() | st.integers(400, 699)),
    st.builds(m.Mute, call_id=call_ids, on=st.booleans()),
    st.builds(m.SendDigits, call_id=call_ids, digits=st.from_regex(r"\A[0-9A-D*#]{1,32}\Z")),
    st.builds(m.Answer, token=one_line, call_id=call_ids, record=st.none() | records),
    st.builds(m.Configure, user=part, domain=part, password=one_line, register=st.booleans()),
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
events = st.one_of(
    st.builds(m.Ringing, at=moments, call_id=call_ids, code=st.integers(180, 189)),
    st.builds(m.Digits, at=moments, call_id=call_ids, digits=one_line),
    st.builds(
        m.Ended,
        at=moments,
        call_id=call_ids,
        code=st.integers(0, 699),
        reason=one_line,
        ended_by=st.sampled_from(["us", "them", "network", "phone"]),
        ring_s=st.floats(0, 60),
        talk_s=st.floats(0, 3600),
        recording=st.none()
        | st.builds(
            m.Recording,
            path=one_line,
            sha256=one_line,
            seconds=st.floats(0, 3600),
            paused=st.lists(st.tuples(st.floats(0, 9), st.floats(9, 99)), max_size=2).map(tuple),
            bytes=st.integers(0, 1 << 40),
            agent_rms=st.floats(0, 1),
            debtor_rms=st.floats(0, 1),
        ),
    ),
    st.builds(m.Done, token=one_line, ok=st.booleans(), error=st.none() | one_line),
)


@given(commands)
def test_a_command_comes_back_from_the_wire(command: m.Command) -> None:
    line = encode(command)
    assert line.count(b"\n") == 1
    assert decode_command(line) == command


@given(events)
def test_an_event_comes_back_from_the_wire(event: m.Event) -> None:
    assert decode_event(encode(event)) == event


@given(st.binary() | st.text().map(str.encode))
def test_no_line_is_a_crash(line: bytes) -> None:
    answer = decode_command(line)
    assert isinstance(answer, m.Done)
    assert not answer.ok


@given(st.recursive(st.none() | st.integers() | one_line, lambda x: st.dictionaries(one_line, x)))
def test_no_json_is_a_crash(content: object) -> None:
    assert isinstance(decode_command(json.dumps(content).encode()), m.Done)


def test_a_refusal_names_the_token_and_the_place_but_no_value() -> None:
    line = b'{"type":"dial","token":"7","call_id":"c1","to":"13800001111","colour":"red"}'
    answer = decode_command(line)
    assert isinstance(answer, m.Done)
    assert (answer.token, answer.ok, answer.error) == ("7", False, "invalid")
    assert "colour" in (answer.detail or "")
    assert "13800001111" not in (answer.detail or "")


def test_an_unknown_command_is_refused_without_repeating_it() -> None:
    answer = decode_command(b'{"type":"dial 13800001111","token":"7"}')
    assert isinstance(answer, m.Done)
    assert "13800001111" not in (answer.detail or "")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"])
@pytest.mark.parametrize("place", ["header", "to", "path", "user"])
def test_a_value_that_would_break_out_of_a_header(value: str, place: str) -> None:
    dial: dict[str, object] = {"type": "dial", "token": "7", "call_id": "c1", "to": "sip:a@b"}
    if place == "header":
        dial["headers"] = {"X-Case-Id": value}
    elif place == "to":
        dial["to"] = value
    elif place == "path":
        dial["record"] = {"path": value, "recipients": ["age1"]}
    else:
        dial = {"type": "configure", "token": "7", "user": value, "domain": "b"}
    answer = decode_command(json.dumps(dial).encode())
    assert isinstance(answer, m.Done)
    assert (answer.ok, answer.error) == (False, "forbidden_character")


def test_a_header_name_is_a_name() -> None:
    with pytest.raises(ValidationError):
        m.Dial(call_id=CallId("c1"), to="sip:a@b", headers={"X-A: 1\r\nX-B": "2"})


def test_numbers_and_passwords_stay_out_of_what_is_printed() -> None:
    dial = m.Dial(call_id=CallId("c1"), to="+8613800001111", headers={"X-A": "13800001111"})
    assert "13800001111" not in repr(dial)
    assert "hush" not in repr(m.Configure(user="u", domain="d", password="hush"))


def test_the_examples_of_the_contract_are_true() -> None:
    """Every example line in the documentation of the messages is read as what it stands for."""
    text = re.sub(r',\n\s+"', ',"', m.__doc__ or "").replace("...Z", "2026-11-24T09:00:00Z")
    read = 0
    for raw in text.splitlines():
        for piece in raw.split("  {"):
            line = (
                piece.strip()
                .removesuffix("(resumed likewise)")
                .removesuffix("(parted likewise)")
                .strip()
            )
            if not line or '"type"' not in line:
                continue
            line = line if line.startswith("{") else "{" + line
            content = json.loads(line)
            if "at" in content or content["type"] == "done":
                decode_event(line.encode())
            else:
                assert not isinstance(decode_command(line.encode()), m.Done), line
            read += 1
    assert read >= 30
