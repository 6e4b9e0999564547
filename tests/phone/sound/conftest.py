"""A sound system of the tests' own, and a conference whose clock runs."""

import os
from collections.abc import Iterator

import pytest

from desk_client.bench.null_sinks import NullSinks

EARPHONE = "Earphone"


@pytest.fixture
def pulse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NullSinks]:
    """A daemon with one sink, the default."""
    pulse = NullSinks(tmp_path_factory.mktemp("p"))
    before = os.environ.get("PULSE_SERVER")
    os.environ["PULSE_SERVER"] = pulse.server
    pulse.start()
    pulse.plug_in(EARPHONE)
    yield pulse
    pulse.end()
    if before is None:
        del os.environ["PULSE_SERVER"]
    else:
        os.environ["PULSE_SERVER"] = before
