"""An override: a person with authority answers for one contact in spite of rules of the house. Who
may is said by the authority rules of the pack the rule stands in; nobody lifts what is held as
`must`, and nothing is lifted after the override's end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_client.compliance.answer import Severity
from desk_client.compliance.authority import Authority, may_override
from desk_client.compliance.duty import of_kind
from desk_client.compliance.local_time import NEVER
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import Override


@dataclass(frozen=True, slots=True)
class Overridden:
    """The override of one rule of a pack."""

    override: Override
    pack: Pack
    rule: str
    held: Severity

    def from_(self, moment: datetime) -> datetime:
        """The first instant from `moment` on at which the rule is lifted; NEVER where none."""
        for start in (moment, self._earliest()):
            if start >= moment and may_override(
                self.pack.duties, self.override, self.rule, self.held, start
            ):
                return start
        return NEVER

    def _earliest(self) -> datetime:
        """An end too far away may come near enough."""
        longest = min(
            (
                timedelta(minutes=rule.lasts_minutes)
                for rule in of_kind(Authority, self.pack.duties)
            ),
            default=timedelta(),
        )
        return self.override.until - longest


def override_of(
    override: Override | None, pack: Pack, rule: str, held: Severity
) -> Overridden | None:
    """What the request's override may lift of this rule; None where nothing."""
    if override is None or held == "must" or rule not in override.rules:
        return None
    return Overridden(override, pack, rule, held)
