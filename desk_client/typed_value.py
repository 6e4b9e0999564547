"""Amounts and dates as people type them: full-width digits, thousands separators, currency signs,
Chinese and English dates. What can be read in two ways is refused with one sentence, never guessed;
a refusal is a value (Text), as the form shows it beside the field."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from desk_client.money import Money
from desk_client.text import Text

_SIGNS = {"¥": "CNY", "元": "CNY", "CNY": "CNY", "RMB": "CNY", "$": "USD", "USD": "USD"}
_SIGN = re.compile("|".join(re.escape(sign) for sign in _SIGNS), re.IGNORECASE)
_PLAIN = re.compile(r"\d{1,12}(\.\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}([, ])\d{3}(\1\d{3})*(\.\d{1,2})?")

_NO_AMOUNT = Text("金额请写成 800.50 这样的数字", "Write the amount as a number such as 800.50")
_NOT_POSITIVE = Text("金额须大于 0", "The amount must be above 0")
_TWO_AMOUNTS = Text(
    "这个金额有两种读法，请写成 1234.50", "This amount reads two ways, write it as 1234.50"
)
_NO_DATE = Text("日期请写成 11-28 或 2026-11-28", "Write the date as 11-28 or 2026-11-28")
_NO_SUCH_DAY = Text("没有这一天", "There is no such day")
_TWO_DATES = Text(
    "这个日期有两种读法，请写成 2026-11-28", "This date reads two ways, write it as 2026-11-28"
)


def typed_amount(text: str, currency: str) -> Money | Text:
    """The amount, or the sentence that says why it is none."""
    plain = unicodedata.normalize("NFKC", text).replace("，", ",").strip()
    if plain.startswith(("-", "−")):
        return _NOT_POSITIVE
    signs = {_SIGNS[sign.upper()] for sign in _SIGN.findall(plain)}
    if signs - {currency}:
        return Text(f"币种须为 {currency}", f"The currency must be {currency}")
    figures = _SIGN.sub("", plain).strip()
    if _PLAIN.fullmatch(figures) or _GROUPED.fullmatch(figures):
        amount = Money(Decimal(figures.replace(",", "").replace(" ", "")), currency)
        return amount if amount.amount > 0 else _NOT_POSITIVE
    if re.fullmatch(r"\d[\d.,]*", figures):
        return _TWO_AMOUNTS
    return _NO_AMOUNT


def typed_date(text: str, today: date) -> date | Text:
    """The day meant, counted from `today` where no year is given, or why there is none."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    word = _WORDS.get(plain)
    if word is not None:
        return today + timedelta(days=word)
    for pattern, read in _FORMS:
        found = pattern.fullmatch(plain)
        if found:
            return read(found, today)
    return _NO_DATE


_WORDS = {"今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def _number_of(word: str, names: Sequence[str]) -> int | None:
    """The place of a name written in full or shortened to three letters or more."""
    return next((number for number, name in enumerate(names) if name.startswith(word)), None)


def _day(year: int, month: int, day: int) -> date | Text:
    try:
        return date(year, month, day)
    except ValueError:
        return _NO_SUCH_DAY


def _dated(found: re.Match[str], _today: date) -> date | Text:
    return _day(int(found["y"]), int(found["m"]), int(found["d"]))


def _coming(month: int, day: int, today: date) -> date | Text:
    """The next such day, today included; 29 February may be years away."""
    for year in range(today.year, today.year + 9):
        found = _day(year, month, day)
        if isinstance(found, date) and found >= today:
            return found
    return _NO_SUCH_DAY


def _month_and_day(found: re.Match[str], today: date) -> date | Text:
    return _coming(int(found["m"]), int(found["d"]), today)


def _slashed(found: re.Match[str], today: date) -> date | Text:
    """11/28 and 28/11 have one reading, 11/12 has two."""
    first, second = int(found["a"]), int(found["b"])
    if first <= 12 and second <= 12 and first != second:
        return _TWO_DATES
    month, day = (first, second) if first <= 12 else (second, first)
    year = found.groupdict().get("y")
    return _coming(month, day, today) if year is None else _day(int(year), month, day)


def _named_month(found: re.Match[str], today: date) -> date | Text:
    number, day = _number_of(found["m"], _MONTHS), int(found["d"])
    if number is None:
        return _NO_DATE
    if found["y"] is None:
        return _coming(number + 1, day, today)
    return _day(int(found["y"]), number + 1, day)


def _day_of_month(found: re.Match[str], today: date) -> date | Text:
    for ahead in range(62):
        day = today + timedelta(days=ahead)
        if day.day == int(found["d"]):
            return day
    return _NO_SUCH_DAY


def _chinese_weekday(found: re.Match[str], today: date) -> date | Text:
    """下周 is the calendar week after this one."""
    wanted = min("一二三四五六日".find(found["w"]) % 7, 6)
    if found["next"] is None:
        return _coming_weekday(wanted, today)
    return today + timedelta(days=7 - today.weekday() + wanted)


def _english_weekday(found: re.Match[str], today: date) -> date | Text:
    """With "next" it is this week's day to some and the following week's to others."""
    wanted = _number_of(found["w"], _WEEKDAYS)
    if wanted is None:
        return _NO_DATE
    return _TWO_DATES if found["next"] else _coming_weekday(wanted, today)


def _coming_weekday(wanted: int, today: date) -> date | Text:
    """On that very weekday it could be today or a week on."""
    if wanted == today.weekday():
        return _TWO_DATES
    return today + timedelta(days=(wanted - today.weekday()) % 7)


_Y, _M, _D = r"(?P<y>\d{4})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_MONTH_NAME = r"(?P<m>[a-z]{3,9})\.?"
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | Text]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"{_Y}([-/.]){_M}\2{_D}", _dated),
        (r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", _dated),
        (rf"{_Y} ?年 ?{_M} ?月 ?{_D} ?[日号]?", _dated),
        (rf"{_M} ?月 ?{_D} ?[日号]?", _month_and_day),
        (rf"{_M}-{_D}", _month_and_day),
        (r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(/(?P<y>\d{4}))?", _slashed),
        (rf"{_D} ?[日号]", _day_of_month),
        (rf"{_D} {_MONTH_NAME}( {_Y})?", _named_month),
        (rf"{_MONTH_NAME} {_D}(,? {_Y})?", _named_month),
        (r"(?P<next>下)?(周|星期|礼拜)(?P<w>[一二三四五六日天])", _chinese_weekday),
        (r"(?P<next>next )?(?P<w>[a-z]{3,9})", _english_weekday),
    )
)
