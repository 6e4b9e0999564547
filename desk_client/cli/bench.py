"""`desk-client bench`: figures beside baselines that are measured in the same run on the same
machine (contracts.md section 7). Every figure is made by the real parts: the store on this disk,
the phone process, the simulated trunk, an embedded PostgreSQL, the windows."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

import typer

from desk_client.bench.figure import Figure
from desk_client.errors import DeskError


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where a bench lies, how often it measures where nobody says, whether it can fail."""

    place: str
    n: int
    bars: str | None = None  # what says in a sentence which bars were not met


_KNOWN = {
    "click_to_invite": _Bench("dialling:click_to_invite", 100),
    "outcome_to_invite": _Bench("window:outcome_to_invite", 12),
    "key_to_paint": _Bench("window:key_to_paint", 12),
    "start_to_usable": _Bench("window:start_to_usable", 12),
    "verdict": _Bench("rules:verdict", 2000),
    "verdict_long": _Bench("rules:verdict_long", 300),
    "screening": _Bench("rules:screening", 100_000),
    "fold": _Bench("rules:fold_case", 2000),
    "search_1m": _Bench("searching:search_1m", 1_000_000, bars="searching:unmet"),
    "push": _Bench("central:push_facts", 5000),
    "pull": _Bench("central:pull_facts", 5000),
    "claims": _Bench("central:claims", 800),
    "import": _Bench("central:import_file", 5000),
    "recording_cpu": _Bench("recording:recording_cpu", 3),
    "recording_loss": _Bench("recording:recording_loss", 100),
    "healing": _Bench("healing:healing", 20),
    "sound_latency": _Bench("sound:sound_latency", 40),
    "sound_cpu": _Bench("sound:sound_cpu", 3),
    "registration_storm": _Bench("registration:registration_storm", 200),
    "messages_smtp": _Bench("messages:mail", 1000, bars="messages:unmet"),
    "messages_smpp": _Bench("messages:sms", 5000, bars="messages:unmet"),
    "soak": _Bench("soak:soak", 1000, bars="soak:unmet"),
}
_BY_NAME_ONLY = frozenset(
    {"registration_storm", "messages_smtp", "soak", "search_1m"}
)  # a kamailio, an exim; minutes


def bench(
    names: Annotated[
        list[str] | None, typer.Argument(help="Which figures; all but soak where none is named.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    n: Annotated[
        int | None,
        typer.Option("--n", min=1, max=1_000_000, help="How often, or of how many; soak: calls."),
    ] = None,
) -> None:
    """Measure each figure beside its baseline, in one run."""
    wanted = names or [name for name in _KNOWN if name not in _BY_NAME_ONLY]
    for name in wanted:
        if name not in _KNOWN:
            raise typer.BadParameter(f"there is no figure {name!r}; known: {', '.join(_KNOWN)}")
    figures: list[Figure] = []
    faults: list[str] = []
    for name in dict.fromkeys(wanted):
        if sys.stderr.isatty():
            sys.stderr.write(f"measuring {name} ...\n")
        known = _KNOWN[name]
        made: list[Figure] = _named(known.place)(n or known.n)
        figures += made
        if known.bars is not None and (fault := _named(known.bars)(made)) is not None:
            faults.append(fault)
        if not as_json:
            for each in made:
                typer.echo(_sentence(each))
    if as_json:
        typer.echo(json.dumps([each.model_dump() for each in figures], indent=1))
    if faults:
        raise DeskError(" ".join(faults))


def _named(place: str) -> Callable[..., Any]:
    module, _, function = place.partition(":")
    named: Callable[..., Any] = getattr(import_module(f"desk_client.bench.{module}"), function)
    return named


def _sentence(each: Figure) -> str:
    ratio = "" if each.ratio is None else f", ratio {each.ratio:g}"
    return (
        f"{each.name}: {each.value:g} {each.unit} (n {each.n}); "
        f"{each.baseline.what}: {each.baseline.value:g}{ratio}"
    )
