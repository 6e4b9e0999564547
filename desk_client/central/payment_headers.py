"""Which column of a bank's file of payments is which field, by its Chinese or English header, in
any order."""

import unicodedata
from collections.abc import Sequence

from desk_client.errors import BadInput

HEADERS: dict[str, tuple[str, ...]] = {
    "case_no": ("案件号", "案件编号", "案号", "case_no", "case no", "case number", "account"),
    "amount": ("还款金额", "入账金额", "金额", "amount", "paid", "amount paid", "payment"),
    "currency": ("币种", "currency"),
    "paid_on": (
        *("还款日期", "还款日", "入账日期", "入账日", "日期"),
        *("paid_on", "paid on", "payment date", "posted", "date"),
    ),
    "reference": (
        *("流水号", "交易号", "交易流水号", "凭证号"),
        *("reference", "transaction", "transaction id", "payment_id", "payment id"),
    ),
    "card_last4": ("卡号后四位", "卡号末四位", "card_last4", "card last4", "card last four"),
}
_NEEDED = ("case_no", "amount", "paid_on")
_FIELD_OF = {header: field for field, headers in HEADERS.items() for header in headers}


def columns(name: str, headers: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """(column, field) for every header that is known; BadInput where a needed field is absent or
    stands twice."""
    found = [(i, field) for i, header in enumerate(headers) if (field := _field(header))]
    fields = [field for _, field in found]
    doubled = next((field for field in fields if fields.count(field) > 1), None)
    if doubled:
        raise BadInput(
            where=name, line=1, found=f"two columns are {doubled}", allowed="keep one of them"
        )
    for needed in _NEEDED:
        if needed not in fields:
            raise BadInput(
                where=name,
                line=1,
                found=f"no column is {needed}",
                allowed=f"name one of the headers: {', '.join(HEADERS[needed])}",
            )
    return tuple(found)


def _field(header: str) -> str | None:
    plain = unicodedata.normalize("NFKC", header).strip().casefold()
    return _FIELD_OF.get(plain) or _FIELD_OF.get(plain.replace("_", " "))
