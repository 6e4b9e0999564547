"""The packs in a real window: what each says, how sure we are of it, what changed, by keys and by
clicks, in every room."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_client.services import law_intents as asks
from desk_client.text import Language
from tests.ui.law_hand import LawHand, law, make_law_hand
from ui.pack_viewer.presenter import PacksSeen, packs_seen
from ui.pack_viewer.rows import PackRow, RuleLine
from ui.state_shape import COLOUR, Shape
from ui.theme import put_on
from ui.tokens import Token
from ui.wording import Wording

__all__ = ["law"]

K = Qt.Key


def seen(law: LawHand, language: Language = "zh") -> PacksSeen:
    state = law.hand.window.state
    assert state is not None
    shown = packs_seen(state, Wording(language))
    assert shown is not None
    return shown


def chosen_rule(law: LawHand) -> str:
    return next((rule.rule for rule in seen(law).rules if rule.chosen), "")


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def rows(law: LawHand, kind: type[QWidget]) -> list[QWidget]:
    return [row for row in law.hand.window.packs.findChildren(kind) if row.isVisible()]


def opened(law: LawHand) -> LawHand:
    law.ctrl(K.Key_L)
    assert law.hand.window.packs.isVisible()
    return law


def test_it_opens_and_closes_by_its_own_key_and_by_escape(law: LawHand) -> None:
    opened(law)
    law.ctrl(K.Key_L)
    assert not law.hand.window.packs.isVisible()
    opened(law)
    law.press(K.Key_Escape)
    assert not law.hand.window.packs.isVisible()


def test_each_pack_says_version_place_and_how_it_was_read(law: LawHand) -> None:
    opened(law)
    first = seen(law).packs[0]
    assert first.name == "中国"
    assert first.detail.startswith("cn-bank-card · 2026.11")
    assert first.detail.endswith("· CN")
    assert first.in_use == "本席使用"
    house = next(pack for pack in seen(law).packs if pack.pack == "house-default")
    assert house.detail.endswith("· 本单位规定")
    for pack, part in zip(seen(law).packs, law.desk.viewer.packs, strict=True):
        assert sum(sure.count for sure in pack.sure) == part.rules
    assert len(rows(law, PackRow)) == len(seen(law).packs)
    assert [each.word for each in seen(law).legend] == ["已读原文", "转引", "未确认", "内部规定"]
    assert seen(law).head_detail.split("校验值 ")[1] == law.desk.viewer.packs[0].sha256[:12]


def test_unconfirmed_is_said_by_shape_word_and_colour(law: LawHand) -> None:
    opened(law)
    unsure = [rule for rule in seen(law).rules if rule.sure.unconfirmed]
    assert unsure
    for rule in unsure:
        assert (rule.sure.shape, rule.sure.word) == (Shape.RISK, "未确认")
        assert COLOUR[rule.sure.shape] is Token.WARN
    shapes = {each.shape for each in seen(law).legend}
    assert len(shapes) == 4, "no two of them look alike"


def test_up_and_down_choose_packs_and_in_the_rules_rules(law: LawHand) -> None:
    opened(law)
    packs = [pack.pack for pack in seen(law).packs]
    law.press(K.Key_Down)
    assert law.desk.viewer.chosen == packs[1]
    law.press(K.Key_Up, K.Key_Up)
    assert law.desk.viewer.chosen == packs[-1]
    law.press(K.Key_Down, K.Key_Right)
    rules = [rule.rule for rule in seen(law).rules]
    law.press(K.Key_Down, K.Key_Down)
    assert chosen_rule(law) == rules[2]
    law.press(K.Key_Left, K.Key_Down)
    assert law.desk.viewer.chosen == packs[1]


def test_a_rule_is_told_whole_with_its_examples_run(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_Right, K.Key_Down, K.Key_Down)
    detail = seen(law, "en").detail
    assert detail is not None
    assert detail.title == "Cap · Effective calls, person"
    assert dict(detail.parameters)["At most"] == "3"
    assert dict(detail.parameters)["Within"] == "1 calendar day"
    assert dict(detail.parameters)["Counted per"] == "debtor"
    facts = dict(detail.facts)
    assert facts["In force"] == "since 28 Feb 2025"
    assert facts["Severity"] == "must"
    assert all(example.holds for example in detail.examples)
    refused = detail.examples[0]
    assert refused.result == "Tue 24 Nov 16:00 · refused · cn.effective3 · allowed tomorrow 08:00"
    shown = texts(law.hand.window.packs)
    assert "有效通话（此人）" in " ".join(shown)


def test_a_should_that_the_house_holds_as_a_must_says_both(law: LawHand) -> None:
    law.desk.ask(asks.OpenPacks("cn-bank-card", "cn.attempt6"))
    law.show()
    detail = seen(law).detail
    assert detail is not None
    assert dict(detail.facts)["强度"] == "应当，本单位按必须"


def test_only_what_nobody_confirmed(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_U)
    assert {rule.sure.word for rule in seen(law).rules} == {"未确认"}
    assert ("U", "全部规则") in seen(law).hints
    law.press(K.Key_Down)
    assert law.desk.viewer.chosen == "house-default"
    assert seen(law).none == "没有未确认的规则"
    assert seen(law).detail is None
    law.press(K.Key_Right, K.Key_Down)
    assert seen(law).rules == ()
    law.press(K.Key_U)
    assert seen(law).rules


def test_differences_take_the_place_of_the_rules(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_D)
    version = law.desk.viewer.versions[0]
    assert seen(law).head == f"中国 · 与 {version} 版的差异"
    assert seen(law).changes
    assert not law.hand.window.packs._detail.isVisible()
    words = {change.what for change in seen(law, "en").changes}
    assert words <= {"added", "removed", "changed"}
    law.press(K.Key_Right, K.Key_Right, K.Key_Down, K.Key_Down)
    assert seen(law).compares, "the arrows scroll"
    for _ in law.desk.viewer.versions:
        law.press(K.Key_D)
    assert not seen(law).compares
    assert law.hand.window.packs._detail.isVisible()


def test_a_change_that_may_be_looser_is_marked(law: LawHand) -> None:
    opened(law)
    law.press(K.Key_D)
    state = law.hand.window.state
    assert state is not None
    assert state.packs is not None
    assert state.packs.against is not None
    against = state.packs.against
    changed = next(each for each in against.changes if each.what == "changed")
    looser = replace(changed, looser="window.n", examples=True)
    part = replace(state.packs, against=replace(against, changes=(looser,)))
    law.hand.show(replace(state, packs=part))
    shown = packs_seen(replace(state, packs=part), Wording("en"))
    assert shown is not None
    change = shown.changes[-1]
    assert change.warning == "may be looser: Within"
    assert change.fields[-1] == ("Examples", "", "changed")
    assert "可能放宽：期间" in texts(law.hand.window.packs)


def test_an_example_that_comes_out_otherwise_is_seen_everywhere(law: LawHand) -> None:
    opened(law)
    state = law.hand.window.state
    assert state is not None
    assert state.packs is not None
    assert state.packs.detail is not None
    part, detail = state.packs, state.packs.detail
    failed = replace(detail.examples[0], fault="decision is refused, expected allowed")
    broken = replace(
        part,
        packs=(replace(part.packs[0], faults=1), *part.packs[1:]),
        rules=(replace(part.rules[0], fails=True), *part.rules[1:]),
        detail=replace(detail, examples=(failed, *detail.examples[1:])),
    )
    law.hand.show(replace(state, packs=broken))
    assert "1 个示例不符" in texts(law.hand.window.packs)
    assert "不符：decision is refused, expected allowed" in texts(law.hand.window.packs)
    assert "示例不符" in rows(law, RuleLine)[0].accessibleName()
    assert "1 个示例不符" in rows(law, PackRow)[0].accessibleName()


def test_clicks_choose_a_pack_and_a_rule(law: LawHand) -> None:
    opened(law)
    QTest.mouseClick(rows(law, PackRow)[1], Qt.MouseButton.LeftButton)
    assert law.desk.viewer.chosen == "house-default"
    lines = rows(law, RuleLine)
    QTest.mouseClick(lines[3], Qt.MouseButton.LeftButton)
    assert chosen_rule(law) == seen(law).rules[3].rule
    law.press(K.Key_Down)
    assert chosen_rule(law) == seen(law).rules[4].rule, "the arrows are where the click was"


def test_the_detail_scrolls_by_its_own_keys(law: LawHand) -> None:
    opened(law)
    for _ in range(3):
        QApplication.processEvents()
    bar = law.hand.window.packs._detail.verticalScrollBar()
    assert bar.maximum() > 0
    law.press(K.Key_J)
    assert bar.value() > 0
    law.press(K.Key_K)
    assert bar.value() == 0
    law.press(K.Key_Right, K.Key_Right, K.Key_Down)
    assert bar.value() > 0
    law.press(K.Key_Left, K.Key_Down)
    assert bar.value() == 0, "another rule begins at its top"


def test_sources_stand_under_the_rules(law: LawHand) -> None:
    opened(law)
    titles = [title for title, _ in seen(law).sources]
    assert any("贷后催收风控指引" in title for title in titles)
    assert any("2026-11-24 查阅" in detail for _, detail in seen(law).sources)
    assert set(titles) <= set(texts(law.hand.window.packs))


def test_packs_that_are_being_read_are_announced(law: LawHand) -> None:
    opened(law)
    state = law.hand.window.state
    assert state is not None
    assert state.packs is not None
    reading = replace(state, packs=replace(state.packs, reading=True))
    shown = packs_seen(reading, Wording("zh"))
    assert shown is not None
    assert shown.about.startswith("正在读取其余规则包")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_of_every_pack_is_painted(
    law: LawHand, qtbot: QtBot, tmp_path: Path, language: Language
) -> None:
    opened(law)
    for pack in [each.pack for each in seen(law).packs]:
        law.desk.ask(asks.ChoosePack(pack))
        for rule in [row.rule for row in law.desk.viewer.rules]:
            law.desk.ask(asks.ChooseRule(rule))
            state = law.hand.window.state
            assert state is not None
            shown = packs_seen(replace(state, packs=law.desk.viewer), Wording(language))
            assert shown is not None
            assert shown.detail is not None
            assert shown.detail.text
            assert all(words for _, words in shown.detail.parameters), rule
        law.show()
        law.hand.window.packs.grab()


@pytest.fixture
def rooms(qapp: QApplication) -> Iterator[list[LawHand]]:
    """Windows at large text; the usual look is put on again afterwards."""
    made: list[LawHand] = []
    yield made
    for each in made:
        each.desk.close()
    put_on(qapp, "light")


@pytest.mark.parametrize(
    ("percent", "size", "columns"),
    [
        (100, (1366, 768), 3),
        (100, (1920, 1080), 3),
        (150, (1366, 768), 1),
        (200, (1366, 768), 1),
        (200, (1920, 1080), 1),
    ],
)
def test_every_room_reaches_every_column(
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    rooms: list[LawHand],
    percent: int,
    size: tuple[int, int],
    columns: int,
) -> None:
    put_on(qapp, "dark", percent / 100)
    here = make_law_hand(qtbot, tmp_path, "en", size)
    rooms.append(here)
    opened(here)
    page = here.hand.window.packs
    parts = (page._list, page._middle, page._detail)
    visible = [part.isVisible() for part in parts]
    assert sum(visible) == columns
    assert visible[0]
    here.press(K.Key_Right)
    assert parts[1].isVisible()
    here.press(K.Key_Right)
    assert parts[2].isVisible()
    here.press(K.Key_Left, *[K.Key_Down] * 12)
    for _ in range(3):
        QApplication.processEvents()
    row = next(line for line in page.findChildren(RuleLine) if line.isVisible() and line.chosen)
    assert row.visibleRegion().boundingRect().height() == row.height()
    assert row.height() >= row.sizeHint().height()
    if columns == 1:
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
        assert parts[2].isVisible()
