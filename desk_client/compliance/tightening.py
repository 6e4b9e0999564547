"""Whether one rule is at least as strict as another of the same name: judged kind by kind, field by
field. Fewer hours, a lower max, a longer wait, more media are stricter; a field of which nothing is
said here must stay as it is, so that a new kind of rule is never loosened unseen."""

from collections.abc import Callable, Mapping
from typing import Any

from desk_client.compliance.answer import STRICTNESS
from desk_client.compliance.hours import Hours
from desk_client.compliance.judging import (
    any_word,
    at_least,
    at_most,
    counts_more,
    exceptions_fewer,
    fewer,
    fewer_of_all,
    higher_rank,
    lasts_longer,
    lasts_shorter,
    less_often_renewed,
    longer_or_for_ever,
    lower_of_all,
    more,
    never_where_not,
    only_wider,
    same_or,
    shows_less,
    sooner_due,
    still_no,
    still_yes,
    wider,
)
from desk_client.compliance.rule import Clause, InForce
from desk_client.compliance.week import Week

Judge = Callable[[Any, Any], bool]  # of the parent's value and the child's

# What every rule has; none = all for the filters.
_EVERY: Mapping[str, Judge] = {
    "severity": any_word,  # how strictly it is held is judged first
    "held_as": any_word,
    "ref": any_word,
    "see_also": any_word,
    "confidence": any_word,
    "text": any_word,
    "label": any_word,
    "examples": any_word,
    "in_force": lambda old, new: _covers_days(new, old),
}
_FILTERS: Mapping[str, Judge] = {
    "media": wider,
    "modes": wider,
    "initiators": wider,
    "places": wider,
    "roles": wider,
    "not_roles": fewer,
    "only": only_wider,
    "exempt_by": fewer,
}
_KINDS: Mapping[str, Mapping[str, Judge]] = {
    "windowed_cap": {
        "max": at_most,
        "window": lasts_longer,
        "key": fewer,
        "count": counts_more,
    },
    "min_gap": {"seconds": at_least, "key": fewer, "after": counts_more},
    "wait_after_event": {
        "wait": lasts_longer,
        "date_is_day_one": still_no,
        "key": fewer,
        "after": counts_more,
    },
    "flag_stop": {
        "effect": same_or("refuse"),
        "reach": same_or("everyone"),
        "except_roles": fewer,
        "runs_days": longer_or_for_ever,
        "exceptions": exceptions_fewer,
    },
    "third_party": {
        "related": fewer,
        "when": never_where_not,
        "unrelated_media": fewer,
        "unrelated_gates": more,
    },
    "party_identity": {"states": more},
    "consent_required": {
        "consents": fewer,
        "max_age_days": lower_of_all,
        "refreshed_by": less_often_renewed,
    },
    "stale_history": {"max_age_s": at_most},
    "abandon_ratio": {"max": at_most, "min_sample": at_most, "agent_within_s": lower_of_all},
    "amd": {"allowed": still_no, "no_repeat_same_day": still_yes},
    "ring_time": {"min_s": at_least},
    "caller_id": {
        "required": still_yes,
        "returnable": still_yes,
        "no_private": still_yes,
        "not_prefixes": more,
    },
    "recording": {
        "mode": same_or("mandatory"),
        "consent": higher_rank("one_party", "notice", "all_party"),
        "pause_on": more,
    },
    "content_template": {
        "purposes": wider,
        "templates": fewer_of_all,
        "required_fields": more,
        "forbidden_fields": more,
        "forbidden_unless_verified": more,
        "max_length": lower_of_all,
        "signature": still_yes,
        "opt_out": still_yes,
    },
    "phrase_list": {
        "action": same_or("block"),
        "where": more,
        "unless_fact": same_or(None),
        "while_flags": wider,
    },
    "plan_limit": {
        "max_instalments": lower_of_all,
        "max_term_months": lower_of_all,
        "max_amount": lower_of_all,
        "required_fields": more,
        "approval_over": at_most,
    },
    "identity": {"factors": fewer, "need": at_least, "max_fail": at_most, "shows": shows_less},
    "authority": {
        "four_eyes": still_yes,
        "reason_required": still_yes,
        "lasts_minutes": at_most,
    },
    "timer": {"due": sooner_due},
    "audit": {"store": more},
    "retention": {"record": more, "holds": more},
}
# What these lift must not become more: their filters stay as they are.
_LIFTING: Mapping[str, Mapping[str, Judge]] = {
    "exemption": {
        "lifts": fewer,
        "by": fewer,
        "lasts": lasts_shorter,
        "date_is_day_one": still_yes,
        "ended_by_conversation": still_yes,
    },
}


def loosened(old: Clause, new: Clause) -> str | None:
    """The first field by which `new` is, or may be, less strict than `old`; None where it is at
    least as strict."""
    if old.kind != new.kind:
        return "kind"
    if STRICTNESS[new.held] > STRICTNESS[old.held]:
        return "held_as" if new.held_as is not None else "severity"
    if isinstance(old, Hours) and isinstance(new, Hours):
        looser = _looser_hours(old, new)
        if looser is not None:
            return looser
    for field in type(new).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after and not _judge(new.kind, field)(before, after):
            return field
    if _drops_a_gate(old, new):
        return "say"
    return None


def _judge(kind: str, field: str) -> Judge:
    if kind == "hours" and field in ("windows", "holidays", "last_start_margin_s"):
        return any_word  # judged together
    if kind == "flag_stop" and field == "say":
        return more
    if kind in _LIFTING:
        return _LIFTING[kind].get(field) or _EVERY_BUT_DAYS.get(field, _never)
    special = _KINDS.get(kind, {}).get(field)
    return special or _EVERY.get(field) or _FILTERS.get(field, _never)


_EVERY_BUT_DAYS = {field: judge for field, judge in _EVERY.items() if field != "in_force"}


def _never(_old: object, _new: object) -> bool:
    return False


def _covers_days(more_days: InForce, days: InForce) -> bool:
    ends_later = more_days.until is None or (
        days.until is not None and more_days.until >= days.until
    )
    return more_days.since <= days.since and ends_later


def _drops_a_gate(old: Clause, new: Clause) -> bool:
    """A flag that only gates has the gate no_demand unless it says others."""
    said, says = getattr(old, "say", None), getattr(new, "say", None)
    silent = said == () and getattr(old, "effect", None) == "gate"
    return silent and bool(says) and "no_demand" not in (says or ())


def _looser_hours(old: Hours, new: Hours) -> str | None:
    if not _within(new.week.days, old.week.days, last_in_last="out_of_hours" in new.exempt_by):
        shorter = new.last_start_margin_s < old.last_start_margin_s
        return "last_start_margin_s" if shorter else "windows"
    if old.holidays is None:
        return None
    if new.holidays is None or not new.holidays.includes(old.holidays):
        return "holidays"
    theirs, ours = (_on_holidays(rule) for rule in (old, new))
    return None if _within(ours.on_holidays, theirs.on_holidays) else "holidays"


def _on_holidays(rule: Hours) -> Week:
    return rule.week.closing_on(frozenset(), rule.holiday_week)


def _within(
    days: tuple[tuple[tuple[int, int], ...], ...],
    others: tuple[tuple[tuple[int, int], ...], ...],
    *,
    last_in_last: bool = False,
) -> bool:
    """Whether each day's spans lie in the other's; with `last_in_last` the last one in the last,
    for a consent moves the closing time of that one."""
    for spans, theirs in zip(days, others, strict=True):
        if any(not any(o <= a and b <= c for o, c in theirs) for a, b in spans):
            return False
        if last_in_last and spans and spans[-1][0] < theirs[-1][0]:
            return False
    return True
