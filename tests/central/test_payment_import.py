"""A bank's file of payments in central: each payment once, each bad row named, and only the team
whose case it is sees what was paid."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from desk_client.central.case_import import import_cases
from desk_client.central.payment_import import PaymentReport, import_payments
from desk_client.errors import BadInput
from tests.central.bank_files import TODAY, Table, write, write_workbook
from tests.central.floor import LI, ONE_SERVER, ZHAO, Floor
from tests.central.importing import GOOD, HEADERS

pytestmark = ONE_SERVER
COLUMNS = ["case_no", "amount", "paid_on", "reference"]
PAID = ["SH-1", "800.00", "2026-11-20", "T-1"]


class Bank:
    """Sends files to one floor, which has case SH-1 over 3,260.50 CNY."""

    def __init__(self, floor: Floor, folder: Path) -> None:
        self._floor, self._folder = floor, folder
        cases = write(folder / "cases.csv", [HEADERS, GOOD])
        import_cases(floor.admin_dsn, cases, campaign_id=None, team=1, today=TODAY)

    def sends(self, table: Table, *, team: int = 1, dry_run: bool = False) -> PaymentReport:
        file = write(self._folder / "paid.csv", table)
        return self._take(file, team=team, dry_run=dry_run)

    def sends_workbook(self, table: Table) -> PaymentReport:
        return self._take(write_workbook(self._folder / "paid.xlsx", table))

    def _take(self, file: Path, *, team: int = 1, dry_run: bool = False) -> PaymentReport:
        report = import_payments(
            self._floor.admin_dsn, file, team=team, today=TODAY, dry_run=dry_run
        )
        assert report.rejected == len(report.rejects)
        return report

    def stored(self) -> list[tuple[Decimal, date, str]]:
        with self._floor.administrator() as connection:
            return connection.execute(
                "select amount, paid_on, reference from app.payment order by paid_on, reference"
            ).fetchall()


@pytest.fixture
def bank(floor: Floor, tmp_path: Path) -> Bank:
    return Bank(floor, tmp_path)


def counts(report: PaymentReport) -> tuple[int, int, int, int, int]:
    made = report.written
    return report.read, made.imported, made.updated, made.unchanged, report.rejected


def test_a_file_goes_in_once_whatever_it_is_written_in(bank: Bank) -> None:
    table = [COLUMNS, PAID, ["SH-1", "￥１，０００", "2026年11月21日", "T-2"]]
    assert counts(bank.sends(table)) == (2, 2, 0, 0, 0)
    assert counts(bank.sends(table)) == (2, 0, 0, 2, 0)
    chinese = [["案件号", "还款金额", "还款日期", "流水号"], *table[1:]]
    assert counts(bank.sends_workbook(chinese)) == (2, 0, 0, 2, 0)
    assert bank.stored() == [
        (Decimal("800.00"), date(2026, 11, 20), "T-1"),
        (Decimal("1000.00"), date(2026, 11, 21), "T-2"),
    ]


def test_the_report_says_what_was_paid_and_for_how_many(bank: Bank) -> None:
    report = bank.sends([COLUMNS, PAID, ["SH-1", "0.50", "2026-11-21", "T-2"]])
    assert (report.cases, report.totals) == (1, {"CNY": Decimal("800.50")})
    assert report.as_json()["totals"] == {"CNY": "800.50"}
    assert report.identified_by == "reference"


def test_a_payment_that_bounced_is_taken_back_by_its_reference(bank: Bank) -> None:
    bank.sends([COLUMNS, PAID])
    assert counts(bank.sends([COLUMNS, [*PAID[:1], "0", *PAID[2:]]])) == (1, 0, 1, 0, 0)
    assert bank.stored() == [(Decimal("0.00"), date(2026, 11, 20), "T-1")]


def test_without_references_equal_payments_of_a_day_are_each_counted(bank: Bank) -> None:
    row = PAID[:3]
    assert counts(bank.sends([COLUMNS[:3], row, row])) == (2, 2, 0, 0, 0)
    assert counts(bank.sends([COLUMNS[:3], row, row])) == (2, 0, 0, 2, 0)
    report = bank.sends([COLUMNS[:3], row, row, row])
    assert counts(report) == (3, 1, 0, 2, 0)
    assert report.identified_by == "case, day, amount and place in the file"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["SH-9", "1", "2026-11-20", "T-1"], "case_no", "no case of this team has that number"),
        (["SH-1", "-5", "2026-11-20", "T-1"], "amount", "a negative amount; a debt is 0 or more"),
        (["SH-1", "", "2026-11-20", "T-1"], "amount", "is empty"),
        (["SH-1", "1.234", "2026-11-20", "T-1"], "amount", "can be read two ways"),
        (["SH-1", "1", "20/11/2026", "T-1"], "paid_on", "day and month can be read two ways"),
        (["SH-1", "1", "2026-11-25", "T-1"], "paid_on", "lies in the future"),
        (["SH-1", "0", "2026-11-20", ""], "amount", "nothing was paid"),
        (["SH-1", "1", "2026-11-20", "T" * 65], "reference", "longer than 64 characters"),
        (["SH-1", "1", "2026-11-20", "T-1", "x"], "", "more cells than headers"),
    ],
)
def test_a_bad_row_is_named_and_stops_nothing(
    bank: Bank, row: list[str], column: str, reason: str
) -> None:
    report = bank.sends([COLUMNS, row, ["SH-1", "5", "2026-11-22", "T-5"]])
    assert counts(report) == (2, 1, 0, 0, 1)
    (bad,) = report.rejects
    assert (bad.line, bad.column) == (2, column)
    assert bad.reason.startswith(reason)
    assert report.reject_file is not None
    assert reason in report.reject_file.read_text(encoding="utf-8-sig")
    assert len(bank.stored()) == 1


def test_a_reference_that_stands_twice_is_refused_the_second_time(bank: Bank) -> None:
    report = bank.sends([COLUMNS, PAID, PAID])
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.rejects[0].reason == "stands in line 2 already"


def test_which_debt_was_paid_and_in_which_currency(bank: Bank) -> None:
    headers = [*COLUMNS, "card_last4", "currency"]
    report = bank.sends(
        [headers, [*PAID, "9999", ""], ["SH-1", "1", "2026-11-20", "T-2", "", "USD"]]
    )
    reasons = [each.reason for each in report.rejects]
    assert reasons == ["no debt of the case has this card", "the case is in CNY"]


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        (["case_no", "amount"], "no column is paid_on"),
        (["case_no", "amount", "paid", "date"], "two columns are amount"),
    ],
)
def test_a_file_that_cannot_be_used_as_a_whole(bank: Bank, headers: list[str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        bank.sends([headers, PAID])
    assert bank.stored() == []


def test_a_dry_run_writes_nothing_at_all(bank: Bank, tmp_path: Path) -> None:
    report = bank.sends([COLUMNS, PAID, ["SH-9", "1", "2026-11-20", "T-9"]], dry_run=True)
    assert counts(report) == (2, 1, 0, 0, 1)
    assert report.reject_file is None
    assert bank.stored() == []
    assert not list(tmp_path.glob("*.rejected.csv"))


def test_only_the_team_whose_case_it_is_sees_it(floor: Floor, bank: Bank) -> None:
    assert bank.sends([COLUMNS, PAID], team=2).rejected == 1
    bank.sends([COLUMNS, PAID])
    for login, seen in ((LI, 1), (ZHAO, 0)):
        with floor.as_person(login) as connection:
            found = connection.execute("select amount from app.payment").fetchall()
            assert len(found) == seen
