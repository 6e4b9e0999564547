"""The people of the house at whose desks a debtor may end up: transferred to, asked, joined in.
Nobody outside this list can be reached by transfer, so that no debt is ever told to a stranger."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk_client.settings import ColleagueSettings

SHOWN = 9  # as many as there are digits to choose with


@dataclass(frozen=True, slots=True)
class Colleague:
    """`address` is an extension or a SIP address."""

    name: str
    address: str
    role: str

    @property
    def is_lead(self) -> bool:
        return self.role == "lead"


class Directory:
    """Leads first, then in the order of the settings."""

    def __init__(self, colleagues: Iterable[ColleagueSettings]) -> None:
        listed = [Colleague(each.name, each.address, each.role) for each in colleagues]
        self.colleagues = tuple(sorted(listed, key=lambda each: not each.is_lead))[:SHOWN]

    @property
    def leads(self) -> tuple[Colleague, ...]:
        return tuple(each for each in self.colleagues if each.is_lead)

    def named(self, address: str) -> Colleague | None:
        """Who calls or writes from this SIP address; by its user part."""
        user = _user(address)
        return next((each for each in self.colleagues if _user(each.address) == user), None)


def _user(address: str) -> str:
    bare = address[address.find("<") + 1 :].split(">", maxsplit=1)[0]
    for scheme in ("sips:", "sip:", "tel:"):
        bare = bare.removeprefix(scheme)
    return bare.split("@", maxsplit=1)[0].split(";", maxsplit=1)[0].lower()
