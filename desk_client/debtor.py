"""The debtor as imported from the bank: a person, the points where they can be reached, and the
persons the bank named beside them. Reference rows belong to central; the desk only reads them."""

from dataclasses import dataclass
from enum import StrEnum

from desk_client.ids import ContactPointId, DebtorId
from desk_client.text import Language


class Place(StrEnum):
    """Where a contact point reaches (contracts.md section 2, address.place)."""

    MOBILE = "mobile"
    HOME = "home"
    WORK = "work"
    TOLL_FREE = "toll_free"
    EMAIL = "email"
    POST = "post"
    UNKNOWN = "unknown"


class PartyRole(StrEnum):
    """Whom a contact point belongs to (contracts.md section 2, party.role)."""

    DEBTOR = "debtor"
    SPOUSE = "spouse"
    SURVIVING_SPOUSE = "surviving_spouse"
    PARENT = "parent"
    GUARDIAN = "guardian"
    EXECUTOR = "executor"
    GUARANTOR = "guarantor"
    CONTACT = "contact"
    NEIGHBOUR = "neighbour"
    COLLEAGUE = "colleague"
    ATTORNEY = "attorney"
    CHILD = "child"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Debtor:
    """A person who owes. Identity facts are asked, never read out."""

    debtor_id: DebtorId
    name: str
    language: Language
    region: str  # ISO 3166-2, for example CN-31; "" = unknown
    zone: str  # IANA name taken from the region, "" = unknown
    id_last4: str  # last four of the identity document, "" = unknown
    birth_month: str  # YYYY-MM, "" = unknown
    district: str  # of the billing address, as asked in verification, "" = unknown
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """A number or address, and whose it is."""

    contact_point_id: ContactPointId
    debtor_id: DebtorId
    place: Place
    value: str  # E.164 for telephones
    rank: int  # order in the bank's file, 1 first
    role: PartyRole
    person: str  # name of a contact person, "" = the debtor
