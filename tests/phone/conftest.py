"""Two real phones on this machine's loopback: the agent's says 440 Hz, the debtor's 1000 Hz."""

from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest

from desk_client.phone.messages import Record
from tests.phone.party import Party, tone_file


@pytest.fixture(scope="session")
def bank() -> pyrage.x25519.Identity:
    """The organisation's key pair: only it can open recordings."""
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def record(tmp_path: Path, bank: pyrage.x25519.Identity) -> Record:
    return Record(path=str(tmp_path / "call.age"), recipients=(str(bank.to_public()),))


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Party]:
    tone = tone_file(tmp_path_factory.mktemp("agent") / "440.wav", 440)
    yield from _party("agent", tone)


@pytest.fixture(scope="module")
def debtor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Party]:
    tone = tone_file(tmp_path_factory.mktemp("debtor") / "1000.wav", 1000)
    yield from _party("debtor", tone)


def _party(name: str, tone: Path) -> Iterator[Party]:
    party = Party(name, capture=f"file:{tone}")
    party.client.start()
    yield party
    party.client.stop()
