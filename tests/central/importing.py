"""Imports of small tables into a floor's central, and all that they wrote there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_client.central.case_import import ImportReport, import_cases
from tests.central.bank_files import TODAY, Table, write
from tests.central.floor import Floor

HEADERS = ["case_no", "debtor_id", "name", "phone", "amount", "currency", "due_date", "address"]
GOOD = [
    "SH-1",
    "C-1",
    "张三",
    "13800000001",
    "3260.50",
    "CNY",
    "2026-10-20",
    "上海市浦东新区示例路 1 号",
]
Import = Callable[..., ImportReport]


def importer(floor: Floor, folder: Path) -> Import:
    """Imports a table, or a file of that name in the folder."""

    def placing(table: Table | None = None, name: str = "cases.csv", **more: Any) -> ImportReport:
        file = folder / name
        if table is not None:
            write(file, table)
        options: dict[str, Any] = {"campaign_id": None, "team": 1, "today": TODAY}
        report = import_cases(floor.admin_dsn, file, **options | more)
        assert report.read == (
            report.imported + report.updated + report.unchanged + report.rejected
        )
        assert report.rejected == len(report.rejects)
        return report

    return placing


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return (*(report.read, report.imported, report.updated, report.unchanged, report.rejected),)


def everything(floor: Floor) -> dict[str, list[str]]:
    """All rows of what an import writes, each with the transaction that wrote it."""
    tables = ("campaign", "debtor", "contact_point", "placed_case", "debt", "work")
    with floor.administrator() as connection:
        return {
            table: [
                row
                for (row,) in connection.execute(
                    f"select t::text || t.xmin::text from app.{table} t order by 1"
                )
            ]
            for table in tables
        }


def changed(**cells: str) -> list[str]:
    """The good row with other cells; the header's name is the key."""
    return [cells.get(header, cell) for header, cell in zip(HEADERS, GOOD, strict=True)]
