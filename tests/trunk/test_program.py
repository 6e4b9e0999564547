"""The trunk as a program of its own: its JSON lines, and the three ways to end it."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from desk_client.ids import CallId
from desk_client.phone.abilities import ask_library
from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import Configure, Dial, Ended, Event
from tests.trunk.conftest import Heard

PROGRAM = "import typer; from desk_client.cli.trunk import trunk; typer.run(trunk)"


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def next_line(process: subprocess.Popen[str]) -> dict[str, object]:
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    assert isinstance(line, dict)
    return line


def close_stdin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()


@pytest.mark.parametrize(
    "end",
    [
        lambda process: process.send_signal(signal.SIGTERM),
        lambda process: process.send_signal(signal.SIGINT),
        close_stdin,
    ],
    ids=["terminated", "interrupted", "input closed"],
)
def test_it_says_where_it_listens_and_ends_with_0(
    end: Callable[[subprocess.Popen[str]], None],
) -> None:
    with running() as process:
        ready = next_line(process)
        assert (ready["type"], ready["lines"]) == ("ready", ask_library().max_calls)
        end(process)
        assert process.wait(15) == 0


def test_it_tells_each_call_without_the_number() -> None:
    with running("--seed", "3", "--lang", "en", "--workers", "2") as process:
        ready = next_line(process)
        assert ready["lines"] == 2 * ask_library().max_calls
        told: Heard[Event] = Heard()
        phone = PhoneClient(
            configure=Configure(
                user="1001",
                password="rehearsal",
                domain=str(ready["sip"]),
                registrar=f"sip:{ready['sip']}",
                register=True,
                bind="127.0.0.1",
            ),
            on_event=told.take,
        )
        phone.start()
        call_id = CallId("c-1")
        dial = Dial(call_id=call_id, to="+8613800001111", headers={"X-Call-Id": call_id})
        try:
            assert next_line(process)["type"] == "registered"
            assert phone.send(dial).result(5).ok
            invite = next_line(process)
            assert (invite["type"], invite["call_id"]) == ("invite", "c-1")
        finally:
            phone.stop()
        assert told.wait(lambda event: isinstance(event, Ended))
        lines: list[dict[str, object]] = []
        while not lines or lines[-1]["type"] != "call":
            lines.append(next_line(process))
        assert lines[-1]["number_last4"] == "1111"
        assert lines[-1]["scenario"] == invite["scenario"]
        assert "13800001111" not in json.dumps([ready, invite, *lines])
        close_stdin(process)
        assert process.wait(15) == 0


def test_it_obeys_a_wish_and_says_what_it_does_not_understand() -> None:
    with running("--lang", "en") as process:
        assert next_line(process)["type"] == "ready"
        assert process.stdin is not None
        process.stdin.write('nonsense\n{"type":"call_desk","user":"1001","number":"+8613800')
        process.stdin.flush()
        process.stdin.write('001111"}\n')
        process.stdin.flush()
        told = next_line(process)
        assert (told["type"], told["what"], told["sip_code"]) == ("called_desk", "ended", 404)
        close_stdin(process)
        assert process.wait(15) == 0
