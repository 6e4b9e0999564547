"""The report as a table and on paper: read back by programs we did not write."""

import csv
import io
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from desk_client.care_body import Overridden
from desk_client.evidence.figures import ComplianceReport, Day, Figures
from desk_client.evidence.pages import as_pdf
from desk_client.evidence.printed_table import MOST_ROWS
from desk_client.evidence.table import as_csv, safe
from desk_client.text import Language
from tests.central.floor import CHEN, case, contact_point, debtor
from tests.evidence.past import Past, at

DOC = Path(__file__).parents[2] / "docs" / "evidence.md"


def told(past: Past) -> ComplianceReport:
    call = past.call(at(24, "07:50"), talk_s=60, recorded=False)
    past.said(at(24, "07:52"), call, "recorded")
    for clock in ("09:00", "11:00", "13:00", "15:00"):
        past.call(at(25, clock), number=1, talk_s=60)
    past.refused(at(25, "16:00"), "cn.effective3", number=1)
    past.message(at(25, "17:00"))
    past.complaint(at(2, "10:00"), number=2)
    past.override(at(25, "17:30"), "house.gap60")
    return past.report()


def rows(report: ComplianceReport, language: Language = "en") -> list[dict[str, str]]:
    text = as_csv(report, language).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def words_of(pdf: bytes, folder: Path) -> list[str]:
    """The pages' text, as poppler reads it."""
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", file, "-"], check=True, capture_output=True, timeout=30
    )
    return done.stdout.decode().split("\f")[:-1]


def test_one_figure_a_row_with_limit_clause_and_confidence(past: Past) -> None:
    found = rows(told(past))
    (reached,) = [
        row
        for row in found
        if row["Day"] == "2026-11-25"
        and row["What"].startswith("cn.effective3")
        and row["Figure"] == "Most reached"
    ]
    assert (reached["Value"], reached["Limit"]) == ("4", "3 / 1 calendar day")
    assert reached["Clause"] == "GB/T 45251-2025 5.3"
    assert "unconfirmed" in reached["Confidence"]
    (attempts,) = [
        row for row in found if row["Day"] == "2026-11-25" and row["Figure"] == "Attempts"
    ]
    assert attempts["Value"] == "4"
    overdue = [row for row in found if row["Figure"] == "overdue"]
    assert [row["Limit"] for row in overdue] == ["2026-11-17 / 2026-12-02 / 2027-01-01"]


def test_the_table_begins_with_the_mark_that_excel_wants(past: Past) -> None:
    content = as_csv(told(past), "zh")
    assert content.startswith(b"\xef\xbb\xbf")
    assert "日期,部分" in content.decode("utf-8-sig")
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+861380", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


def test_a_reason_somebody_typed_is_no_formula_either(past: Past) -> None:
    typed = Overridden(
        contact="call",
        contact_point_id=contact_point(0).contact_point_id,
        rules=("house.gap60",),
        reason='=HYPERLINK("http://evil.example")',
        role="lead",
        second=CHEN,
        until=at(24, "10:00"),
    )
    past.tell(at(24, "09:00"), typed)
    text = as_csv(past.report(), "en").decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.peers("pdftotext")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_one_holds_the_sums_and_what_must_be_nought(
    past: Past, tmp_path: Path, language: Language
) -> None:
    report = told(past)
    first, *others = words_of(as_pdf(report, language), tmp_path)
    wanted = {
        "zh": ["催收合规报告", "2026 年 11 月 24 日", "允许时段外的联系", "07:50:00", "待核对"],
        "en": ["Compliance report", "24 November 2026", "Contacts outside", "07:50:00"],
    }
    for words in (*wanted[language], "GB/T 45251-2025 5.3", "08:00–22:00"):
        assert words in first
    if language == "en":
        assert "(unconfirmed)" in first
        assert "5 points to look into" in first
    whole = "\n".join((first, *others))
    pages = len(others) + 1
    assert all(f"{number}/{pages}" in page for number, page in enumerate((first, *others), 1))
    for words in ("SH-2611-00000", "2026-11-17", "cn-bank-card", "lead_chen"):
        assert words in whole
    used = report.sums.packs[0].sha256
    assert used[:16] in whole
    assert used[-16:] in whole


@pytest.mark.peers("pdftotext")
def test_no_number_and_no_name_is_on_any_paper(past: Past, tmp_path: Path) -> None:
    report = told(past)
    whole = "\n".join(words_of(as_pdf(report, "zh"), tmp_path))
    whole += as_csv(report, "zh").decode() + report.as_json()
    for number in range(5):
        assert contact_point(number).value not in whole
        assert contact_point(number).value.removeprefix("+86") not in whole
        assert debtor(number).name not in whole
    assert str(case(0).debts[0].balance.amount) not in whole


@pytest.mark.peers("pdftotext")
def test_a_long_list_ends_and_says_so(past: Past, tmp_path: Path) -> None:
    report = told(past)
    (one, *_rest) = report.sums.lacking
    many = tuple(
        one.model_copy(update={"at": one.at + timedelta(seconds=number)})
        for number in range(MOST_ROWS + 7)
    )
    sums = report.sums.model_copy(update={"lacking": many})
    longer = report.model_copy(update={"sums": sums})
    whole = "\n".join(words_of(as_pdf(longer, "en"), tmp_path))
    assert "7 more rows are in the report's JSON and CSV." in whole


@pytest.mark.peers("pdftotext")
def test_a_period_in_which_nothing_happened(past: Past, tmp_path: Path) -> None:
    (first, *_others) = words_of(as_pdf(past.report(), "en"), tmp_path)
    assert "Everything was held" in first


def test_the_same_report_gives_the_same_paper(past: Past) -> None:
    report = told(past)
    assert as_pdf(report, "zh") == as_pdf(report, "zh")
    assert as_csv(report, "en") == as_csv(report, "en")


def test_every_figure_is_explained() -> None:
    explained = DOC.read_text(encoding="utf-8")
    parts: list[type[Figures]] = [ComplianceReport, Day, *Figures.__subclasses__()]
    for part in parts:
        for name, field in part.model_fields.items():
            assert f"`{field.alias or name}`" in explained, (part.__name__, name)
