"""A note is looked at while it is typed: a key must not wait for it."""

import time
from collections.abc import Callable

import pytest

from desk_client.decent_words.card_data import card_data
from desk_client.decent_words.find import find, make_ready
from desk_client.decent_words.phrase_list import shipped_lists

LENGTH = 500
MOST_MS = 2.0  # processor time; 0.5 to 1.0 ms measured with all 28 lists
HOSTILE_MS = 60.0

CHINESE = (
    "客户来电表示近期失业，收入不稳定，希望能够申请分期还款，已告知需提交收入证明和失业登记证明，"
    "并说明分期手续费及期数，客户表示理解，约定本周五下午三点再联系。客户提到工资每月十号发放，"
    "可在十二号前存入八百元，剩余部分申请六期。已核实身份证后四位及出生年份，信息一致。"
)
ENGLISH = (
    "Customer rang about the statement and said he lost his job in May. We went through the plan "
    "options, he can manage 120 a month for twelve months starting on the 15th. Asked for proof of "
    "income and a copy of the benefit letter, he will upload both tonight. Wants calls after six. "
)


def least_ms(work: Callable[[], object]) -> float:
    """The best of some runs, in processor time: other programs run beside the test."""
    best = float("inf")
    for _ in range(12):
        begin = time.process_time()
        for _ in range(5):
            work()
        best = min(best, (time.process_time() - begin) / 5)
    return best * 1000


@pytest.mark.parametrize("written", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_a_note_of_500_characters(written: str) -> None:
    text = (written * 3)[:LENGTH]
    make_ready(shipped_lists())
    assert least_ms(lambda: find(text, shipped_lists(), where="note")) < MOST_MS
    assert least_ms(lambda: card_data(text)) < MOST_MS


@pytest.mark.parametrize(
    "written",
    ["骗", "f*", "你给我", "a ", "1", "!", "f***", "ni", "我会打电话", "i will ", "🙂", "1 2 "],
)
def test_a_text_made_to_be_slow_is_not(written: str) -> None:
    text = (written * LENGTH)[:LENGTH]
    find(text, shipped_lists())
    assert least_ms(lambda: find(text, shipped_lists(), where="note")) < HOSTILE_MS
    assert least_ms(lambda: card_data(text)) < HOSTILE_MS
