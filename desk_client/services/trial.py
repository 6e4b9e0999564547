"""A trial of the rules: a request that began as a case's own or as a pack's usual example, and was
changed since. Pure: nothing of it is written down, no permit is taken, nobody is contacted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic_core import to_json

from desk_client.compliance.local_time import zone_named
from desk_client.compliance.pack import Pack
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest, DebtorFacts
from desk_client.services.case_in_hand import LEGAL_ZONE
from desk_client.services.lawful_day import asked_at
from desk_client.text import Text

ADDED = "what-if:"  # begins the id of every contact that the trial adds
CASE = "case"


@dataclass(frozen=True)
class Beginning:
    """Where a trial began. `on` are the packs that decided there."""

    source: str  # case, or a pack's id
    about: Text
    request: ContactRequest
    on: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """The request as changed. `on` are packs switched on by hand, None = chosen by their scope."""

    began: Beginning
    request: ContactRequest
    on: tuple[str, ...] | None
    own_past: bool = True  # false: the contacts of the beginning are left out

    @classmethod
    def of(cls, began: Beginning) -> "Trial":
        return cls(began, began.request, began.on)

    @property
    def request_of_day(self) -> ContactRequest:
        """With every contact that counts, also those later than its own time."""
        request = self.request
        if self.own_past:
            return request
        added = tuple(event for event in request.history if event.id.startswith(ADDED))
        return request.model_copy(update={"history": added})

    @property
    def asked(self) -> ContactRequest:
        """The question as it would be put: with what has happened by its own time."""
        return asked_at(self.request_of_day, self.request.now)

    def packs(self, all_packs: Sequence[Pack]) -> PackSet:
        """The packs that decide on it. With none switched on nothing applies, which refuses."""
        if self.on is None:
            return PackSet(tuple(all_packs))
        return PackSet(tuple(all_packs), self.on) if self.on else PackSet(())

    @property
    def zone(self) -> ZoneInfo:
        """On whose clock the page shows times: the debtor's first known one, else the bank's."""
        return zone_of(self.request)

    @property
    def local(self) -> datetime:
        return self.request.now.astimezone(self.zone)

    def asking(self, **changes: Any) -> "Trial":
        """With other fields of the request."""
        return replace(self, request=self.request.model_copy(update=changes))

    def of_debtor(self, **changes: Any) -> "Trial":
        """With other facts of the debtor."""
        return self.asking(debtor=self.debtor.model_copy(update=changes))

    def at(self, moment: datetime) -> "Trial":
        """At another instant, with the record as fresh as it is."""
        return replace(self, request=self.request.at(moment))

    @property
    def debtor(self) -> DebtorFacts:
        return self.request.debtor


def zone_of(request: ContactRequest) -> ZoneInfo:
    """The zone of the first location that has a known one."""
    named = (zone_named(place.zone) for place in request.debtor.locations if place.zone)
    return next((zone for zone in named if zone is not None), ZoneInfo(LEGAL_ZONE))


def of_example(pack: Pack, packs: Sequence[Pack]) -> Beginning:
    """A pack's usual request, judged by the pack and by what else its scope brings in; by the pack
    alone where scope brings in none."""
    tree = dict(pack.file.usual.request)
    tree.setdefault("history_as_of", tree.get("now"))
    request = ContactRequest.from_json(to_json(tree))
    on = tuple(each.id for each in PackSet(tuple(packs)).in_force(request))
    return Beginning(pack.id, pack.file.name, request, on if pack.id in on else (*on, pack.id))
