"""Which column of a bank's file is which field (contracts.md section 4), by its Chinese or English
header, in any order. Telephone columns may repeat; each tells what kind of place it reaches."""

import re
import unicodedata
from collections.abc import Sequence

from desk_client.debtor import Place
from desk_client.errors import BadInput

HEADERS: dict[str, tuple[str, ...]] = {
    "case_no": ("案件号", "案件编号", "案号", "case_no", "case no", "case number", "account"),
    "debtor_id": ("客户号", "客户编号", "debtor_id", "debtor id", "customer id"),
    "id_document": ("证件号", "证件号码", "身份证号", "id_document", "id document", "id number"),
    "name": ("姓名", "客户姓名", "name", "customer name", "debtor"),
    "phone": ("手机", "手机号", "手机号码", "电话", "phone", "mobile", "mobile phone"),
    "home": ("家庭电话", "住宅电话", "home", "home phone"),
    "work": ("单位电话", "公司电话", "work", "work phone"),
    "amount": ("欠款金额", "逾期金额", "应还金额", "余额", "amount", "balance", "amount due"),
    "currency": ("币种", "currency"),
    "principal": ("本金", "principal"),
    "interest": ("利息", "interest"),
    "fees": ("费用", "违约金", "费用/违约金", "fees"),
    "minimum_due": ("最低应还", "最低还款额", "minimum_due", "minimum due"),
    "due_date": ("到期日", "还款日", "due_date", "due date"),
    "days_past_due": ("逾期天数", "days_past_due", "days past due", "dpd"),
    "product": ("产品", "product"),
    "card_last4": ("卡号后四位", "卡号末四位", "card_last4", "card last4", "card last four"),
    "address": ("地址", "账单地址", "address"),
    "region": ("地区", "省份", "region"),
    "email": ("邮箱", "email", "e-mail"),
    "language": ("语言", "language"),
    "contact_name": ("联系人", "联系人姓名", "contact_name", "contact name"),
    "contact_phone": ("联系人电话", "联系人手机", "contact_phone", "contact phone"),
    "contact_relation": ("关系", "联系人关系", "contact_relation", "relation"),
}
PLACES = {"phone": Place.MOBILE, "home": Place.HOME, "work": Place.WORK}
_REPEATABLE = frozenset(PLACES)
IDENTIFIES = ("debtor_id", "id_document")  # the first that is there names the person
_FIELD_OF = {header: field for field, headers in HEADERS.items() for header in headers}


def columns(name: str, headers: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """(column, field) for every header that is known; BadInput where a needed field is absent
    or stands twice. Where a file has no amount but principal, the principal is the amount."""
    found = [(i, field) for i, header in enumerate(headers) if (field := _field(header))]
    fields = [field for _, field in found]
    if "amount" not in fields and "principal" in fields:
        at = fields.index("principal")
        found[at] = (found[at][0], "amount")
        fields[at] = "amount"
    doubled = next((f for f in fields if f not in _REPEATABLE and fields.count(f) > 1), None)
    if doubled:
        raise BadInput(
            where=name, line=1, found=f"two columns are {doubled}", allowed="keep one of them"
        )
    for needed, present in (
        ("case_no", "case_no" in fields),
        ("name", "name" in fields),
        ("phone", bool(_REPEATABLE & set(fields))),
        ("amount", "amount" in fields),
        ("due_date", bool({"due_date", "days_past_due"} & set(fields))),
    ):
        if not present:
            accepted = ", ".join(HEADERS[needed])
            raise BadInput(
                where=name,
                line=1,
                found=f"no column is {needed}",
                allowed=f"name one of the headers: {accepted}",
            )
    return tuple(found)


def _field(header: str) -> str | None:
    plain = unicodedata.normalize("NFKC", header).strip().casefold().replace("_", " ")
    numbered = re.sub(r" ?\d{1,2}$", "", plain)
    for candidate in (plain, plain.replace(" ", "_"), numbered):
        field = _FIELD_OF.get(candidate)
        if field and (candidate != numbered or candidate == plain or field in _REPEATABLE):
            return field
    return None
