"""Some of the hostile inputs of test_hostile through the real program, on its stdin: its exit and
its two streams."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from desk_client.compliance.load import shipped_packs
from tests.compliance.test_hostile import inputs


def told(fed: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "desk_client.cli", "compliance", "check", "--request", "-", *words],
        input=fed,
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_a_dozen_inputs_and_the_worst_to_real_processes() -> None:
    names = [pack.id for pack in shipped_packs()]
    texts = list(inputs(77, 12))
    texts += [b"", b"\x00" * 4096, b"[" * 200_000, b'{"now":"' + b"9" * 3_000_000 + b'"}']
    named = [("--pack", names[n % len(names)]) if n % 3 else () for n in range(len(texts))]
    with ThreadPoolExecutor(2) as two:
        ended = list(two.map(lambda pair: told(pair[0], *pair[1]), zip(texts, named, strict=True)))
    for fed, done in zip(texts, ended, strict=True):
        assert done.returncode in (0, 1, 2), (fed[:500], done.stderr)
        assert b"Traceback" not in done.stderr, fed[:500]
        if done.returncode == 2:
            assert (done.stdout, done.stderr.count(b"\n")) == (b"", 1), fed[:500]
        else:
            assert done.stderr == b"", fed[:500]
            refused = json.loads(done.stdout)["decision"] == "refused"
            assert done.returncode == int(refused), fed[:500]
    assert {done.returncode for done in ended} == {0, 1, 2}
