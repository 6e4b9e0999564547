"""Sound from a third address, sent to the port where a call listens: while the real far side
speaks, nobody hears it, and the intruder is not sent what the agent says. The far side speaks
1000 Hz, the intruder much louder 2300 Hz, the agent 440 Hz."""

import io
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.phone.attacks.caller import Caller
from tests.phone.attacks.stranger import offer
from tests.phone.party import Party, loudness_of, tone_file

REAL_HZ, INTRUDER_HZ = 1000, 2300
PACKET_S = 0.02


def packets(hertz: int, amplitude: float, ssrc: int) -> Iterator[bytes]:
    """RTP of an endless tone in A-law, 20 ms each, as libsndfile writes it."""
    wave = amplitude * 32767 * np.sin(2 * np.pi * hertz * np.arange(8000) / 8000)
    file = io.BytesIO()
    soundfile.write(file, wave.astype(np.int16), 8000, format="RAW", subtype="ALAW")
    law = file.getvalue()
    number = 0
    while True:
        begin = number % 50 * 160
        head = struct.pack(">BBHII", 0x80, 8, number & 0xFFFF, number * 160, ssrc)
        yield head + law[begin : begin + 160]
        number += 1


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return tmp_path / "heard.wav"


@pytest.fixture
def listener(heard: Path, tmp_path: Path) -> Iterator[Party]:
    says = tone_file(tmp_path / "440.wav", 440)
    party = Party("agent", playback=f"file:{heard}", capture=f"file:{says}")
    party.client.start()
    yield party
    party.client.stop()


@pytest.fixture
def intruder() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as intruder:
        intruder.bind(("127.0.0.1", 0))
        intruder.setblocking(False)
        yield intruder


def speak(call: Caller, count: int, intruder: socket.socket | None = None, burst: int = 0) -> None:
    """Both send for `count` times 20 ms, the intruder `burst` packets for each one of the call."""
    where, pause = ("127.0.0.1", call.phone_sound), threading.Event()
    real, loud = packets(REAL_HZ, 0.2, 1), packets(INTRUDER_HZ, 0.9, 2)
    for _ in range(count):
        call.sound.sendto(next(real), where)
        for _ in range(burst if intruder is not None else 0):
            intruder.sendto(next(loud), where)  # type: ignore[union-attr]
        pause.wait(PACKET_S)


def last_second(listener: Party, heard: Path) -> tuple[float, float]:
    """How loud the far side and the intruder are at the end."""
    listener.client.stop()
    samples, rate = soundfile.read(heard, dtype="int16")
    assert rate == 16_000
    late = samples[-16_000:]
    return loudness_of(late, REAL_HZ), loudness_of(late, INTRUDER_HZ)


@pytest.mark.parametrize("burst", [1, 30])
def test_a_third_address_is_not_heard(
    listener: Party, heard: Path, intruder: socket.socket, burst: int
) -> None:
    """Thirty packets between two are enough for the library by itself to change over."""
    with Caller(listener) as call:
        speak(call, 30)
        speak(call, 90, intruder, burst)
        with pytest.raises(BlockingIOError):
            intruder.recv(2000)
    real, loud = last_second(listener, heard)
    assert real > 0.15
    assert loud < 0.001


def test_sound_from_elsewhere_is_heard_once_it_is_agreed(listener: Party, heard: Path) -> None:
    """The far side moves its sound to another port, as in a transfer, and says so."""
    with Caller(listener) as call:
        speak(call, 30)
        call.sound.close()
        call.sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        call.sound.bind(("127.0.0.1", 0))
        call.in_call("INVITE", 2, body=offer(call.sound.getsockname()[1]))
        assert call.hears("CSeq: 2 INVITE").startswith("SIP/2.0 200")
        call.in_call("ACK", 2)
        speak(call, 90)
    real, _ = last_second(listener, heard)
    assert real > 0.15
