"""A figure says what it was held against, on what machine, and how often it was measured."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from desk_client.bench.figure import Figure, figure, machine, p50, p95

KEYS = {"name", "unit", "value", "baseline", "ratio", "n", "machine"}
times = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=200)


def made(value: float = 3.0, baseline: float = 2.0) -> Figure:
    return figure("push", "s", value, what="COPY", baseline=baseline, n=10)


def test_keys_are_those_of_the_contract() -> None:
    told = made().model_dump()
    assert set(told) == KEYS
    assert told["baseline"] == {"what": "COPY", "value": 2.0}
    assert json.loads(json.dumps(told)) == told


def test_the_ratio_is_figure_over_baseline() -> None:
    assert made(3.0, 2.0).ratio == 1.5
    assert made(0.0, 2.0).ratio == 0.0
    assert made(3.0, 0.0).ratio is None


def test_figures_are_rounded_to_what_can_be_read() -> None:
    assert made(1234.5678, 0.000123456).value == 1235
    assert made(1234.5678, 0.000123456).baseline.value == 0.0001235


def test_a_figure_cannot_be_touched_up() -> None:
    with pytest.raises(ValidationError):
        made().value = 1.0


def test_ninety_five_of_a_hundred_are_no_longer() -> None:
    assert p95([float(number) for number in range(1, 101)]) == 95
    assert p95([7.0]) == 7.0
    assert p95([3.0, 1.0]) == 3.0


@given(times)
def test_the_spread_lies_among_what_was_measured(taken: list[float]) -> None:
    assert min(taken) <= p50(taken) <= p95(taken) <= max(taken) or len(taken) == 2
    assert p95(taken) in taken
    assert sum(each <= p95(taken) for each in taken) >= 0.95 * len(taken)


def test_the_machine_is_told_without_its_name() -> None:
    import platform

    assert "cores" in machine()
    assert platform.python_version() in machine()
    assert platform.node() not in machine()
