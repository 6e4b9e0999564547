"""Plays a callscript by keys without a call: for the examples that every script carries, for tests
and for looking a script over before it is used."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from desk_client.callscript.check import Finding
from desk_client.callscript.placeholders import SAMPLE
from desk_client.callscript.run import ScriptRun, start
from desk_client.callscript.script import Callscript, Example
from desk_client.text import Language

_FACTORS = {
    "id_last4": "3317",
    "district": "浦东新区",
    "birth_month": "1985-03",
    "card_last4": "1234",
}
_BEGIN = datetime(2026, 11, 24, 2, 41, 20, tzinfo=UTC)
_BREATH = timedelta(seconds=4)


def sample_values(language: Language) -> Mapping[str, str]:
    """Made-up words for every placeholder and factor."""
    return {name: words.in_language(language) for name, words in SAMPLE.items()} | _FACTORS


def pressed(run: ScriptRun, key: str, at: datetime) -> ScriptRun:
    """The run after one key: _ is Space, a digit a branch or factor, comma and full stop as on the
    keyboard, V identity; any other word enters the side path of that name (KeyError if none)."""
    match key:
        case "_":
            return run.say(at)
        case "1" | "2" | "3" | "4":
            return run.press(int(key), at)
        case ",":
            return run.back()
        case ".":
            return run.step_on()
        case "V":
            return run.goto_identity()
        case name:
            return run.goto(name)


def play(script: Callscript, language: Language, keys: Iterable[str]) -> ScriptRun:
    """The run after all keys, four seconds apart."""
    run = start(script, language, sample_values(language))
    for number, key in enumerate(keys):
        run = pressed(run, key, _BEGIN + number * _BREATH)
    return run


def example_faults(script: Callscript) -> list[Finding]:
    """The script's own examples that do not come out as written, in any of its languages."""
    return list(_example_faults(script))


def _example_faults(script: Callscript) -> Iterator[Finding]:
    for index, example in enumerate(script.examples):
        for language in script.languages:
            part = ("examples", index)
            try:
                run = play(script, language, example.keys)
            except KeyError as unknown:
                yield Finding(part, f"no path {unknown} to enter", "name a step or side path")
                break
            found = outcome_of(example.name, example.keys, run)
            if found != example:
                yield Finding(part, f"the example plays to: {_told(found)}", _told(example))
                break


def outcome_of(name: str, keys: tuple[str, ...], run: ScriptRun) -> Example:
    """A run written as an example."""
    return Example(
        name=name,
        keys=keys,
        path=run.path.id,
        verified=run.verified,
        said=len(run.said),
        must_said=len(run.must_say()) - len(run.unsaid()),
        finished=run.finished,
        party=run.party,
        outcome=run.proposed_outcome,
    )


def _told(example: Example) -> str:
    return (
        f"path {example.path}, verified {example.verified}, said {example.said}, must_said "
        f"{example.must_said}, finished {example.finished}, party {example.party}, outcome "
        f"{example.outcome}"
    )
