"""Where a debtor may be: the address the bank gave, and what the number that is to be called tells
by its prefix. Both count; where they disagree a contact must be lawful in each (12 CFR 1006.6,
comment (b)(1)(i)-2). A zone nobody knows stays out of the request and the verdict says so."""

from functools import lru_cache

import phonenumbers
from phonenumbers import timezone

from desk_client.compliance.request import Location
from desk_client.debtor import ContactPoint, Debtor, Place

_NO_ZONE = "Etc/Unknown"
_TELLS_NOTHING = 8  # zones: a toll-free number may ring anywhere
_ALSO = {"HK": "CN-HK", "MO": "CN-MO", "TW": "CN-TW"}  # as packs and addresses write them


def whereabouts(debtor: Debtor, point: ContactPoint) -> tuple[Location, ...]:
    """The locations of a request about contacting `debtor` at `point`."""
    found: list[Location] = []
    if debtor.zone:
        found.append(Location(source="address", zone=debtor.zone, region=debtor.region or None))
    if point.place not in (Place.EMAIL, Place.POST):
        found.extend(of_number(point.value))
    return tuple(found)


@lru_cache(maxsize=4096)
def of_number(e164: str) -> tuple[Location, ...]:
    """The zones a telephone number may lie in; none for one that tells nothing. A country with
    several zones is told with each of them where the prefix says no more."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return ()
    region = phonenumbers.region_code_for_number(number)
    if region is None:
        return ()
    zones = [zone for zone in timezone.time_zones_for_number(number) if zone != _NO_ZONE]
    if len(zones) > _TELLS_NOTHING:
        return ()
    region = _ALSO.get(region, region)
    return tuple(Location(source="number_prefix", zone=zone, region=region) for zone in zones)
