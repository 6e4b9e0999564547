"""Whether this desk has every fact there is about the debtors lent to it, and which attempts others
may have made. Asked in the snapshot of a pull: what the pull brought and what is told here are of
the same instant, so an attempt is seen as a fact or as outstanding, never as neither. Facts of
another team, and those that a pull passed over, are fetched one by one; one that this program
cannot read leaves the history incomplete, and the gate shut."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import psycopg

from desk_client.central.borrowing import outstanding_at_central
from desk_client.clock import Clock
from desk_client.fact import Fact
from desk_client.ids import DebtorId, FactId, Login
from desk_client.outstanding import Outstanding
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.sync.fact_reading import read_fact

_Permit = tuple[DebtorId, datetime]  # and the moment of the grant


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a pull found out about the running leases."""

    missing: tuple[Fact, ...]  # to be received with the pull's own
    unreadable: int
    leases: tuple[Lease, ...]  # those that changed, as they are now


def lent_history(
    connection: psycopg.Connection,
    *,
    leases: Leases,
    facts: FactStore,
    coming: Iterable[Fact],
    holder: Login,
    clock: Clock,
) -> Learnt:
    """Read in the transaction that is open; `coming` are pulled facts that are not stored yet."""
    running = leases.running_of(holder)
    if not running:
        return Learnt((), 0, ())
    own = {(each.debtor_id, each.granted_at) for each in leases.unsettled()}
    told = _outstanding(connection, own, clock)
    unsure = [
        each
        for each in running
        if not each.complete or _permits(told.get(each.debtor_id, ())) != _permits(each.outstanding)
    ]
    if not unsure:
        return Learnt((), 0, ())
    central = _fact_ids(connection, [each.debtor_id for each in unsure])
    here = {each.fact_id for each in coming}
    missing: dict[FactId, DebtorId] = {}
    for each in unsure:
        known = here | set(facts.ids_of_debtor(each.debtor_id))
        for fact_id in central.get((each.debtor_id, each.granted_at), ()):
            if fact_id not in known:
                missing[fact_id] = each.debtor_id
    fetched = _fetched(connection, list(missing))
    for fact in fetched:
        del missing[fact.fact_id]
    holes = set(missing.values())
    return Learnt(
        missing=tuple(fetched),
        unreadable=len(missing),
        leases=tuple(
            _with(each, told.get(each.debtor_id, ()), complete=each.debtor_id not in holes)
            for each in unsure
            if (each.debtor_id, each.granted_at) in central
        ),
    )


def _with(one: Lease, outstanding: tuple[Outstanding, ...], *, complete: bool) -> Lease:
    return Lease(
        debtor_id=one.debtor_id,
        leased_until=one.leased_until,
        permits=one.permits,
        granted_at=one.granted_at,
        taken_at=one.taken_at,
        complete=complete,
        outstanding=outstanding,
    )


def _permits(several: Iterable[Outstanding]) -> set[tuple[datetime, int]]:
    return {(each.granted_at, each.attempts) for each in several}


def _outstanding(
    connection: psycopg.Connection, own: set[_Permit], clock: Clock
) -> dict[DebtorId, tuple[Outstanding, ...]]:
    """By debtor. What this desk itself has not settled it knows from its own facts."""
    told = outstanding_at_central(connection, clock)
    return {
        debtor: tuple(each for each in several if (debtor, each.granted_at) not in own)
        for debtor, several in told.items()
    }


def _fact_ids(
    connection: psycopg.Connection, debtors: list[DebtorId]
) -> dict[_Permit, list[FactId]]:
    rows = connection.execute(
        """select debtor_id::text, granted_at, ids::text[] from app.lent_fact_ids(%s::uuid[])""",
        (debtors,),
    )
    return {(debtor, granted_at): ids for debtor, granted_at, ids in rows}


def _fetched(connection: psycopg.Connection, ids: list[FactId]) -> list[Fact]:
    """Those that can be read."""
    if not ids:
        return []
    rows = connection.execute(
        """select id::text, case_id::text, debtor_id::text, actor::text, occurred_at, body::text
             from app.lent_facts(%s::uuid[])""",
        (ids,),
    ).fetchall()
    return [fact for fact in map(read_fact, rows) if fact is not None]
