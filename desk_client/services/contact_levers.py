"""Levers on the contact itself: when, what kind, by whom, to whom, at which number, where the
debtor is, how old the record. The codes are those of the request's own models."""

from datetime import timedelta
from typing import Any, get_args

from desk_client.compliance.request import (
    Address,
    AddressState,
    Collector,
    CollectorRole,
    ContactKind,
    Identity,
    Initiator,
    Lender,
    Location,
    Mode,
    Party,
    PlaceName,
    Role,
)
from desk_client.services.levers import Choice, Lever, TimeOf, field_of
from desk_client.services.trial import Trial

_UNSAID = "unsaid"
_PERSON = "what-if-person"
_HOMES = {
    "CN-44": "Asia/Shanghai",
    "CN-HK": "Asia/Hong_Kong",
    "US-NY": "America/New_York",
    "US-NY-NYC": "America/New_York",
    "US-MA": "America/New_York",
    "US-IL": "America/Chicago",
    "US-WA": "America/Los_Angeles",
    "US-HI": "Pacific/Honolulu",
    "GB-ENG": "Europe/London",
    "DE-BE": "Europe/Berlin",
    "AU-NSW": "Australia/Sydney",
    "IN-MH": "Asia/Kolkata",
    "ID-JK": "Asia/Jakarta",
    "PH-00": "Asia/Manila",
}
_OWN, _NOWHERE = "own", "nowhere"
_AGES = {"fresh": timedelta(0), "stale": timedelta(hours=1)}
_DAYS = ("1", "15", "16", "30", "31", "60", "61", "90", "91", "180")


def time_levers() -> tuple[Lever, ...]:
    """The instant, by its day, hour and minute."""
    return (
        TimeOf("day", timedelta(days=1)),
        TimeOf("hour", timedelta(hours=1)),
        TimeOf("minute", timedelta(minutes=1)),
    )


def contact_levers() -> tuple[Lever, ...]:
    """Everything that is chosen from a list."""
    return (
        Choice("kind", get_args(ContactKind), lambda t: t.request.kind, _asks("kind")),
        Choice("initiator", get_args(Initiator), lambda t: t.request.initiator, _asks("initiator")),
        Choice("mode", get_args(Mode), lambda t: t.request.mode, _asks("mode")),
        Choice(
            "role",
            get_args(Role),
            lambda t: field_of(t.request.party, "role", _UNSAID),
            _with_role,
        ),
        Choice(
            "identity",
            get_args(Identity),
            lambda t: field_of(t.request.party, "identity", _UNSAID),
            _with_identity,
        ),
        Choice(
            "place",
            get_args(PlaceName),
            lambda t: field_of(t.request.address, "place", _UNSAID),
            lambda t, code: _address(t, place=code),
        ),
        Choice(
            "state",
            get_args(AddressState),
            lambda t: field_of(t.request.address, "state", _UNSAID),
            lambda t, code: _address(t, state=code),
        ),
        Choice("home", (*_HOMES, _NOWHERE, _OWN), _home, _at_home),
        Choice("days_past_due", (*_DAYS, _OWN), _days_past_due, _days_late),
        Choice(
            "collector",
            get_args(CollectorRole),
            lambda t: field_of(t.request.collector, "role", _UNSAID),
            lambda t, code: _collector(t, role=code),
        ),
        Choice(
            "lender",
            get_args(Lender),
            lambda t: field_of(t.request.collector, "lender", _UNSAID),
            lambda t, code: _collector(t, lender=code),
        ),
        Choice("record", (*_AGES, _UNSAID), _age, _aged),
    )


def _asks(name: str) -> Any:
    return lambda trial, code: trial.asking(**{name: code})


def _with_role(trial: Trial, code: str) -> Trial:
    """The debtor and the person of the beginning keep who they are, everybody else is somebody."""
    began = trial.began.request.party
    if began is not None and began.role == code:
        return trial.asking(party=began)
    person = trial.debtor.id if code == "debtor" else _PERSON
    return trial.asking(party=Party.model_construct(id=person, role=code, identity="unknown"))


def _with_identity(trial: Trial, code: str) -> Trial:
    party = trial.request.party
    if party is None:
        return trial
    return trial.asking(party=party.model_copy(update={"identity": code}))


def _address(trial: Trial, **changes: str) -> Trial:
    address = trial.request.address or Address(value="")
    return trial.asking(address=address.model_copy(update=changes))


def _collector(trial: Trial, **changes: str) -> Trial:
    collector = trial.request.collector or Collector()
    return trial.asking(collector=collector.model_copy(update=changes))


def _home(trial: Trial) -> str:
    """The debtor's region; `own` while the locations are those of the beginning."""
    places = trial.debtor.locations
    if places == trial.began.request.debtor.locations:
        return _OWN
    return (places[0].region or _NOWHERE) if places else _NOWHERE


def _at_home(trial: Trial, code: str) -> Trial:
    if code == _OWN:
        return trial.of_debtor(locations=trial.began.request.debtor.locations)
    if code == _NOWHERE:
        return trial.of_debtor(locations=())
    place = Location(source="address", zone=_HOMES[code], region=code)
    return trial.of_debtor(locations=(place,))


def _days_past_due(trial: Trial) -> str:
    """What the case says itself is not told: the debtor may not be identified yet."""
    debts = trial.request.debts
    if debts == trial.began.request.debts or not debts:
        return _OWN
    return str(debts[0].days_past_due)


def _days_late(trial: Trial, code: str) -> Trial:
    began = trial.began.request.debts
    if code == _OWN:
        return trial.asking(debts=began)
    late = {"days_past_due": int(code)}
    return trial.asking(debts=tuple(debt.model_copy(update=late) for debt in began))


def _age(trial: Trial) -> str:
    """Whether the record is whole now, an hour ago, or nobody knows."""
    request = trial.request
    if request.history_as_of is None:
        return _UNSAID
    return "fresh" if request.now - request.history_as_of < _AGES["stale"] / 60 else "stale"


def _aged(trial: Trial, code: str) -> Trial:
    age = _AGES.get(code)
    return trial.asking(history_as_of=None if age is None else trial.request.now - age)
