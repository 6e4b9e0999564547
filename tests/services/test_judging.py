"""The gate's answer in words, as the preview and the refused sheet list it."""

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
