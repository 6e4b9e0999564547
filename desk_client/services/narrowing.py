"""The work list narrowed to a saved search: what its words find by the index of the store, or by
what the list itself says of a case (the reason of its rank, its stage). Nothing is lost by it: the
cases left out are counted, and one key shows them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_client.services import sentences
from desk_client.store.search import Search
from desk_client.store.search_terms import plain
from desk_client.store.worklist import WorkCase
from desk_client.work_order import zone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """A saved search, laid on the list."""

    name: str
    query: str
    search: Search

    def kept(self, listed: Sequence[WorkCase], now: datetime) -> tuple[WorkCase, ...]:
        """Those of the list that match, in its order; an empty query keeps all."""
        words = plain(self.query).split()
        if not words:
            return tuple(listed)
        found = self.search.matching(self.query, [each.case.case_id for each in listed])
        return tuple(
            each
            for each in listed
            if each.case.case_id in found or all(word in _said(each, now) for word in words)
        )


def _said(each: WorkCase, now: datetime) -> str:
    """What the row says of the case, in both languages."""
    zone = zone_of(each.debtor)
    reason = sentences.reason(each.reason, now, zone)
    stage = each.case.stage(now.astimezone(zone).date())
    return plain(f"{reason.zh} {reason.en} {stage}")
