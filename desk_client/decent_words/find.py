"""Looks for the phrases of some lists in a text. What is found is no proof: whose words they are,
whether they are denied and how clearly they were seen decide between block and warn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from desk_client.decent_words.letters import Letters, read
from desk_client.decent_words.phrase_list import Action, Category, PhraseList
from desk_client.decent_words.phrase_net import PhraseNet
from desk_client.decent_words.sighting import Sight, sight
from desk_client.decent_words.speaker import is_asked, is_denied, is_reported, sentence_before
from desk_client.decent_words.walk import SOUND, Reached, walk
from desk_client.text import Language, Text

Where = Literal["note", "sms", "email", "letter", "speech"]
Milder = Literal["reported", "denied", "unsure"]
_MASKS = frozenset("*!|@$")


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: text[start:end] is `matched`. `milder` says why it only warns where its
    list would block."""

    category: Category
    list: str
    start: int
    end: int
    matched: str
    reason: Text
    action: Action
    milder: Milder | None = None


def find(
    text: str,
    lists: Sequence[PhraseList],
    language: Language | None = None,
    *,
    where: Where = "sms",
) -> tuple[Found, ...]:
    """Every phrase in the text, in its order; of two that overlap in one category, the longer.
    `language` None looks into the lists of both. In a note, what somebody else said only warns."""
    letters = read(text)
    reached = list(walk(_net(_chosen(lists, language)), letters.plain))
    free = [each for each in reached if each.entry.free and _is_plain(letters.plain, each)]
    found = {
        told
        for each in reached
        if not each.entry.free
        and not any(_begins_in(ordinary, each) for ordinary in free)
        and (told := _told(text, letters, each, where)) is not None
    }
    return _outermost(found)


def _told(text: str, letters: Letters, reached: Reached, where: Where) -> Found | None:
    first, last = reached.first, reached.last
    seen = sight(letters.plain, reached)
    if seen is Sight.NONE:
        return None
    owner = reached.entry.owner
    milder = _milder(sentence_before(letters.plain, first), owner, seen, where)
    if milder == "free" or (milder and owner.action == "warn"):
        return None
    start, end = letters.at[first], letters.at[last] + 1
    return Found(
        category=owner.category,
        list=owner.name,
        start=start,
        end=end,
        matched=text[start:end],
        reason=owner.reason,
        action="warn" if milder else owner.action,
        milder=milder,
    )


def _milder(
    before: str, owner: PhraseList, seen: Sight, where: Where
) -> Milder | Literal["free"] | None:
    """What speaks for the writer; "free" where nothing is left to be said against them."""
    reported = where == "note" and is_reported(before)
    if owner.denied != "same" and is_denied(before):
        return "free" if owner.denied == "free" else "denied"
    if reported:
        return "free" if owner.denied == "free" and is_asked(before) else "reported"
    return "unsure" if seen is Sight.UNSURE else None


def _is_plain(plain: str, ordinary: Reached) -> bool:
    """An ordinary wording excuses only as it is ordinarily written."""
    said = plain[ordinary.first : ordinary.last + 1]
    return not ordinary.how & SOUND and not _MASKS.intersection(said)


def _begins_in(ordinary: Reached, reached: Reached) -> bool:
    owner = ordinary.entry.owner is reached.entry.owner
    return owner and ordinary.first <= reached.first <= ordinary.last


def _outermost(found: Iterable[Found]) -> tuple[Found, ...]:
    """Of findings of one category that overlap, the longest; block before warn of equal ones."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: (each.action, each.start - each.end, each.list)):
        if not any(
            each.category == other.category and each.start < other.end and other.start < each.end
            for other in kept
        ):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: (each.start, each.end, each.category)))


def make_ready(lists: Sequence[PhraseList], language: Language | None = None) -> None:
    """Does now what `find` would do at its first text: half a second for all lists that ship."""
    _net(_chosen(lists, language))


def _chosen(lists: Sequence[PhraseList], language: Language | None) -> tuple[PhraseList, ...]:
    return tuple(each for each in lists if language in (None, each.language))


@lru_cache(maxsize=32)
def _net(lists: tuple[PhraseList, ...]) -> PhraseNet:
    return PhraseNet(lists)
