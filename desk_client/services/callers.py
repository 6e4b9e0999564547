"""Who is calling: a debtor of this desk by the number, a colleague by the address, or a stranger.
A name that the caller tells is shown harmlessly, and never believed."""

from dataclasses import dataclass

from desk_client.debtor import ContactPoint, PartyRole
from desk_client.phone.shown_name import shown_name
from desk_client.phone_number import NotANumber, PhoneNumber
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.directory import Colleague, Directory
from desk_client.store.reference import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """`hand` and `point` where the number belongs to a debtor of this desk."""

    number: PhoneNumber | None
    shown_as: str
    colleague: Colleague | None = None
    hand: CaseInHand | None = None
    point: ContactPoint | None = None


class Callers:
    """Recognises callers."""

    def __init__(self, *, reference: Reference, files: CaseFiles, directory: Directory) -> None:
        self._reference = reference
        self._files = files
        self._directory = directory

    def who(self, from_header: str) -> Caller:
        """By the From header of an INVITE."""
        shown = shown_name(from_header)
        colleague = self._directory.named(from_header)
        if colleague is not None:
            return Caller(number=None, shown_as=colleague.name, colleague=colleague)
        number = _number(shown.address)
        found = self.case_at(number) if number is not None else None
        if found is None:
            return Caller(number=number, shown_as=_name(shown.name))
        hand, point = found
        return Caller(number=number, shown_as=_name(shown.name), hand=hand, point=point)

    def is_debtors(self, address: str) -> ContactPoint | None:
        """The debtor's or contact person's telephone that an address would ring; None where it
        rings nobody whom we collect from."""
        number = _number(address)
        points = self._reference.points_at(number.e164) if number is not None else ()
        return next(iter(points), None)

    def case_at(self, number: PhoneNumber) -> tuple[CaseInHand, ContactPoint] | None:
        """The first case that is worked at this number, the debtor's own number before that of a
        contact person."""
        points = self._reference.points_at(number.e164)
        for point in sorted(points, key=lambda each: each.role is not PartyRole.DEBTOR):
            for case in self._reference.cases_of(point.debtor_id):
                return self._files.open(case.case_id), point
        return None


def _name(shown: str) -> str:
    """Many networks write the number where a name belongs; it is shown masked, as a number."""
    return "" if _number(shown) is not None else shown


def _number(address: str) -> PhoneNumber | None:
    user = address.removeprefix("sips:").removeprefix("sip:").removeprefix("tel:")
    try:
        return PhoneNumber.parse(user.split("@", maxsplit=1)[0].split(";", maxsplit=1)[0])
    except NotANumber:
        return None
