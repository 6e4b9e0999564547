"""A desk that is killed at any moment between the steps of answering, closing and undoing loses
nothing that it had said was written, doubles nothing, and keeps no half of a step. One kill each
time; with DESK_CLIENT_KILLS=40 as many as that."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desk_client.data_folder import DataFolder
from desk_client.fact import Fact
from desk_client.fold import fold
from desk_client.ids import FactId
from desk_client.store.database import open_store
from desk_client.store.facts import FactStore
from desk_client.store.open_workflows import OpenWorkflows
from desk_client.store.outbox import Outbox
from desk_client.store.worklist import Worklist
from desk_client.workflow_body import WorkflowClosed
from tests.happenings import ids
from tests.services.due_desk import CASE
from tests.store.conftest import no_keyring

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("DESK_CLIENT_KILLS", "1"))


@pytest.mark.parametrize("seed", range(KILLS))
def test_nothing_is_lost_doubled_or_halved(folder: DataFolder, seed: int) -> None:
    said = _killed(folder, seed, after=random.Random(seed).randint(1, 60))
    database = open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)
    facts, outbox = FactStore(database), Outbox(database)
    here = facts.ids()
    waiting = ids(outbox.next_batch(1_000_000))
    assert set(said) <= set(here), "a fact that was said to be written is gone"
    assert sorted(waiting) == sorted(here), "each is queued for central once"
    assert len(here) == len(set(here)) == facts.count()
    assert facts.rebuild() == 0, "a folded state is out of step with its facts"
    told = facts.of_case(CASE.case_id)
    state = fold(told)
    assert Worklist(database).state_of(CASE.case_id) == state
    owing = {case_id for case_id, _ in OpenWorkflows(database).cases()}
    assert (CASE.case_id in owing) is bool(state.open_workflows)
    _no_half_answer(told)
    database.close()


def _no_half_answer(told: list[Fact]) -> None:
    """A complaint that is closed is answered for the report in the same transaction."""
    answered = {each.occurred_at for each in told if each.kind == "complaint_answered"}
    complaints = {each.fact_id for each in fold(told).workflows if each.kind == "complaint"}
    for each in told:
        if isinstance(each.body, WorkflowClosed) and each.body.of in complaints:
            assert each.occurred_at in answered


def _killed(folder: DataFolder, seed: int, *, after: int) -> list[FactId]:
    """The ids that the desk had told when it was killed, in the middle of what came next."""
    desk = subprocess.Popen(
        [sys.executable, "-m", "tests.store.endless_matters", str(folder.root), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert desk.stdout is not None
    said: list[FactId] = []
    for number, line in enumerate(desk.stdout, start=1):
        said.extend(FactId(each) for each in line.split())
        if number >= after:
            break
    os.kill(desk.pid, signal.SIGKILL)
    rest = desk.stdout.read()
    desk.stdout.close()
    assert desk.wait(10) == -signal.SIGKILL
    whole = [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    return [*said, *(FactId(each) for line in whole for each in line.split())]
