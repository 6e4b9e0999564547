"""One table, however a bank wrote it down."""

import codecs
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook  # type: ignore[import-untyped]

from desk_client.central.table_file import read_table, write_csv
from desk_client.errors import BadInput
from tests.central.bank_files import sample, write, write_workbook

TABLE = [
    ["案件号", "姓名", "电话"],
    ["SH-1", "张三", "13800000001"],
    ["SH-2", "李四", "021-55500002"],
]


def cells(path: Path) -> list[list[str]]:
    table = read_table(path)
    return [list(table.headers), *(list(row) for _, row in table.rows)]


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf_16_le"),  # Windows programs leave the mark out
        ("utf-16-be", "utf_16_be"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_encoding_is_found(encoding: str, read_as: str, language: str, tmp_path: Path) -> None:
    file = write(tmp_path / "cases.csv", sample(language), encoding)
    assert cells(file) == sample(language)
    same_in_all = language == "en" and encoding in ("gb18030", "gbk")
    assert read_table(file).encoding == ("utf-8" if same_in_all else read_as)


def test_a_big_endian_mark(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    text = "\r\n".join(",".join(row) for row in TABLE)
    file.write_bytes(codecs.BOM_UTF16_BE + text.encode("utf-16-be"))
    assert cells(file) == TABLE


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(mark: str, tmp_path: Path) -> None:
    assert cells(write(tmp_path / "cases.csv", TABLE, mark=mark)) == TABLE


def test_padding_is_trimmed_and_control_characters_are_kept_to_be_refused(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text("a,b,c\n 1\t,\u3000张三\u00a0,\x1fx\x0b\n", encoding="utf-8", newline="")
    assert cells(file)[1] == ["1", "张三", "\x1fx\x0b"]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text('a,b\n\n1,"two\nlines"\n,\n\u2028x,3\r\n4,5\n', encoding="utf-8", newline="")
    assert read_table(file).rows == (
        (3, ("1", "two\nlines")),
        (6, ("\u2028x", "3")),
        (7, ("4", "5")),
    )


def test_an_open_quotation_mark_costs_its_own_line_only(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text('a,b\n1,"张三\n2,李四\n3,"王,五"\n4,"赵"六,x\n5,"钱七', encoding="utf-8")
    table = read_table(file)
    assert table.rows == ((3, ("2", "李四")), (4, ("3", "王,五")))
    assert table.torn == ((2, '1,"张三'), (5, '4,"赵"六,x'), (6, '5,"钱七'))


def test_a_quotation_mark_inside_a_cell_is_only_a_mark(tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_text('a,b\n1,5" pipe\n2,"a ""b"" c"\n', encoding="utf-8")
    assert cells(file)[1:] == [["1", '5" pipe'], ["2", 'a "b" c']]


def test_a_zero_byte_does_not_change_what_the_file_is_written_in(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        file = write(tmp_path / "cases.csv", [*TABLE, ["SH-3", "王\0五", "1"]], encoding)
        assert cells(file)[-1] == ["SH-3", "王\0五", "1"]


def test_a_cell_may_be_longer_than_pythons_reader_likes(tmp_path: Path) -> None:
    file = write(tmp_path / "cases.csv", [*TABLE, ["SH-3", "长" * 200_000, "1"]])
    assert len(cells(file)[-1][1]) == 200_000


def test_a_workbook_as_a_person_sees_it(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    moment = datetime(2026, 11, 5, 12, 30, tzinfo=UTC).replace(tzinfo=None)
    sheet.append(["text", "number", "date", "long"])
    sheet.append(["0417", 3260.5, date(2026, 11, 5), 110101199003070016])
    sheet.append([None, None, None, None])
    sheet.append([" x ", 13800000001, moment, 0.1 + 0.2])
    sheet.append(["=1+1", 1e-7, True, 46331])
    book.create_sheet("second").append(["not read"])
    book.save(tmp_path / "cases.xlsx")
    table = read_table(tmp_path / "cases.xlsx")
    assert table.encoding == "xlsx"
    assert table.rows == (
        (2, ("0417", "3260.5", "2026-11-05", "110101199003070000?")),  # Excel keeps 15 digits
        (4, ("x", "13800000001", "2026-11-05", "0.3")),
        (5, ("", "0.0000001", "True", "46331")),  # a formula that nobody reckoned is empty
    )


def test_a_table_that_begins_further_down_keeps_its_lines(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["B4"] = "a", "b", "x"
    book.save(tmp_path / "cases.xlsx")
    assert read_table(tmp_path / "cases.xlsx").rows == ((4, ("", "x")),)


def why_not(path: Path) -> str:
    with pytest.raises(BadInput) as why:
        read_table(path)
    assert "\n" not in str(why.value)
    return str(why.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b'"a,b\n1,2\n', "cases.csv:1: a quotation mark is not closed"),
        (b"\xff\xfea\xd8,\0", "neither UTF-8"),  # half a surrogate pair
        (b"\xef\xbb\xbf\xff", "neither UTF-8"),
        (b"\xff\xff\xff\xff", "neither UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old or a protected workbook"),
        (b"PK\x03\x04 and then nothing", "not a workbook that can be read"),
    ],
)
def test_what_is_no_table_is_said_in_words(content: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(content)
    assert said in why_not(file)


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    assert "cannot be read" in why_not(tmp_path / "none.csv")
    assert "cannot be read" in why_not(tmp_path)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The same table in four forms."""
    folder = tmp_path_factory.mktemp("whole")
    encodings = ("utf-8", "utf-16", "gb18030")
    files = [write(folder / encoding, TABLE, encoding) for encoding in encodings]
    files.append(write_workbook(folder / "xlsx", TABLE))
    return [file.read_bytes() for file in files]


@settings(max_examples=150)
@given(
    which=st.integers(0, 3),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=6),
    left=st.floats(0, 1) | st.just(1.0),
)
def test_a_damaged_file_is_read_or_refused(
    originals: list[bytes],
    tmp_path_factory: pytest.TempPathFactory,
    which: int,
    changes: list[tuple[float, int]],
    left: float,
) -> None:
    file = tmp_path_factory.mktemp("damaged", numbered=True) / "cases.any"
    content = bytearray(originals[which])
    for place, byte in changes:
        content[int(place * len(content))] = byte
    file.write_bytes(content[: int(left * len(content))])
    try:
        table = read_table(file)
    except BadInput:
        return
    assert all(isinstance(cell, str) for _, row in table.rows for cell in row)


PADDING = " \t\u00a0\u3000\ufeff"
CELL = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=PADDING),
    min_size=1,
    max_size=12,
).filter(lambda text: text[0] not in "=+-@＝＋－＠")


@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5))
def test_what_is_written_is_read_again(
    rows: list[tuple[str, str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("written", numbered=True) / "out.csv"
    write_csv(file, [("a", "b", "c"), *rows])
    assert [row for _, row in read_table(file).rows] == rows


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_written_as_text(start: str, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    write_csv(file, [("a", "b"), (f"{start}cmd|' /C calc'!A0", "x")])
    assert file.read_bytes().startswith(codecs.BOM_UTF8)
    assert f"'{start}cmd".encode() in file.read_bytes()
