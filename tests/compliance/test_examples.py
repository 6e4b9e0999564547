"""The packs prove themselves: an example that comes out otherwise, of whatever kind of rule, and a
rule that no example shows at work are failures with the rule's name."""

from pathlib import Path

import pytest

from desk_client.compliance.examples import Tried, try_examples
from desk_client.compliance.load import load_pack, shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.data_folder import resource

HOUSE = resource("packs", "house-default.yaml").read_text("utf-8")
CHINA = resource("packs", "cn-bank-card.yaml").read_text("utf-8")


def faults(tmp_path: Path, text: str, name: str = "house-default") -> list[Tried]:
    file = tmp_path / f"{name}.yaml"
    file.write_text(text, "utf-8")
    return [one for one in try_examples(load_pack(file)) if one.fault]


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        (
            'erase_from: "2031-11-24T08:00:00Z"',
            'erase_from: "2031-11-25T08:00:00Z"',
            "house.keep_recording",
            "erase_from is 2031-11-24T08:00:00Z, expected 2031-11-25T08:00:00Z",
        ),
        ("due_on: 2026-11-30", "due_on: 2026-11-28", "house.mediation_day", "due_on is 2026-11-30"),
        ("faults: [not_approved]", "faults: []", "house.plan_approval", "('not_approved',)"),
        ("faults: [second]", "faults: [reason]", "house.authority", "('second',)"),
        (
            "{identity: verified, shown: [amount, statement]}",
            "{identity: verified, shown: [amount], hidden: [statement]}",
            "house.identity",
            "shown though not expected is ('statement',)",
        ),
        ("{missing: [input_sha256]}", "{missing: [packs]}", "house.audit", "('input_sha256',)"),
    ],
)
def test_an_example_of_a_duty_that_comes_out_otherwise_is_told(
    tmp_path: Path, old: str, new: str, rule: str, said: str
) -> None:
    assert old in HOUSE
    (fault,) = faults(tmp_path, HOUSE.replace(old, new, 1))
    assert (fault.rule, said in fault.fault) == (rule, True), fault


@pytest.mark.parametrize(
    ("cut_from", "cut_to", "rule"),
    [
        ("      - name: an agent's own plan", "      - name: approved", "house.plan_approval"),
        ("      - name: without the hash of what was asked", None, "house.audit"),
    ],
)
def test_a_duty_that_no_example_shows_at_work_is_a_failure(
    tmp_path: Path, cut_from: str, cut_to: str | None, rule: str
) -> None:
    start = HOUSE.index(cut_from)
    end = len(HOUSE) if cut_to is None else HOUSE.index(cut_to)
    told = faults(tmp_path, HOUSE[:start] + HOUSE[end:])
    assert [(one.rule, one.name, one.fault) for one in told] == [
        (rule, "", "no example shows this rule at work")
    ]


def test_a_rule_that_only_repeats_another_s_gate_shows_nothing(tmp_path: Path) -> None:
    start = CHINA.index("  - id: cn.vulnerable_care")
    end = CHINA.index("\n\n", start)
    twin = CHINA[start:end].replace("cn.vulnerable_care", "cn.twin")
    told = faults(tmp_path, CHINA[:end] + "\n\n" + twin + CHINA[end:], "cn-bank-card")
    assert {(one.rule, one.fault) for one in told} == {
        ("cn.vulnerable_care", "no example shows this rule at work"),
        ("cn.twin", "no example shows this rule at work"),
    }


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.id)
def test_contacts_and_duties_together_are_the_pack(pack: Pack) -> None:
    assert len(pack.rules) + len(pack.duties) == len(pack.file.rules)
    assert {rule.id for rule in (*pack.rules, *pack.duties)} == {
        rule.id for rule in pack.file.rules
    }
