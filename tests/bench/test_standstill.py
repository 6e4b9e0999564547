"""A phone that is stopped in mid-call for a moment, as by a machine that is overloaded: the soak
must see it, by the clock of the sound as much as by the phone's own thread."""

import os
import signal
import threading

import pytest

from desk_client.bench.bare_desk import BareDesk
from desk_client.bench.standstill import Standstill
from desk_client.phone import messages
from desk_client.phone.commands import HangUp
from desk_client.trunk.scenario import ScenarioKind

STOPPED_S = 0.2
STOPS = 3  # a stop may fall into the moment in which the sound's clock is set anew


def test_a_phone_that_stands_still_is_counted() -> None:
    pause, sounds = threading.Event(), threading.Event()
    with (
        BareDesk(debtors=1, kind=ScenarioKind.ANSWERS_AND_PROMISES) as desk,
        Standstill(desk.heard) as stood,
    ):
        stood.begin()
        counted = desk.heard.at_level

        def heard(level: messages.Level) -> None:
            assert counted is not None
            counted(level)
            sounds.set()

        desk.heard.at_level = heard
        call_id = desk.dial(desk.hand(0))
        desk.heard.answer_of(call_id)
        assert sounds.wait(5)
        assert desk.phone.pid is not None
        for _ in range(STOPS):
            os.kill(desk.phone.pid, signal.SIGSTOP)
            pause.wait(STOPPED_S)
            os.kill(desk.phone.pid, signal.SIGCONT)
            sounds.clear()
            assert sounds.wait(5)
        desk.phone.send(HangUp(call_id=call_id))
        end = desk.heard.end_of(call_id)
        stood.ended(end)
    assert end.longest_gap_ms == pytest.approx(stood.clock_ms + 20, abs=0.1)
    assert stood.clock_ms > 100
    assert stood.phone_ms > 50
    assert stood.count >= 2
