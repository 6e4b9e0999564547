"""Two desks and one central, and everything that goes wrong between them: no cap is exceeded in any
window, and when all are back nothing is charged that was not used. `DESK_CLIENT_RUNS=1000` plays so
many runs; the seed of a run that fails is in its words, and `DESK_CLIENT_SEED` begins with it."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk_client.compliance.load import load_pack
from desk_client.compliance.pack_set import PackSet
from desk_client.ids import Login
from desk_client.store.database import Database
from desk_client.sync.connection import CentralConnection
from tests.central.floor import ONE_SERVER, Floor, folder_of_its_own, password
from tests.sync.desk import open_database
from tests.sync.two_desks.central_time import CentralTime
from tests.sync.two_desks.chance import LOGINS, Run
from tests.sync.two_desks.shaky_desk import ShakyDesk

pytestmark = ONE_SERVER
RUNS = int(os.environ.get("DESK_CLIENT_RUNS", "60"))
CHUNK = 50
FIRST_SEED = int(os.environ.get("DESK_CLIENT_SEED", "1"))
PACKS = PackSet((load_pack(Path(__file__).parent / "try-caps.yaml"),), ("try-caps",))


class Stage:
    """One PostgreSQL, two stores and two doors, for all runs."""

    def __init__(self, floor: Floor, administrator: psycopg.Connection, folder: Path) -> None:
        self._floor = floor
        self._folder = folder
        self._time = CentralTime(floor, administrator)
        self._databases: tuple[Database, ...] = tuple(
            open_database(folder / f"desk-{number}") for number in range(len(LOGINS))
        )
        self._doors = tuple(
            CentralConnection(address=floor.address, login=login, password=password(login))
            for login in LOGINS
        )
        self.happened: Counter[str] = Counter()

    def run(self, seed: int) -> Run:
        self._time.forget_work()
        return Run(seed, self._floor, self._time, self._desks, self.happened)

    def _desks(self, run: Run) -> tuple[ShakyDesk, ...]:
        def told(_desk: ShakyDesk, case_id: str) -> bool:
            talked = run.chance.random() < 0.3
            run.oracle.saw(case_id, run.true.now, talked=talked)  # type: ignore[arg-type]
            return talked

        def desk(number: int) -> ShakyDesk:
            login: Login = LOGINS[number]
            one = ShakyDesk(
                login=login,
                database=self._databases[number],
                central=self._doors[number],
                packs=PACKS,
                folder=self._folder,
                machine=run.machine(),
                told=told,
            )
            one.forget_everything()
            return one

        return tuple(map(desk, range(len(LOGINS))))

    def close(self) -> None:
        for door in self._doors:
            door.close()
        for database in self._databases:
            database.close()


@pytest.fixture
def stage(floor: Floor) -> Iterator[Stage]:
    with floor.administrator() as administrator, folder_of_its_own() as folder:
        made = Stage(floor, administrator, folder)
        yield made
        made.close()


@pytest.mark.timeout(400)
@pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + RUNS, CHUNK))
def test_no_cap_is_exceeded_whatever_goes_wrong(stage: Stage, first: int) -> None:
    seeds = range(first, min(first + CHUNK, FIRST_SEED + RUNS))
    full: set[str] = set()
    calls = 0
    for seed in seeds:
        run = stage.run(seed)
        run.play()
        assert not list(run.oracle.broken()), f"seed {seed}"
        assert run.charged() == run.oracle.made, f"seed {seed}"
        for desk in run.desks:
            assert desk.leases.unsettled() == (), f"seed {seed}"
        known = [
            {fact for each in run.cases for fact in desk.facts.ids_of_debtor(each.debtor_id)}
            for desk in run.desks
        ]
        assert all(each == known[0] for each in known), f"seed {seed}"
        full |= run.oracle.full()
        calls += run.oracle.made
    print(f"{len(seeds)} runs, {calls} calls, full: {sorted(full)}")  # noqa: T201 - shown with -s
    for what, count in sorted(stage.happened.items()):
        print(f"{count:8} {what}")  # noqa: T201
    assert stage.happened["away for more than an hour"] == len(seeds)
    if len(seeds) == CHUNK:  # the caps really were what held the desks back
        assert full >= {"day", "central", "hour", "talks"}
        assert stage.happened["judged with outstanding"] > CHUNK
