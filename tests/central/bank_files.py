"""The shipped sample of 200 cases, written as banks send it: in every encoding, and as a workbook
with numbers, dates and text in typed cells."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook  # type: ignore[import-untyped]

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"
TODAY = date(2026, 11, 24)
_SUMS = frozenset(
    {
        "欠款金额",
        "本金",
        "利息",
        "费用/违约金",
        "最低应还",
        "balance",
        "principal",
        "interest",
        "fees",
        "minimum due",
    }
)
_DAYS = frozenset({"逾期天数", "days_past_due"})
Table = list[list[str]]


def sample(language: str = "zh") -> Table:
    """Headers and 200 rows."""
    text = (SAMPLE / f"cases.{language}.csv").read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def write(path: Path, table: Table, encoding: str = "utf-8", mark: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=mark).writerows(table)
    return path


def write_workbook(path: Path, table: Table) -> Path:
    """Sums as numbers, days past due as a due date, everything else as text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    headers, *rows = table
    due = "到期日" if "姓名" in headers else "due_date"
    sheet.append([due if header in _DAYS else header for header in headers])
    for row in rows:
        sheet.append([_typed(header, cell) for header, cell in zip(headers, row, strict=True)])
    book.save(path)
    return path


def _typed(header: str, cell: str) -> object:
    if not cell:
        return None
    if header in _SUMS:
        return float(cell)
    if header in _DAYS:
        return TODAY - timedelta(days=int(cell))
    return cell
