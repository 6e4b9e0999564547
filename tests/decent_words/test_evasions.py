"""No way of hiding a listed phrase gets past, whichever phrase it is."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_client.decent_words.find import Found, find
from desk_client.decent_words.phrase_list import shipped_lists
from tests.decent_words import wordings

Hiding = Callable[[str, Random], str]
LISTS = {each.name: each for each in shipped_lists()}
CHINESE = sorted(name for name in LISTS if name.startswith("zh-"))
ENGLISH = sorted(name for name in LISTS if name.startswith("en-"))
SEEN_FROM = 6  # letters of pinyin, or of a word that is split in odd places

seeds = st.integers(0, 2**32)


def hits(text: str, name: str) -> tuple[Found, ...]:
    return find(text, [LISTS[name]])


def plainly_said(name: str, chance: Random) -> str:
    """A wording that is found as it stands: an ordinary wording may lie over it."""
    for _ in range(20):
        text = wordings.said(LISTS[name], chance)
        if hits(text, name):
            return text
    raise AssertionError(f"{name} does not find its own phrases")


@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_finds_what_it_lists(name: str) -> None:
    chance = Random(name)
    said = [wordings.said(LISTS[name], chance) for _ in range(300)]
    found = sum(bool(hits(text, name)) for text in said)
    assert found >= 0.97 * len(said)  # the rest are ordinary wordings, named under `free`


@pytest.mark.parametrize(
    "hide",
    [
        wordings.spaced,
        wordings.some_unseen,
        wordings.full_width,
        wordings.looking_alike,
        wordings.shouted,
        wordings.in_parts,
        wordings.half_pinyin,
    ],
    ids=lambda hide: hide.__name__,
)
@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(CHINESE), seed=seeds)
def test_no_chinese_phrase_can_be_hidden(hide: Hiding, name: str, seed: int) -> None:
    chance = Random(seed)
    text = plainly_said(name, chance)
    hidden = hide(text, chance)
    assert hits(hidden, name), f"{text} hidden as {hidden}"


@settings(max_examples=80, deadline=None)
@given(name=st.sampled_from(CHINESE), seed=seeds)
def test_pinyin_is_read(name: str, seed: int) -> None:
    chance = Random(seed)
    text = plainly_said(name, chance)
    hidden = wordings.pinyin(text, chance)
    if wordings.latin_letters(hidden) >= SEEN_FROM:
        assert hits(hidden, name), f"{text} hidden as {hidden}"


@pytest.mark.parametrize(
    "hide",
    [
        wordings.spaced,
        wordings.some_unseen,
        wordings.full_width,
        wordings.ornamental,
        wordings.looking_alike,
        wordings.shouted,
        wordings.figures_for_letters,
        wordings.drawn_out,
    ],
    ids=lambda hide: hide.__name__,
)
@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(ENGLISH), seed=seeds)
def test_no_english_phrase_can_be_hidden(hide: Hiding, name: str, seed: int) -> None:
    chance = Random(seed)
    text = plainly_said(name, chance)
    hidden = hide(text, chance)
    assert hits(hidden, name), f"{text} hidden as {hidden}"


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(ENGLISH), seed=seeds)
def test_ways_of_hiding_may_be_joined(name: str, seed: int) -> None:
    chance = Random(seed)
    text = plainly_said(name, chance)
    hidden = wordings.some_unseen(
        wordings.looking_alike(wordings.figures_for_letters(text, chance), chance), chance
    )
    assert hits(hidden, name), f"{text} hidden as {hidden}"


@settings(max_examples=120, deadline=None)
@given(text=st.text(max_size=200))
def test_places_lie_in_the_text_as_given(text: str) -> None:
    for each in find(text, shipped_lists(), where="note"):
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.matched


@settings(max_examples=60, deadline=None)
@given(
    before=st.text(alphabet="你好客户 ab🙂\u200b\n，。", max_size=20),
    name=st.sampled_from(CHINESE + ENGLISH),
    seed=seeds,
)
def test_a_place_is_where_the_phrase_stands(before: str, name: str, seed: int) -> None:
    chance = Random(seed)
    text = plainly_said(name, chance)
    whole = f"{before}\n{text}\n好"
    for each in hits(whole, name):
        assert each.matched == whole[each.start : each.end]
        assert each.end <= len(whole) - 2
