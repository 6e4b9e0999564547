"""Sound is measured on null sinks, a few clicks long: within what the desk allows itself."""

from pathlib import Path

import pytest

from desk_client.bench.null_sinks import NullSinks
from desk_client.bench.sound import sound_cpu, sound_latency
from desk_client.errors import DeskError

ALLOWED_MS = 60


@pytest.mark.peers("pulseaudio", "pactl")
def test_microphone_to_wire_and_wire_to_ear() -> None:
    microphone, ear = sound_latency(8)
    assert (microphone.name, ear.name) == ("microphone_to_wire", "wire_to_ear")
    assert 5 < microphone.value <= ALLOWED_MS
    assert 5 < ear.value <= ALLOWED_MS
    assert 0 < microphone.baseline.value < microphone.value


@pytest.mark.peers("pulseaudio", "pactl")
def test_sound_costs_a_few_hundredths_of_a_core() -> None:
    (cost,) = sound_cpu(1)
    assert 0 < cost.value < 120
    assert cost.ratio is not None


def test_a_machine_without_pulseaudio_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DeskError, match="install pulseaudio"):
        NullSinks(tmp_path)
