"""What is kept of every debtor, until when and by which rule. A recording counts from its call;
words (a note, an answer, what an agent wrote into a message) from the fact that holds them. A case
counts as closed when the bank places it no more or nothing is owed on it, as of the last thing that
happened in it or was paid on it: the later day, which keeps longer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

import psycopg

from desk_client.care_body import RecordErased
from desk_client.clock import rfc3339
from desk_client.compliance.duty import of_kind
from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import Lender
from desk_client.compliance.retention import Record, RecordKind, Retention, keeping
from desk_client.evidence.complaints import complaints_of
from desk_client.evidence.contacts_made import DebtorRecord, duty_packs
from desk_client.fact import Fact
from desk_client.fact_body import CallEnded
from desk_client.free_text import free_text, kind_of_record
from desk_client.ids import CaseId, DebtorId
from desk_client.services.central_files import debtor_files

PAGE = 100  # debtors read at once
_NO_ACTIVITY = frozenset({"hold_laid", "record_erased", "withdrawn", "case_opened"})
State = Literal["keep", "held", "may", "must", "no_rule"]
_PAID = """
select p.case_id::text, max(p.paid_on) from app.payment p
  join app.placed_case c using (case_id)
 where c.debtor_id = any(%s::uuid[]) group by 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One record. `state`: keep = not before `keep_until`; held = a hold stands in the way; may =
    every minimum has passed; must = from `erase_from` on; no_rule = no rule speaks of it."""

    record: str  # recording, note, message, letter
    of: str  # the call's id, or the fact's
    debtor_id: DebtorId
    case_id: CaseId | None
    case_no: str
    made_at: datetime
    bytes: int
    sha256: str  # of a recording; of words it is worked out when they are erased
    state: State
    keep_until: datetime | None
    erase_from: datetime | None
    held_by: tuple[str, ...]
    rules: tuple[str, ...]  # pack/rule

    def as_json(self) -> dict[str, Any]:
        """docs/evidence.md, retention."""
        told = asdict(self)
        for name in ("made_at", "keep_until", "erase_from"):
            told[name] = None if told[name] is None else rfc3339(told[name])
        del told["debtor_id"], told["case_id"]
        return told | {"held_by": list(self.held_by), "rules": list(self.rules)}


def kept(
    connection: psycopg.Connection,
    house: PackSet,
    *,
    now: datetime,
    lender: Lender = "bank",
    debtors: Iterable[DebtorId] | None = None,
) -> Iterator[Kept]:
    """Everything that is kept and was not erased, debtor by debtor."""
    wanted = _every_debtor(connection) if debtors is None else list(debtors)
    for start in range(0, len(wanted), PAGE):
        page = wanted[start : start + PAGE]
        paid: dict[str, date] = dict(connection.execute(_PAID, (page,)).fetchall())
        for file in debtor_files(connection, page).values():
            record = DebtorRecord(file)
            yield from _of_debtor(record, duty_packs(house, record), paid, now, lender)


def _every_debtor(connection: psycopg.Connection) -> list[DebtorId]:
    rows = connection.execute("select debtor_id::text from app.debtor order by 1").fetchall()
    return [DebtorId(row[0]) for row in rows]


def _of_debtor(
    record: DebtorRecord,
    packs: tuple[Pack, ...],
    paid: Mapping[str, date],
    now: datetime,
    lender: Lender,
) -> Iterator[Kept]:
    rules = {f"{pack.id}/{duty.id}": duty for pack in packs for duty in pack.duties}
    names = {id(duty): name for name, duty in rules.items()}
    retention = list(of_kind(Retention, rules.values()))
    laid, states = _holds(record, packs, now)
    closed = {case_id: _closed(record, case_id, paid) for case_id in _cases(record)}
    for fact, kind, of, size, sha256 in _records(record):
        end = closed.get(fact.case_id)
        if end is not None:
            end = max(end, fact.occurred_at)  # said after all was over
        asked = Record(
            record=kind,
            call_time=record.began(fact),
            last_activity=end,
            case_closed=end,
            lender=lender,
        )
        spoken = [rule for rule in retention if rule.speaks_of(asked)]
        named = {rule.id: names[id(rule)] for rule in spoken}
        stopping = states & {hold for rule in spoken for hold in rule.holds}
        holds = tuple(sorted(laid | stopping))
        found = keeping(retention, asked.model_copy(update={"holds": holds}))
        yield Kept(
            record=kind,
            of=of,
            debtor_id=record.file.debtor.debtor_id,
            case_id=fact.case_id,
            case_no=record.case_no(fact.case_id),
            made_at=fact.occurred_at,
            bytes=size,
            sha256=sha256,
            state=_state(found.keep_until, found.erase_from, holds, bool(spoken), now),
            keep_until=found.keep_until,
            erase_from=found.erase_from,
            held_by=holds,
            rules=tuple(named[rule] for rule in found.rules),
        )


def _records(record: DebtorRecord) -> Iterator[tuple[Fact, RecordKind, str, int, str]]:
    """(fact, kind, id, bytes, sha256) of each recording and each fact with words."""
    gone = {fact.body.of for fact in record.facts if isinstance(fact.body, RecordErased)}
    for fact in record.facts:
        body = fact.body
        if isinstance(body, CallEnded) and body.recording is not None and body.call_id not in gone:
            yield fact, "recording", body.call_id, body.recording.bytes, body.recording.sha256
        words = free_text(body)
        if words and fact.fact_id not in gone:
            size = sum(len(each.encode()) for each in words)
            yield fact, kind_of_record(body), fact.fact_id, size, ""


def _state(
    keep_until: datetime | None,
    erase_from: datetime | None,
    holds: tuple[str, ...],
    spoken: bool,
    now: datetime,
) -> State:
    if not spoken:
        return "no_rule"
    if keep_until is None or now < keep_until:
        return "keep"
    if holds:
        return "held"
    return "must" if erase_from is not None and erase_from <= now else "may"


def _holds(
    record: DebtorRecord, packs: tuple[Pack, ...], now: datetime
) -> tuple[set[str], set[str]]:
    """Holds that somebody laid, and states of the debtor that may be one by themselves."""
    laid = {hold.reason for hold in record.state.holds}
    states = {flag.flag for flag in record.state.flags if flag.in_force(now)}
    zone = record.zone
    open_ones = complaints_of(record, packs, zone=zone, as_of=now + timedelta(seconds=1))
    if any(each.answered_on is None for each in open_ones):
        states.add("complaint")
    return laid, states


def _cases(record: DebtorRecord) -> set[CaseId | None]:
    return {fact.case_id for fact in record.facts}


def _closed(
    record: DebtorRecord, case_id: CaseId | None, paid: Mapping[str, date]
) -> datetime | None:
    """When a case was closed; None while it is open. What is of no case is closed with the last."""
    cases = [each for each in record.file.cases if case_id in (None, each.case_id)]
    if any(debt.balance.amount > 0 for case in cases for debt in case.debts):
        return None
    if any(not case.debts for case in cases):
        return None  # the bank has not said yet what is owed
    happened = [
        fact.occurred_at
        for fact in record.facts
        if case_id in (None, fact.case_id) and fact.kind not in _NO_ACTIVITY
    ]
    days = [paid[case.case_id] for case in cases if case.case_id in paid]
    ends = [datetime.combine(day + timedelta(days=1), time(), UTC) for day in days]
    return max([*happened, *ends], default=None)
