"""Paints the shift: reads where it stands and makes the one DeskState that the window shows. Parts
that cost something (the work list) are made again only when a fact or the minute changed. Where
the gate of identity is shut, no figure of the debt gets into the state at all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from desk_client.callscript.position import LineShown, ScriptPosition
from desk_client.callscript.run import ScriptRun
from desk_client.callscript.show import position
from desk_client.compliance.pack_set import PackSet
from desk_client.debtor import ContactPoint
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.call_parts import (
    CallBar,
    FactorRow,
    NextCase,
    ScriptLine,
    ScriptPane,
    Span,
)
from desk_client.services.case_card import case_card
from desk_client.services.case_in_hand import LEGAL_ZONE, CaseInHand
from desk_client.services.case_parts import Mark, WorkList
from desk_client.services.day_figures import OwnDay
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.desk_state import DayFigures, DeskState, Phase, Station
from desk_client.services.judging import contact_point_row, meters, verdict_row
from desk_client.services.outcome_pane import outcome_grid, wrap_up_sheet
from desk_client.services.promise_form import PromiseForm
from desk_client.services.second_parts import second_parts
from desk_client.services.sheets import Sheets
from desk_client.services.standing import IN_CALL, Standing
from desk_client.services.work import Work
from desk_client.store.facts import FactStore
from desk_client.text import Text


@dataclass(slots=True)
class _Kept:
    """The work list, the day and the first line as they were at a revision and a minute."""

    mark: tuple[object, ...] = ()
    work: WorkList | None = None
    day: DayFigures | None = None
    first_mark: tuple[object, ...] = ()
    first: ScriptRun | None = None  # what a dial of the case in preview would begin with


class Painter:
    """Makes DeskStates of one shift."""

    def __init__(
        self,
        *,
        standing: Standing,
        work: Work,
        facts: FactStore,
        packs: PackSet,
        script_for: Callable[[CaseInHand, ContactPoint | None], ScriptRun],
        sheets: Sheets,
        notes: DecentNotes,
    ) -> None:
        """`script_for` gives the callscript that a dial of this point would begin with."""
        self._at = standing
        self._worked = work
        self.day = OwnDay(facts=facts, actor=standing.staff.agent.login)
        self._script_for = script_for
        self._sheets = sheets
        self._notes = notes
        self._packs = packs
        self._kept = _Kept()

    def paint(self, station: Station) -> DeskState:
        """The moment as it is now."""
        shift = self._at
        now = shift.clock.now()
        work, day = self._work(now)
        state = DeskState(
            now=now,
            zone=LEGAL_ZONE,
            phase=shift.phase,
            since=shift.since,
            ready=shift.ready,
            rest_reason="" if shift.ready else shift.rest_reason,
            station=replace(station, leased=work.leased, pack=self._packs.label),
            day=day,
            work=work,
            note=shift.note,
            note_check=self._notes.part(),
            toast=shift.toast,
            notice=shift.notice,
            hidden=not self._open,
            after=_after(work, shift),
            **self._sheets.parts(hidden=not self._open),
            **second_parts(shift),
        )
        return self._with_case(state, now) if shift.hand is not None else state

    @property
    def _open(self) -> bool:
        """Whether the figures of the case may be seen."""
        shift = self._at
        if self._shut or shift.call is None:
            return False
        nobody_hears = shift.phase is Phase.WRAP_UP and shift.side is None
        return shift.call.verified or nobody_hears

    @property
    def _shut(self) -> bool:
        """By the agent's key, or because another caller than the debtor of this case is in the ear;
        a colleague may be told."""
        side = self._at.side
        talks = side is not None and not side.rings and not side.held
        return self._at.hidden_by_key or (talks and side is not None and side.colleague is None)

    def _first_line(self) -> ScriptRun | None:
        """What would be said first, shown in preview; the choice of it reads payments."""
        at = self._at
        if at.hand is None or at.phase is not Phase.PREVIEW:
            return None
        minute = at.clock.now().replace(second=0, microsecond=0)
        mark = (at.revision, minute, at.hand.case.case_id, at.point)
        if self._kept.first is None or self._kept.first_mark != mark:
            self._kept.first_mark = mark
            self._kept.first = self._script_for(at.hand, at.point)
        return self._kept.first

    def _work(self, now: datetime) -> tuple[WorkList, DayFigures]:
        shift = self._at
        mark = (shift.revision, now.replace(second=0, microsecond=0))
        busy = shift.phase in IN_CALL
        if (
            self._kept.work is None
            or self._kept.day is None
            or (self._kept.mark != mark and not busy)
        ):
            zone = ZoneInfo(LEGAL_ZONE)
            midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
            work = self._worked.painted(now, shift.staff.campaign, shift.selected)
            self._kept = _Kept(mark=mark, work=work, day=self.day.figures(midnight))
        kept_work, kept_day = self._kept.work, self._kept.day
        if kept_work is None or kept_day is None:
            raise RuntimeError("the work list was not painted")
        last = max(0, len(kept_work.rows) - 1)
        shift.selected = min(shift.selected, last)
        return replace(kept_work, selected=shift.selected), kept_day

    def _with_case(self, state: DeskState, now: datetime) -> DeskState:
        shift, hand = self._at, self._at.hand
        if hand is None:
            return state
        judged = next((each for each in shift.judged if each.point == shift.point), None)
        chosen = shift.point.contact_point_id if shift.point else None
        call = shift.call
        run = call.script if call else self._first_line()
        return replace(
            state,
            card=case_card(hand, call, now, open_=self._open),
            contact_points=tuple(contact_point_row(hand, each, chosen) for each in shift.judged)
            if shift.phase in (Phase.PREVIEW, Phase.REFUSED)
            else (),
            why=_why(shift, state),
            meters=meters(judged) if judged else (),
            verdict=verdict_row(judged, hand.zone) if judged else None,
            call=call_bar(call) if call else None,
            script=script_pane(position(run, hidden=self._shut)) if run else None,
            outcomes=outcome_grid(call, shift.wrap_up, now) if call else None,
            draft=PromiseForm.proposed(hand, now).draft()
            if call is not None and call.verified and not self._shut
            else None,
            wrap_up=wrap_up_sheet(shift.wrap_up, now, state.work) if shift.wrap_up else None,
            refused=shift.refusal.sheet(hand) if shift.refusal else None,
        )


def _why(shift: Standing, state: DeskState) -> tuple[tuple[Mark, Text], ...]:
    case_id = shift.hand.case.case_id if shift.hand else None
    return tuple((row.mark, row.reason) for row in state.work.rows if row.case_id == case_id)


def _after(work: WorkList, shift: Standing) -> tuple[NextCase, ...]:
    here = shift.hand.case.case_id if shift.hand else None
    rows = [row for row in work.rows if row.dialable and row.case_id != here]
    return tuple(NextCase(name=row.name, reason=row.reason, until=None) for row in rows[:3])


def call_bar(call: CallInHand) -> CallBar:
    """The call as the call bar shows it."""
    end = call.ended
    return CallBar(
        call_id=call.call_id,
        placed_at=call.placed_at,
        answered_at=call.answered_at,
        held_since=call.held_since,
        ended_at=call.ended_at,
        name=call.hand.debtor.name,
        number=call.number,
        place=call.place,
        mode=call.mode,
        muted=call.muted,
        recording=call.recording,
        recording_paused_since=call.paused_since,
        ended_by=end.ended_by if end else None,
        end_code=end.code if end else None,
        end_reason=end.reason if end else "",
        q850=end.q850 if end else None,
        carrier_says=end.carrier_says if end else "",
        talk_s=end.talk_s if end else 0.0,
        keypad_open=call.keypad_open,
        digits_sent=call.digits_sent,
        checked=call.checked,
    )


def script_pane(at: ScriptPosition) -> ScriptPane:
    """The callscript's position as the reading pane shows it."""
    return ScriptPane(
        title=at.title,
        version=str(at.version),
        steps=tuple((step.name, step.state) for step in at.steps),
        past=tuple(map(_line, at.past)),
        current=_line(at.current),
        coming=tuple(map(_line, at.coming)),
        branches=tuple((str(key), label) for key, label in at.branches),
        factors=tuple(
            FactorRow(
                key=str(factor.key),
                name=factor.name,
                expected=factor.expected,
                state=factor.state,
                at=factor.at,
            )
            for factor in at.factors
        ),
        hint=at.hint,
        must_said=at.must_said,
        must_total=at.must_total,
    )


def _line(line: LineShown) -> ScriptLine:
    return ScriptLine(
        spans=tuple(Span(text=span.text, strong=span.strong) for span in line.spans),
        must_say=line.must_say,
        said_at=line.said_at,
    )
