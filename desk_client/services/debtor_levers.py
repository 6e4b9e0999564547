"""Levers on what is known about the debtor: each flag and each consent, on or off, and while on
from when and until when; and contacts of the past that the trial adds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, get_args

from desk_client.compliance.local_time import first_instant
from desk_client.compliance.request import FLAGS, Consent, ConsentKind, Event, Flag
from desk_client.services.levers import AGO, AHEAD, Count, Lever, Moment, Switch
from desk_client.services.trial import ADDED, Trial

# The order of an officer's day: what stops everything first.
_FLAGS = (
    *("cease", "dispute", "attorney", "bankruptcy", "deceased", "vulnerable", "breathing_space"),
    *("hardship_review", "complaint_hold", "validation_pending", "lost", "objected", "minor"),
    *("servicemember", "employer_prohibits", "do_not_call", "discharged"),
)
FLAG_ORDER = (*_FLAGS, *sorted(FLAGS - set(_FLAGS)))
_CALLBACK = timedelta(hours=2)
_HOUR = timedelta(hours=1)


def flag_levers(trial: Trial) -> tuple[Lever, ...]:
    """Each flag; one that is laid has when it began and when it ends."""
    levers: list[Lever] = []
    for flag in FLAG_ORDER:
        levers.append(Switch(f"flag:{flag}", "flags", _has_flag(flag), _lay(flag)))
        if _has_flag(flag)(trial):
            levers += _bounds(f"flag:{flag}", "flags", _flag_of(flag), _flag_with(flag), "from_")
    return tuple(levers)


def consent_levers(trial: Trial) -> tuple[Lever, ...]:
    """Each kind of consent; one that is given has its times."""
    levers: list[Lever] = []
    for kind in get_args(ConsentKind):
        levers.append(Switch(f"consent:{kind}", "consents", _has_consent(kind), _give(kind)))
        if not _has_consent(kind)(trial):
            continue
        read, write = _consent_of(kind), _consent_with(kind)
        levers += _bounds(f"consent:{kind}", "consents", read, write, "given_at")
        levers.append(_revoked(f"consent:{kind}:revoked", read, write))
    return tuple(levers)


def _revoked(name: str, read: Callable[[Trial], Any], write: Callable[..., Trial]) -> Lever:
    def revoke(trial: Trial, on: bool) -> Trial:
        return write(trial, revoked_at=_now(trial) if on else None)

    return Switch(name, "consents", lambda t: read(t).revoked_at is not None, revoke)


def _bounds(
    name: str,
    group: Any,
    read: Callable[[Trial], Any],
    write: Callable[..., Trial],
    start: str,
) -> list[Lever]:
    return [
        Moment(
            f"{name}:since",
            group,
            AGO,
            lambda t: getattr(read(t), start),
            lambda t, at: write(t, **{start: at}),
            past=True,
        ),
        Moment(
            f"{name}:until",
            group,
            AHEAD,
            lambda t: read(t).until,
            lambda t, at: write(t, until=at),
            open_end=True,
        ),
    ]


def _has_flag(name: str) -> Callable[[Trial], bool]:
    return lambda trial: any(flag.flag == name for flag in trial.debtor.flags)


def _flag_of(name: str) -> Callable[[Trial], Flag]:
    return lambda trial: next(flag for flag in trial.debtor.flags if flag.flag == name)


def _lay(name: str) -> Callable[[Trial, bool], Trial]:
    """Laying again what the beginning had brings back just that."""

    def laid(trial: Trial, on: bool) -> Trial:
        kept = tuple(flag for flag in trial.debtor.flags if flag.flag != name)
        if not on:
            return trial.of_debtor(flags=kept)
        began = [flag for flag in trial.began.request.debtor.flags if flag.flag == name]
        return trial.of_debtor(flags=(*kept, *(began or [Flag(flag=name, from_=_now(trial))])))

    return laid


def _flag_with(name: str) -> Callable[..., Trial]:
    def changed(trial: Trial, **fields: Any) -> Trial:
        flags = [
            flag.model_copy(update=fields) if flag.flag == name else flag
            for flag in trial.debtor.flags
        ]
        return trial.of_debtor(flags=tuple(flags))

    return changed


def _has_consent(kind: str) -> Callable[[Trial], bool]:
    return lambda trial: any(each.kind == kind for each in trial.debtor.consents)


def _consent_of(kind: str) -> Callable[[Trial], Any]:
    return lambda trial: next(each for each in trial.debtor.consents if each.kind == kind)


def _give(kind: Any) -> Callable[[Trial, bool], Trial]:
    def given(trial: Trial, on: bool) -> Trial:
        kept = tuple(each for each in trial.debtor.consents if each.kind != kind)
        if not on:
            return trial.of_debtor(consents=kept)
        began = [each for each in trial.began.request.debtor.consents if each.kind == kind]
        return trial.of_debtor(consents=(*kept, *(began or [_new_consent(trial, kind)])))

    return given


def _new_consent(trial: Trial, kind: Any) -> Consent:
    """A callback is agreed for now, anything else without an end."""
    now, callback = _now(trial), kind == "callback"
    return Consent(
        kind=kind,
        given_at=now,
        until=now + _CALLBACK if callback else None,
        ended_by_conversation=callback,
    )


def _consent_with(kind: str) -> Callable[..., Trial]:
    def changed(trial: Trial, **fields: Any) -> Trial:
        consents = [
            each.model_copy(update=fields) if each.kind == kind else each
            for each in trial.debtor.consents
        ]
        return trial.of_debtor(consents=tuple(consents))

    return changed


def _now(trial: Trial) -> datetime:
    return trial.request.now.replace(second=0, microsecond=0)


def past_levers() -> tuple[Lever, ...]:
    """Contacts that the trial adds, dated from its own time when they are added; they stay where
    they are when the time moves on."""
    own = Switch("own_past", "past", lambda t: t.own_past, lambda t, on: replace(t, own_past=on))
    return (own, *(_count(name, most, told) for name, most, told in _PAST))


Told = Callable[[Trial, int], dict[str, Any]]


def _today(step: timedelta, **told: Any) -> Told:
    """The nth lies n steps back, but not before the debtor's own day began."""

    def tell(trial: Trial, number: int) -> dict[str, Any]:
        midnight = first_instant(trial.zone, trial.local.date(), 0)
        return {"at": max(_now(trial) - number * step, midnight + number * _SECOND), **told}

    return tell


def _days_ago(first: int, **told: Any) -> Told:
    """The nth lies on another of the debtor's days, at the same time of day."""

    def tell(trial: Trial, number: int) -> dict[str, Any]:
        local = trial.local.replace(second=0, microsecond=0)
        day: date = local.date() - timedelta(days=first + number - 1)
        seconds = (local.hour * 60 + local.minute) * 60
        return {"at": first_instant(trial.zone, day, seconds), **told}

    return tell


_SECOND = timedelta(seconds=1)
_TALK: dict[str, Any] = {"result": "conversation", "reached": "debtor", "talk_s": 120.0}
_UNANSWERED: dict[str, Any] = {"result": "no_answer", "talk_s": 0.0}
_WITH_DEBTOR: dict[str, Any] = {"party": "debtor"}
_PAST: tuple[tuple[str, int, Told], ...] = (
    ("unanswered_now", 1, _today(timedelta(minutes=5), **_UNANSWERED)),
    ("unanswered_today", 12, _today(timedelta(minutes=75), **_UNANSWERED)),
    ("talked_today", 6, _today(3 * _HOUR, **_TALK, **_WITH_DEBTOR)),
    ("talked_yesterday", 3, _days_ago(1, **_TALK, **_WITH_DEBTOR)),
    ("called_in_today", 3, _today(2 * _HOUR, direction="in", **_TALK, **_WITH_DEBTOR)),
    ("unreached_days", 14, _days_ago(1, **_UNANSWERED, **_WITH_DEBTOR)),
    ("abandoned_today", 3, _today(2 * _HOUR, result="abandoned", talk_s=0.0)),
    ("machine_today", 3, _today(2 * _HOUR, result="machine", talk_s=0.0)),
    ("third_today", 3, _today(2 * _HOUR, party="other", result="conversation", talk_s=60.0)),
    ("sms_today", 10, _today(_HOUR, kind="sms", result="sent")),
    ("email_today", 10, _today(_HOUR, kind="email", result="sent")),
)


def _count(name: str, most: int, told: Told) -> Count:
    mark = f"{ADDED}{name}:"

    def read(trial: Trial) -> int:
        return sum(event.id.startswith(mark) for event in trial.request.history)

    def write(trial: Trial, wanted: int) -> Trial:
        mine = [event for event in trial.request.history if event.id.startswith(mark)][:wanted]
        others = [event for event in trial.request.history if not event.id.startswith(mark)]
        while len(mine) < wanted:
            number = len(mine) + 1
            mine.append(_event(trial, f"{mark}{number}", told(trial, number)))
        return trial.asking(history=(*others, *mine))

    return Count(name, most, read, write)


def _event(trial: Trial, name: str, told: dict[str, Any]) -> Event:
    """A contact at the requested number with the requested person, unless told otherwise."""
    request = trial.request
    with_whom = told.pop("party", "requested")
    party = request.party
    if with_whom == "debtor" or party is None:
        person, role = trial.debtor.id, "debtor"
    elif with_whom == "other":
        person, role = "what-if-person", "contact"
    else:
        person, role = party.id, party.role
    same = party is not None and party.id == person
    address = request.address if same else None
    fields: dict[str, Any] = {
        "kind": "call",
        "direction": "out",
        "address": address.value if address else None,
        "place": address.place if address else None,
        "party": person,
        "party_role": role,
        "debts": tuple(debt.id for debt in request.debts),
        "collector": request.collector.entity if request.collector else None,
        "campaign": request.campaign.id if request.campaign else None,
    }
    if role != "debtor" and told.get("result") == "conversation":
        fields["reached"] = "third_party"
    return Event(id=name, **{**fields, **told})
