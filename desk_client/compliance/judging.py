"""How two values of one field of a rule compare: each of these answers whether the new value is at
least as strict as the old one. Where two values cannot be compared the answer is no."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from desk_client.compliance.counting import Count
from desk_client.compliance.flag_stop import FlagException
from desk_client.compliance.identity_rule import Shown
from desk_client.compliance.persons import Lost
from desk_client.compliance.rule import DaysPastDue, Only
from desk_client.compliance.timer import Span
from desk_client.compliance.windowed_cap import Length


def any_word(_old: object, _new: object) -> bool:
    """Words may change."""
    return True


def at_most(old: float, new: float) -> bool:
    return new <= old


def at_least(old: float, new: float) -> bool:
    return new >= old


def lower_of_all(old: Any, new: Any) -> bool:
    """A limit, None = unlimited."""
    return old is None or (new is not None and bool(new <= old))


def longer_or_for_ever(old: int | None, new: int | None) -> bool:
    """A length, None = without end."""
    return new is None or (old is not None and new >= old)


def more(old: Collection[Any], new: Collection[Any]) -> bool:
    return set(old) <= set(new)


def fewer(old: Collection[Any], new: Collection[Any]) -> bool:
    return set(new) <= set(old)


def wider(old: Collection[Any], new: Collection[Any]) -> bool:
    """A filter, empty = everything."""
    return not new or (bool(old) and more(old, new))


def fewer_of_all(old: Collection[Any], new: Collection[Any]) -> bool:
    """What may be used, empty = everything."""
    return wider(new, old)


def still_yes(old: bool, new: bool) -> bool:
    return new or not old


def still_no(old: bool, new: bool) -> bool:
    return old or not new


def same_or(strictest: object) -> Callable[[object, object], bool]:
    return lambda old, new: new in (old, strictest)


def higher_rank(*ranks: str) -> Callable[[str, str], bool]:
    """One of `ranks`, from the least strict on."""
    return lambda old, new: ranks.index(new) >= ranks.index(old)


def lasts_longer(old: Length, new: Length) -> bool:
    """Lengths of one unit, or both independent of a calendar."""
    if old.rolling is not None and new.rolling is not None:
        return new.rolling >= old.rolling
    return new.unit == old.unit and new.n >= old.n


def lasts_shorter(old: Length | None, new: Length | None) -> bool:
    return old is None or (new is not None and lasts_longer(new, old))


def counts_more(old: Sequence[Count], new: Sequence[Count]) -> bool:
    """Whether everything the old predicates count is counted by one of the new ones."""
    return all(any(_count_covers(mine, theirs) for mine in new) for theirs in old)


_COUNT_FIELDS: dict[str, Callable[[Any, Any], bool]] = {
    "media": more,
    "direction": same_or("any"),
    "answered_by": same_or("any"),
    "party": same_or("any"),
    "results": wider,
    "not_results": fewer,
    "reached": wider,
    "places": wider,
    "roles": wider,
    "consented": still_yes,
    "purposes": wider,
    "not_purposes": fewer,
    "talk_s_min": lambda old, new: lower_of_all(new, old),
}


def _count_covers(new: Count, old: Count) -> bool:
    return all(
        before == after or (field in _COUNT_FIELDS and _COUNT_FIELDS[field](before, after))
        for field in Count.model_fields
        for before, after in [(getattr(old, field), getattr(new, field))]
    )


def less_often_renewed(old: Sequence[Count] | None, new: Sequence[Count] | None) -> bool:
    """What renews a consent, None = nothing."""
    return not new or (old is not None and counts_more(new, old))


def only_wider(old: Only | None, new: Only | None) -> bool:
    """What a rule is limited to, None = nothing."""
    if new is None:
        return True
    return old is not None and all(
        _days_wider(getattr(old, field), getattr(new, field))
        if field == "days_past_due"
        else wider(getattr(old, field), getattr(new, field))
        for field in Only.model_fields
    )


def _days_wider(old: DaysPastDue | None, new: DaysPastDue | None) -> bool:
    if new is None or old is None:
        return new is None
    low = new.min is None or (old.min is not None and new.min <= old.min)
    return low and (new.max is None or (old.max is not None and new.max >= old.max))


def exceptions_fewer(old: Sequence[FlagException], new: Sequence[FlagException]) -> bool:
    """Each new exception within one of the old ones, and no two within the same."""
    left = list(old)
    for mine in new:
        within = next((theirs for theirs in left if _exception_within(mine, theirs)), None)
        if within is None:
            return False
        left.remove(within)
    return True


def _exception_within(new: FlagException, old: FlagException) -> bool:
    return (
        new.purpose == old.purpose
        and fewer_of_all(old.media, new.media)
        and lower_of_all(old.max, new.max)
        and (old.max is None or set(new.media) == set(old.media))  # the cap counts by media
    )


def never_where_not(old: Lost, new: Lost) -> bool:
    """Lost only where the old definition says so too."""
    return fewer(old.flags, new.flags) and new.consecutive_days >= old.consecutive_days


def shows_less(old: Shown, new: Shown) -> bool:
    return all(fewer(getattr(old, level), getattr(new, level)) for level in Shown.model_fields)


def sooner_due(old: Span, new: Span) -> bool:
    return new.unit == old.unit and new.n <= old.n
