"""Rules on what the verdict itself rests on and leaves behind: how old the history may be
(`stale_history`) and what must be said in a contact that is allowed (`disclosure`)."""

from datetime import datetime, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from desk_client.compliance.local_time import NEVER
from desk_client.compliance.rule import Rule
from desk_client.compliance.situation import Situation

_TOLD = frozenset({"conversation", "replied", "sent"})  # voicemail content told nothing of a debt


class StaleHistory(Rule):
    """Refuses where the history was last complete more than `max_age_s` before the request, or
    nobody knows when. Waiting does not help: the history must be fetched."""

    kind: Literal["stale_history"]
    max_age_s: Annotated[int, Field(ge=1, le=604_800)]

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        as_of = situation.request.history_as_of
        fresh = as_of is not None and situation.now - as_of <= timedelta(seconds=self.max_age_s)
        return moment if fresh else NEVER


class Disclosure(Rule):
    """What must be said, by its id in the callscript; it never refuses. `when`: first = until this
    collector has surely communicated with the debtor about each of the debts, later = from then
    on, validation_unsent = until the validation information of each debt was sent."""

    kind: Literal["disclosure"]
    say: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    when: Literal["always", "first", "later", "validation_unsent"] = "always"
    on_inbound: ClassVar[bool] = True

    def concerns(self, situation: Situation) -> bool:
        party = situation.request.party
        known = party is not None and party.role in self.roles  # said to nobody unknown
        return (
            super().concerns(situation)
            and (not self.roles or known)
            and (self.when == "always" or self._is_time(situation))
        )

    def _is_time(self, situation: Situation) -> bool:
        if self.when == "validation_unsent":
            debts = situation.request.debts
            return any(debt.validation_sent_on is None for debt in debts)
        return _communicated(situation) is (self.when == "later")

    def free_at(self, situation: Situation, moment: datetime) -> datetime:  # noqa: ARG002
        return moment


def _communicated(situation: Situation) -> bool:
    """Whether the debtor surely heard from this collector about every debt of the request; a
    message that only asks to call back told nothing."""
    collector = situation.request.collector
    entity = None if collector is None else collector.entity
    told: set[str] = set()
    for alike in situation.alike:
        event = alike.like
        if (
            event.result in _TOLD
            and event.reached in (None, "debtor")
            and situation.is_debtor(event)
            and entity in (None, event.collector)
            and alike.events[0].at <= situation.now
        ):
            told.update(event.debts)
    return bool(situation.debts) and told.issuperset(situation.debts)
