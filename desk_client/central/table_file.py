"""A bank's file as rows of text cells, whatever it is written in: CSV in UTF-8 (with or without a
byte order mark), UTF-16 or GB18030, or the first sheet of an XLSX. Nothing is interpreted here
beyond what Excel stores as a number or a date; line 1 is the header. A line whose quotation marks
do not pair is set aside by itself, so that it cannot swallow the lines after it."""

import codecs
import csv
import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from charset_normalizer import from_bytes
from python_calamine import CalamineError, load_workbook

from desk_client.errors import BadInput, Unreadable

_MAX_EXACT = 2**53  # a spreadsheet number beyond it has lost digits
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS = (",", ";", "\t", "|")
_PADDING = " \t\u00a0\u3000\ufeff"  # around a cell; a tab there keeps Excel off long numbers
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableFile:
    """Headers and rows; `encoding` tells how the text was read ("xlsx" for a workbook)."""

    name: str
    encoding: str
    headers: Cells
    rows: tuple[tuple[int, Cells], ...]  # line, cells
    torn: tuple[tuple[int, str], ...] = ()  # line, its text: a quotation mark is not closed


def read_table(path: Path) -> TableFile:
    """BadInput where the file is missing, empty or neither CSV nor XLSX."""
    content = _content(path)
    encoding = "xlsx" if content.startswith(_WORKBOOK) else _encoding(path, content)
    lines = _sheet(path) if encoding == "xlsx" else _csv(content.decode(encoding))
    _, headers = next(lines, (1, None))
    if headers is None:
        raise BadInput(
            where=path.name, found="the file is empty", allowed="put the headers in line 1"
        )
    if isinstance(headers, str):
        raise BadInput(
            where=path.name, line=1, found="a quotation mark is not closed", allowed="close it"
        )
    rows: list[tuple[int, Cells]] = []
    torn: list[tuple[int, str]] = []
    for line, cells in lines:
        if isinstance(cells, str):
            torn.append((line, cells))
        elif any(cells):
            rows.append((line, cells))
    return TableFile(path.name, encoding, headers, tuple(rows), tuple(torn))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Unreadable(
            where=str(path),
            found=f"cannot be read ({fault.strerror})",
            allowed="name a CSV or XLSX file",
        ) from None


def _encoding(path: Path, content: bytes) -> str:
    marked = [name for mark, name in _BOMS if content.startswith(mark)]
    readable = [name for name in marked or ("utf-8", "gb18030") if _decodes(content, name)]
    if marked or b"\0" not in content:
        likely = readable
    else:  # every other byte of unmarked UTF-16 is zero, a stray zero in a cell is refused there
        best = from_bytes(content).best()
        wide = best is not None and best.encoding.startswith("utf_16")
        likely = [best.encoding] if wide and best is not None else readable
    if content.startswith(_OLD_WORKBOOK):
        found = "an old or a protected workbook"
    elif likely:
        return likely[0]
    else:
        found = "its text is neither UTF-8, UTF-16 nor GB18030"
    raise BadInput(where=path.name, found=found, allowed="save it as CSV UTF-8 or as XLSX")


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _csv(text: str) -> Iterator[tuple[int, Cells | str]]:
    """Each record with the line it begins in; its text where it cannot be parted into cells."""
    csv.field_size_limit(sys.maxsize)  # the longest cell is the importer's to refuse
    lines = list(io.StringIO(text, newline=""))
    mark = max(_MARKS, key=lines[0].count) if lines else ","
    at = 0
    while at < len(lines):
        reader = csv.reader(
            (lines[each] for each in range(at, len(lines))), delimiter=mark, strict=True
        )
        line = at + 1
        try:
            cells = next(reader)
        except csv.Error:
            yield line, lines[at].strip()
            at += 1
        else:
            yield line, tuple(cell.strip(_PADDING) for cell in cells)
            at += reader.line_num


def _sheet(path: Path) -> Iterator[tuple[int, Cells | str]]:
    try:
        rows = load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as fault:
        raise BadInput(
            where=path.name,
            found=f"not a workbook that can be read ({fault})",
            allowed="save it again as XLSX",
        ) from None
    for index, cells in enumerate(rows, start=1):
        yield index, tuple(_cell(cell).strip(_PADDING) for cell in cells)


def _cell(value: object) -> str:
    """Text as a person sees it: no exponent, no trailing .0, dates as YYYY-MM-DD."""
    match value:
        case float() if value.is_integer():
            return str(int(value)) if abs(value) <= _MAX_EXACT else f"{value:.0f}?"
        case float():
            return f"{Decimal(f'{value:.15g}'):f}"  # Excel keeps and shows 15 digits
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case None:
            return ""
        case _:
            return str(value)


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """UTF-8 with a byte order mark, so that a spreadsheet opens it rightly; a cell that a
    spreadsheet would run as a formula is written with a leading apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([[_harmless(cell) for cell in row] for row in rows])


def _harmless(cell: str) -> str:
    return (
        f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r") else cell
    )
