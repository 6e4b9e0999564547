"""A bank's file in central: the same cases whatever it is written in, each bad row named and none
of the good ones lost."""

import csv
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk_client.central.case_import import ImportReport, import_cases
from desk_client.central.reference import upsert_campaigns
from desk_client.errors import BadInput, DeskError
from desk_client.ids import CampaignId
from tests.central.bank_files import TODAY, Table, sample, write, write_workbook
from tests.central.floor import CAMPAIGN, LI, ONE_SERVER, WANG, ZHAO, Floor

pytestmark = ONE_SERVER
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


@pytest.fixture
def place(floor: Floor, tmp_path: Path) -> Import:
    """Imports a table or a file of that name into the floor's central."""

    def placing(table: Table | None = None, name: str = "cases.csv", **more: Any) -> ImportReport:
        file = tmp_path / name
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


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sample_is_the_same_in_every_form(
    floor: Floor, place: Import, language: str, tmp_path: Path
) -> None:
    table = sample(language)
    forms = {
        "gb.csv": lambda path: write(path, table, "gb18030"),
        "utf16.csv": lambda path: write(path, table, "utf-16"),
        "bom.csv": lambda path: write(path, table, "utf-8-sig"),
        "semicolons.csv": lambda path: write(path, table, mark=";"),
        "cases.xlsx": lambda path: write_workbook(path, table),
    }
    if language == "en":
        del forms["gb.csv"]
    first, *others = forms
    forms[first](tmp_path / first)
    report = place(name=first)
    assert counts(report) == (200, 200, 0, 0, 0)
    assert (report.debtors, report.identified_by, report.ignored) == (200, "debtor_id", ())
    before = everything(floor)
    assert [len(before[table]) for table in ("debtor", "placed_case", "debt", "work")] == [200] * 4
    for name in others:
        forms[name](tmp_path / name)
        assert counts(place(name=name)) == (200, 0, 0, 200, 0), name
    assert everything(floor) == before
    assert not list(tmp_path.glob("*.rejected.csv"))


def test_columns_may_stand_in_any_order(floor: Floor, place: Import) -> None:
    """Only that of the telephones means something: it is the order in which they are tried."""
    place(sample())
    before = everything(floor)
    turned = [[*row[:2:-1], *row[:3]] for row in sample()]
    turned = [[*row[:15], row[16], row[15], *row[17:]] for row in turned]
    assert turned[0][15:17] == ["手机号", "单位电话"]
    assert counts(place(turned)) == (200, 0, 0, 200, 0)
    assert everything(floor) == before


def test_agents_of_the_team_see_what_was_imported(floor: Floor, place: Import) -> None:
    place([HEADERS, GOOD])
    for login, seen in ((LI, 1), (WANG, 1), (ZHAO, 0)):
        with floor.as_person(login) as connection:
            found = connection.execute("select case_no from app.placed_case").fetchall()
            assert len(found) == seen
    with floor.as_person(LI) as connection:
        assert connection.execute("select * from app.lease(5)").fetchall()


def test_what_changed_is_updated_and_only_that(floor: Floor, place: Import) -> None:
    second = changed(case_no="SH-2", debtor_id="C-2", phone="13800000002")
    place([HEADERS, GOOD, second])
    before = everything(floor)
    report = place([HEADERS, changed(amount="100.00"), second])
    assert counts(report) == (2, 0, 1, 1, 0)
    after = everything(floor)
    assert before["debtor"] == after["debtor"]
    assert len({*before["debt"]} & {*after["debt"]}) == 1
    assert counts(place([HEADERS, changed(amount="100.00", phone="13800000009"), second])) == (
        *(2, 0, 1, 1, 0),
    )
    moved = changed(amount="100.00", phone="13800000009", address="上海市静安区示例路 2 号")
    assert counts(place([HEADERS, moved, second])) == (2, 0, 1, 1, 0)


def test_days_past_due_are_counted_back_from_today(floor: Floor, place: Import) -> None:
    headers = [header.replace("due_date", "dpd") for header in HEADERS]
    place([headers, changed(due_date="35")])
    with floor.administrator() as connection:
        (due,) = connection.execute("select due_date from app.debt").fetchone() or (None,)
        (rank,) = connection.execute("select prio from app.work").fetchone() or (None,)
    assert due == TODAY - timedelta(days=35)
    assert rank == 10_000 - 35  # longest past due first
    assert counts(place([headers, changed(due_date="35")])) == (1, 0, 0, 1, 0)


def test_a_debtor_with_two_cases_is_one_person(floor: Floor, place: Import) -> None:
    report = place([HEADERS, GOOD, changed(case_no="SH-2", amount="1")])
    assert (report.debtors, report.imported) == (1, 2)
    assert [len(everything(floor)[table]) for table in ("debtor", "work", "debt")] == [1, 1, 2]


def test_without_an_id_name_and_first_number_tell_people_apart(place: Import) -> None:
    headers = [header.replace("debtor_id", "remarks") for header in HEADERS]
    other = changed(case_no="SH-2", phone="13800000002")
    report = place([headers, GOOD, other, changed(case_no="SH-3")])
    assert (report.debtors, report.identified_by) == (2, "name and first number")
    assert report.ignored == ("remarks",)


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


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("case_no", "案件号"),
        ("name", "姓名"),
        ("phone", "手机"),
        ("amount", "欠款金额"),
        ("due_date", "到期日"),
    ],
)
def test_a_needed_column_that_is_missing(
    floor: Floor, place: Import, missing: str, named: str
) -> None:
    before = everything(floor)
    headers = [header.replace(missing, "something") for header in HEADERS]
    with pytest.raises(BadInput, match=f"cases.csv:1: no column is {missing}; .*{named}"):
        place([headers, GOOD])
    assert everything(floor) == before


def test_two_columns_that_mean_the_same(place: Import) -> None:
    with pytest.raises(BadInput, match="two columns are amount"):
        place([[*HEADERS, "余额"], [*GOOD, "1"]])


def test_principal_alone_is_the_amount(floor: Floor, place: Import) -> None:
    headers = ["本金" if header == "amount" else header for header in HEADERS]
    assert place([headers, GOOD]).imported == 1
    with floor.administrator() as connection:
        found = connection.execute("select balance::text, principal from app.debt").fetchone()
    assert found == ("3260.50", None)


def test_a_dry_run_writes_nothing_at_all(floor: Floor, place: Import, tmp_path: Path) -> None:
    place([HEADERS, GOOD])
    before, files = everything(floor), sorted(os.listdir(tmp_path))
    table = [
        HEADERS,
        changed(amount="1"),
        changed(case_no="SH-2", phone="x"),
        changed(case_no="SH-3"),
    ]
    report = place(table, dry_run=True)
    assert counts(report) == (3, 1, 1, 0, 1)
    assert report.reject_file is None
    assert report.as_json()["rejects"] == [
        {"line": 3, "column": "phone", "value": "x", "reason": "not a telephone number"}
    ]
    assert everything(floor) == before
    assert sorted(os.listdir(tmp_path)) == files


def test_a_mended_file_takes_its_rejects_away(place: Import, tmp_path: Path) -> None:
    place([HEADERS, changed(phone="x")])
    assert (tmp_path / "cases.csv.rejected.csv").exists()
    place([HEADERS, GOOD])
    assert not (tmp_path / "cases.csv.rejected.csv").exists()


def test_where_rejects_cannot_be_written_nothing_is_imported(
    floor: Floor, place: Import, tmp_path: Path
) -> None:
    (tmp_path / "cases.csv.rejected.csv").mkdir()
    with pytest.raises(DeskError, match=r"rejected\.csv cannot be written"):
        place([HEADERS, GOOD, changed(case_no="SH-2", phone="x")])
    assert everything(floor)["placed_case"] == []


class TestCampaigns:
    def test_a_team_without_one_gets_one(self, floor: Floor, place: Import) -> None:
        report = place([HEADERS, GOOD], organisation="示例银行")
        assert (report.campaign, report.campaign_is_new) == ("cases", True)
        again = place([HEADERS, GOOD])
        assert (again.campaign, again.campaign_is_new) == ("cases", False)
        with floor.administrator() as connection:
            found = connection.execute("select organisation, team from app.campaign").fetchall()
        assert found == [("示例银行", 1)]

    def test_the_only_one_is_meant(self, floor: Floor, place: Import) -> None:
        floor.place(1)
        report = place([HEADERS, GOOD])
        assert (report.campaign, report.campaign_is_new) == (CAMPAIGN.campaign_id, False)

    def test_of_several_one_must_be_named(self, place: Import) -> None:
        for name in ("cards", "loans"):
            assert place([HEADERS, GOOD], campaign_id=CampaignId(name)).campaign == name
        with pytest.raises(BadInput, match="name one of cards, loans"):
            place([HEADERS, GOOD])

    def test_another_teams_is_refused(self, floor: Floor, place: Import) -> None:
        with floor.administrator() as connection, connection.transaction():
            upsert_campaigns(connection, [CAMPAIGN])
        with pytest.raises(BadInput, match="cards is team 1's"):
            place([HEADERS, GOOD], campaign_id=CAMPAIGN.campaign_id, team=2)


def test_two_thousand_cases_go_in_at_once(place: Import) -> None:
    rows = [
        changed(case_no=f"SH-{at}", debtor_id=f"C-{at}", phone=f"139{at:08}") for at in range(2_000)
    ]
    assert counts(place([HEADERS, *rows])) == (2_000, 2_000, 0, 0, 0)
