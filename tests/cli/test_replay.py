"""The command that asks a day's verdicts again: what it prints, and what it says to mistakes."""

import json
from collections.abc import Iterator

import pytest

from desk_client.central.embedded import EmbeddedServer
from tests.central.floor import Floor, folder_of_its_own, make_template, new_floor
from tests.cli.programme import typed


@pytest.fixture(scope="module")
def floor() -> Iterator[Floor]:
    with folder_of_its_own() as folder, EmbeddedServer(folder, durable=False) as running:
        make_template(running)
        with new_floor(running) as made:
            yield made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--since", "yesterday"), "--since"),
        (("--since", "2026-11-24", "--until", "2026-11-20"), "--until"),
        (("--since", "2026-11-24", "--zone", "Mars/Base"), "--zone"),
    ],
)
def test_a_mistake_is_one_sentence(words: tuple[str, ...], said: str) -> None:
    done = typed("compliance", "replay", *words, "--dsn", "host=127.0.0.1 port=1 dbname=x")
    assert done.code == 2
    assert said in done.sentence


def test_nothing_said_nothing_different(floor: Floor) -> None:
    done = typed(
        "compliance", "replay", "--since", "2026-11-24", "--dsn", floor.admin_dsn, "--json"
    )
    assert done.code == 0, done.err
    assert json.loads(done.out)["verdicts"] == 0
