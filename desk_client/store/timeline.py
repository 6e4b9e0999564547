"""The facts of one debtor page by page, newest first, as the timeline of the case page reads them.
What heads a row of its own is picked by kind; what only adds to such a row (how a call ended, what
became of a message) is read beside it, for the rows of one page and no others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select

from desk_client.fact import Fact
from desk_client.ids import CallId, DebtorId, FactId, MessageId
from desk_client.store.database import Database
from desk_client.store.fact_rows import FACT_COLUMNS, fact_of
from desk_client.store.tables import fact

_MANY = 500  # ids in one IN (...)


@dataclass(frozen=True, slots=True)
class Pick:
    """Facts of a kind; with `key`, those whose body says `value` there, or with `value` null says
    anything at all."""

    kind: str
    key: str = ""
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Which facts head a row: the picked ones; with `others`, every kind that is not named in
    `known` as well, so that a fact of a newer program is never passed over."""

    picks: tuple[Pick, ...]
    others: bool = False
    known: frozenset[str] = frozenset()


class Timeline:
    """Reads facts of a debtor for the screen; writes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        debtor_id: DebtorId,
        heads: Heads,
        *,
        before: tuple[datetime, FactId] | None = None,
        limit: int,
    ) -> list[Fact]:
        """At most `limit` facts that head a row, newest first, older than `before`."""
        where = [fact.c.debtor_id == debtor_id, _heads(heads)]
        if before is not None:
            at, fact_id = before
            same_moment = and_(fact.c.occurred_at == at, fact.c.id < fact_id)
            where += [fact.c.occurred_at <= at, or_(fact.c.occurred_at < at, same_moment)]
        wanted = (
            select(*FACT_COLUMNS)
            .where(*where)
            .order_by(fact.c.occurred_at.desc(), fact.c.id.desc())
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [fact_of(row) for row in connection.execute(wanted)]

    def counts(self, debtor_id: DebtorId, of: Mapping[str, Heads]) -> dict[str, int]:
        """How many rows each of these would have, in one walk over the debtor's facts."""
        sums = [
            func.coalesce(func.sum(case((_heads(heads), 1), else_=0)), 0).label(name)
            for name, heads in of.items()
        ]
        with self._database.reading() as connection:
            row = connection.execute(select(*sums).where(fact.c.debtor_id == debtor_id)).one()
        return dict(zip(of, map(int, row), strict=True))

    def of_calls(self, calls: Iterable[CallId]) -> list[Fact]:
        """Every fact of these calls, oldest first."""
        wanted = sorted(set(calls))
        found: list[Fact] = []
        for start in range(0, len(wanted), _MANY):
            found += self._read(fact.c.call_id.in_(wanted[start : start + _MANY]))
        return found

    def of_messages(self, debtor_id: DebtorId, messages: Iterable[MessageId]) -> list[Fact]:
        """What became of these messages, oldest first."""
        wanted = sorted(set(messages))
        found: list[Fact] = []
        for start in range(0, len(wanted), _MANY):
            some = wanted[start : start + _MANY]
            found += self._read(
                fact.c.debtor_id == debtor_id,
                fact.c.kind.in_(_OF_MESSAGE),
                func.json_extract(fact.c.body, "$.message_id").in_(some),
            )
        return found

    def of_kinds(self, debtor_id: DebtorId, *kinds: str) -> list[Fact]:
        """A debtor's facts of these kinds, oldest first."""
        return self._read(fact.c.debtor_id == debtor_id, fact.c.kind.in_(kinds))

    def named(self, ids: Iterable[FactId]) -> dict[FactId, Fact]:
        """These facts, as far as they are here."""
        wanted = sorted(set(ids))
        found: dict[FactId, Fact] = {}
        for start in range(0, len(wanted), _MANY):
            some = self._read(fact.c.id.in_(wanted[start : start + _MANY]))
            found |= {each.fact_id: each for each in some}
        return found

    def _read(self, *where: ColumnElement[bool]) -> list[Fact]:
        wanted = select(*FACT_COLUMNS).where(*where).order_by(fact.c.occurred_at, fact.c.id)
        with self._database.reading() as connection:
            return [fact_of(row) for row in connection.execute(wanted)]


_OF_MESSAGE = ("message_attempted", "message_handed", "message_delivered", "message_failed")


def _heads(heads: Heads) -> ColumnElement[bool]:
    picked = [_pick(each) for each in heads.picks]
    if heads.others:
        picked.append(fact.c.kind.not_in(heads.known))
    return or_(false(), *picked)


def _pick(pick: Pick) -> ColumnElement[bool]:
    of_kind = fact.c.kind == pick.kind
    if not pick.key:
        return of_kind
    said = func.json_extract(fact.c.body, f"$.{pick.key}")
    there = said.is_not(None) if pick.value is None else said == pick.value
    return and_(of_kind, there)
