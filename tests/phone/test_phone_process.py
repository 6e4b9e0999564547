"""The phone process by itself, spoken to over its pipes."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import IO, Any

import pytest

from tests.phone.party import LONGEST_S


class Pipes:
    """A phone process and nothing in between."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desk_client.phone"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin: IO[bytes] = self.process.stdin
        self.stdout: IO[bytes] = self.process.stdout

    def say(self, line: bytes) -> None:
        self.stdin.write(line + b"\n")
        self.stdin.flush()

    def hear(self, kind: str) -> dict[str, Any]:
        """The next line of this kind; every line must be JSON."""
        for line in self.stdout:
            content: dict[str, Any] = json.loads(line)
            if content["type"] == kind:
                return content
        raise AssertionError(f"the phone left without {kind}")


@pytest.fixture
def pipes() -> Iterator[Pipes]:
    phone = Pipes()
    yield phone
    phone.process.kill()
    with phone.process:
        pass


def test_it_says_what_it_is(pipes: Pipes) -> None:
    ready = pipes.hear("ready")
    assert ready["protocol"] == 1
    assert ready["version"].startswith("2.")
    assert any(codec.startswith("PCMA/8000") for codec in ready["codecs"])
    assert ready["at"].endswith("Z")


def test_garbage_is_answered_and_survived(pipes: Pipes) -> None:
    pipes.hear("ready")
    for line in (b"garbage", b"{}", b"[1]", b"\xff\xfe", b'{"type":"explode","token":"x"}'):
        pipes.say(line)
        assert pipes.hear("done")["ok"] is False
    pipes.say(b"x" * (1 << 21))
    assert pipes.hear("done")["ok"] is False
    pipes.say(b"")
    pipes.say(b'{"type":"ping","token":"alive"}')
    while (done := pipes.hear("done"))["token"] != "alive":
        assert done["ok"] is False
    assert done["ok"] is True


def test_a_header_injection_never_reaches_the_library(pipes: Pipes) -> None:
    pipes.hear("ready")
    dial = {"type": "dial", "token": "1", "call_id": "c1", "to": "sip:a@127.0.0.1:9"}
    pipes.say(json.dumps(dial | {"headers": {"X-Case-Id": "7\r\nX-Evil: 1"}}).encode())
    done = pipes.hear("done")
    assert (done["token"], done["ok"], done["error"]) == ("1", False, "forbidden_character")


def test_nothing_is_dialled_before_it_is_configured_and_that_happens_once(pipes: Pipes) -> None:
    pipes.hear("ready")
    pipes.say(b'{"type":"dial","token":"1","call_id":"c1","to":"sip:a@127.0.0.1:9"}')
    assert pipes.hear("done")["error"] == "not_configured"
    configure = {"type": "configure", "user": "1001", "domain": "127.0.0.1", "bind": "127.0.0.1"}
    pipes.say(json.dumps(configure | {"token": "2"}).encode())
    done = pipes.hear("done")
    assert done["ok"] is True
    assert done["port"] > 0
    pipes.say(json.dumps(configure | {"token": "3"}).encode())
    assert pipes.hear("done")["error"] == "configured"


def test_a_sound_file_that_is_not_there_is_refused(pipes: Pipes) -> None:
    pipes.hear("ready")
    audio = {"capture": "file:/nowhere.wav", "playback": "silence"}
    configure = {"type": "configure", "token": "1", "user": "u", "domain": "d", "audio": audio}
    pipes.say(json.dumps(configure).encode())
    assert pipes.hear("done")["error"] == "no_such_file"


def test_it_leaves_when_told(pipes: Pipes) -> None:
    pipes.hear("ready")
    pipes.say(b'{"type":"quit","token":"1"}')
    assert pipes.hear("done")["ok"] is True
    assert pipes.process.wait(LONGEST_S) == 0


def test_it_leaves_when_the_desk_is_gone(pipes: Pipes) -> None:
    pipes.hear("ready")
    pipes.stdin.close()
    assert pipes.process.wait(LONGEST_S) == 0
