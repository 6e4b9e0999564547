"""Tests run in two processes, file by file, for most of them wait for phones and servers. What one
process left out is told to the one that reports, which fails the run where it is required."""

import pytest


def tell(config: pytest.Config, left_out: dict[str, int]) -> None:
    """From one of several processes to the one that reports."""
    told = getattr(config, "workeroutput", None)
    if told is not None:
        told["left_out"] = left_out


def told(node: object) -> dict[str, int]:
    """What a process left out that has ended."""
    output: dict[str, dict[str, int]] = getattr(node, "workeroutput", {})
    return output.get("left_out", {})
