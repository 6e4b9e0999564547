"""The packs as the viewer tells them: counts that add up, every rule of every pack whole, examples
as they come out, and what became of each rule since an earlier version."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from desk_client.compliance.examples import try_examples
from desk_client.compliance.load import load_pack, shipped_pack
from desk_client.compliance.pack import Pack
from desk_client.data_folder import resource
from desk_client.services.pack_pages import (
    pack_row,
    parameters,
    rule_detail,
    rule_rows,
    sources,
    subject_of,
    version_change,
)
from desk_client.services.pack_parts import CONFIDENCES, RuleChange

TODAY = date(2026, 11, 24)
NAMES = sorted(
    file.name.removesuffix(".yaml")
    for file in resource("packs").iterdir()
    if file.name.endswith(".yaml")
)


@cache
def shipped(name: str) -> Pack:
    pack = shipped_pack(name)
    assert pack is not None
    return pack


def altered(folder: Path, version: str, *changes: tuple[str, str, object]) -> Pack:
    """cn-bank-card with keys of rules changed: (rule, key, value); value None takes it away."""
    yaml = YAML(typ="safe")
    tree = yaml.load(resource("packs", "cn-bank-card.yaml").read_text(encoding="utf-8"))
    tree["version"] = version
    for name, key, value in changes:
        rules = tree["rules"]
        if key == "":
            tree["rules"] = [rule for rule in rules if rule["id"] != name]
            continue
        rule = next(each for each in rules if each["id"] == name)
        if value is None:
            rule.pop(key, None)
        else:
            rule[key] = value
    folder.mkdir(exist_ok=True)
    file = folder / "cn-bank-card.yaml"
    with file.open("w", encoding="utf-8") as out:
        yaml.dump(tree, out)
    return load_pack(file)


def of_rule(changes: Sequence[RuleChange], name: str) -> RuleChange:
    return next(change for change in changes if change.rule == name)


@pytest.mark.parametrize("name", NAMES)
def test_a_packs_line_adds_up(name: str) -> None:
    pack = shipped(name)
    row = pack_row(pack, in_use=False, tried=False)
    assert sum(row.sure.values()) == row.rules == len(pack.file.rules)
    assert tuple(row.sure) == CONFIDENCES
    assert row.faults is None
    assert row.sha256 == pack.sha256
    assert [source.title for source in sources(pack)] == [each.title for each in pack.file.sources]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_is_told_whole(name: str) -> None:
    pack = shipped(name)
    rows = rule_rows(pack, TODAY, only_unconfirmed=False)
    assert [row.rule for row in rows] == [rule.id for rule in pack.file.rules]
    for row, rule in zip(rows, pack.file.rules, strict=True):
        detail = rule_detail(pack, row.rule, TODAY)
        assert detail is not None
        assert detail.row == row
        assert len(detail.examples) == len(rule.examples)
        told = {key for key, _ in detail.parameters}
        assert told.isdisjoint({"id", "kind", "severity", "ref", "text", "examples", "in_force"})
        assert told <= rule.model_fields_set


def test_an_example_says_how_it_comes_out() -> None:
    detail = rule_detail(shipped("cn-bank-card"), "cn.hours", TODAY)
    assert detail is not None
    assert detail.zone == "Asia/Shanghai"
    closed = next(row for row in detail.examples if row.name == "22:00 is closed")
    assert (closed.got, closed.refused_by, closed.fault) == ("refused", ("cn.hours",), "")
    assert closed.retry_at is not None
    assert closed.retry_at.isoformat() == "2026-11-25T00:00:00+00:00"


def test_a_duty_is_proved_and_told_as_well() -> None:
    pack = shipped("cn-bank-card")
    duty = next(rule for rule in pack.duties if rule.kind == "retention")
    detail = rule_detail(pack, duty.id, TODAY)
    assert detail is not None
    assert detail.examples
    assert all(row.at is None and row.got == "" and row.fault == "" for row in detail.examples)


@pytest.mark.parametrize("name", ["cn-bank-card", "house-default"])
def test_the_faults_are_those_of_compliance_test(name: str) -> None:
    pack = shipped(name)
    counted = pack_row(pack, in_use=True, tried=True).faults
    assert counted == sum(bool(tried.fault) for tried in try_examples(pack))


def test_an_example_that_comes_out_otherwise_says_so(tmp_path: Path) -> None:
    pack = altered(tmp_path, "2026.12.0", ("cn.effective3", "max", 4))
    assert pack_row(pack, in_use=False, tried=True).faults
    row = next(
        row for row in rule_rows(pack, TODAY, only_unconfirmed=False) if row.rule == "cn.effective3"
    )
    assert row.fails
    detail = rule_detail(pack, "cn.effective3", TODAY)
    assert detail is not None
    failed = [example for example in detail.examples if example.fault]
    assert failed
    assert "expected" in failed[0].fault


def test_a_rule_outside_its_days_is_not_in_force(tmp_path: Path) -> None:
    days = {"since": date(2026, 1, 30), "until": date(2026, 11, 23)}
    pack = altered(tmp_path, "2026.12.0", ("cn.attempt6", "in_force", days))
    rows = {row.rule: row for row in rule_rows(pack, TODAY, only_unconfirmed=False)}
    assert not rows["cn.attempt6"].in_force
    assert rows["cn.hours"].in_force
    assert rule_rows(pack, date(2026, 11, 23), only_unconfirmed=False)[3].in_force


def test_only_what_nobody_confirmed() -> None:
    rows = rule_rows(shipped("us-regf"), TODAY, only_unconfirmed=True)
    assert rows
    assert {row.confidence for row in rows} == {"unsure"}


def test_what_tells_a_rule_from_others_of_its_kind() -> None:
    rules = {rule.id: rule for rule in shipped("cn-bank-card").file.rules}
    assert subject_of(rules["cn.cease"]) == (("flag", "cease"),)
    assert subject_of(rules["cn.hours"]) == ()
    assert subject_of(rules["cn.sms"]) == (("channel", "sms"),)


def test_parameters_are_the_keys_of_the_kind_and_no_others() -> None:
    rules = {rule.id: rule for rule in shipped("cn-bank-card").file.rules}
    told = dict(parameters(rules["cn.effective3"]))
    assert told["max"] == 3
    assert told["window"] == {"n": 1, "unit": "local_day"}
    assert told["key"] == ["debtor"]
    assert "label" not in told


def test_versions_that_are_the_same_differ_in_nothing(tmp_path: Path) -> None:
    before = altered(tmp_path / "a", "2026.12.0")
    after = altered(tmp_path / "b", "2026.12.1")
    change = version_change(before, after)
    assert change.earlier == "2026.12.0"
    assert (change.head, change.changes) == ((), ())


def test_what_became_of_each_rule(tmp_path: Path) -> None:
    before = altered(tmp_path / "a", "2026.12.0", ("cn.cease", "", None))
    after = altered(
        tmp_path / "b",
        "2026.12.1",
        ("cn.effective3", "max", 4),
        ("cn.attempt6", "severity", "must"),
        ("cn.attempt6", "held_as", None),
        ("cn.minor", "", None),
        ("cn.employer", "see_also", ["劳动法"]),
    )
    change = version_change(before, after)
    told = {each.rule: each.what for each in change.changes}
    assert told == {
        "cn.effective3": "changed",
        "cn.attempt6": "changed",
        "cn.cease": "added",
        "cn.employer": "changed",
        "cn.minor": "removed",
    }
    assert change.changes[-1].rule == "cn.minor", "what went comes last"
    looser = of_rule(change.changes, "cn.effective3")
    assert [(each.name, each.before, each.after) for each in looser.fields] == [("max", 3, 4)]
    assert looser.looser == "max"
    strict = of_rule(change.changes, "cn.attempt6")
    assert {each.name for each in strict.fields} == {"severity", "held_as"}
    cited = of_rule(change.changes, "cn.employer")
    assert [(each.before, each.after) for each in cited.fields] == [(None, ["劳动法"])]


def test_changed_examples_are_told_as_such(tmp_path: Path) -> None:
    before = altered(tmp_path / "a", "2026.12.0")
    rule = next(each for each in before.file.rules if each.id == "cn.number")
    fewer = rule.model_dump(mode="json", exclude_defaults=True)["examples"][:1]
    after = altered(tmp_path / "b", "2026.12.1", ("cn.number", "examples", fewer))
    (change,) = version_change(before, after).changes
    assert change.examples
    assert change.fields == ()


def test_sources_that_came_are_told_by_name() -> None:
    earlier = shipped_pack("cn-bank-card@2026.11.0")
    assert earlier is not None
    change = version_change(earlier, shipped("cn-bank-card"))
    named = {field.name: field.after for field in change.head}
    assert "version" not in named
    came = named["sources"]
    assert isinstance(came, list)
    assert "MIIT 31" in came
