"""Facts that central has not confirmed yet, in the order they were made. A fact enters in the same
transaction that writes it and leaves when central has shown it back. One that central refuses
stays in sight with the reason and never holds up those behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, literal, select, true, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from desk_client.fact import Fact
from desk_client.ids import FactId, Login
from desk_client.store.database import Database
from desk_client.store.fact_rows import FACT_COLUMNS, fact_of
from desk_client.store.tables import fact, outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A fact that central refused, and why."""

    fact: Fact
    reason: str
    queued_at: datetime


def queue(connection: Connection, facts: Sequence[Fact]) -> None:
    """Puts facts at the end, inside the transaction that appends them."""
    rows = [
        {"fact_id": each.fact_id, "queued_at": each.occurred_at, "state": "waiting", "reason": ""}
        for each in facts
    ]
    connection.execute(insert(outbox), rows)


class Outbox:
    """What is still to be pushed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_batch(self, limit: int = 500, *, actor: Login | None = None) -> list[Fact]:
        """The oldest waiting facts, in the order they were appended; of one person where central
        is to have them, for it takes who pushes for who did it."""
        theirs = true() if actor is None else fact.c.actor == actor
        wanted = (
            select(*FACT_COLUMNS)
            .join(outbox, outbox.c.fact_id == fact.c.id)
            .where(outbox.c.state == "waiting", theirs)
            .order_by(outbox.c.seq)
            .limit(limit)
        )
        with self._database.reading() as connection:
            return [fact_of(row) for row in connection.execute(wanted)]

    def confirm(self, ids: Iterable[FactId]) -> None:
        """Central has these; confirming twice does nothing."""
        gone = delete(outbox).where(outbox.c.fact_id.in_(list(ids)))
        with self._database.writing() as connection:
            connection.execute(gone)

    def queue_again(self, ids: Iterable[FactId]) -> int:
        """Puts back facts of this desk that central had and has lost; how many were put back."""
        lost = select(fact.c.id, fact.c.occurred_at, literal("waiting"), literal("")).where(
            fact.c.id.in_(list(ids))
        )
        again = sqlite_insert(outbox).from_select(
            ["fact_id", "queued_at", "state", "reason"], lost.order_by(fact.c.id)
        )
        with self._database.writing() as connection:
            return connection.execute(again.on_conflict_do_nothing()).rowcount

    def reject(self, fact_id: FactId, reason: str) -> None:
        """Central refuses this one; it is set aside."""
        aside = (
            update(outbox)
            .where(outbox.c.fact_id == fact_id)
            .values(state="rejected", reason=reason)
        )
        with self._database.writing() as connection:
            connection.execute(aside)

    def holds(self, fact_id: FactId) -> bool:
        """Whether central has not confirmed this fact yet."""
        found = select(outbox.c.seq).where(outbox.c.fact_id == fact_id)
        with self._database.reading() as connection:
            return connection.execute(found).first() is not None

    def waiting(self) -> int:
        """How many facts wait to be pushed."""
        counted = select(func.count()).select_from(outbox).where(outbox.c.state == "waiting")
        with self._database.reading() as connection:
            return connection.execute(counted).scalar_one()

    def rejected(self) -> tuple[Rejected, ...]:
        """What was set aside, oldest first."""
        wanted = (
            select(*FACT_COLUMNS, outbox.c.reason, outbox.c.queued_at)
            .join(outbox, outbox.c.fact_id == fact.c.id)
            .where(outbox.c.state == "rejected")
            .order_by(outbox.c.seq)
        )
        with self._database.reading() as connection:
            return tuple(
                Rejected(fact=fact_of(row), reason=row.reason, queued_at=row.queued_at)
                for row in connection.execute(wanted)
            )
