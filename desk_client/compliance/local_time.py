"""Local time at the debtor's: zones, days and the first instant of each. The zones come from the
tzdata package alone, never from the machine's own files, so that every desk and central answer
alike. A day that begins in a clock change begins at the first instant that really exists."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata  # type: ignore[import-untyped]

TZDATA: str = tzdata.IANA_VERSION
NEVER = datetime.max.replace(tzinfo=UTC)
HORIZON = timedelta(days=400)  # no lawful instant is looked for beyond
DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every zone name of the tz database, as it spells them."""
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())


@lru_cache(maxsize=700)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone, None where the tz database has none of that name."""
    if name not in zone_names():
        return None
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as rules:
        return ZoneInfo.from_file(rules, key=name)


@lru_cache(maxsize=1)
def _zones_of_countries() -> dict[str, tuple[str, ...]]:
    """The countries (ISO 3166-1) each zone name of the tz database is used in."""
    there = files("tzdata").joinpath("zoneinfo")
    countries: dict[str, set[str]] = {}
    for table in ("zone1970.tab", "zone.tab"):  # the second gives most zones one country
        for line in there.joinpath(table).read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                codes, _place, zone = line.split("\t")[:3]
                countries[zone] = set(codes.split(","))
    for line in there.joinpath("tzdata.zi").read_text("utf-8").splitlines():
        if line.startswith("L "):
            _link, zone, alias = line.split()
            countries.setdefault(alias, countries.get(zone, set()))
    return {zone: tuple(sorted(codes)) for zone, codes in countries.items()}


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The countries of ISO 3166-1, two letters each."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    lines = (line for line in table.splitlines() if line and not line.startswith("#"))
    return frozenset(line.split("\t")[0] for line in lines)


def countries_of(zone_name: str) -> tuple[str, ...]:
    """The countries in which a zone is in use, () where that is not known."""
    return _zones_of_countries().get(zone_name, ())


def first_instant(zone: ZoneInfo, day: date, seconds: int = 0) -> datetime:
    """The first instant (UTC) at which the zone's clock shows `seconds` after midnight of `day`
    or later; 86,400 is the next midnight."""
    return _first_instant(zone, day.toordinal(), seconds)


@lru_cache(maxsize=4096)
def _first_instant(zone: ZoneInfo, ordinal: int, seconds: int) -> datetime:
    shown = datetime.combine(date.fromordinal(ordinal), time()) + timedelta(seconds=seconds)
    before = shown.replace(tzinfo=zone).astimezone(UTC)
    after = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if after >= before:  # shown once, or twice: the first of them
        return before
    return _change_between(zone, after, before)  # never shown: the clock springs over it


@lru_cache(maxsize=4096)
def clock_change(zone: ZoneInfo, ordinal: int) -> datetime | None:
    """The instant at which the zone's clock is moved during a UTC day, None where it is not."""
    start = datetime.combine(date.fromordinal(ordinal), time(), UTC)
    if zone.utcoffset(start.astimezone(zone)) == zone.utcoffset((start + DAY).astimezone(zone)):
        return None
    return _change_between(zone, start, start + DAY)


def _change_between(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    old = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high


def local_ordinal(zone: ZoneInfo, moment: datetime) -> int:
    """The local calendar day as date.toordinal() counts."""
    return moment.astimezone(zone).toordinal()
