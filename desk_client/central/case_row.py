"""One row of a bank's file as a placed case: who owes, what, where they are reached, and whom the
bank named beside them. The identity document itself is not kept: only its last four characters
and the month of birth, which identity is verified by, and a name derived from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desk_client.case import Case, Debt
from desk_client.central import cell
from desk_client.central.case_headers import IDENTIFIES, PLACES
from desk_client.central.place_names import district_of, region_of, zone_of
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.ids import CampaignId, CaseId, ContactPointId, DebtId, DebtorId, derived_id
from desk_client.money import Money
from desk_client.text import Language

_RELATIONS = {
    "配偶": PartyRole.SPOUSE, "妻子": PartyRole.SPOUSE, "丈夫": PartyRole.SPOUSE,
    "父母": PartyRole.PARENT, "父亲": PartyRole.PARENT, "母亲": PartyRole.PARENT,
    "担保人": PartyRole.GUARANTOR, "同事": PartyRole.COLLEAGUE, "朋友": PartyRole.CONTACT,
    "子女": PartyRole.CHILD, "邻居": PartyRole.NEIGHBOUR,
    "spouse": PartyRole.SPOUSE, "parent": PartyRole.PARENT, "guarantor": PartyRole.GUARANTOR,
    "colleague": PartyRole.COLLEAGUE, "friend": PartyRole.CONTACT, "child": PartyRole.CHILD,
}  # fmt: skip
_LANGUAGES: dict[str, Language] = {
    "中文": "zh", "汉语": "zh", "普通话": "zh", "zh": "zh", "zh-cn": "zh", "zh_cn": "zh",
    "chinese": "zh", "mandarin": "zh",
    "英文": "en", "英语": "en", "en": "en", "en-us": "en", "en-gb": "en", "english": "en",
}  # fmt: skip


class BadColumn(ValueError):
    """A cell that cannot be used: the field or the column it stands in, its value, the reason."""

    def __init__(self, field: str, value: str, reason: str, column: int | None = None) -> None:
        self.field, self.value, self.reason, self.column = field, value, reason, column
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """What one row places with us."""

    debtor: Debtor
    case: Case
    contact_points: tuple[ContactPoint, ...]


class RowReader:
    """Reads the cells of one row; the first bad one raises BadColumn."""

    def __init__(self, fields: tuple[tuple[int, str], ...], cells: tuple[str, ...]) -> None:
        self._cells = [
            (column, field, cells[column] if column < len(cells) else "")
            for column, field in fields
        ]

    def has(self, field: str) -> bool:
        """Whether the file has such a column."""
        return any(name == field for _, name, _ in self._cells)

    def read(self, field: str, reading: Callable[[str], Any] | None = None) -> Any:
        """The cell of a field through `reading`; None where it is empty."""
        found = (each for each in self._cells if each[1] == field)
        column, _, value = next(found, (None, field, ""))
        return self._through(column, field, value, reading or str)

    def needed(self, field: str, reading: Callable[[str], Any] | None = None) -> Any:
        value = self.read(field, reading)
        if value is None:
            raise BadColumn(field, "", "is empty")
        return value

    def telephones(self) -> list[tuple[Place, str]]:
        """(place, E.164) of all telephone columns, in the file's order, each number once."""
        seen: dict[str, Place] = {}
        for column, field, value in self._cells:
            if field in PLACES:
                number = self._through(column, field, value, cell.telephone)
                if number is not None:
                    seen.setdefault(number.e164, PLACES[field])
        if not seen:
            first = next((field for field in PLACES if self.has(field)), "phone")
            raise BadColumn(first, "", "no telephone number")
        return [(place, e164) for e164, place in seen.items()]

    def _through(
        self, column: int | None, field: str, value: str, reading: Callable[[str], Any]
    ) -> Any:
        try:
            text = cell.plain(value)
            return reading(text) if text else None
        except cell.BadCell as fault:
            raise BadColumn(field, value, str(fault), column) from None


def placed_row(reader: RowReader, campaign_id: CampaignId, today: date) -> PlacedRow:
    """BadColumn where the row cannot be used as it stands."""
    telephones = reader.telephones()
    debtor = _debtor(reader, telephones[0][1])
    case_no = reader.needed("case_no", cell.narrow)
    case_id = CaseId(derived_id("case", case_no))
    case = Case(
        case_id=case_id,
        case_no=case_no,
        debtor_id=debtor.debtor_id,
        campaign_id=campaign_id,
        debts=(_debt(reader, case_id, today),),
    )
    return PlacedRow(debtor, case, _contact_points(reader, debtor.debtor_id, telephones))


def _debtor(reader: RowReader, first_number: str) -> Debtor:
    name = reader.needed("name")
    named = [reader.read(field, _identifier) for field in IDENTIFIES]
    key = next(filter(None, named), f"{name}\n{first_number}")
    own = next((each for each in named if each and cell.is_resident_id(each)), "")
    address = reader.read("address") or ""
    region = region_of(reader.read("region") or "", address)
    return Debtor(
        debtor_id=DebtorId(derived_id("debtor", key)),
        name=name,
        language=reader.read("language", _language) or "zh",
        region=region,
        zone=zone_of(region),
        id_last4=own[-4:],
        birth_month=f"{own[6:10]}-{own[10:12]}" if own else "",
        district=district_of(address),
        address=address,
    )


def _identifier(text: str) -> str:
    return cell.narrow(text).upper()


def _language(text: str) -> Language:
    try:
        return _LANGUAGES[cell.narrow(text).casefold()]
    except KeyError:
        raise cell.BadCell("no language of a callscript; write zh or en") from None


def _debt(reader: RowReader, case_id: CaseId, today: date) -> Debt:
    currency: str = reader.read("currency", cell.currency_code) or "CNY"

    def sum_of_money(text: str) -> Money:
        return Money(cell.amount(text, currency), currency)

    due: date | None = reader.read("due_date", cell.calendar_day)
    if due is None:
        told = "days_past_due" if reader.has("days_past_due") else "due_date"
        due = today - timedelta(days=reader.needed(told, cell.whole_days))
    product = reader.read("product") or ""
    last4 = reader.read("card_last4", cell.last_four) or ""
    return Debt(
        debt_id=DebtId(derived_id("debt", f"{case_id}:{product}:{last4}")),
        case_id=case_id,
        product=product,
        card_last4=last4,
        balance=reader.needed("amount", sum_of_money),
        principal=reader.read("principal", sum_of_money),
        interest=reader.read("interest", sum_of_money),
        fees=reader.read("fees", sum_of_money),
        minimum_due=reader.read("minimum_due", sum_of_money),
        due_date=due,
    )


def _contact_points(
    reader: RowReader, debtor_id: DebtorId, telephones: list[tuple[Place, str]]
) -> tuple[ContactPoint, ...]:
    reached = [(place, value, PartyRole.DEBTOR, "") for place, value in telephones]
    email = reader.read("email", cell.mail_address)
    if email:
        reached.append((Place.EMAIL, email, PartyRole.DEBTOR, ""))
    person = reader.read("contact_phone", cell.telephone)
    if person is not None:
        if any(value == person.e164 for _, value in telephones):
            raise BadColumn("contact_phone", person.masked, "is the debtor's own number as well")
        relation = cell.narrow(reader.read("contact_relation") or "").casefold()
        role = _RELATIONS.get(relation, PartyRole.CONTACT)
        name = reader.read("contact_name") or ""
        reached.append((Place.UNKNOWN, person.e164, role, name))
    return tuple(
        ContactPoint(
            contact_point_id=ContactPointId(derived_id("point", f"{debtor_id}:{value}")),
            debtor_id=debtor_id,
            place=place,
            value=value,
            rank=rank,
            role=role,
            person=person_name,
        )
        for rank, (place, value, role, person_name) in enumerate(reached, start=1)
    )
