"""The watch on the log is itself tried: with our own loggers and with others'."""

import logging

import pytest

from desk_client.phone_number import PhoneNumber
from tests.conftest import LogWatch

log = logging.getLogger("desk_client.tried")


@pytest.fixture
def watch() -> LogWatch:
    return LogWatch()


def logged(watch: LogWatch, level: int, words: str, *values: object) -> str:
    watch.emit(logging.LogRecord("desk_client.tried", level, "", 0, words, values, None))
    return watch.complaint()


@pytest.mark.parametrize(
    "written",
    [
        "13800001111",
        "+8613800001111",
        "sip:+8613900001111@127.0.0.1",
        "138 0000 1111",
        "{13700001111}",
    ],
)
def test_a_full_number_is_found(watch: LogWatch, written: str) -> None:
    complaint = logged(watch, logging.DEBUG, "calling %s", written)
    assert "full number" in complaint
    assert "1111" not in complaint


@pytest.mark.parametrize(
    "written",
    ["138****1111", "1790000000123", "0190c3b2-13800001111", "12800001111", "..1111"],
)
def test_what_is_no_full_number_may_be_logged(watch: LogWatch, written: str) -> None:
    assert not logged(watch, logging.INFO, "calling %s", written)


def test_a_number_is_masked_by_its_type(watch: LogWatch) -> None:
    number = PhoneNumber("+8613800001111")
    assert not logged(watch, logging.INFO, "calling %s, that is %r", number, number)


def test_a_number_in_a_traceback_is_found(watch: LogWatch) -> None:
    try:
        raise ValueError("no such number: 13800001111")
    except ValueError as fault:
        told = (ValueError, fault, fault.__traceback__)
        watch.emit(logging.LogRecord("ui", logging.DEBUG, "", 0, "failed", None, told))
    assert "full number" in watch.complaint()


def test_a_warning_fails_unless_it_was_expected(watch: LogWatch) -> None:
    assert "the line is slow" in logged(watch, logging.WARNING, "the line is slow")
    watch.expected = True
    assert not watch.complaint()


def test_our_own_lines_are_read_from_debug_on(log_watch: LogWatch) -> None:
    assert log.isEnabledFor(logging.DEBUG)
    log.debug("calling 138%s", "00001111")
    assert log_watch.numbers
    log_watch.numbers.clear()


def test_an_expected_warning_can_be_looked_at(warnings_expected: list[str]) -> None:
    log.warning("the line is %s", "slow")
    assert warnings_expected == ["desk_client.tried: the line is slow"]
