"""The log file keeps what happened and never whom it happened to."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.data_folder import DataFolder
from desk_client.log_file import _Masking, close_log, open_log


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    folder = DataFolder(tmp_path)
    handler = open_log(folder)
    yield folder
    close_log(handler)


def written(folder: DataFolder) -> str:
    return (folder.logs / "desk.log").read_text(encoding="utf-8")


def test_what_our_parts_tell_is_kept(folder: DataFolder) -> None:
    logging.getLogger("desk_client.services.shift").info("the line is registered")
    assert "INFO desk_client.services.shift: the line is registered" in written(folder)


def test_libraries_tell_warnings_only(folder: DataFolder) -> None:
    logging.getLogger("sqlalchemy.engine").info("select 1")
    assert "select 1" not in written(folder)


def test_a_number_is_masked_in_a_message(folder: DataFolder) -> None:
    number = "+86" + "138" + "0000" + "0001"
    logging.getLogger("desk_client").info("dialling %s now", number[:7] + " " + number[7:])
    assert "dialling ***01 now" in written(folder)


def test_a_number_is_masked_in_a_traceback() -> None:
    record = logging.LogRecord("ui", logging.ERROR, "", 1, "it failed", None, None)
    record.exc_text = "ValueError: 138" + "00001234"
    assert "***34" in _Masking("%(message)s").format(record)


def test_the_file_is_for_its_owner(folder: DataFolder) -> None:
    assert folder.logs.stat().st_mode & 0o077 == 0


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_no_mobile_number_gets_through(number: str, around: str) -> None:
    record = logging.LogRecord("ui", logging.INFO, "", 1, "%s", (f"{around} {number} x",), None)
    assert number not in _Masking("%(message)s").format(record)


@given(st.integers(min_value=0, max_value=9_999_999))
def test_short_figures_stay_readable(figure: int) -> None:
    record = logging.LogRecord("ui", logging.INFO, "", 1, "took %d ms", (figure,), None)
    assert re.search(rf"took {figure} ms$", _Masking("%(message)s").format(record))
