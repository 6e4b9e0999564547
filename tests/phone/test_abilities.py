"""The SIP library in use says what it can, whichever build it is, and what it says is so."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from desk_client.errors import DeskError
from desk_client.phone.abilities import Abilities, ask_library

ASKING_FOR_TOO_MANY = """
import ctypes
import sys
import pjsua2 as pj
from desk_client.phone.sip.abilities import _extension
endpoint = pj.Endpoint()
endpoint.libCreate()
config = pj.EpConfig()
config.uaConfig.threadCnt = 0
config.uaConfig.maxCalls = 10_000
config.logConfig.level = config.logConfig.consoleLevel = 0
endpoint.libInit(config)
print(ctypes.CDLL(str(_extension())).pjsua_call_get_max_count(), file=sys.stderr)
endpoint.libDestroy()
"""


@pytest.fixture(scope="module")
def said() -> Abilities:
    return ask_library()


def test_it_is_one_of_the_builds_that_are_known(said: Abilities) -> None:
    ours = (64, "copy", ("TLSv1.2", "TLSv1.3"), True, False)
    public = (4, "vector", ("TLSv1.2",), False, True)
    found = (said.max_calls, said.fast_frames, said.tls, said.opus, said.needs_slow_reject)
    assert found == (ours if said.own_build else public)


def test_versions_are_those_of_the_loaded_parts(said: Abilities) -> None:
    assert re.fullmatch(r"\d+\.\d+(\.\d+)?", said.version)
    assert re.fullmatch(r"\d+\.\d+\.\d+[a-z]?", said.openssl)
    assert re.fullmatch(r"2\.\d+\.\d+", said.libsrtp)
    assert bool(said.libopus) == said.opus
    assert said.own_build == said.openssl.startswith("3.")


def test_more_calls_than_it_says_are_not_compiled_in(said: Abilities) -> None:
    asked = [sys.executable, "-c", ASKING_FOR_TOO_MANY]
    told = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=True)
    assert int(told.stderr) == said.max_calls


def test_a_desk_that_asks_does_not_load_the_library() -> None:
    program = (
        "import sys\n"
        "from desk_client.phone.abilities import ask_library\n"
        "assert ask_library().max_calls\n"
        "assert not [name for name in sys.modules if 'pjsua2' in name]\n"
    )
    subprocess.run([sys.executable, "-c", program], timeout=30, check=True)


def test_a_library_that_does_not_load_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pjsua2.py").write_text("raise ImportError('no shared object')\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(DeskError, match=r"^The SIP library cannot be loaded\.$"):
        ask_library()
