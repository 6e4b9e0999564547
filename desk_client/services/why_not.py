"""Why a case is not dialled: every number of any case of the list with where every rule stands on
it, asked of the gate anew. Looking is no contact and leaves no fact."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk_client.ids import CaseId
from desk_client.phone_number import PhoneNumber
from desk_client.services import why_intents as asks
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.desk_state import Phase
from desk_client.services.gate import Judged
from desk_client.services.judging import verdict_row
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.why_parts import NumberWhy, WhyPart
from desk_client.services.work import Work
from desk_client.text import Text

_NO_CASE = Text("先选择一件案件", "Choose a case first")
_WHERE = (Phase.READY, Phase.NOT_READY, Phase.PREVIEW)


class WhyNot:
    """Answers the sheet's intents; called on the desk thread."""

    def __init__(self, *, standing: Standing, files: CaseFiles, work: Work) -> None:
        self._at = standing
        self._files = files
        self._work = work
        self._of: CaseId | None = None
        self._phase: Phase | None = None  # the sheet closes as the desk goes on to something else
        self._chosen = 0
        self._listed: tuple[CaseId, ...] = ()
        self._kept: tuple[tuple[object, ...], WhyPart] | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenWhy: lambda i: self._open(i.case_id),
            asks.MoveWhy: lambda i: self._choose(self._chosen + i.step),
            asks.ChooseWhy: lambda i: self._choose(i.index),
            asks.StepWhy: lambda i: self._step(i.step),
            asks.CloseWhy: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"why_not": self.part()}

    def part(self) -> WhyPart | None:
        """The open sheet, judged again with every minute and every fact; None while it is shut."""
        if self._of is None or self._at.phase is not self._phase:
            self._close()
            return None
        minute = self._at.clock.now().replace(second=0, microsecond=0)
        mark = (self._of, self._at.revision, minute)
        if self._kept is None or self._kept[0] != mark:
            try:
                hand = self._files.open(self._of)
            except KeyError:  # it went back to central meanwhile
                self._close()
                return None
            self._kept = (mark, self._judged(hand))
        part = self._kept[1]
        self._chosen = min(self._chosen, max(0, len(part.numbers) - 1))
        return replace(part, chosen=self._chosen)

    def _open(self, case_id: CaseId | None) -> None:
        if self._at.phase not in _WHERE:
            self._at.notice = NOT_NOW
            return
        hand = self._at.hand
        asked = case_id or (hand.case.case_id if hand is not None else None)
        if asked is None:
            self._at.notice = _NO_CASE
            return
        self._of, self._phase, self._chosen = asked, self._at.phase, 0
        self._listed = () if hand is not None else self._cases()

    def _cases(self) -> tuple[CaseId, ...]:
        found = self._work.candidates(self._at.clock.now())
        return tuple(each.hand.case.case_id for each in found)

    def _close(self) -> None:
        self._of, self._phase, self._kept, self._listed = None, None, None, ()

    def _choose(self, index: int) -> None:
        count = len(self._kept[1].numbers) if self._kept is not None else 0
        self._chosen = min(max(0, count - 1), max(0, index))

    def _step(self, step: int) -> None:
        """The list's own choice goes along, so that Esc leaves the agent at the case just read."""
        if self._of not in self._listed:
            return
        place = min(len(self._listed) - 1, max(0, self._listed.index(self._of) + step))
        self._of, self._chosen = self._listed[place], 0
        self._at.selected = place

    def _judged(self, hand: CaseInHand) -> WhyPart:
        judged = [self._work.looked(hand, point) for point in hand.telephones]
        listed = hand.case.case_id in self._listed
        return WhyPart(
            case_id=hand.case.case_id,
            case_no=hand.case.case_no,
            name=hand.debtor.name,
            numbers=tuple(_number(hand, each) for each in judged),
            chosen=0,
            place=self._listed.index(hand.case.case_id) + 1 if listed else 0,
            of=len(self._listed),
            next_lawful=_next_lawful(judged),
        )


def _number(hand: CaseInHand, judged: Judged) -> NumberWhy:
    point = judged.point
    return NumberWhy(
        contact_point_id=point.contact_point_id,
        number=PhoneNumber(point.value),
        place=point.place.value,
        role=point.role.value,
        verdict=verdict_row(judged, hand.zone),
    )


def _next_lawful(judged: list[Judged]) -> datetime | None:
    """The first minute at which one of them opens."""
    if any(each.verdict.allowed for each in judged):
        return None
    waits = [each.verdict.retry_at for each in judged if each.verdict.retry_at is not None]
    return min(waits, default=None)
