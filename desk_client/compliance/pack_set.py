"""The packs a desk or a command works with, read once. Either named, and then in force for every
request, or all that are there, and then chosen by scope for each request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_client.compliance import screening
from desk_client.compliance import verdict as engine
from desk_client.compliance.answer import Standing, Verdict
from desk_client.compliance.duty import of_kind
from desk_client.compliance.load import shipped_pack
from desk_client.compliance.pack import Pack, chosen_by_scope
from desk_client.compliance.plan_limit import PlanLimit
from desk_client.compliance.request import ContactRequest
from desk_client.compliance.screening import Screened
from desk_client.text import Text

# A Chinese bank's desk: these apply wherever a debtor may be.
HOUSE_PACKS = ("cn-bank-card", "house-default")
_NAMED_AT_MOST = 3  # packs, in the status bar


@dataclass(frozen=True)
class PackSet:
    """Packs ready to be asked. `named` are in force as they are, and one of them that is not among
    `packs` refuses everything; with none named, each request's scope chooses."""

    packs: tuple[Pack, ...]
    named: tuple[str, ...] = ()

    @classmethod
    def shipped(cls, *named: str) -> "PackSet":
        """Packs that come with the program: those named, else those of a Chinese bank's desk."""
        names = named or HOUSE_PACKS
        found = (shipped_pack(name) for name in sorted(set(names)))
        return cls(tuple(pack for pack in found if pack is not None), names)

    def in_force(self, request: ContactRequest) -> tuple[Pack, ...]:
        """The packs that decide on this request."""
        return self._named if self.named else chosen_by_scope(self.packs, request)

    def verdict(self, request: ContactRequest) -> Verdict:
        """May this contact be made now?"""
        return engine.verdict(request, self.in_force(request), missing=self.missing)

    def screened(self, request: ContactRequest) -> Screened:
        """What the verdict decides, in short, for a list of many."""
        return screening.screened(request, self.in_force(request), missing=self.missing)

    def standings(self, request: ContactRequest) -> tuple[Standing, ...]:
        """Every rule that concerns the request and where it stands."""
        return engine.standings(request, self.in_force(request))

    def until(self, request: ContactRequest) -> datetime | None:
        """When hours end the contact's being allowed; None where they do not, within 8 days."""
        return engine.until(request, self.in_force(request))

    def plan_limits(self) -> tuple[PlanLimit, ...]:
        """What limits a plan of instalments here; of all packs where none is named."""
        packs = self._named if self.named else self.packs
        return tuple(rule for pack in packs for rule in of_kind(PlanLimit, pack.file.rules))

    @property
    def missing(self) -> tuple[str, ...]:
        """Named packs that are not there."""
        known = {pack.id for pack in self.packs}
        return tuple(name for name in self.named if name not in known)

    @property
    def label(self) -> Text:
        """For the status bar: the law's packs with year and month, for example 中国 2026.11; how
        many where they are many."""
        packs: Sequence[Pack] = self._named if self.named else self.packs
        shown = [pack for pack in packs if pack.is_law] or packs
        if len(shown) > _NAMED_AT_MOST:
            latest = max(map(_month, shown))
            return Text(f"{len(shown)} 个规则包 {latest}", f"{len(shown)} packs {latest}")
        return Text(
            " + ".join(f"{pack.file.name.zh} {_month(pack)}" for pack in shown),
            " + ".join(f"{pack.file.name.en} {_month(pack)}" for pack in shown),
        )

    @property
    def _named(self) -> tuple[Pack, ...]:
        return tuple(pack for pack in self.packs if pack.id in self.named)


def _month(pack: Pack) -> str:
    return pack.file.version.rpartition(".")[0]
