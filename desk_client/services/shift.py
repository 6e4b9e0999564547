"""An agent's shift at the desk. Every key of the window comes here as an intent, every event of the
phone as what it is; each changes where the shift stands and writes the facts that must outlive it,
then the window is painted anew. The order of a call is the order of this file: a case is taken,
dialled (services.dialling asks the gate), talked through, wrapped up, and the next one comes. All
of it runs on the desk thread."""

from collections.abc import Callable
from datetime import datetime

from desk_client.call import CallState
from desk_client.clock import Clock
from desk_client.debtor import ContactPoint
from desk_client.fact_body import (
    CallbackBooked,
    CallbackTerms,
    CaseOpened,
    FactBody,
    NoteWritten,
    OutcomeLogged,
    ShiftChanged,
    Skipped,
)
from desk_client.ids import CallId, CaseId
from desk_client.phone import events
from desk_client.services import intents
from desk_client.services.call_in_hand import CallInHand, left_behind
from desk_client.services.call_keys import LineIntent, ScriptIntent, to_line, to_script
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.desk_record import DeskRecord
from desk_client.services.desk_state import Phase, Toast
from desk_client.services.dialling import Dialling
from desk_client.services.gate import DIALLER, LOOKING, Approach, Gate, Judged, chosen
from desk_client.services.intents import Intent
from desk_client.services.line import Line
from desk_client.services.recording_seal import RecordingSeal
from desk_client.services.refusal import Refusal
from desk_client.services.staff import Staff
from desk_client.services.undoing import Undoing
from desk_client.services.work import Work
from desk_client.services.wrap_up import WrapUp
from desk_client.store.worklist import Worklist
from desk_client.text import Text

_NOT_NOW = Text("此时不可用", "Not available now")
_IN_CALL = (Phase.DIALLING, Phase.TALKING, Phase.ON_HOLD)


class Shift:
    """Where the shift stands. What it shows is read by services.painting."""

    def __init__(
        self,
        *,
        staff: Staff,
        clock: Clock,
        files: CaseFiles,
        worklist: Worklist,
        work: Work,
        gate: Gate,
        dialling: Dialling,
        line: Line,
        record: DeskRecord,
        seal: RecordingSeal,
        undoing: Undoing,
        short_of_work: Callable[[], None],
        signed_out: Callable[[], None],
    ) -> None:
        """`short_of_work` asks for more leases; `signed_out` ends the desk."""
        self.staff = staff
        self.clock = clock
        self._files = files
        self._worklist = worklist
        self.work = work
        self._gate = gate
        self._dialling = dialling
        self._line = line
        self._record = record
        self._seal = seal
        self._undoing = undoing
        self._short_of_work = short_of_work
        self._signed_out = signed_out
        self.phase = Phase.READY
        self.since = clock.now()
        self.selected = 0
        self.hand: CaseInHand | None = None
        self.judged: tuple[Judged, ...] = ()
        self.point: ContactPoint | None = None
        self.call: CallInHand | None = None
        self.wrap_up: WrapUp | None = None
        self.refusal: Refusal | None = None
        self.not_ready_after = False
        self.hidden_by_key = False
        self.note = ""
        self.toast: Toast | None = None
        self.notice: Text | None = None
        self.revision = 0  # counts what the work list depends on

    # coming and going

    def begin(self) -> None:
        """Signed in: calls that an earlier run left open are closed, their wrap-up comes first."""
        self._write(None, ShiftChanged(state="signed_in"))
        for left in self._worklist.unfinished(self.staff.agent.login):
            call = left.state.unfinished_call
            if call is not None and call.ended is None:
                hand = self._files.open(left.case_id)
                self._write(hand, *_cut_short(call.call_id, answered=call.answered_at is not None))
        self._rest()
        self._unfinished_first()

    def refreshed(self) -> None:
        """Rows or leases came from central."""
        self.revision += 1
        if self.phase in (Phase.READY, Phase.PREVIEW, Phase.NOT_READY) and self.hand is not None:
            self._look(self.hand.case.case_id)

    def due(self) -> float | None:
        """Logs the line's outcome when its time has come; the monotonic second to wake at."""
        wrap_up = self.wrap_up
        if wrap_up is None or wrap_up.logs_at is None:
            return None
        left = (wrap_up.logs_at - self.clock.now()).total_seconds()
        if left <= 0:
            self._log_outcome()
            return self.due()
        return self.clock.monotonic() + left

    # keys

    def act(self, intent: Intent) -> None:
        """Answers one key."""
        self.notice = None
        now = self.clock.now()
        match intent:
            case (
                intents.HangUpCall()
                | intents.ToggleMute()
                | intents.ToggleHold()
                | intents.ToggleRecording()
                | intents.ToggleKeypad()
                | intents.SendDigit()
            ):
                self._to_line(intent)
            case (
                intents.SayLine()
                | intents.TakeBranch()
                | intents.StepBack()
                | intents.StepOn()
                | intents.GoToIdentity()
            ):
                self._to_script(intent, now)
            case intents.TakeNext(case_id=case_id):
                self._take_next(case_id)
            case intents.SelectRow(step=step):
                self._select(step)
            case intents.ChooseContactPoint(contact_point_id=point_id):
                if self.hand is not None and self.phase is Phase.PREVIEW:
                    self.point = self.hand.point(point_id)
            case intents.DialShown(path=path):
                self._dial(Approach(path=path, initiator="agent", mode="preview"))
            case intents.SkipCase(reason=reason):
                self._skip(reason)
            case intents.Undo():
                self._undo()
            case intents.Redo():
                self._redo()
            case intents.ToggleReady():
                self._toggle_ready()
            case intents.HideAmounts():
                self.hidden_by_key = not self.hidden_by_key
            case intents.WriteNote(text=text, commit=commit):
                self._note(text, commit=commit)
            case intents.AskForHelp():
                self._ask_for_help()
            case intents.SignOut():
                self._sign_out()
            case intents.TakeAlternative(number=number):
                self._take_way(number)
            case intents.GoOn():
                self._space()
            case intents.Accept():
                self._accept()
            case intents.Leave():
                self._leave()
            case _:
                self._in_outcomes(intent, now)

    def _to_line(self, intent: LineIntent) -> None:
        if self.call is None or self.phase not in _IN_CALL:
            self.notice = _NOT_NOW
            return
        self.notice = to_line(self.call, intent, self._line)

    def _to_script(self, intent: ScriptIntent, now: datetime) -> None:
        if self.call is None or self.phase not in _IN_CALL:
            self.notice = _NOT_NOW
            return
        self.notice = to_script(self.call, intent, now)
        checked = self.call.identity_checked()
        if checked is not None:
            self._write(self.call.hand, checked)

    # taking a case

    def _take_next(self, case_id: CaseId | None) -> None:
        if self.phase not in (Phase.READY, Phase.NOT_READY):
            self.notice = _NOT_NOW
        elif case_id is not None:
            self._look(case_id)
            if self._dials_by_itself and self.phase is Phase.PREVIEW:
                self._dial(DIALLER)
        elif not self._unfinished_first():
            self._go_on()

    @property
    def _dials_by_itself(self) -> bool:
        return self.staff.campaign.mode == "progressive"

    def _look(self, case_id: CaseId) -> None:
        """Paints a case with the verdict of each of its numbers."""
        hand = self._files.open(case_id)
        self.hand = hand
        self.judged = tuple(self._gate.ask(hand, point, LOOKING) for point in hand.telephones)
        best = chosen(self.judged)
        kept = self.point if self.point in hand.points else None
        self.point = kept or (hand.point(best) if best else None)
        self.hidden_by_key = False
        if self.phase is not Phase.PREVIEW:
            self._write(hand, CaseOpened(shown="hidden"))
            self._enter(Phase.PREVIEW)

    def _select(self, step: int) -> None:
        if self.phase is Phase.PREVIEW and self.hand is not None and self.point is not None:
            points = self.hand.telephones
            here = points.index(self.point)
            self.point = points[min(len(points) - 1, max(0, here + step))]
        elif self.phase in (Phase.READY, Phase.NOT_READY):
            self.selected = max(0, self.selected + step)

    def _skip(self, reason: str) -> None:
        if self.phase is not Phase.PREVIEW or self.hand is None:
            self.notice = _NOT_NOW
            return
        self._write(self.hand, Skipped(reason=reason))
        self._go_on()

    # the call

    def _dial(self, approach: Approach) -> None:
        if self.phase is not Phase.PREVIEW or self.hand is None or self.point is None:
            self.notice = _NOT_NOW
            return
        dialled = self._dialling.dial(self.hand, self.point, approach)
        self.revision += 1
        if dialled.call is None:
            others = tuple(each for each in self.judged if each.point != self.point)
            self.refusal = Refusal.of(self.hand, dialled.judged, others)
            self._enter(Phase.REFUSED)
            return
        self.call = dialled.call
        self.note = ""
        self._enter(Phase.DIALLING)

    def hear(self, event: events.Event) -> None:
        """What the phone tells about the call in hand; other calls are not ours."""
        call = self.call
        if call is None or getattr(event, "call_id", None) != call.call_id:
            return
        if call.state is CallState.ENDED:
            return
        now = self.clock.now()
        match event:
            case events.Ringing():
                call.rang()
            case events.Answered():
                self._write(call.hand, call.was_answered(now))
                self._enter(Phase.TALKING)
            case events.Held():
                call.was_held(now)
                self._enter(Phase.ON_HOLD)
            case events.Resumed():
                call.was_resumed()
                self._enter(Phase.TALKING)
            case events.RecordingPaused():
                call.recording_paused(now)
            case events.RecordingResumed():
                call.recording_resumed()
            case events.Ended():
                self._ended(call, event, now)
            case _:
                pass

    def _ended(self, call: CallInHand, event: events.Ended, now: datetime) -> None:
        bodies = list(call.has_ended(event, now))
        with self._record.together():
            made = call.ended.recording if call.ended else None
            if made is not None:
                bodies.append(self._seal.seal(call.call_id, made))
            self._write(call.hand, *bodies)
        call.note = self.note
        self._wrap_up_call(call, now)

    # wrapping up

    def _wrap_up_call(self, call: CallInHand, now: datetime) -> None:
        call.hand = self.hand = self._files.open(call.hand.case.case_id)
        self.call = call
        self.wrap_up = WrapUp(call, self.staff.campaign, now)
        self._enter(Phase.WRAP_UP)
        if self.wrap_up.logged:
            self._finish()
        elif call.preselected is not None and self.wrap_up.complete:
            if not self.wrap_up.needs_enter:
                self._log_outcome()

    def _unfinished_first(self) -> bool:
        """A call without an outcome comes before all other work."""
        for left in self._worklist.unfinished(self.staff.agent.login):
            record = left.state.unfinished_call
            if record is not None:
                hand = self._files.open(left.case_id)
                self.note = ""
                self._wrap_up_call(left_behind(record, hand), self.clock.now())
                return True
        return False

    def _in_outcomes(self, intent: Intent, now: datetime) -> None:
        """The outcome grid and its forms."""
        wrap_up = self.wrap_up
        if wrap_up is not None and self.phase is Phase.WRAP_UP:
            match intent:
                case intents.ChooseOutcome(key=key):
                    self.notice = wrap_up.press(key, now)
                    if self.notice is None and wrap_up.complete and not wrap_up.needs_enter:
                        self._log_outcome()
                case intents.ChooseLevel(level=level):
                    wrap_up.choose_level(level)
                case _:
                    self.notice = wrap_up.move(intent)
        elif self.call is not None and self.phase in _IN_CALL:
            self.notice = self._choose_in_call(self.call, intent, now)
        else:
            self.notice = _NOT_NOW

    def _choose_in_call(self, call: CallInHand, intent: Intent, now: datetime) -> Text | None:
        """Preselects; what must hold at once (a stop, a dispute) is logged on the key."""
        match intent:
            case intents.ChooseLevel(level=level):
                return call.choose_level(level)
            case intents.ChooseOutcome(key=key):
                row = call.outcome_on(key)
                if isinstance(row, Text):
                    return row
                call.preselected = row
                if row.commits_at_key:
                    call.note = self.note
                    self._write_outcome(call.hand, call.outcome_body(row, now))
                    call.committed = True
                return None
            case _:
                return _NOT_NOW

    def _accept(self) -> None:
        if self.phase is Phase.WRAP_UP:
            self._log_outcome()
        elif self.phase is Phase.REFUSED:
            self._take_way(0)
        else:
            self.notice = _NOT_NOW

    def _log_outcome(self) -> None:
        wrap_up = self.wrap_up
        if wrap_up is None or wrap_up.logged:
            self.notice = _NOT_NOW
            return
        wrap_up.call.note = self.note
        body = wrap_up.body(self.clock.now())
        if isinstance(body, Text):
            self.notice = body
            return
        self._write_outcome(wrap_up.call.hand, body)
        wrap_up.logged = True
        self._finish()

    def _write_outcome(self, hand: CaseInHand, body: OutcomeLogged) -> None:
        (fact,) = self._record.write(hand.case, body)
        self.revision += 1
        self.note = ""
        self._undoing.remember(hand.case, fact, hand.debtor.name, hand.zone)

    def _finish(self) -> None:
        """The wrap-up is over: on to the next case, or to a rest that was asked for."""
        if self.not_ready_after:
            self._rest()
            self._enter(Phase.NOT_READY)
            self._write(None, ShiftChanged(state="not_ready"))
            self.not_ready_after = False
        else:
            self._go_on()

    def _space(self) -> None:
        if self.phase is Phase.WRAP_UP and self.wrap_up is not None and not self.wrap_up.logged:
            if self.wrap_up.complete and self.wrap_up.by_line:
                self._log_outcome()
            else:
                self.notice = Text("请先选择结果码", "Choose an outcome first")
        elif self.phase in (Phase.WRAP_UP, Phase.REFUSED):
            self._go_on()
        else:
            self.notice = _NOT_NOW

    def _go_on(self) -> None:
        """The next case: an unfinished wrap-up, else the first that may be called now."""
        before = self.hand.case.case_id if self.hand else None
        self._rest()
        if self._unfinished_first():
            return
        following = self.work.next_case(self.clock.now(), besides=before)
        if following is None:
            self._short_of_work()
            self.notice = Text("现在没有可拨的案件", "No case may be called now")
            return
        self._look(following.hand.case.case_id)
        if self._dials_by_itself:
            self._dial(DIALLER)

    def _rest(self) -> None:
        """Nothing in hand."""
        self.hand, self.judged, self.point = None, (), None
        self.call, self.wrap_up, self.refusal = None, None, None
        self.note = ""
        self._enter(Phase.READY)

    # the other keys

    def _take_way(self, number: int) -> None:
        """Enter is the best alternative, 1 the next."""
        if self.refusal is None or self.hand is None or number >= len(self.refusal.ways):
            self.notice = _NOT_NOW
            return
        way = self.refusal.ways[number]
        if way.act == "other_point" and way.point is not None:
            self.point, self.refusal = way.point, None
            self._enter(Phase.PREVIEW)
            self._dial(Approach(path="dial_key", initiator="agent", mode="preview"))
        elif way.at is not None and way.point is not None:
            terms = CallbackTerms(at=way.at, agreed=False)
            point_id = way.point.contact_point_id
            self._write(self.hand, CallbackBooked(terms=terms, contact_point_id=point_id))
            self._go_on()

    def _undo(self) -> None:
        undone = self._undoing.undo()
        if isinstance(undone, Text):
            self.notice = undone
            return
        self.toast = undone.toast
        self.revision += 1
        if self.phase not in _IN_CALL:
            self._rest()
            self._unfinished_first()

    def _redo(self) -> None:
        again = self._undoing.redo()
        if isinstance(again, Text):
            self.notice = again
            return
        self.revision += 1
        self.toast = None
        if self.wrap_up is not None and self.wrap_up.call.call_id == again.body.call_id:
            self.wrap_up.logged = True
            self._finish()

    def _toggle_ready(self) -> None:
        if self.phase in (*_IN_CALL, Phase.WRAP_UP):
            self.not_ready_after = not self.not_ready_after
            return
        to = Phase.NOT_READY if self.phase is not Phase.NOT_READY else Phase.READY
        self._rest()
        self._enter(to)
        self._write(None, ShiftChanged(state="ready" if to is Phase.READY else "not_ready"))

    def _note(self, text: str, *, commit: bool) -> None:
        self.note = text
        if (
            commit
            and self.hand is not None
            and text
            and self.phase
            not in (
                *_IN_CALL,
                Phase.WRAP_UP,
            )
        ):
            self._write(self.hand, NoteWritten(text=text))
            self.note = ""

    def _ask_for_help(self) -> None:
        call_id = self.call.call_id if self.call and self.phase in _IN_CALL else None
        self._write(self.hand, NoteWritten(call_id=call_id, text="F8"))
        self.notice = Text("已记下求助时刻", "The moment is marked")

    def _leave(self) -> None:
        if self.phase in (Phase.PREVIEW, Phase.REFUSED):
            self._rest()
        elif self.wrap_up is not None and not self.wrap_up.logged:
            self.wrap_up.clear()

    def _sign_out(self) -> None:
        if self.phase in (*_IN_CALL, Phase.WRAP_UP):
            self.notice = Text("先结束通话并记录结果", "End the call and log its outcome first")
            return
        self._rest()
        self._write(None, ShiftChanged(state="signed_out"))
        self._signed_out()

    # where it stands

    def _enter(self, phase: Phase) -> None:
        if phase is not self.phase:
            self.phase, self.since = phase, self.clock.now()

    def _write(self, hand: CaseInHand | None, *bodies: FactBody) -> None:
        self._record.write(hand.case if hand else None, *bodies)
        self.revision += 1


def _cut_short(call_id: CallId, *, answered: bool) -> tuple[FactBody, ...]:
    """The end of a call whose phone went down together with the desk."""
    from desk_client.fact_body import CallEnded

    return (
        CallEnded(
            call_id=call_id,
            code=0,
            reason="the desk stopped",
            ended_by="phone",
            answered=answered,
            ring_s=0.0,
            talk_s=0.0,
        ),
    )
