"""A verdict in the words of the screen, wherever it is shown: its rules, its contact points, and
how the clause that decides was read."""

from datetime import datetime

from desk_client.ids import ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services.case_parts import RuleRow, VerdictRow
from ui.law_words import SURE_SHAPE, sureness
from ui.state_shape import Shape
from ui.widgets.point_box import PointSeen
from ui.widgets.rule_row import RuleSeen
from ui.widgets.sureness import SureSeen
from ui.wording import Wording

_LEAST_SURE_FIRST = ("unsure", "secondary", "house", "read")
_CITED = 2  # clauses that a banner names


def sure_seen(confidence: str, wording: Wording) -> SureSeen:
    """Shape and word."""
    shape = SURE_SHAPE.get(confidence, Shape.QUIET)
    return SureSeen(shape, sureness(confidence, wording), unconfirmed=confidence == "unsure")


def deciding(verdict: VerdictRow, wording: Wording) -> SureSeen | None:
    """How the clause was read on which the banner stands: of a refusal the first one, of what is
    allowed the least sure of those it names."""
    refusing = [rule for rule in verdict.rules if not rule.allowed]
    named = refusing[:1] or verdict.rules[:_CITED]
    if not named:
        return None
    least = min((rule.confidence for rule in named), key=_LEAST_SURE_FIRST.index)
    return sure_seen(least, wording)


def rule_seen(row: RuleRow, now: datetime, zone: str, wording: Wording) -> RuleSeen:
    """One rule; its own next time where it refuses."""
    retry = "—" if row.allowed else wording.word("what_if.never")
    if row.retry_at is not None:
        retry = wording.next_time(row.retry_at, now, zone)
    clause = wording.clause(row.clause)
    own = row.confidence == "house" and clause == wording.word("clause.house")
    return RuleSeen(
        allowed=row.allowed,
        label=wording.text(row.label),
        finding=wording.text(row.finding),
        clause="" if own and not row.allowed else clause,  # its mark says the same
        retry=retry,
        sure=sure_seen(row.confidence, wording),
    )


def place_words(place: str, role: str, wording: Wording) -> str:
    """Where a contact point reaches, and whose it is where it is not the debtor's own."""
    word = wording.word(f"place.{place}")
    return word if role == "debtor" else wording.joined(wording.word(f"role.{role}"), word)


def point_seen(
    contact_point_id: ContactPointId,
    number: PhoneNumber,
    place: str,
    verdict: VerdictRow,
    *,
    history: str,
    chosen: bool,
    wording: Wording,
) -> PointSeen:
    """A contact point with its verdict."""
    said = (
        wording.word("preview.allowed")
        if verdict.allowed
        else wording.joined(wording.word("preview.refused"), wording.clause(verdict.clauses))
    )
    return PointSeen(
        contact_point_id=contact_point_id,
        number=number.masked,
        place=place,
        history=history,
        allowed=verdict.allowed,
        verdict=said,
        sure=None if verdict.allowed else deciding(verdict, wording),
        chosen=chosen,
    )
