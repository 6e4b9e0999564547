"""Which column is which field."""

import pytest

from desk_client.central.case_headers import HEADERS, columns
from desk_client.errors import BadInput

NEEDED = ("案件号", "姓名", "手机", "欠款金额", "到期日")


def fields(*headers: str) -> dict[str, str]:
    """Header to field, of the headers that mean something."""
    return {headers[column]: field for column, field in columns("cases.csv", headers)}


@pytest.mark.parametrize(
    ("field", "header"), [(field, header) for field, all_of in HEADERS.items() for header in all_of]
)
def test_every_header_is_known_however_it_is_typed(field: str, header: str) -> None:
    others = [name for name in NEEDED if name not in HEADERS[field]]
    for typed in {header, header.upper(), f" {header} ", header.replace("_", " ")}:
        assert fields(typed, *others)[typed] == field


@pytest.mark.parametrize("header", ["手机2", "电话 2", "phone2", "mobile_2", "phone 12", "Home3"])
def test_telephones_may_be_numbered(header: str) -> None:
    assert fields(header, *NEEDED)[header] in ("phone", "home")


@pytest.mark.parametrize("header", ["余额2", "姓名1", "备注", "", "case_no_2"])
def test_other_headers_mean_nothing(header: str) -> None:
    assert set(fields(header, *NEEDED)) == set(NEEDED)


def test_telephones_may_stand_twice_and_nothing_else() -> None:
    assert len(columns("cases.csv", (*NEEDED, "手机", "电话"))) == len(NEEDED) + 2
    with pytest.raises(BadInput, match="two columns are name"):
        columns("cases.csv", (*NEEDED, "客户姓名"))


def test_either_date_or_days_are_enough() -> None:
    assert "逾期天数" in fields(*NEEDED[:4], "逾期天数")
    with pytest.raises(BadInput, match=r"cases\.csv:1: no column is due_date"):
        columns("cases.csv", NEEDED[:4])
