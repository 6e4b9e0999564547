"""One cell of a bank's file as a value of the trade. Full-width digits, thousands separators,
currency signs and spaces are read; what can be read two ways is refused, never guessed. Each
refusal is one sentence that says what was found and what to write instead."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from babel.core import get_global

from desk_client.phone_number import NotANumber, PhoneNumber

_LONGEST = 10_000  # contracts.md section 4
_RESIDENT_ID = re.compile(
    r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", re.ASCII
)
_LONG_NUMBER = re.compile(r"(?<![\d+])\d(?:[ -]?\d){12,18}[Xx]?(?!\d)", re.ASCII)
_CHINESE_MOBILE = re.compile(r"861[3-9]\d{9}", re.ASCII)
_SPREADSHEET_NUMBER = re.compile(r"-?\d+\?", re.ASCII)  # desk_client.central.table_file marks it

# full-width forms, and the other signs of Chinese typing that mean the same
_NARROW = {0xFF01 + each: 0x21 + each for each in range(94)} | {
    0x3000: 0x20, 0x00A0: 0x20, 0xFFE5: 0xA5, 0xFFE1: 0xA3, 0xFFE0: 0xA2, 0x2212: 0x2D,
}  # fmt: skip
_TURNS_TEXT = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # bidirectional controls

_SIGN_OF = {
    "¥": {"CNY", "JPY"}, "元": {"CNY"}, "€": {"EUR"}, "£": {"GBP"},
    "$": {"USD", "HKD", "TWD", "MOP", "SGD", "AUD", "CAD", "NZD"},
}  # fmt: skip
_CURRENCIES = {
    "人民币": "CNY", "RMB": "CNY", "元": "CNY", "¥": "CNY", "港币": "HKD", "港元": "HKD",
    "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<before>[¥$€£])? ?"
    r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?P<cents>\.\d{1,2})?"
    r" ?(?P<after>[¥$€£元])?",
    re.ASCII,
)
_NEGATIVE = re.compile(r"[¥$€£ ]*[-(].*|.*-[¥$€£元 ]*")
_TOO_MUCH = Decimal(10) ** 14  # central keeps 16 digits, two of them cents

_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))",
    re.ASCII,
)
_DAY_FIRST = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})", re.ASCII)
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIAL = range(20_000, 80_000)  # 1954 to 2119
_YEARS = range(1950, 2120)  # 1900-01-01 and 9999-12-31 are a bank's words for "none"
_LONGEST_PAST_DUE = 36_500  # days

_TELEPHONE = re.compile(r"[+(]?\d[\d ()./-]*", re.ASCII)
_MAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+")


class BadCell(ValueError):
    """Its text is the reason that goes into the reject file."""


def plain(cell: str) -> str:
    """The cell's text, trimmed; refused where it holds what no bank's field holds."""
    if len(cell) > _LONGEST:
        raise BadCell(f"longer than {_LONGEST} characters")
    if any(is_control(letter) for letter in cell):
        raise BadCell("holds a control character")
    if holds_card_number(cell):
        raise BadCell("a full card number; send the last four digits only")
    if _SPREADSHEET_NUMBER.fullmatch(cell):
        raise BadCell("a number too long for a spreadsheet; store it as text")
    return cell.strip()


def is_control(letter: str) -> bool:
    """Whether it is no sign to be read: a control code, a line break, or turns the text around."""
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in _TURNS_TEXT


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as their ASCII ones; nothing else is changed."""
    return text.translate(_NARROW).strip()


def is_resident_id(cell: str) -> bool:
    """An 18-digit Chinese resident identity number by its form, whatever its checksum."""
    return _RESIDENT_ID.fullmatch(cell) is not None


def is_card_number(digits: str) -> bool:
    """13 to 19 digits that satisfy the Luhn sum (ISO/IEC 7812), and are no identity number and no
    telephone number with its country code."""
    if not re.fullmatch(r"[1-9]\d{12,18}", digits, re.ASCII):
        return False
    if is_resident_id(digits) or _CHINESE_MOBILE.fullmatch(digits):
        return False
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def holds_card_number(cell: str) -> bool:
    """Whether a full card number stands anywhere in the text, grouped or not."""
    return masked(cell) != cell


def masked(text: str) -> str:
    """The text with every full card number in it reduced to its last four digits."""
    shown = text.translate(_NARROW)
    hidden = _LONG_NUMBER.sub(_mask, shown)
    return text if hidden == shown else hidden


def _mask(found: re.Match[str]) -> str:
    digits = re.sub(r"[ -]", "", found.group())
    return f"**** {digits[-4:]}" if is_card_number(digits) else found.group()


def currency_code(cell: str) -> str:
    """ISO 4217, also from the Chinese names that banks write."""
    text = narrow(cell).upper()
    code = _CURRENCIES.get(text, text)
    if code not in get_global("all_currencies"):
        raise BadCell("not a currency; write it like CNY")
    return code


def amount(cell: str, currency: str = "CNY") -> Decimal:
    """A sum of money, not negative; a sign that stands beside it must be that of `currency`."""
    text = narrow(cell)
    if _NEGATIVE.fullmatch(text):
        raise BadCell("a negative amount; a debt is 0 or more")
    found = _AMOUNT.fullmatch(text)
    if found is None:
        if re.fullmatch(r"\d{1,3}\.\d{3}", text, re.ASCII):
            raise BadCell("can be read two ways; write 1234.00 or 1.23")
        raise BadCell("not an amount; write it like 3260.50")
    for sign in filter(None, (found["before"], found["after"])):
        if currency not in _SIGN_OF[sign]:
            raise BadCell(f"written in {sign}, but the currency is {currency}")
    value = Decimal(re.sub("[, ]", "", found["whole"]) + (found["cents"] or ""))
    if value >= _TOO_MUCH:
        raise BadCell("larger than any debt; write it like 3260.50")
    return value


def calendar_day(cell: str) -> date:
    """2026-11-05, 2026/11/5, 20261105, 2026年11月5日 or an Excel serial day."""
    text = narrow(cell)
    found = _DATE.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups() if part)
        return _day(year, month, day)
    if re.fullmatch(r"\d{5}", text, re.ASCII) and int(text) in _SERIAL:
        return _EXCEL_DAY_ZERO + timedelta(days=int(text))
    if _DAY_FIRST.fullmatch(text):
        raise BadCell("day and month can be read two ways; write 2026-11-05")
    raise BadCell("not a date; write it like 2026-11-05")


def _day(year: int, month: int, day: int) -> date:
    if year not in _YEARS:
        raise BadCell(f"no debt falls due in the year {year}")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell("no such day in the calendar") from None


def whole_days(cell: str) -> int:
    """Days past due."""
    text = narrow(cell)
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > _LONGEST_PAST_DUE:
        raise BadCell("not a number of days; write it like 19")
    return int(text)


def telephone(cell: str) -> PhoneNumber:
    """A telephone number, Chinese where it has no country code. Letters, extensions and second
    numbers are refused: what is dialled must be what stands there."""
    text = narrow(cell)
    if not _TELEPHONE.fullmatch(text):
        raise BadCell("not a telephone number")
    try:
        number = PhoneNumber.parse(text, "CN")
    except NotANumber:
        raise BadCell("not a telephone number") from None
    national = number.e164.removeprefix("+86")
    if national != number.e164:
        if len(national) < 9:
            raise BadCell("not a telephone number that can be dialled; add the area code")
        if re.match(r"1[3-9]", national) and len(national) != 11:
            raise BadCell("not a telephone number; a mobile number has 11 digits")
    return number


def mail_address(cell: str) -> str:
    """One address, as somebody@example.com."""
    text = narrow(cell)
    if not _MAIL.fullmatch(text):
        raise BadCell("not a mail address; write it like somebody@example.com")
    return text


def last_four(cell: str) -> str:
    """The last four digits of a card."""
    text = narrow(cell)
    if not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise BadCell("not four digits")
    return text
