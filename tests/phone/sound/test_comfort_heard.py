"""What the agent hears while nobody talks yet: real telephones, and headphones on a real
PulseAudio. China's tones are 450 Hz; the desk's own ring is 740 and 932 Hz."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk_client.bench.null_sinks import NullSinks
from desk_client.phone import messages as m
from tests.phone.party import Party, tone_file
from tests.phone.sipp_peer import alaw_file, sipp
from tests.phone.sound.conftest import EARPHONE
from tests.phone.sound.headphones import Headphones

pytestmark = pytest.mark.peers("pulseaudio", "pactl")

LOUDSPEAKER = "Loudspeaker"
TONE, RING = 450, (740, 932)


@contextmanager
def listening(sink: str) -> Iterator[Headphones]:
    headphones = Headphones(sink)
    try:
        yield headphones
    finally:
        headphones.take_off()


@pytest.fixture
def desk(pulse: NullSinks) -> Iterator[Party]:
    """The agent's telephone: earphone and loudspeaker, and nobody speaks."""
    pulse.plug_in(LOUDSPEAKER)
    party = Party("agent", playback=f"device:{EARPHONE}", ring=f"device:{LOUDSPEAKER}")
    party.client.start()
    yield party
    party.client.stop()


@pytest.fixture
def debtor(tmp_path: Path) -> Iterator[Party]:
    party = Party("debtor", capture=f"file:{tone_file(tmp_path / '1000.wav', 1000)}")
    party.client.start()
    yield party
    party.client.stop()


def test_ringback_until_the_answer(desk: Party, debtor: Party) -> None:
    with listening(EARPHONE) as ear:
        call = desk.dial(debtor.address)
        theirs = debtor.wait(m.Incoming).call_id
        ear.hears_nothing_of(TONE, 0.3)  # it does not ring there yet
        assert debtor.do(m.Ring(call_id=theirs)).ok
        ear.wait_for(TONE)
        assert debtor.do(m.Answer(call_id=theirs)).ok
        desk.of_call(m.Answered, call)
        ear.wait_for(1000)
        ear.wait_for_end(TONE, silent_s=0.3)
        ear.hears_nothing_of(TONE, 4.0)  # with what was waited, longer than its pause


@pytest.mark.peers("pulseaudio", "pactl", "sipp")
def test_no_ringback_over_what_the_network_plays(desk: Party, tmp_path: Path) -> None:
    announcement = alaw_file(tmp_path / "1000.alaw", tone_file(tmp_path / "1000.wav", 1000))
    with (
        listening(EARPHONE) as ear,
        sipp(tmp_path / "early", "early_media", sound=str(announcement)) as network,
    ):
        call = desk.dial(network.address)
        ear.wait_for(1000)
        ear.hears_nothing_of(TONE, 1.0)
        desk.of_call(m.Answered, call)
        desk.do(m.HangUp(call_id=call))


def test_busy_is_played_for_them_and_not_for_our_own_end(desk: Party, debtor: Party) -> None:
    with listening(EARPHONE) as ear:
        desk.dial(debtor.address)
        theirs = debtor.wait(m.Incoming).call_id
        assert debtor.do(m.HangUp(call_id=theirs, code=486)).ok
        ear.wait_for(TONE)
        ear.wait_for_end(TONE, silent_s=1.0)
        before = len(debtor.told)
        call = desk.dial(debtor.address)
        debtor.wait(m.Incoming, after=before)
        assert desk.do(m.HangUp(call_id=call)).ok
        desk.of_call(m.Ended, call)
        ear.hears_nothing_of(TONE, 0.7)


def test_it_rings_on_the_loudspeaker_until_it_is_answered(desk: Party, debtor: Party) -> None:
    with listening(LOUDSPEAKER) as room, listening(EARPHONE) as ear:
        call = debtor.dial(desk.address)
        ours = desk.wait(m.Incoming).call_id
        room.hears_nothing_of(RING[0], 0.3)  # the desk says whether it rings
        assert desk.do(m.Ring(call_id=ours)).ok
        room.wait_for(*RING)
        assert desk.do(m.Answer(call_id=ours)).ok
        ear.wait_for(1000)
        room.wait_for_end(RING[0], silent_s=0.3)
        room.hears_nothing_of(RING[0], 2.5)  # longer than its pause
        assert desk.do(m.HangUp(call_id=ours)).ok
        debtor.of_call(m.Ended, call)


def test_a_second_call_beeps_in_the_ear_and_does_not_ring(
    desk: Party, debtor: Party, tmp_path: Path
) -> None:
    ours, theirs = desk.talk_to(debtor)
    second = Party("second")
    second.client.start()
    try:
        with listening(LOUDSPEAKER) as room, listening(EARPHONE) as ear:
            before = len(desk.told)
            second.dial(desk.address)
            waiting = desk.wait(m.Incoming, after=before).call_id
            assert desk.do(m.Ring(call_id=waiting)).ok
            ear.wait_for(TONE)
            room.hears_nothing_of(RING[0], 0.5)
            assert desk.do(m.HangUp(call_id=waiting)).ok
            desk.of_call(m.Ended, waiting)
            ear.wait_for(1000)
            ear.wait_for_end(TONE, silent_s=0.3)
            room.hears_nothing_of(RING[0], 0.2)
    finally:
        second.client.stop()
    assert desk.do(m.HangUp(call_id=ours)).ok
    debtor.of_call(m.Ended, theirs)
