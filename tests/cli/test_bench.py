"""`desk-client bench` as it is typed: sentences for people, the contract's JSON for programs."""

import json

from tests.cli.programme import typed

KEYS = {"name", "unit", "value", "baseline", "ratio", "n", "machine"}


def test_figures_as_sentences() -> None:
    said = typed("bench", "fold", "verdict", "--n", "5")
    assert (said.code, said.err) == (0, "")
    fold, verdict = said.out.splitlines()
    assert fold.startswith("fold: ")
    assert verdict.startswith("verdict: ")
    assert "(n 5)" in fold
    assert "the verdict on a debtor never contacted: " in verdict
    assert "ratio " in verdict


def test_figures_as_json() -> None:
    said = typed("bench", "fold", "fold", "--json", "--n", "5")
    (one,) = json.loads(said.out)
    assert set(one) == KEYS
    assert set(one["baseline"]) == {"what", "value"}
    assert (one["name"], one["unit"], one["n"]) == ("fold", "us", 5)
    assert one["value"] > 0


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    said = typed("bench", "fold", "warp", "--json")
    assert (said.code, said.out) == (2, "")
    for name in ("warp", "click_to_invite", "recording_loss", "soak", "import"):
        assert name in said.sentence
