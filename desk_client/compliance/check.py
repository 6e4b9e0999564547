"""One rule that has something to say on a request, with what may lift it: the days of its pack, the
exemptions of the same pack, and an override that somebody with authority answers for. Each of them
is a span of time, so that a rule so lifted still tells the first instant at which it allows."""

from dataclasses import dataclass
from datetime import datetime

from desk_client.compliance.exemption import Exemption
from desk_client.compliance.overrides import Overridden
from desk_client.compliance.pack import Pack
from desk_client.compliance.rule import Rule, first_free
from desk_client.compliance.safeguards import Safeguard
from desk_client.compliance.situation import Situation


@dataclass(frozen=True, eq=False, slots=True)
class Check:
    """The rule, the pack it stands in (None = the engine's own), and what lifts it. `in_force` is
    told of the time of the request, `lasting` of all time from then on."""

    pack: Pack | None
    rule: Rule | Safeguard
    exemptions: tuple[Exemption, ...] = ()
    overridden: Overridden | None = None
    in_force: bool = True
    lasting: bool = False

    def free(self, situation: Situation, moment: datetime) -> datetime:
        """The first instant from `moment` on at which it allows; NEVER where none."""
        free = self.free_without_override(situation, moment)
        if self.overridden is not None and free > moment:
            return min(free, self.overridden.from_(moment))
        return free

    def free_without_override(self, situation: Situation, moment: datetime) -> datetime:
        """The same as if nobody had answered for it."""
        rule = self.rule
        if isinstance(rule, Safeguard):
            return moment if situation.inbound else rule.free_at(situation, moment)
        if self.lasting and rule.free_at(situation, moment) <= moment:
            return moment
        if self.pack is not None and not self.pack.file.effective.covers(situation, moment):
            return moment
        free = first_free(rule, situation, moment)
        if free > moment:
            for exemption in self.exemptions:
                free = min(free, exemption.lifted_from(situation, moment))
        return free
