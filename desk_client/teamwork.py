"""What facts make of a case that colleagues work on together: to whom it was handed over, by whom
and with which words. A part of the fold. Once they call, the case is theirs like any other; until
then, and for a day at most, it stands on nobody else's list."""

from dataclasses import dataclass
from datetime import timedelta

from desk_client.case_state import HandedOver
from desk_client.fact import Fact
from desk_client.fact_body import Attempted
from desk_client.team_body import CaseHandedOver

MEANT_FOR = timedelta(days=1)  # as central keeps it for them (schema 0008)


@dataclass(slots=True)
class Teamwork:
    """Half folded."""

    handed: HandedOver | None = None

    def take(self, fact: Fact) -> None:
        """One fact, in its turn; those that are none of ours change nothing."""
        match fact.body:
            case CaseHandedOver(to=to, note=note):
                self.handed = None
                if to is not None:
                    self.handed = HandedOver(
                        fact_id=fact.fact_id, to=to, by=fact.actor, at=fact.occurred_at, note=note
                    )
            case Attempted() if self.handed is not None and fact.actor == self.handed.to:
                self.handed = None
            case _:
                pass
