"""The identity check of one call: which factors were asked for and what came of each. Enough that
match verify the debtor, too many that do not end the check for this call."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from desk_client.callscript.position import FactorState
from desk_client.callscript.script import Factor, IdentityGate
from desk_client.fact_body import IdentityChecked
from desk_client.ids import CallId

SHOWN = 3  # digits 1 to 3 are factors, 4 is "no match or declined"


class Checked(NamedTuple):
    """A factor that matched or did not, and when."""

    factor: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCheck:
    """The check so far. `known` are the factors that the bank has on file, at most three."""

    gate: IdentityGate | None  # None: the script has no identity step and nothing ever opens
    known: tuple[Factor, ...]
    matched: tuple[Checked, ...] = ()
    missed: tuple[Checked, ...] = ()
    verified_at: datetime | None = None

    @property
    def verified(self) -> bool:
        return self.verified_at is not None

    @property
    def needed(self) -> int:
        return 0 if self.gate is None else self.gate.need

    @property
    def failed(self) -> bool:
        """Whether too many factors did not match."""
        if self.verified or self.gate is None:
            return False
        return len(self.missed) >= self.gate.max_misses

    @property
    def hopeless(self) -> bool:
        """Whether identity cannot be verified any more, by misses or for want of factors."""
        if self.verified:
            return False
        return self.failed or len(self.waiting) + len(self.matched) < self.needed

    @property
    def waiting(self) -> tuple[Factor, ...]:
        """The factors that may still be asked for."""
        return tuple(one for one in self.known if self.state(one.id) == "to_ask")

    def state(self, factor: str) -> FactorState:
        if any(checked.factor == factor for checked in self.matched):
            return "matched"
        return "missed" if any(checked.factor == factor for checked in self.missed) else "to_ask"

    def match(self, factor: Factor, at: datetime) -> "IdentityCheck":
        """With one more factor named as it is on file."""
        matched = (*self.matched, Checked(factor.id, at))
        return replace(
            self, matched=matched, verified_at=at if len(matched) >= self.needed else None
        )

    def miss(self, factor: Factor, at: datetime) -> "IdentityCheck":
        """With one more factor named wrongly, or not at all."""
        return replace(self, missed=(*self.missed, Checked(factor.id, at)))

    def fact(self, call_id: CallId) -> IdentityChecked | None:
        """The answer of the gate, once there is one."""
        if not self.verified and not self.failed:
            return None
        return IdentityChecked(
            call_id=call_id,
            verified=self.verified,
            matched=tuple(checked.factor for checked in self.matched),
            missed=len(self.missed),
        )
