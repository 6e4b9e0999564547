"""Cells of a bank's file: what is read, what is refused, and that nothing else can happen."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from desk_client.central import cell
from desk_client.central.cell import BadCell

READERS: tuple[Callable[[str], object], ...] = (
    *(cell.plain, cell.amount, cell.calendar_day, cell.whole_days, cell.telephone),
    *(cell.last_four, cell.mail_address, cell.currency_code),
)
WIDE = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}


@given(
    st.text(alphabet=st.characters(), max_size=60) | st.from_regex(r"[\d¥$,. ()元年月日/-]{1,24}")
)
@settings(max_examples=400)
@example("𐩀" * 16)  # a digit by Unicode's word, and none to int()
@example("٣٤٥")
@example("\ud800")
@example("９" * 9_000)
def test_a_cell_is_read_or_refused_and_nothing_else(text: str) -> None:
    for reading in READERS:
        with suppress(BadCell):
            reading(text)


def refused(reading: Callable[[str], object], text: str) -> str:
    with pytest.raises(BadCell) as why:
        reading(text)
    return str(why.value)


class TestPlain:
    def test_trims_and_leaves_the_rest(self) -> None:
        assert cell.plain("  张 三 ") == "张 三"
        assert cell.plain("=HYPERLINK(1)") == "=HYPERLINK(1)"

    def test_ten_thousand_characters_are_the_most(self) -> None:
        assert len(cell.plain("长" * 10_000)) == 10_000
        assert refused(cell.plain, "长" * 10_001) == "longer than 10000 characters"

    @pytest.mark.parametrize(
        "letter", ["\0", "\a", "\t", "\n", "\r", "\x1f", "\x7f", "\x85", "\u2028", "\u202e"]
    )
    def test_control_characters(self, letter: str) -> None:
        assert refused(cell.plain, f"张{letter}三") == "holds a control character"

    def test_a_number_that_excel_rounded(self) -> None:
        assert "too long for a spreadsheet" in refused(cell.plain, "110101199003070016?")


def with_luhn_digit(digits: str) -> str:
    return next(digits + last for last in "0123456789" if luhn(digits + last))


def luhn(digits: str) -> bool:
    total = 0
    for at, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + at % 2)
        total += doubled // 10 + doubled % 10
    return total % 10 == 0


CARDS = (  # 13 to 19 digits, by several networks' first digits; none was ever issued
    "4111111111111111",
    *map(with_luhn_digit, ("400000000000", "37828224631000", "622202123456789")),
    with_luhn_digit("955880123456789012"),
)


class TestCardNumbers:
    @pytest.mark.parametrize("card", CARDS)
    def test_refused_however_it_is_written(self, card: str) -> None:
        grouped = " ".join(card[at : at + 4] for at in range(0, len(card), 4))
        written = (
            card,
            grouped,
            grouped.replace(" ", "-"),
            card.translate(WIDE),
            f"卡号{card}，信用卡",
        )
        for text in written:
            assert refused(cell.plain, text).startswith("a full card number")
            assert cell.masked(text).count("*") == 4
            assert card[-4:] in cell.masked(text)
            assert card[:-4] not in cell.masked(text)

    @given(st.text("0123456789", min_size=11, max_size=17).map("6".__add__))
    def test_every_luhn_number_is_one_unless_it_is_an_identity(self, digits: str) -> None:
        number = with_luhn_digit(digits)
        assert cell.is_card_number(number) is not cell.is_resident_id(number)

    @given(
        st.dates(date(1930, 1, 1), date(2015, 12, 31)),
        st.integers(110000, 659999),
        st.integers(0, 999),
        st.sampled_from("0123456789Xx"),
    )
    def test_no_resident_identity_number_is_taken_for_one(
        self, born: date, area: int, serial: int, last: str
    ) -> None:
        """Whatever its checksum, and in a sentence as well."""
        number = f"{area}{born:%Y%m%d}{serial:03}{last}"
        assert cell.is_resident_id(number)
        assert cell.plain(number) == number
        assert cell.plain(f"证件 {number} 已核") == f"证件 {number} 已核"

    @pytest.mark.parametrize(
        "number", ["8613800000001", "0086 13800000001", "+8613800000003", "+86 138 0000 0009 12"]
    )
    def test_nor_is_a_telephone_number(self, number: str) -> None:
        assert cell.plain(number) == number

    @given(st.integers(0, 10**9 - 1))
    def test_no_chinese_mobile_number_ever(self, tail: int) -> None:
        for number in (f"861{3 + tail % 7}{tail:09}", f"00861{3 + tail % 7}{tail:09}"):
            assert not cell.is_card_number(number)


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("3260.50", "3260.50"),
            ("3,260.50", "3260.50"),
            ("1,234,567", "1234567"),
            ("3 260.5", "3260.5"),
            ("￥3，260．50", "3260.50"),
            ("¥ 3260.50", "3260.50"),
            ("３２６０．５０元", "3260.50"),
            ("3260元", "3260"),
            ("\u00a03260.50\u3000", "3260.50"),
            ("0", "0"),
            ("0012", "12"),
        ],
    )
    def test_as_banks_write_them(self, text: str, value: str) -> None:
        assert cell.amount(text) == Decimal(value)

    @pytest.mark.parametrize(
        "text", ["-1", "－1", "−1", "(12.00)", "（12.00）", "¥-5", "-¥5", "100-"]
    )
    def test_negative(self, text: str) -> None:
        assert refused(cell.amount, text).startswith("a negative amount")

    @pytest.mark.parametrize("text", ["1.234", "12.345"])
    def test_two_ways(self, text: str) -> None:
        assert refused(cell.amount, text).startswith("can be read two ways")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "3260元50",
            "3.260,50",
            "12 34",
            "1,23",
            "1,2345",
            "3260.505",
            "1e3",
            "12²",
            "½",
            "abc",
            "1..2",
            "١٢",
        ],
    )
    def test_no_amount(self, text: str) -> None:
        assert refused(cell.amount, text).startswith("not an amount")

    def test_more_than_central_can_hold(self) -> None:
        assert cell.amount("99999999999999.99") == Decimal("99999999999999.99")
        assert refused(cell.amount, "100000000000000").startswith("larger than any debt")

    def test_the_sign_must_be_that_of_the_currency(self) -> None:
        assert cell.amount("$5", "USD") == cell.amount("HK$5"[2:], "HKD") == 5
        assert refused(cell.amount, "$5") == "written in $, but the currency is CNY"
        with pytest.raises(BadCell, match="written in 元, but the currency is USD"):
            cell.amount("5元", "USD")

    @given(
        st.decimals(0, Decimal("99999999999999.99"), places=2),
        st.sampled_from(["{:.2f}", "{:,.2f}", "¥{:.2f}", " {:,.2f} 元"]),
        st.booleans(),
    )
    def test_what_is_written_is_what_is_read(self, value: Decimal, form: str, wide: bool) -> None:
        text = form.format(value)
        assert cell.amount(text.translate(WIDE) if wide else text) == value


class TestDates:
    @given(st.dates(date(1950, 1, 1), date(2119, 12, 31)), st.booleans())
    def test_every_day_in_every_form(self, day: date, wide: bool) -> None:
        forms = (
            day.isoformat(),
            f"{day:%Y%m%d}",
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}-{day.month}-{day.day}",
            f"{day.year}年{day.month}月{day.day}日",
        )
        for text in forms:
            assert cell.calendar_day(text.translate(WIDE) if wide else text) == day

    @given(st.dates(date(1955, 1, 1), date(2118, 12, 31)))
    def test_excels_serial_day(self, day: date) -> None:
        serial = (day - date(1899, 12, 30)) // timedelta(days=1)
        assert cell.calendar_day(str(serial)) == day

    @pytest.mark.parametrize("text", ["05/11/2026", "5-11-26", "11.5.2026"])
    def test_two_ways(self, text: str) -> None:
        assert refused(cell.calendar_day, text).startswith("day and month can be read two ways")

    @pytest.mark.parametrize("text", ["2026-02-30", "20261301", "2026年0月1日"])
    def test_no_such_day(self, text: str) -> None:
        assert refused(cell.calendar_day, text) == "no such day in the calendar"

    @pytest.mark.parametrize("text", ["1900-01-01", "9999-12-31"])
    def test_a_banks_word_for_none(self, text: str) -> None:
        assert refused(cell.calendar_day, text).startswith("no debt falls due in the year")

    @pytest.mark.parametrize(
        "text", ["2026-11/05", "2026.11.05", "1234", "19999", "80000", "soon", "46331.5"]
    )
    def test_no_date(self, text: str) -> None:
        assert refused(cell.calendar_day, text).startswith("not a date")


class TestNumbers:
    @given(st.integers(0, 36_500))
    def test_days_past_due(self, days: int) -> None:
        assert cell.whole_days(str(days)) == cell.whole_days(str(days).translate(WIDE)) == days

    @pytest.mark.parametrize("text", ["-1", "19.5", "19天", "36501", "", "٣"])
    def test_no_days(self, text: str) -> None:
        assert "not a number of days" in refused(cell.whole_days, text)

    @given(st.integers(0, 9999))
    def test_last_four(self, number: int) -> None:
        assert cell.last_four(f"{number:04}") == f"{number:04}"

    @pytest.mark.parametrize("text", ["417", "04417", "44-17", ""])
    def test_not_four(self, text: str) -> None:
        assert refused(cell.last_four, text) == "not four digits"


class TestTelephones:
    @given(st.integers(0, 99_999_999), st.sampled_from(["{}", "+86 {}", "0086-{}", "86{}", " {} "]))
    def test_a_mobile_number_however_written(self, tail: int, form: str) -> None:
        number = f"138{tail:08}"
        assert cell.telephone(form.format(number)).e164 == f"+86{number}"
        assert cell.telephone(form.format(number).translate(WIDE)).e164 == f"+86{number}"

    @pytest.mark.parametrize(
        ("text", "e164"),
        [
            ("021-55500002", "+862155500002"),
            ("(021) 5550 0002", "+862155500002"),
            ("400-800-1234", "+864008001234"),
            ("+1 212 555 0100", "+12125550100"),
        ],
    )
    def test_other_numbers(self, text: str, e164: str) -> None:
        assert cell.telephone(text).e164 == e164

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "none",
            "1380000ABCD",
            "021-55500002转801",
            "021-55500002 ext 801",
            "13800000001/13800000002",
            "13800000001,13800000002",
            "1.38E+10",
            "110",
        ],
    )
    def test_no_number(self, text: str) -> None:
        assert refused(cell.telephone, text).startswith("not a telephone number")

    def test_a_number_that_cannot_be_dialled(self) -> None:
        assert refused(cell.telephone, "55500002").endswith("add the area code")
        assert refused(cell.telephone, "138000000011").endswith("a mobile number has 11 digits")

    def test_the_reason_never_repeats_the_number(self) -> None:
        assert "55500002" not in refused(cell.telephone, "55500002")


class TestWords:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("cny", "CNY"),
            ("人民币", "CNY"),
            ("￥", "CNY"),
            ("RMB", "CNY"),
            ("港币", "HKD"),
            ("usd", "USD"),
        ],
    )
    def test_currencies(self, text: str, code: str) -> None:
        assert cell.currency_code(text) == code

    @pytest.mark.parametrize("text", ["$", "XYZ", "yuan", "CNYY"])
    def test_no_currency(self, text: str) -> None:
        assert refused(cell.currency_code, text).startswith("not a currency")

    def test_mail(self) -> None:
        assert cell.mail_address(" someone@example.com ") == "someone@example.com"
        for text in ("someone", "a@b", "a b@example.com", "a@example.com;b@example.com"):
            assert refused(cell.mail_address, text).startswith("not a mail address")
