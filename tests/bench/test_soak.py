"""The bars of a soak: what is kept, lost or stands still is one sentence, which makes the command
fail; what the store's own cache takes is no fault."""

import os

import pytest
import sqlcipher3

from desk_client.bench.figure import Figure, figure
from desk_client.bench.soak import unmet
from desk_client.bench.upkeep import Upkeep, store_memory_mb

BEFORE = Upkeep(memory_mb=100.0, descriptors=20, threads=5)


def soaked(
    *,
    phone: Upkeep = BEFORE,
    desk: Upkeep = BEFORE,
    cached_mb: float = 0.0,
    stood: int = 0,
    lost: int = 0,
) -> list[Figure]:
    """The figures of a soak that began with `BEFORE` and no cache, and ended with these."""
    return [
        *phone.beside(BEFORE, "the phone process", "before", 1000),
        *desk.beside(BEFORE, "the desk", "before", 1000),
        *(
            figure("soak", unit, value, what="before", baseline=0, n=1000)
            for unit, value in (
                ("MB of the desk are its store's page cache, which ends at 64", cached_mb),
                ("standstills above 50 ms", stood),
                ("facts lost or doubled", lost),
            )
        ),
    ]


def test_what_stays_as_it_was_meets_the_bars() -> None:
    assert unmet(soaked()) is None
    assert unmet(soaked(phone=Upkeep(105.0, 20, 5), desk=Upkeep(104.9, 19, 5))) is None


def test_memory_that_grows() -> None:
    said = unmet(soaked(phone=Upkeep(106.0, 20, 5)))
    assert said == "The soak does not meet its bars: the phone process has 6 MB more."


def test_the_store_s_cache_is_the_desk_s_only_excuse() -> None:
    grown = Upkeep(109.0, 20, 5)
    assert unmet(soaked(desk=grown, cached_mb=5.0)) is None
    assert "the desk has 9 MB more" in str(unmet(soaked(desk=grown, cached_mb=3.0)))
    assert "the phone process has" in str(unmet(soaked(phone=grown, cached_mb=5.0)))


def test_what_is_left_behind_or_lost() -> None:
    said = str(unmet(soaked(desk=Upkeep(100.0, 21, 6), lost=2)))
    assert "the desk has 1 descriptors more; the desk has 1 threads more" in said
    assert said.endswith("2 facts were lost or doubled.")


def test_a_standstill_fails_where_the_machine_was_idle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (0.0, 0.0, 0.0))
    assert "stood still 1 times" in str(unmet(soaked(stood=1)))
    monkeypatch.setattr(os, "getloadavg", lambda: (1000.0, 0.0, 0.0))
    assert unmet(soaked(stood=1)) is None


def test_sqlite_says_what_it_keeps() -> None:
    before = store_memory_mb()
    connection = sqlcipher3.connect(":memory:")
    connection.execute("create table t as select randomblob(3000000) as a")
    assert store_memory_mb() > before + 2
    connection.close()
