"""Every word on the screen exists in both languages and is used; and each language writes times,
days, money and durations as its readers do."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ui
from desk_client.debtor import Place
from desk_client.money import Money
from desk_client.services.desk_state import Phase
from ui.keys import Act
from ui.wording import Wording, screen

UI = Path(ui.__file__).parent
ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 24, 2, 42, 36, tzinfo=UTC)  # 10:42 in Shanghai
KEY = re.compile(r"[a-z_]+\.[a-z0-9_]+")


def _texts() -> tuple[set[str], set[str]]:
    """All string constants of ui/, and the beginnings of its formatted keys."""
    whole, begun = set(), set()
    for file in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
    return whole, begun


def _calls() -> list[ast.Call]:
    """Every call of `word`."""
    return [
        node
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "word"
        and node.args
    ]


def _keys(call: ast.Call) -> set[str]:
    """The literal keys it may be given; none where the key is put together."""
    asked = call.args[0]
    chosen = [asked.body, asked.orelse] if isinstance(asked, ast.IfExp) else [asked]
    return {
        each.value
        for each in chosen
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    }


def _asked() -> set[str]:
    return {key for call in _calls() for key in _keys(call)}


def test_every_key_asked_for_is_there() -> None:
    assert _asked() - set(screen()) == set()
    assert len(_asked()) > 50


def test_every_key_that_is_there_is_used() -> None:
    whole, begun = _texts()
    areas = {start for start in begun if start.endswith(".") or KEY.fullmatch(start)}
    unused = {
        key
        for key in screen()
        if key not in whole and not any(key.startswith(start) for start in areas)
    }
    assert unused == set()


@pytest.mark.parametrize(
    ("area", "codes"),
    [("act", Act), ("phase", Phase), ("place", Place)],
)
def test_every_code_that_is_put_into_words_has_them(area: str, codes: type) -> None:
    assert {f"{area}.{code}" for code in codes} <= set(screen())  # type: ignore[attr-defined]


def test_every_place_in_a_wording_is_filled() -> None:
    def places(pattern: str) -> set[str]:
        return set(re.findall(r"\{(\w+)", pattern))

    for call in _calls():
        given = {keyword.arg for keyword in call.keywords}
        for key in _keys(call) & set(screen()):
            entry = screen()[key]
            assert places(entry.zh) | places(entry.en) <= given, key


def test_both_languages_are_written() -> None:
    for key, entry in screen().items():
        assert entry.zh.strip(), key
        assert entry.en.strip(), key
        assert not re.search(r"[\u4e00-\u9fff]", entry.en), key


def test_chinese_uses_its_own_punctuation() -> None:
    for key, entry in screen().items():
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]", entry.zh), key


def test_one_is_said_as_one() -> None:
    words = Wording("en")
    one = words.word("banner.offline_said", n=1, leased=25, until="12:00")
    assert one.startswith("1 fact waits")
    many = words.word("banner.offline_said", n=14, leased=25, until="12:00")
    assert many.startswith("14 facts wait")


def test_times_and_days() -> None:
    zh, en = Wording("zh"), Wording("en")
    at = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert zh.clock(at, ZONE) == en.clock(at, ZONE) == "18:00"
    assert zh.clock(at, ZONE, seconds=True) == "18:00:00"
    assert zh.day(date(2026, 11, 28)) == "11-28"
    assert en.day(date(2026, 11, 28)) == "28 Nov"
    assert zh.day_and_weekday(date(2026, 11, 28)) == "11-28 周六"
    assert en.day_and_weekday(date(2026, 11, 28)) == "Sat 28 Nov"


def test_near_days_have_names() -> None:
    zh, en = Wording("zh"), Wording("en")
    today, tomorrow = datetime(2026, 11, 24, 1, 35, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)
    assert zh.moment(today, NOW, ZONE) == "今日 09:35"
    assert zh.moment(tomorrow, NOW, ZONE) == "明日 08:00"
    assert en.moment(tomorrow, NOW, ZONE) == "tomorrow 08:00"
    friday = datetime(2026, 11, 20, 9, 20, tzinfo=UTC)
    assert en.moment(friday, NOW, ZONE) == "Fri 17:20"
    assert zh.moment(friday, NOW, ZONE) == "11-20 17:20"
    assert zh.next_time(today, NOW, ZONE) == "09:35"
    assert zh.next_time(tomorrow, NOW, ZONE) == "明日 08:00"


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert Wording("zh").moment(late, NOW, ZONE) == "今日 23:59"
    assert Wording("zh").moment(late, NOW, "Asia/Tokyo") == "明日 00:59"


def test_money_and_numbers() -> None:
    zh, en = Wording("zh"), Wording("en")
    assert zh.figure(Money.of("3260.50")) == "3,260.50"
    assert zh.money(Money.of("800")) == "¥ 800.00"
    assert en.money(Money.of("200", "USD")) == "$ 200.00"
    assert en.number(12345) == "12,345"
    assert zh.percent(71) == "71 %"
    assert zh.joined("李明", "", "20317") == "李明 · 20317"


@given(st.integers(0, 359_999))
def test_a_duration_reads_back(seconds: int) -> None:
    parts = [int(part) for part in Wording("zh").duration(seconds).split(":")]
    hours, minutes, rest = [0, *parts][-3:]
    assert hours * 3600 + minutes * 60 + rest == seconds
    assert minutes < 60 > rest


def test_no_duration_runs_below_nothing() -> None:
    assert Wording("zh").duration(-3) == "00:00"


@pytest.mark.parametrize(
    ("ref", "zh", "en"),
    [
        ("内部规定：间隔", "内部规定", "House rule"),
        ("内部规定：间隔 · 内部规定：短信", "内部规定", "House rule"),
        ("GB/T 45251-2025 5.3", "GB/T 45251-2025 5.3", "GB/T 45251-2025 5.3"),
        ("CBA 2026", "银协指引 2026", "CBA 2026"),
        ("CBRC 2011/2 art. 68", "令 2011-2 第 68 条", "CBRC 2011/2 art. 68"),
        ("PIPL 6, 8", "个保法 第 6、8 条", "PIPL 6, 8"),
        ("民法典 17-20, 27", "民法典 17-20, 27", "Civil Code 17-20, 27"),
        ("", "", ""),
    ],
)
def test_a_clause_is_cited_in_the_language_of_the_screen(ref: str, zh: str, en: str) -> None:
    assert Wording("zh").clause(ref) == zh
    assert Wording("en").clause(ref) == en
