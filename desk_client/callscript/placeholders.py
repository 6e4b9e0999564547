"""The words in braces that a callscript may use, and how a line is filled in. A line is written
plain, with {placeholders} and **emphasis**. What tells about the debt is private: it comes out as
four dots until identity is verified. What identity is checked with is no placeholder at all, so
that no script can read it out."""

import re
from collections.abc import Mapping

from desk_client.callscript.position import Span
from desk_client.text import Text

HIDDEN = "····"
BLANK = "____"  # the figure is not known; the agent fills it in while speaking

OPEN: Mapping[str, Text] = {
    "salutation": Text("王建国先生", "Mr Daniel Okafor"),
    "name": Text("王建国", "Daniel Okafor"),
    "agent": Text("李明", "Mia Chen"),
    "staff_no": Text("20317", "20317"),
    "organisation": Text("示例银行信用卡中心", "Example Bank Cards"),
    "caller_id": Text("95000", "95000"),
}
PRIVATE: Mapping[str, Text] = {
    "account": Text("尾号 1234 的卡", "card ending 1234"),
    "card_last4": Text("1234", "1234"),
    "balance": Text("3,260.50 元", "3,260.50 yuan"),
    "minimum_due": Text("1,086.20 元", "1,086.20 yuan"),
    "due_date": Text("11 月 5 日", "5 November"),
    "days_past_due": Text("19", "19"),
    "offer_amount": Text("800 元", "800 yuan"),
    "offer_date": Text("11 月 28 日", "28 November"),
}
SAMPLE: Mapping[str, Text] = {**OPEN, **PRIVATE}

_BRACED = re.compile(r"\{([^{}]*)\}")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_HAN = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9.,]*[A-Za-z0-9]")
_WORD = re.compile(r"\S*\w\S*")


def placeholders(text: str) -> tuple[str, ...]:
    """The names in braces, in order, known or not."""
    return tuple(_BRACED.findall(text))


def tells_of_the_debt(text: str) -> bool:
    """Whether a line names an amount, a date or the account of the debt."""
    return any(name in PRIVATE for name in placeholders(text))


def badly_marked(text: str) -> bool:
    """Whether braces or emphasis marks are left over after all pairs are taken out."""
    rest = _STRONG.sub(r"\1", _BRACED.sub("x", text))
    return any(mark in rest for mark in ("{", "}", "**"))


def render(text: str, values: Mapping[str, str], *, verified: bool) -> tuple[Span, ...]:
    """The line as spans of plain and emphasised text; private values only where `verified`."""

    def filled(found: re.Match[str]) -> str:
        name = found.group(1)
        if name in PRIVATE and not verified:
            return HIDDEN
        return values.get(name) or BLANK

    spans: list[Span] = []
    for index, part in enumerate(_STRONG.split(text)):
        if part:
            spans.append(Span(_BRACED.sub(filled, part), strong=index % 2 == 1))
    return tuple(spans)


def too_long(say: Text) -> str | None:
    """What a line is over, spoken with sample values: 18 characters of Chinese (a number counts as
    one) or 12 words of English (ui.md section 7); None where it fits."""
    zh = "".join(span.text for span in render(say.zh, _samples("zh"), verified=True))
    en = "".join(span.text for span in render(say.en, _samples("en"), verified=True))
    if len(_HAN.findall(zh)) > 18:
        return f"{len(_HAN.findall(zh))} characters of Chinese"
    if len(_WORD.findall(en)) > 12:
        return f"{len(_WORD.findall(en))} words of English"
    return None


def _samples(language: str) -> dict[str, str]:
    return {name: getattr(words, language) for name, words in SAMPLE.items()}
