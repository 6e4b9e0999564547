"""What follows from an outcome. `logged` makes the one fact that an outcome key writes; `effects`
puts that same fact and the table's follow-ups into words for the wrap-up sheet, so that what is
listed before Enter is what is logged on Enter. Times are worked out in the debtor's zone and stored
in UTC; no clock is asked here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desk_client.care_body import FlagSet
from desk_client.fact_body import CallbackTerms, OutcomeLogged, PromiseTerms
from desk_client.ids import CallId, DebtId
from desk_client.outcome import Icon, Outcome, outcome, table
from desk_client.plan_body import PlanTerms
from desk_client.planned_time import moment_of
from desk_client.text import Text

PLAN_CHANNEL = "transfer"  # instalments go to the debt's own account, by any way of the bank
_MOVES = Text("案件移至", "Case moves to")
_GOES_TO = Text("转交", "Goes to")
_NUMBER_IS = Text("本号码记为", "This number becomes")
_UNTIL_LIFTED = Text("直至解除", "until lifted")
_AGREED_CALL = Text("约定回呼", "Agreed callback")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTerms:
    """What the agent filled in: the promise, the callback, and whom or what a flag is about."""

    promise: PromiseTerms | None = None
    plan: PlanTerms | None = None
    callback: CallbackTerms | None = None
    debts: tuple[DebtId, ...] = ()  # the debts talked about
    channels: tuple[str, ...] = ()  # a stop for some channels only; empty = all
    party: str | None = None  # contact person who spoke, None = not known by name
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One thing that logging causes, as the wrap-up sheet lists it."""

    icon: Icon
    what: Text
    value: Text | datetime | None
    clause: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A follow-up with its moment; `dial` is the case's next call."""

    id: str
    icon: Icon
    what: Text
    value: Text | None
    at: datetime | None  # UTC
    clause: Text | None
    dial: bool
    send: tuple[str, ...]


def missing(row: Outcome, terms: OutcomeTerms) -> Text | None:
    """What still has to be filled in before the outcome can be logged."""
    if row.form == "promise" and terms.promise is None:
        return Text("请先填写承诺的金额和日期", "Give the amount and the date promised")
    if row.form == "plan" and terms.plan is None:
        return Text("请先填写分期方案", "Make the plan of instalments")
    if row.form == "callback" and terms.callback is None:
        return Text("请先选择回呼时间", "Choose the time of the callback")
    return None


def logged(
    row: Outcome,
    *,
    call_id: CallId,
    terms: OutcomeTerms,
    now: datetime,
    zone: ZoneInfo,
    by_line: bool = False,
) -> OutcomeLogged:
    """The fact of this outcome, with everything it sets. ValueError where `missing` says so."""
    lacks = missing(row, terms)
    if lacks is not None:
        raise ValueError(lacks.en)
    plan = terms.plan if row.form == "plan" else None
    promise = terms.promise if row.form == "promise" else _first(plan)
    callback = terms.callback if row.form == "callback" else None
    if callback is None:
        callback = _next_call(row, promise, now, zone)
    return OutcomeLogged(
        call_id=call_id,
        code=row.code,
        level=row.level,
        by_line=by_line,
        result=row.result,
        reached=row.reached,
        promise=promise,
        plan=plan,
        callback=callback,
        flags=_flags(row, terms, now),
        contact_point_state=row.contact_point or _stranger_at(row, terms),
        case_status=row.case_status,
        queue=row.queue,
        note=terms.note,
    )


def planned(fact: OutcomeLogged, logged_at: datetime, zone: ZoneInfo) -> tuple[Planned, ...]:
    """The follow-ups of a logged outcome, each with its moment; what is past already is left out.
    The same for the sheet before logging and for a work list that reads the fact years later."""
    row = outcome(fact.code, fact.level)
    found = []
    for rule in row.then:
        at = moment_of(rule.when, fact.promise, fact.callback, logged_at, zone)
        if rule.when is not None and (at is None or at <= logged_at):
            continue
        found.append(
            Planned(
                id=rule.id,
                icon=rule.icon,
                what=rule.what,
                value=rule.value,
                at=at,
                clause=rule.clause,
                dial=rule.dial,
                send=rule.send,
            )
        )
    return tuple(found)


def effects(row: Outcome, terms: OutcomeTerms, now: datetime, zone: ZoneInfo) -> tuple[Effect, ...]:
    """What logging the outcome with these terms will do; () while the form is not filled."""
    if missing(row, terms) is not None:
        return ()
    return effects_of(logged(row, call_id=CallId(""), terms=terms, now=now, zone=zone), now, zone)


def effects_of(fact: OutcomeLogged, logged_at: datetime, zone: ZoneInfo) -> tuple[Effect, ...]:
    """The fact in words: the case's place, flags, the number, who takes over, what is planned."""
    words = table()
    rules = outcome(fact.code, fact.level).flags
    found: list[Effect] = []
    if fact.case_status is not None:
        place = words.statuses[fact.case_status]
        found.append(Effect(icon="list", what=_MOVES, value=place, clause=None))
    for flag, rule in zip(fact.flags, rules, strict=True):
        label = words.flags[flag.flag]
        until = flag.until or _UNTIL_LIFTED
        found.append(Effect(icon="shield", what=label, value=until, clause=rule.clause))
    if fact.contact_point_state is not None and fact.contact_point_state != "valid":
        state = words.contact_points[fact.contact_point_state]
        found.append(Effect(icon="phone-off", what=_NUMBER_IS, value=state, clause=None))
    if fact.queue is not None:
        queue = words.queues[fact.queue]
        found.append(Effect(icon="users", what=_GOES_TO, value=queue, clause=None))
    if fact.callback is not None and fact.callback.agreed:
        found.append(Effect(icon="phone", what=_AGREED_CALL, value=fact.callback.at, clause=None))
    for todo in planned(fact, logged_at, zone):
        value = todo.value if todo.value is not None else todo.at
        found.append(Effect(icon=todo.icon, what=todo.what, value=value, clause=todo.clause))
    return tuple(found)


def _next_call(
    row: Outcome, promise: PromiseTerms | None, now: datetime, zone: ZoneInfo
) -> CallbackTerms | None:
    """The call that the house plans by itself: nobody agreed to it."""
    for rule in row.then:
        at = moment_of(rule.when, promise, None, now, zone) if rule.dial else None
        if at is not None and at > now:
            return CallbackTerms(at=at, agreed=False)
    return None


def _first(plan: PlanTerms | None) -> PromiseTerms | None:
    """A plan's first instalment is the promise that is open now."""
    if plan is None:
        return None
    first = plan.instalments[0]
    return PromiseTerms(
        amount=first.amount, currency=plan.currency, due=first.due, channel=PLAN_CHANNEL
    )


def _stranger_at(row: Outcome, terms: OutcomeTerms) -> str | None:
    """A stop by somebody without a name is kept by the number at which they answered."""
    nameless = terms.party is None and any(rule.scope == "party" for rule in row.flags)
    return "wrong" if nameless else None


def _flags(row: Outcome, terms: OutcomeTerms, now: datetime) -> tuple[FlagSet, ...]:
    found = []
    for rule in row.flags:
        party = None
        if rule.scope == "party":  # a stop by somebody else must never read as the debtor's own
            party = terms.party or row.reached
        found.append(
            FlagSet(
                flag=rule.flag,
                until=None if rule.days is None else now + timedelta(days=rule.days),
                debts=terms.debts if rule.scope == "debts" else (),
                channels=rule.channels or (terms.channels if rule.flag == "cease" else ()),
                party=party,
            )
        )
    return tuple(found)
