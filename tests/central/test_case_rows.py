"""Single rows of a bank's file: each bad one is named, and nothing is guessed of the others."""

import csv
from pathlib import Path

import pytest

from tests.central.bank_files import Table
from tests.central.floor import ONE_SERVER, Floor
from tests.central.importing import GOOD, HEADERS, Import, changed, counts, everything, importer

pytestmark = ONE_SERVER


@pytest.fixture
def place(floor: Floor, tmp_path: Path) -> Import:
    return importer(floor, tmp_path)


BAD_ROWS: list[tuple[dict[str, str], str, str]] = [
    ({"amount": "-5"}, "amount", "a negative amount"),
    ({"amount": "12.345"}, "amount", "can be read two ways"),
    ({"amount": "$5"}, "amount", "written in $, but the currency is CNY"),
    ({"amount": "9" * 20}, "amount", "larger than any debt"),
    ({"amount": ""}, "amount", "is empty"),
    ({"currency": "ABCD"}, "currency", "not a currency"),
    ({"due_date": "05/11/2026"}, "due_date", "day and month can be read two ways"),
    ({"due_date": ""}, "due_date", "is empty"),
    ({"phone": "not known"}, "phone", "not a telephone number"),
    ({"phone": ""}, "phone", "no telephone number"),
    ({"name": ""}, "name", "is empty"),
    ({"name": "张\0三"}, "name", "holds a control character"),
    ({"name": "张\n三"}, "name", "holds a control character"),
    ({"name": "张" * 10_001}, "name", "longer than 10000 characters"),
    ({"address": "长" * 200_000}, "address", "longer than 10000 characters"),
    ({"address": "卡号 4111 1111 1111 1111"}, "address", "a full card number"),
    ({"case_no": "4111111111111111"}, "case_no", "a full card number"),
    ({"case_no": ""}, "case_no", "is empty"),
    ({"case_no": "SH-1"}, "case_no", "stands twice in this file"),
    ({"case_no": "ＳＨ－１"}, "case_no", "stands twice in this file"),
    ({"name": "李四"}, "name", "line 2 gives this person another name"),
]


def test_every_bad_row_is_named_and_stops_nothing(
    floor: Floor, place: Import, tmp_path: Path
) -> None:
    rows = [GOOD]
    for number, (cells, _, _) in enumerate(BAD_ROWS, start=3):
        rows.append(changed(**{"case_no": f"SH-{number}"} | cells))
    rows.append(changed(case_no="SH-last"))
    report = place([HEADERS, *rows])
    assert counts(report) == (len(BAD_ROWS) + 2, 2, 0, 0, len(BAD_ROWS))
    for reject, (cells, column, reason) in zip(report.rejects, BAD_ROWS, strict=True):
        assert reject.column == column, cells
        assert reject.reason.startswith(reason)
        assert len(reject.value) <= 81
    two_lines = [at for at, (cells, _, _) in enumerate(BAD_ROWS) if "\n" in "".join(cells.values())]
    assert [reject.line for reject in report.rejects] == [
        at + 3 + sum(each < at for each in two_lines) for at in range(len(BAD_ROWS))
    ]
    assert len(everything(floor)["placed_case"]) == 2
    told = report.as_json()
    assert list(told)[:7] == [
        *("file", "read", "imported", "updated", "unchanged", "rejected", "rejects"),
    ]
    with (tmp_path / "cases.csv.rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *lines = csv.reader(file)
    assert header == ["line", "column", "value", "reason"]
    assert [(line, column, reason) for line, column, _, reason in lines] == [
        (str(each.line), each.column, each.reason) for each in report.rejects
    ]
    text = (tmp_path / "cases.csv.rejected.csv").read_text(encoding="utf-8-sig")
    assert "4111111111111111" not in text
    assert "4111 1111" not in text
    assert "\0" not in text
    assert "'-5" in text  # a spreadsheet would reckon it


def test_resident_identity_numbers_are_no_card_numbers(floor: Floor, place: Import) -> None:
    """This one satisfies the cards' checksum by chance."""
    report = place([HEADERS, changed(debtor_id="110101199003072295")])
    assert report.rejects == ()
    with floor.administrator() as connection:
        kept = connection.execute("select id_last4, birth_month from app.debtor").fetchone()
    assert kept == ("2295", "1990-03")


def test_the_document_itself_is_nowhere_in_central(floor: Floor, place: Import) -> None:
    place([HEADERS, changed(debtor_id="110101199003072295")])
    assert "110101199003072295" not in repr(everything(floor))


def test_customer_number_and_document_may_both_be_there(floor: Floor, place: Import) -> None:
    headers = ["案件号", "客户号", "证件号", "姓名", "手机", "逾期金额", "到期日"]
    row = ["SH-1", "C-1", "11010119900307001X", "张三", "13800000001", "5", "2026-10-20"]
    assert place([headers, row]).identified_by == "debtor_id"
    place([headers, [*row[:2], "", *row[3:]]])
    found = everything(floor)["debtor"]
    assert len(found) == 1  # known by the customer number, document or not


def test_formulas_are_plain_text_and_written_out_harmlessly(
    floor: Floor, place: Import, tmp_path: Path
) -> None:
    evil = '=HYPERLINK("http://example.com","x")'
    report = place([HEADERS, changed(name=evil), changed(case_no="SH-2", phone="+cmd|calc")])
    assert report.imported == 1
    with floor.administrator() as connection:
        assert connection.execute("select name from app.debtor").fetchone() == (evil,)
    text = (tmp_path / "cases.csv.rejected.csv").read_text(encoding="utf-8-sig")
    assert ",'+cmd|calc," in text


def test_numbers_written_by_hand_in_chinese(floor: Floor, place: Import) -> None:
    headers = ["案件编号", "客户姓名", "手机号", "家庭电话", "逾期金额", "币种", "还款日"]
    row = [
        "SH-1",
        "张三",
        "１３８０００００００１",
        "021-55500002",
        "￥3，260．50",
        "人民币",
        "2026年10月5日",
    ]
    assert place([headers, row]).imported == 1
    with floor.administrator() as connection:
        debt = connection.execute("select balance::text, currency, due_date::text from app.debt")
        assert debt.fetchone() == ("3260.50", "CNY", "2026-10-05")
        points = connection.execute("select place, value from app.contact_point order by rank")
        assert points.fetchall() == [("mobile", "+8613800000001"), ("home", "+862155500002")]


class TestContactPersons:
    HEADERS = (*HEADERS, "contact_name", "contact_phone", "contact_relation", "mobile2")

    def rows(self, *people: tuple[str, str, str, str]) -> Table:
        return [
            list(self.HEADERS),
            *([*changed(case_no=f"SH-{at}"), *each] for at, each in enumerate(people)),
        ]

    def test_who_they_are(self, floor: Floor, place: Import) -> None:
        place(self.rows(("王五", "13800010001", "配偶", "13800000002")))
        with floor.administrator() as connection:
            found = connection.execute(
                "select value, role, person from app.contact_point order by rank"
            ).fetchall()
        assert found == [
            ("+8613800000001", "debtor", ""),
            ("+8613800000002", "debtor", ""),
            ("+8613800010001", "spouse", "王五"),
        ]

    def test_the_debtors_own_number_as_another_persons(self, place: Import) -> None:
        report = place(self.rows(("王五", "138-0000-0001", "配偶", "")))
        assert [(each.column, each.reason) for each in report.rejects] == [
            ("contact_phone", "is the debtor's own number as well")
        ]

    def test_a_number_that_is_the_debtors_in_one_row_and_not_in_another(
        self, place: Import
    ) -> None:
        report = place(self.rows(("王五", "13800010001", "配偶", ""), ("", "", "", "13800010001")))
        assert [(each.line, each.column) for each in report.rejects] == [(3, "phone")]
        assert report.rejects[0].reason == "line 2 says that the number is spouse's"


def test_a_comma_too_many_moves_no_cell(place: Import, tmp_path: Path) -> None:
    text = ",".join(HEADERS) + "\n" + ",".join(changed(amount="3,260.50")) + "\n"
    (tmp_path / "cases.csv").write_text(text, encoding="utf-8")
    (reject,) = place().rejects
    assert reject.reason.startswith("more cells than headers")


def test_an_open_quotation_mark_is_a_reject_of_its_own(place: Import, tmp_path: Path) -> None:
    lines = [",".join(HEADERS), ",".join(GOOD), ",".join(changed(case_no="SH-2", name='"张三'))]
    lines.append(",".join(changed(case_no="SH-3")))
    (tmp_path / "cases.csv").write_text("\n".join(lines), encoding="utf-8")
    report = place()
    assert counts(report) == (3, 2, 0, 0, 1)
    assert (report.rejects[0].line, report.rejects[0].reason) == (
        *(3, "a quotation mark is not closed"),
    )
