"""The demo's book is whole; a fault in a book names its file and line."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.errors import BadInput
from desk_client.trunk.scenario import Between, ScenarioKind, dialled_key, load_scenarios

DEMO = Path("resources/scenarios/demo.yaml").read_text(encoding="utf-8")


def book_with(folder: Path, old: str, new: str) -> Path:
    assert old in DEMO
    path = folder / "mine.yaml"
    path.write_text(DEMO.replace(old, new, 1), encoding="utf-8")
    return path


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_demo_knows_all_nine_kinds() -> None:
    book = load_scenarios()
    assert set(book.scenarios) == set(ScenarioKind)
    assert sum(book.deck.values()) == 12
    assert all(book.deck[kind] >= 1 for kind in ScenarioKind)


def test_the_demos_house_has_a_lead_and_a_specialist() -> None:
    house = load_scenarios().house
    assert {number: each.role for number, each in house.items()} == {
        "8001": "lead",
        "8002": "specialist",
    }
    lead = house["8001"]
    assert (lead.name.zh, lead.name.en) == ("王芳", "Ada Wong")
    assert lead.scenario(lead.says).timeline[-1].hang_up


def test_a_book_needs_no_house(tmp_path: Path) -> None:
    bare = tmp_path / "bare.yaml"
    bare.write_text(DEMO.partition("# The people of the house")[0], encoding="utf-8")
    book = load_scenarios(bare)
    assert (book.house, book.echo) == ({}, None)
    assert book.calls_back[-1].hang_up
    assert book.put_through[-1].hang_up


def test_a_scenario_either_rings_or_is_refused() -> None:
    for scenario in load_scenarios().scenarios.values():
        assert (scenario.refused is None) != (scenario.ring is None and scenario.unanswered is None)


@pytest.mark.parametrize(
    ("old", "new", "line_holds", "says"),
    [
        ("wait_s: 1.5", "wait: 1.5", "- wait: 1.5", "unknown key"),
        ("say: hello\n", "say: helo\n", "- say: helo", "no clip 'helo'"),
        ("hang_up: true", "hang_up: yes", "hang_up: yes", "hang_up"),
        ("hang_up: true", "hang_up: false", "hang_up: false", "hang_up is true"),
        ("most_s: 1.2", "most_s: 0.1", "most_s: 0.1", "most_s must not be below least_s"),
        ("code: 486", "code: 200", "code: 200", "greater than or equal to 400"),
        ("code: 486", "code: '486'", "code: '486'", "integer"),
        ("reason: Busy Here", 'reason: "a\\r\\nX-Evil: 1"', "X-Evil", "pattern"),
        ("says: lead_here", "says: led_here", "says: led_here", "no clip 'led_here'"),
        ("role: lead", "role: boss", "role: boss", "lead"),
        ("busy: 1", "bussy: 1", "bussy: 1", "answers_and_promises"),
        ("busy: 1", "busy: 1\n  busy: 2", "busy: 2", "twice"),
        ("  busy:\n", "  busi:\n", "  busi:\n", "answers_and_promises"),
        ("deck:", "numbers: {'10086': busi}\ndeck:", "numbers:", "answers_and_promises"),
    ],
)
def test_a_fault_names_its_line(
    tmp_path: Path, old: str, new: str, line_holds: str, says: str
) -> None:
    path = book_with(tmp_path, old, new)
    with pytest.raises(BadInput) as fault:
        load_scenarios(path)
    assert says in str(fault.value)
    assert fault.value.where == "mine.yaml"
    assert fault.value.line == line_of(path.read_text("utf-8"), line_holds.strip())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("      - say: voicemail\n      - wait_s: 15.0\n      - hang_up: true", "", "timeline"),
        (
            "      - wait_s: 15.0\n      - hang_up: true",
            "      - wait_s: 15.0",
            "ends with hang_up",
        ),
        ("no_answer:\n", "no_answer:\n    ring: {least_s: 1, most_s: 1}\n", "has no ring"),
        ("busy:\n", "busy:\n    ring: {least_s: 1, most_s: 1}\n", "a refused call has no ring"),
        ("    says: specialist_here",
         "    says: specialist_here\n    writes_back: {zh: 好, en: Yes}",
         "one of the house at most writes back"),
        ("echo: \"*43\"", "echo: \"43\"", "pattern"),
        ("deck:", "numbers: {'+8613800001111': busy, '13800001111': busy}\ndeck:", "twice"),
        ("\n  busy:\n    refused: {after_s: 0.2, code: 486, reason: Busy Here, q850_cause: 17}\n",
         "\n", "scenarios lacks busy"),
    ],
)  # fmt: skip
def test_a_book_that_does_not_hold_together_is_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        load_scenarios(book_with(tmp_path, old, new))


def test_an_empty_deck_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(DEMO.partition("deck:")[0] + "deck: {busy: 0}\n", encoding="utf-8")
    with pytest.raises(BadInput, match="deck is empty"):
        load_scenarios(path)


def test_a_missing_book_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load_scenarios(tmp_path / "none.yaml")


@pytest.mark.parametrize("written", ["13800001111", "+8613800001111", "+86 138-0000-1111"])
def test_all_writings_of_a_number_are_one(written: str) -> None:
    assert dialled_key(written) == "+8613800001111"


@given(st.text(max_size=40))
def test_any_text_has_a_key(text: str) -> None:
    assert isinstance(dialled_key(text), str)


@given(st.floats(0, 600), st.floats(0, 600), st.integers())
def test_a_drawn_time_lies_between(one: float, other: float, seed: int) -> None:
    span = Between(least_s=min(one, other), most_s=max(one, other))
    drawn = span.draw(random.Random(seed))
    assert span.least_s <= drawn <= span.most_s or drawn == pytest.approx(span.most_s)
