"""What two versions of a pack differ in, as the viewer shows it."""

from pathlib import Path

from desk_client.compliance.differences import NOTHING, ChangedField, differences
from desk_client.compliance.load import load_pack, shipped_packs
from tests.compliance.pack_files import rule, written

HOURS = rule("law.hours", "hours", "windows: [{open: '08:00', close: '21:00'}]")
GAP = rule("law.gap", "min_gap", "seconds: 60", "key: [debtor]", "after: {media: [call]}")
WRONG = rule("law.wrong", "party_identity", "states: [wrong]")


def test_rules_that_came_went_and_changed(tmp_path: Path) -> None:
    old = load_pack(written(tmp_path, "law", HOURS, GAP))
    new = load_pack(written(tmp_path, "law", WRONG, HOURS.replace("21:00", "20:00")))
    found = differences(old, new)
    assert [each.id for each in found.added] == ["law.wrong"]
    assert [each.id for each in found.removed] == ["law.gap"]
    (changed,) = found.changed
    assert changed.id == "law.hours"
    assert changed.fields == (ChangedField("windows[1].close", "21:00:00", "20:00:00"),)
    assert changed.looser is None
    assert found.any
    (back,) = differences(new, old).changed
    assert back.looser == "windows"


def test_words_lists_and_values_that_only_one_has(tmp_path: Path) -> None:
    old = load_pack(written(tmp_path, "law", GAP))
    new = load_pack(
        written(
            tmp_path,
            "law",
            GAP.replace("Not now", "Not so soon").replace("[debtor]", "[debtor, address]")
            + "    media: [call, sms]\n    only: {days_past_due: {min: 3}}\n",
        )
    )
    (changed,) = differences(old, new).changed
    assert {(each.path, each.before, each.after) for each in changed.fields} == {
        ("text.en", "Not now", "Not so soon"),
        ("key", "debtor", "debtor, address"),
        ("media", NOTHING, "call, sms"),
        ("only.days_past_due.min", NOTHING, "3"),
    }
    assert changed.looser in ("key", "media", "only")


def test_an_example_goes_by_its_name(tmp_path: Path) -> None:
    old = load_pack(written(tmp_path, "law", GAP))
    new = load_pack(written(tmp_path, "law", GAP.replace("name: one", "name: two")))
    (changed,) = differences(old, new).changed
    assert {each.path.split(".", maxsplit=1)[0] for each in changed.fields} == {
        "examples[one]",
        "examples[two]",
    }
    assert changed.looser is None


def test_the_head_of_the_pack(tmp_path: Path) -> None:
    old = load_pack(written(tmp_path, "law", GAP))
    file = written(tmp_path, "law", GAP, head="scope: {lenders: [bank]}")
    file.write_text(file.read_text("utf-8").replace("2026.11.0", "2026.12.0"), "utf-8")
    found = differences(old, load_pack(file))
    assert [(each.path, each.before, each.after) for each in found.head] == [
        ("version", "2026.11.0", "2026.12.0"),
        ("scope.lenders", NOTHING, "bank"),
    ]
    assert not found.changed


def test_a_pack_differs_in_nothing_from_itself() -> None:
    for pack in shipped_packs():
        found = differences(pack, pack)
        assert not found.any
