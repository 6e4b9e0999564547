"""A measured figure beside its baseline, as contracts.md section 7 prints it. Both are measured in
one run on one machine and in one unit, most often a time, so that `ratio` (figure over baseline)
means the same on every machine: 1.0 is as good as the plain thing, 2.0 takes twice as long."""

import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Baseline(_Shown):
    """What the figure is held against, in the same unit."""

    what: str
    value: float


class Figure(_Shown):
    """One figure of a bench."""

    name: str
    unit: str
    value: float
    baseline: Baseline
    ratio: float | None  # None where the baseline is 0
    n: int  # how often it was measured, or of how many things
    machine: str


def figure(name: str, unit: str, value: float, *, what: str, baseline: float, n: int) -> Figure:
    """Rounded to what can be read."""
    return Figure(
        name=name,
        unit=unit,
        value=_readable(value),
        baseline=Baseline(what=what, value=_readable(baseline)),
        ratio=_readable(value / baseline) if baseline else None,
        n=n,
        machine=machine(),
    )


def p50(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The smallest value that 95 of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]


def machine() -> str:
    """Processor, cores, system and Python; nothing that names a person or a host."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.machine()}"
    return f"{_processor()}, {cores} cores, {system}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _readable(value: float) -> float:
    return float(f"{value:.4g}")
