"""One cell of a bank's file as a value of the trade. Full-width digits, thousands separators,
currency signs and spaces are read; what can be read two ways is refused, never guessed. Each
refusal is one sentence that says what was found and what to write instead."""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from desk_client.phone_number import NotANumber, PhoneNumber

_LONGEST = 10_000  # contracts.md section 4
_RESIDENT_ID = re.compile(
    r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
_SIGNS = str.maketrans("", "", "¥￥$€£ \u00a0\u3000元")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?")
_PLAIN = re.compile(r"\d+(?:\.\d{1,2})?")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIAL = range(20_000, 80_000)  # 1954 to 2119


class BadCell(ValueError):
    """Its text is the reason that goes into the reject file."""


def plain(cell: str) -> str:
    """The cell's text, trimmed; refused where it holds what no bank's field holds."""
    if len(cell) > _LONGEST:
        raise BadCell(f"longer than {_LONGEST} characters")
    if any(unicodedata.category(letter) == "Cc" for letter in cell):
        raise BadCell("holds a control character")
    if cell.endswith("?") and cell[:-1].isdigit():
        raise BadCell("a number too long for a spreadsheet; store it as text")
    if is_card_number(cell):
        raise BadCell("a full card number; send the last four digits only")
    return unicodedata.normalize("NFKC", cell).strip() if cell.isascii() else cell.strip()


def is_resident_id(cell: str) -> bool:
    """An 18-digit Chinese resident identity number by its form, whatever its checksum."""
    return _RESIDENT_ID.fullmatch(cell) is not None


def is_card_number(cell: str) -> bool:
    """13 to 19 digits that satisfy the Luhn sum (ISO/IEC 7812) and are no identity number."""
    digits = re.sub(r"[ -]", "", unicodedata.normalize("NFKC", cell))
    if not digits.isdigit() or not 13 <= len(digits) <= 19 or is_resident_id(digits):
        return False
    doubled = [int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def amount(cell: str) -> Decimal:
    """A sum of money, not negative."""
    text = unicodedata.normalize("NFKC", cell).translate(_SIGNS)
    if text.startswith(("-", "(", "−")):
        raise BadCell("a negative amount; a debt is 0 or more")
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if re.fullmatch(r"\d{1,3}\.\d{3}", text):
        raise BadCell("can be read two ways; write 1234.00 or 1.23")
    raise BadCell("not an amount; write it like 3260.50")


def calendar_day(cell: str) -> date:
    """2026-11-05, 2026/11/5, 20261105, 2026年11月5日 or an Excel serial day."""
    text = unicodedata.normalize("NFKC", cell).strip()
    found = _DATE.fullmatch(text)
    try:
        if found:
            year, *rest = (int(part) for part in found.groups() if part)
            return date(year, rest[0], rest[1])
        if re.fullmatch(r"\d{8}", text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise BadCell("no such day in the calendar") from None
    if text.isdigit() and int(text) in _SERIAL:
        return _EXCEL_DAY_ZERO + timedelta(days=int(text))
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", text):
        raise BadCell("day and month can be read two ways; write 2026-11-05")
    raise BadCell("not a date; write it like 2026-11-05")


def whole_days(cell: str) -> int:
    """Days past due."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if not re.fullmatch(r"\d{1,5}", text):
        raise BadCell("not a number of days; write it like 19")
    return int(text)


def telephone(cell: str) -> PhoneNumber:
    """A telephone number, Chinese where it has no country code."""
    try:
        return PhoneNumber.parse(unicodedata.normalize("NFKC", cell), "CN")
    except NotANumber:
        raise BadCell("not a telephone number") from None


def last_four(cell: str) -> str:
    """The last four digits of a card."""
    if not re.fullmatch(r"\d{4}", cell):
        raise BadCell("not four digits")
    return cell
