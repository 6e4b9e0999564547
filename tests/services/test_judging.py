"""The gate's answer in words, as the preview and the refused sheet list it."""

import re
from typing import get_args

from desk_client.compliance.pack import AnyDuty, AnyRule
from desk_client.services import judging
from desk_client.services.message_order import FIELDS
from desk_client.writing.shipped import shipped_templates
from tests.day.fixtures import OpenDesk
from tests.day.world import BUSY, ClockOfTheTest, World


def test_a_rule_that_holds_never_reads_as_one_that_refuses(
    world: World, sit_down: OpenDesk
) -> None:
    (case,) = world.place(BUSY, mode="preview")
    verdict = sit_down(clock=ClockOfTheTest.at(9, 0)).take(case).verdict
    assert verdict is not None
    told = {rule.label.en: rule.finding for rule in verdict.rules if rule.allowed}
    assert told["Hours"].en == "Inside lawful hours"
    assert told["Hours"].zh == "在允许时段内"
    assert told["Effective calls, person"].en == "0 of 3 used"


def test_a_rule_that_refuses_says_why(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(BUSY, mode="preview")
    verdict = sit_down(clock=ClockOfTheTest.at(22, 30)).take(case).verdict
    assert verdict is not None
    told = {rule.label.en: rule.finding for rule in verdict.rules if not rule.allowed}
    assert told["Hours"].en == "No collection from 22:00 to 08:00 unless the debtor agreed"


def kinds() -> set[str]:
    """Every kind of rule that a pack can hold, and those of the engine itself."""
    written = {
        get_args(each.model_fields["kind"].annotation)[0]
        for each in (*get_args(get_args(AnyRule)[0]), *get_args(get_args(AnyDuty)[0]))
    }
    return written | {"unknown_zone", "clock_regression", "missing_pack", "scope"}


def test_no_kind_of_rule_is_shown_by_its_id() -> None:
    assert len(kinds()) > 25
    for kind in kinds():
        for text in (judging.kind_text(kind), judging.hold_text(kind)):
            assert text is not None, kind
            assert re.search(r"[\u4e00-\u9fff]", text.zh), kind
            assert "_" not in text.en, kind


def test_what_a_message_lacks_is_named_in_words() -> None:
    fields = {
        name
        for template in shipped_templates().values()
        for language in ("zh", "en")
        for name in template.fields(language)
    }
    assert fields <= set(FIELDS)
