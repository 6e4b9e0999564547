"""Writes facts in the agent's name. Every service writes through here, so each fact carries who did
it, when by the desk's clock, and of which case; what must stand or fall together is written in
one transaction. Whatever people typed, no card number and no code gets to the disk with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desk_client.case import Case
from desk_client.changes import Changes
from desk_client.clock import Clock
from desk_client.decent_words.card_data import masked
from desk_client.fact import Fact
from desk_client.fact_body import FactBody
from desk_client.free_text import reworded
from desk_client.ids import FactId, Login, new_id
from desk_client.store.database import Database
from desk_client.store.facts import FactStore


class DeskRecord:
    """The agent's pen."""

    def __init__(
        self,
        *,
        database: Database,
        facts: FactStore,
        actor: Login,
        clock: Clock,
        wrote: Callable[[Changes], None],
    ) -> None:
        """`wrote` is told what was written once it is on the disk: sync reads it at once."""
        self._database = database
        self._facts = facts
        self._actor = actor
        self._clock = clock
        self._wrote = wrote
        self._together: Changes | None = None

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything written inside is one transaction; not to be nested."""
        self._together = Changes()
        try:
            with self._database.writing():
                yield
            changes = self._together
        finally:
            self._together = None
        if changes:
            self._wrote(changes)

    def write(self, case: Case | None, *bodies: FactBody, folded: bool = True) -> tuple[Fact, ...]:
        """On the disk and queued for central when this returns (or when `together` ends). Whoever
        cannot wait for the fold writes with `folded` false and calls `fold_again` after."""
        now = self._clock.now()
        facts = tuple(
            Fact(
                fact_id=FactId(new_id()),
                case_id=case.case_id if case else None,
                debtor_id=case.debtor_id if case else None,
                actor=self._actor,
                occurred_at=now,
                body=reworded(body, masked),
            )
            for body in bodies
        )
        changes = self._facts.append(*facts, folded=folded)
        if self._together is None:
            self._wrote(changes)
        else:
            self._together |= changes
        return facts

    def fold_again(self, case: Case) -> None:
        """Brings the state of a case up to its facts."""
        self._facts.fold_again(case.case_id)
