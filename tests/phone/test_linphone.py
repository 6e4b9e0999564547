"""Calls, holds, keys, encrypted speech and texts with a phone of another maker, through another
maker's proxy: Linphone says 1000 Hz, our desk says 440 Hz."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests.phone.ear import Ear
from tests.phone.kamailio import DOMAIN, Kamailio
from tests.phone.lines import plain, secure
from tests.phone.linphone import Linphone, linphone
from tests.phone.party import loudness_of, tone_file

OURS, THEIRS = 440, 1000
USERS = {name: f"geheim-{name}" for name in ("1001", "1002", "2001", "2002")}

pytestmark = pytest.mark.peers("linphonec", "kamailio")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kamailio]:
    with Kamailio(tmp_path_factory.mktemp("office"), tls=True, users=USERS) as office:
        yield office


@pytest.fixture(scope="module")
def two(
    office: Kamailio, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ear, Linphone]]:
    yield from _two(office, tmp_path_factory.mktemp("plain"), "1001", "1002", safe=False)


@pytest.fixture(scope="module")
def safe_two(
    office: Kamailio, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ear, Linphone]]:
    yield from _two(office, tmp_path_factory.mktemp("safe"), "2001", "2002", safe=True)


def _two(
    office: Kamailio, folder: Path, desk_user: str, user: str, *, safe: bool
) -> Iterator[tuple[Ear, Linphone]]:
    line = {**secure(office), "srtp": "mandatory"} if safe else plain(office)
    desk = Ear(
        desk_user, folder, OURS, domain=DOMAIN, register=True, password=USERS[desk_user], **line
    )
    desk.client.start()
    try:
        desk.wait(m.Registered)
        tone = tone_file(folder / "1000.wav", THEIRS)
        where, password = folder / "linphone", USERS[user]
        with linphone(where, office, user, password, tone, secure=safe) as other:
            yield desk, other
    finally:
        desk.client.stop()


def test_a_call_both_ways_of_hold_and_keys(two: tuple[Ear, Linphone]) -> None:
    desk, other = two
    call = dialled(desk, other)
    assert desk.hears(OURS, THEIRS) == {THEIRS}

    other.type("pause")
    assert desk.of_call(m.Held, call).by == "them"
    other.says("is now paused")
    other.type("resume")
    assert desk.of_call(m.Resumed, call).by == "them"
    other.says("Media streams established")
    assert desk.hears(OURS, THEIRS) == {THEIRS}

    assert desk.do(m.Hold(call_id=call)).ok
    desk.wait(m.Held, where=lambda told: told.by == "us")
    other.says("has been paused by")  # once: our UPDATE of the codec comes next, and is waited out
    assert desk.do(m.Unhold(call_id=call)).ok
    desk.wait(m.Resumed, where=lambda told: told.by == "us")
    assert desk.hears(OURS, THEIRS) == {THEIRS}

    assert desk.do(m.SendDigits(call_id=call, digits="5#")).ok
    other.says("Receiving tone 5")
    other.says("Receiving tone #")
    other.type("7")
    assert desk.of_call(m.Digits, call).digits == "7"
    assert desk.do(m.HangUp(call_id=call)).ok
    assert desk.of_call(m.Ended, call).code == 200
    other.says("ended")


def test_linphone_calls_and_hangs_up(two: tuple[Ear, Linphone]) -> None:
    desk, other = two
    call = called(desk, other)
    assert desk.hears(OURS, THEIRS) == {THEIRS}
    other.type("terminate")
    ended = desk.of_call(m.Ended, call)
    assert (ended.code, ended.ended_by) == (200, "them")


def test_linphone_declines(two: tuple[Ear, Linphone]) -> None:
    desk, other = two
    call = desk.dial(other.user)
    desk.of_call(m.Ringing, call)
    other.type("terminate")
    assert desk.of_call(m.Ended, call).code in (486, 603)


def test_texts(two: tuple[Ear, Linphone]) -> None:
    desk, other = two
    done = desk.do(m.SendMessage(to=other.user, text="请到 7 号座席"))
    desk.wait(m.MessageSent, where=lambda told: told.command_token == done.token)
    other.says("请到 7 号座席")
    other.type(f"chat sip:{ours_beside(other)}@{DOMAIN} on my way")
    received = desk.wait(m.MessageReceived)
    assert (received.text, received.content_type) == ("on my way", "text/plain")
    assert f"{other.user}@{DOMAIN}" in received.from_


def test_encrypted_speech(safe_two: tuple[Ear, Linphone]) -> None:
    """TLS by host name, SRTP by SDES, and what each hears of the other."""
    desk, other = safe_two
    for begin in (dialled, called):
        call = begin(desk, other)
        assert desk.hears(OURS, THEIRS) == {THEIRS}
        assert desk.do(m.HangUp(call_id=call)).ok
        desk.of_call(m.Ended, call)
        other.says("ended")


def test_linphone_heard_us(two: tuple[Ear, Linphone], safe_two: tuple[Ear, Linphone]) -> None:
    """Its own record of its last call."""
    for _desk, other in (two, safe_two):
        other.leave()
        sound, rate = soundfile.read(other.heard, dtype="int16")
        middle = sound[len(sound) // 3 :][:rate]
        assert len(middle) > rate // 4
        ours, theirs = (loudness_of(middle, hertz * 16_000 // rate) for hertz in (OURS, THEIRS))
        assert ours > 0.05 > theirs


def ours_beside(other: Linphone) -> str:
    """Our desk's number has a 1 where Linphone's has a 2."""
    return other.user[:-1] + "1"


def dialled(desk: Ear, other: Linphone) -> CallId:
    """We call, Linphone answers."""
    call = desk.dial(other.user)
    desk.of_call(m.Ringing, call)
    other.says("incoming call")
    other.type("answer")
    assert desk.of_call(m.Answered, call).code == 200
    other.says("Media streams established")
    return call


def called(desk: Ear, other: Linphone) -> CallId:
    """Linphone calls, we answer."""
    before = len(desk.told)
    other.type(f"call {ours_beside(other)}")
    call = desk.wait(m.Incoming, after=before).call_id
    assert desk.do(m.Answer(call_id=call)).ok
    desk.of_call(m.Answered, call)
    other.says("Media streams established")
    return call
