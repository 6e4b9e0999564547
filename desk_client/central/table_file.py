"""A bank's file as rows of text cells, whatever it is written in: CSV in UTF-8 (with or without a
byte order mark), UTF-16 or GB18030, or the first sheet of an XLSX. Nothing is interpreted here
beyond what Excel stores as a number or a date; line 1 is the header."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from charset_normalizer import from_bytes
from python_calamine import CalamineError, load_workbook

from desk_client.errors import BadInput

_MAX_EXACT = 2**53  # a spreadsheet number beyond it has lost digits
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class TableFile:
    """Headers and rows; `encoding` tells how the text was read ("xlsx" for a workbook)."""

    name: str
    encoding: str
    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # line, cells


def read_table(path: Path) -> TableFile:
    """BadInput where the file is missing, empty or neither CSV nor XLSX."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise BadInput(
            where=str(path),
            found=f"cannot be read ({fault.strerror})",
            allowed="name a CSV or XLSX file",
        ) from None
    if content.startswith(b"PK\x03\x04"):
        encoding, lines = "xlsx", _sheet(path)
    else:
        encoding = _encoding(path, content)
        lines = _csv(content.decode(encoding))
    first = next(lines, None)
    if first is None:
        raise BadInput(
            where=path.name, found="the file is empty", allowed="put the headers in line 1"
        )
    rows = tuple((line, cells) for line, cells in lines if any(cells))
    return TableFile(path.name, encoding, tuple(first[1]), rows)


def _encoding(path: Path, content: bytes) -> str:
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        try:
            text = content.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return name
    best = from_bytes(content).best()
    if best is not None and best.encoding.startswith("utf_16"):
        return best.encoding
    raise BadInput(
        where=path.name,
        found="its text is neither UTF-8, UTF-16 nor GB18030",
        allowed="save it as CSV UTF-8 or as XLSX",
    )


def _csv(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    first = text.partition("\n")[0]
    mark = max(_MARKS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    line = 1
    for cells in reader:
        yield line, tuple(cell.strip() for cell in cells)
        line = reader.line_num + 1


def _sheet(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        rows = load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as fault:
        raise BadInput(
            where=path.name,
            found=f"not a workbook that can be read ({fault})",
            allowed="save it again as XLSX",
        ) from None
    for index, cells in enumerate(rows, start=1):
        yield index, tuple(_cell(cell) for cell in cells)


def _cell(value: object) -> str:
    """Text as a person sees it: no exponent, no trailing .0, dates as YYYY-MM-DD."""
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, float):
        if value.is_integer():
            return str(int(value)) if abs(value) <= _MAX_EXACT else f"{value:.0f}?"
        return repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """UTF-8 with a byte order mark, so that a spreadsheet opens it rightly; a cell that a
    spreadsheet would run as a formula is written with a leading apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([[_harmless(cell) for cell in row] for row in rows])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
