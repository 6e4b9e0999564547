"""Two real telephones, one of them with devices on a real PulseAudio: what the debtor says is
played into the earphone, whose monitor is the agent's microphone, and so comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk_client.bench.null_sinks import NullSinks
from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests.phone.party import Party, tone_file
from tests.phone.sound.conftest import EARPHONE

pytestmark = pytest.mark.peers("pulseaudio", "pactl")
MONITOR = f"device:Monitor of {EARPHONE}"
SPOKEN = 0.177  # rms of a tone of amplitude 0.25


@contextmanager
def telephone(name: str, capture: str = "silence", playback: str = "silence") -> Iterator[Party]:
    party = Party(name, capture=capture, playback=playback)
    party.client.start()
    try:
        yield party
    finally:
        party.client.stop()


@contextmanager
def talk(tmp_path: Path, capture: str, playback: str = "default") -> Iterator[tuple[Party, CallId]]:
    tone = tone_file(tmp_path / "1000.wav", 1000)
    with (
        telephone("debtor", capture=f"file:{tone}") as debtor,
        telephone("agent", capture=capture, playback=playback) as agent,
    ):
        call, _ = agent.talk_to(debtor)
        yield agent, call


def levels(agent: Party, *, agent_at_least: float, since: int = 0) -> m.Level:
    return agent.wait(m.Level, after=since, where=lambda told: told.agent_rms > agent_at_least)


def test_microphone_and_earphone_carry_the_call(pulse: NullSinks, tmp_path: Path) -> None:
    with talk(tmp_path, MONITOR) as (agent, _):
        listed = agent.wait(m.DevicesChanged)
        assert listed.playback == EARPHONE
        assert levels(agent, agent_at_least=0.1).debtor_rms == pytest.approx(SPOKEN, rel=0.1)


def test_a_softer_microphone_in_mid_call(pulse: NullSinks, tmp_path: Path) -> None:
    with talk(tmp_path, MONITOR) as (agent, call):
        levels(agent, agent_at_least=0.1)
        audio = m.Audio(capture=MONITOR, playback="default")
        assert agent.do(m.SetAudio(audio=audio, capture_db=-20.0)).ok
        softer = agent.wait(
            m.Level,
            after=len(agent.told),
            where=lambda told: 0.005 < told.agent_rms < 0.03 and told.call_id == call,
        )
        assert softer.debtor_rms > 0.1, "the earphone stays as loud"


def test_a_headset_pulled_out_and_plugged_in_again(pulse: NullSinks, tmp_path: Path) -> None:
    module = pulse.plug_in("Headset")
    with talk(tmp_path, "device:Monitor of Headset", "device:Headset") as (agent, call):
        levels(agent, agent_at_least=0.1)
        pulse.unplug(module)
        lost = agent.wait(m.DevicesChanged, where=lambda told: told.what == "lost")
        assert "Headset" in lost.detail
        before = len(agent.told)
        pulse.plug_in("Headset")
        agent.wait(m.DevicesChanged, after=before, where=lambda told: told.what == "back")
        assert levels(agent, agent_at_least=0.1, since=before).call_id == call
        assert agent.do(m.HangUp(call_id=call)).ok
        assert agent.of_call(m.Ended, call).ended_by == "us"


def test_the_microphone_is_tested_without_a_call(pulse: NullSinks, tmp_path: Path) -> None:
    with telephone("agent", capture=MONITOR, playback="default") as agent:
        assert agent.do(m.TestSound(what="play")).error == "nothing_recorded"
        assert agent.do(m.TestSound(what="record", seconds=0.5)).ok
        assert agent.do(m.TestSound(what="tone")).ok
        tested = agent.wait(m.SoundTested)
        assert tested.seconds == pytest.approx(0.5, abs=0.2)
        assert tested.peak > 0.05, "it heard the tone"
        assert agent.do(m.TestSound(what="play")).ok
        assert agent.do(m.TestSound(what="ring")).ok


def test_files_are_for_the_start_only(pulse: NullSinks, tmp_path: Path) -> None:
    with telephone("agent", capture=MONITOR, playback="default") as agent:
        audio = m.Audio(capture=f"file:{tmp_path / 'x.wav'}")
        assert agent.do(m.SetAudio(audio=audio)).error == "bad_device"
    with telephone("agent") as silent:
        assert silent.do(m.TestSound(what="tone")).error == "no_device"


def test_a_default_that_moves_is_told_by_where_the_sound_goes_now(
    pulse: NullSinks, tmp_path: Path
) -> None:
    with talk(tmp_path, MONITOR) as (agent, _):
        before = len(agent.told)
        pulse.plug_in("Headset")
        pulse.pactl("set-default-sink", "Headset")
        moved = agent.wait(
            m.DevicesChanged, after=before, where=lambda told: told.what == "followed"
        )
        assert (moved.detail, moved.playback) == ("Headset", "Headset")


def test_a_file_that_stays_is_no_new_file(pulse: NullSinks, tmp_path: Path) -> None:
    said = f"file:{tone_file(tmp_path / '440.wav', 440)}"
    with telephone("agent", capture=said, playback="default") as agent:
        audio = m.Audio(capture=said, playback=f"device:{EARPHONE}")
        assert agent.do(m.SetAudio(audio=audio, playback_db=-6.0)).ok
