"""A bank's file in central: the same cases whatever it is written in, each bad row named and none
of the good ones lost."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from desk_client.central.reference import upsert_campaigns
from desk_client.errors import BadInput, DeskError
from desk_client.ids import CampaignId
from tests.central.bank_files import TODAY, sample, write, write_workbook
from tests.central.floor import CAMPAIGN, LI, ONE_SERVER, WANG, ZHAO, Floor
from tests.central.importing import GOOD, HEADERS, Import, changed, counts, everything, importer

pytestmark = ONE_SERVER


@pytest.fixture
def place(floor: Floor, tmp_path: Path) -> Import:
    return importer(floor, tmp_path)


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
