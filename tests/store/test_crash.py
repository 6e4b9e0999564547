"""A desk that is killed in the middle of writing loses nothing that it had said was written, and
writes nothing twice."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk_client.data_folder import DataFolder
from desk_client.fold import fold
from desk_client.ids import CaseId, FactId
from desk_client.store.database import open_store
from desk_client.store.facts import FactStore
from desk_client.store.outbox import Outbox
from desk_client.store.worklist import Worklist
from tests.happenings import ids
from tests.store.conftest import no_keyring

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("calls", [1, 40, 160])
def test_a_killed_writer_loses_and_doubles_nothing(folder: DataFolder, calls: int) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.store.endless_shift", str(folder.root)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert writer.stdout is not None
    said: list[FactId] = []
    for line in writer.stdout:  # a line is written only after its facts were committed
        said.extend(FactId(each) for each in line.split())
        if len(said) >= 2 * calls:
            break
    os.kill(writer.pid, signal.SIGKILL)  # in the middle of the next transactions
    rest = writer.stdout.read()
    writer.stdout.close()
    assert writer.wait(10) == -signal.SIGKILL
    said.extend(FactId(each) for line in rest.splitlines(keepends=True) for each in _whole(line))

    database = open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)
    facts, outbox = FactStore(database), Outbox(database)
    waiting = ids(outbox.next_batch(1_000_000))
    assert set(said) <= set(waiting), "a fact that was said to be written is gone"
    assert len(waiting) == len(set(waiting)) == facts.count() == outbox.waiting()
    assert facts.rebuild() == 0, "a folded state is out of step with its facts"
    for number in range(5):
        case_id = CaseId(f"case-{number}")
        told = facts.of_case(case_id)
        assert len(told) % 2 == 0, "half of a transaction was kept"
        assert Worklist(database).state_of(case_id) == fold(told)
    database.close()


def _whole(line: str) -> list[str]:
    return line.split() if line.endswith("\n") else []
