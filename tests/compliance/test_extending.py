"""A pack on top of another: what it inherits, what it may tighten, and what is refused with the
line it stands in; earlier versions by their hash."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk_client.compliance.examples import try_examples
from desk_client.compliance.load import (
    earlier_packs,
    load_pack,
    load_packs,
    pack_with,
    shipped_pack,
    shipped_packs,
)
from desk_client.compliance.pack import chosen_by_scope
from desk_client.compliance.request import Collector
from desk_client.compliance.verdict import verdict
from desk_client.errors import BadInput
from tests.compliance.asking import ask, call_made, local
from tests.compliance.pack_files import pack, rule, written

NOON = local("2026-11-24 12:00")
HOURS = rule("law.hours", "hours", "windows: [{open: '08:00', close: '21:00'}]")
CALLS = "count: {media: [call]}"
CAP = rule(
    "law.cap",
    "windowed_cap",
    "max: 3",
    "window: {n: 1, unit: local_day}",
    "key: [debtor]",
    CALLS,
    "label: {zh: 次, en: Calls}",
)
SHANGHAI = "scope: {}\nlegal_time: {zone: Asia/Shanghai, aliases: [PRC]}"


def child(folder: Path, *rules: str, head: str = "scope: {}") -> Path:
    return written(folder, "child", *rules, head=f"{head}\nextends: law")


@pytest.fixture
def law(tmp_path: Path) -> Path:
    return written(tmp_path, "law", HOURS, CAP)


def fault(file: Path) -> str:
    with pytest.raises(BadInput) as raised:
        load_pack(file, file.parent)
    return str(raised.value)


def line_of(file: Path, words: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_child_has_its_parents_rules_and_its_own(tmp_path: Path, law: Path) -> None:
    tighter = HOURS.replace("21:00", "20:00")
    own = rule("child.gap", "min_gap", "seconds: 60", "key: [debtor]", "after: {media: [call]}")
    both = load_pack(child(tmp_path, tighter, own), tmp_path)
    assert [each.id for each in both.rules] == ["law.hours", "law.cap", "child.gap"]
    assert both.parents == ("law",)
    evening = ask(local("2026-11-24 20:30"))
    assert verdict(evening, (load_pack(law),)).allowed
    assert not verdict(evening, (both,)).allowed
    assert [each.id for each in both.own_rules] == ["law.hours", "child.gap"]
    assert {one.rule for one in try_examples(both)} == {"law.hours", "child.gap"}


def test_the_hash_covers_parent_and_child(tmp_path: Path, law: Path) -> None:
    file = child(tmp_path, rule("child.wrong", "party_identity", "states: [wrong]"))
    before = load_pack(file, tmp_path).sha256
    assert load_pack(file, tmp_path).sha256 == before
    assert before != hashlib.sha256(file.read_bytes()).hexdigest()
    law.write_text(law.read_text("utf-8") + "# a word more\n", "utf-8")
    assert load_pack(file, tmp_path).sha256 != before


def test_a_chain_is_read_to_its_end(tmp_path: Path, law: Path) -> None:
    child(tmp_path, HOURS.replace("21:00", "20:00"))
    last = written(
        tmp_path,
        "grandchild",
        HOURS.replace("21:00", "19:00"),
        head="scope: {}\nextends: child",
    )
    found = load_pack(last, tmp_path)
    assert found.parents == ("child", "law")
    assert [each.id for each in found.rules] == ["law.hours", "law.cap"]
    last.write_text(last.read_text("utf-8").replace("19:00", "20:30"), "utf-8")
    assert "loosens what child says" in fault(last)


def test_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    written(tmp_path, "law", HOURS, head="scope: {}\nextends: child")
    file = child(tmp_path, HOURS)
    assert "which extends this pack again" in fault(file)
    own = written(tmp_path, "own", HOURS, head="scope: {}\nextends: own")
    assert fault(own).startswith(f"own.yaml:{line_of(own, 'extends')}:")


def test_a_parent_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    file = child(tmp_path, HOURS)
    assert fault(file).startswith(f"child.yaml:{line_of(file, 'extends: law')}:")
    assert "a pack that is not there" in fault(file)
    file.write_text(file.read_text("utf-8").replace("extends: law", "extends: ../law"), "utf-8")
    assert "extends" in fault(file)


def test_a_pack_that_ships_can_be_extended_from_any_folder(tmp_path: Path) -> None:
    own = rule("child.wrong", "party_identity", "states: [unverified]")
    file = written(tmp_path, "child", own, head="scope: {}\nextends: cn-bank-card")
    both = load_pack(file, tmp_path)
    china = shipped_pack("cn-bank-card")
    assert china is not None
    assert len(both.rules) == len(china.rules) + 1
    assert both.legal_zone is not None
    assert both.legal_zone.zone.key == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("loose", "words"),
    [
        (HOURS.replace("08:00", "07:59"), "windows"),
        (HOURS.replace("must", "house"), "severity"),
        (HOURS.replace("since: 2020-01-01", "since: 2021-01-01"), "in_force"),
        (HOURS + "    media: [call]\n", "media"),
        (HOURS + "    exempt_by: [callback]\n", "exempt_by"),
        (CAP.replace("max: 3", "max: 4"), "max: 4"),
        (CAP.replace("key: [debtor]", "key: [debtor, address]"), "key: [debtor, address]"),
        (CAP.replace("[call]", "[sms]"), "count"),
    ],
)
def test_what_loosens_names_rule_field_and_line(
    tmp_path: Path, law: Path, loose: str, words: str
) -> None:
    file = child(tmp_path, loose)
    said = fault(file)
    assert said.startswith(f"child.yaml:{line_of(file, words)}:")
    assert words.split(":", maxsplit=1)[0] in said
    assert "law" in said
    assert "\n" not in said


def test_new_rules_may_not_lift_what_the_parent_says(tmp_path: Path, law: Path) -> None:
    exemption = rule("child.agreed", "exemption", "lifts: [law.cap]", "by: [callback]")
    assert "lifts loosens what law says" in fault(child(tmp_path, exemption))
    nowhere = exemption.replace("law.cap", "law.gap")
    assert "lifts" in fault(child(tmp_path, nowhere))
    own = rule("child.gap", "min_gap", "seconds: 60", "key: [debtor]", "after: {media: [call]}")
    fine = exemption.replace("law.cap", "child.gap")
    assert load_pack(child(tmp_path, own, fine), tmp_path).parents == ("law",)


def test_clocks_may_only_become_more(tmp_path: Path) -> None:
    written(tmp_path, "law", HOURS, head=SHANGHAI + "\non_unknown_zone: [Asia/Shanghai]")
    for head, key in (
        ("scope: {}\nlegal_time: {zone: Asia/Tokyo}", "legal_time"),
        ("scope: {}\nlegal_time: {zone: Asia/Shanghai}", "legal_time"),
        ("scope: {}\nzones: {stated_wins: true}", "zones"),
        ("scope: {}\non_unknown_zone: [Asia/Tokyo]", "on_unknown_zone"),
    ):
        file = child(tmp_path, CAP, head=head)
        assert fault(file).startswith(f"child.yaml:{line_of(file, key)}:")
    inherits = load_pack(child(tmp_path, CAP), tmp_path)
    assert inherits.file.legal_time is not None
    assert inherits.file.on_unknown_zone == ("Asia/Shanghai",)
    refuses = load_pack(child(tmp_path, CAP, head="scope: {}\non_unknown_zone: []"), tmp_path)
    assert refuses.file.on_unknown_zone == ()
    unknown = verdict(ask(NOON, locations=()), (refuses,))
    assert "unknown_zone" in [reason.kind for reason in unknown.reasons]


def test_where_the_child_applies_the_parent_need_not(tmp_path: Path) -> None:
    china = 'scope: {regions: [CN], numbers: ["+86"]'
    law = pack(tmp_path, "law", HOURS, CAP, head=china + "}")
    bank = child(tmp_path, HOURS.replace("21:00", "20:00"), head=china + ", lenders: [bank]}")
    both = (law, load_pack(bank, tmp_path))
    assert [each.id for each in chosen_by_scope(both, ask(NOON))] == ["child"]
    other = ask(NOON, collector=Collector(role="first_party", lender="other"))
    assert [each.id for each in chosen_by_scope(both, other)] == ["law"]


def test_a_parents_cap_counts_once_in_the_child(tmp_path: Path, law: Path) -> None:
    both = load_pack(child(tmp_path, CAP.replace("max: 3", "max: 2")), tmp_path)
    calls = tuple(call_made(datetime(2026, 11, 24, n, tzinfo=UTC)) for n in (1, 2))
    answer = verdict(ask(NOON, history=calls), (both,))
    assert [(limit.rule, limit.used, limit.max) for limit in answer.limits] == [("law.cap", 2, 2)]
    assert not answer.allowed


def test_an_earlier_version_stands_beside_the_packs(tmp_path: Path, law: Path) -> None:
    (tmp_path / "earlier").mkdir()
    kept = tmp_path / "earlier" / "law@2025.1.0.yaml"
    old = law.read_text("utf-8").replace("2026.11.0", "2025.1.0").replace("21:00", "22:00")
    kept.write_text(old, "utf-8")
    assert load_pack(kept).file.version == "2025.1.0"
    assert [each.id for each in load_packs(tmp_path)] == ["law"]
    file = child(tmp_path, HOURS.replace("21:00", "21:30"))
    assert "windows" in fault(file)
    file.write_text(
        file.read_text("utf-8").replace("extends: law", "extends: law@2025.1.0"), "utf-8"
    )
    assert load_pack(file, tmp_path).parents == ("law",)
    kept.rename(tmp_path / "earlier" / "law@2025.2.0.yaml")
    with pytest.raises(BadInput, match="name the file"):
        load_pack(tmp_path / "earlier" / "law@2025.2.0.yaml")


def test_every_version_that_ships_is_found_by_its_hash() -> None:
    for each in (*shipped_packs(), *earlier_packs()):
        assert pack_with(each.sha256) is each
    assert pack_with("0" * 64) is None
    now = {each.id: each for each in shipped_packs()}
    for each in earlier_packs():
        assert each.id in now
        current = tuple(map(int, now[each.id].file.version.split(".")))
        assert tuple(map(int, each.file.version.split("."))) < current
