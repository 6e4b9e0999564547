"""A whole list looked through before a campaign: for each contact whether it is lawful now, which
rules refuse and the first lawful instant. What only a single verdict needs (limits, words, the hash
of its inputs) is left out, and nothing is kept: at dialling the verdict is asked anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desk_client.compliance.inquiry import Inquiry
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import ContactRequest


@dataclass(frozen=True, slots=True)
class Screened:
    """One contact of the list; `refused_by` strictest first, `retry_at` None on one that is lawful
    now and where no time helps."""

    allowed: bool
    refused_by: tuple[str, ...]
    retry_at: datetime | None


_LAWFUL = Screened(allowed=True, refused_by=(), retry_at=None)


def screened(
    request: ContactRequest, packs: Sequence[Pack], *, missing: Sequence[str] = ()
) -> Screened:
    """What verdict() decides on the same request, in short."""
    inquiry = Inquiry(request, packs, missing, in_short=True)
    refusing = inquiry.refusing
    if not refusing:
        return _LAWFUL
    names = dict.fromkeys(check.rule.id for check, _free in refusing)
    return Screened(allowed=False, refused_by=tuple(names), retry_at=inquiry.retry_at())
