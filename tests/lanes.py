"""Tests run in two lanes, so that two cores are used: whatever measures time, fills a line or talks
to programs of the system goes one after the other in the live lane; everything else is given out
by files. What a lane left out is told to whoever counts."""

from pathlib import Path

import pytest

LIVE = frozenset({"asterisk", "bench", "day", "messenger", "phone", "transport", "trunk"})
TESTS = Path(__file__).parent


def lane(item: pytest.Item) -> str:
    """ "live", or the file that the test stands in: a file's tests share what they set up."""
    inside = item.path.is_relative_to(TESTS)
    place = item.path.relative_to(TESTS) if inside else item.path
    if place.parts[0] in LIVE or item.get_closest_marker("peers") is not None:
        return "live"
    return place.as_posix()


def into_lanes(items: list[pytest.Item]) -> None:
    """Marks each test with its lane; read only where more than one process runs them."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(lane(item)))


def tell(config: pytest.Config, left_out: dict[str, int]) -> None:
    """From one of several processes to the one that reports."""
    told = getattr(config, "workeroutput", None)
    if told is not None:
        told["left_out"] = left_out


def told(node: object) -> dict[str, int]:
    """What a process left out that has ended."""
    output: dict[str, dict[str, int]] = getattr(node, "workeroutput", {})
    return output.get("left_out", {})
