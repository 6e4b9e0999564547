"""The callscript follows from who is spoken to, why the case is up and how late it is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.callscript.choice import Choice, Due, Situation, choose, shipped_choice
from desk_client.callscript.load import shipped_ids
from desk_client.errors import BadInput
from desk_client.yaml_file import load_yaml

RULES = "rules:\n  - when: {due: callback}\n    script: callback\n    why: {zh: 回电, en: due}\n"


@pytest.mark.parametrize(
    ("now", "script"),
    [
        (Situation(days_past_due=19), "card-first"),
        (Situation(days_past_due=90), "card-first"),
        (Situation(days_past_due=91), "late-stage"),
        (Situation(due="broken_promise", days_past_due=19), "broken-promise"),
        (Situation(due="broken_promise", days_past_due=200), "broken-promise"),
        (Situation(due="callback", days_past_due=200), "callback"),
        (Situation(contact_person=True, due="callback"), "contact-person"),
        (Situation(answering=True, due="broken_promise", days_past_due=200), "inbound"),
        (Situation(answering=True, contact_person=True), "inbound"),
    ],
)
def test_the_first_rule_that_fits_counts(now: Situation, script: str) -> None:
    assert choose(now, "card-first").script == script


def test_the_reason_is_told_in_both_languages() -> None:
    broken = choose(Situation(due="broken_promise"), "card-first").why
    assert (broken.zh, broken.en) == ("承诺未兑现", "a promise was not kept")
    assert choose(Situation(), "card-first").why.en == "the campaign's callscript"


@given(
    st.builds(
        Situation,
        answering=st.booleans(),
        contact_person=st.booleans(),
        due=st.none() | st.sampled_from(Due.__args__),  # type: ignore[attr-defined]
        days_past_due=st.integers(-30, 4000),
    )
)
def test_every_situation_has_a_script_that_ships(now: Situation) -> None:
    assert choose(now, "card-first").script in shipped_ids()


def test_a_house_without_rules_keeps_its_campaigns_callscript() -> None:
    assert choose(Situation(answering=True), "plan-offer", rules=()).script == "plan-offer"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("script: callback", "script: callbck", "there is no callscript callbck"),
        ("due: callback", "due: never", r"choice\.yaml:2: "),
        ("due: callback", "stage: 3", r"choice\.yaml:2: "),
    ],
)
def test_a_rule_that_cannot_be_read_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    file = tmp_path / "choice.yaml"
    file.write_text(RULES, encoding="utf-8")
    assert load_yaml(file, Choice).rules[0].script == "callback"
    file.write_text(RULES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        load_yaml(file, Choice)


def test_every_rule_that_ships_can_be_the_one_that_counts() -> None:
    scripts = [rule.script for rule in shipped_choice().rules]
    assert len(set(scripts)) == len(scripts)
