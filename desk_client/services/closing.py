"""Closing a call: the wrap-up opens with the end of the line, its outcome is logged by one key (or
on the spot, for what must hold at once), and can be taken back as one step. A call that was left
without an outcome, by a crash or by undo, is offered here before any other work. A note that may
not be saved keeps no outcome from being logged: it stays in its field until it is reworded."""

from collections.abc import Callable
from datetime import datetime

from desk_client.fact_body import NoteWritten, OutcomeLogged
from desk_client.outcome import Outcome, outcome
from desk_client.services import intents
from desk_client.services.call_in_hand import CallInHand, left_behind
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.desk_state import Phase
from desk_client.services.intents import Intent
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.undoing import Undoing
from desk_client.services.wrap_up import CHOOSE_FIRST, WrapUp
from desk_client.store.worklist import Worklist
from desk_client.text import Text

_HOLDS_ALREADY = Text(
    "已记录的结果即时生效，不能改写；Z 可撤销", "What is logged holds at once; only Z takes it back"
)

_LOGGED = Text("结果已记录。", "The outcome is logged. ")
_ENTER_LOGS = Text("按 Enter 记录，或先改填", "Enter logs it; change the values first if you like")


class Closing:
    """Calls on their way to an outcome."""

    def __init__(
        self,
        *,
        standing: Standing,
        files: CaseFiles,
        worklist: Worklist,
        undoing: Undoing,
        notes: DecentNotes,
        go_on: Callable[[], None],
        recount: Callable[[], None],
        regain: Callable[[], None],
    ) -> None:
        """`recount` brings the limits on the screen up to the call in hand; `regain` asks central
        for what was handed over and taken back."""
        self._at = standing
        self._files = files
        self._worklist = worklist
        self._undoing = undoing
        self._notes = notes
        self._go_on = go_on
        self._recount = recount
        self._regain = regain

    def open(self, call: CallInHand, now: datetime) -> None:
        """The wrap-up of a call that has ended."""
        at = self._at
        call.hand = at.hand = self._files.open(call.hand.case.case_id)
        wrap_up = WrapUp(
            call,
            at.staff.campaign,
            now,
            rules=at.plan_rules,
            by=at.staff.agent.role.value,
        )
        at.call, at.wrap_up, at.refusal = call, wrap_up, None
        at.enter(Phase.WRAP_UP)
        self._recount()
        if at.wrap_up.logged:
            self._keep_words(call)
        elif call.preselected is not None and at.wrap_up.complete and not at.wrap_up.needs_enter:
            self.log()

    def unfinished_first(self) -> bool:
        """Opens the wrap-up of a call without an outcome; False where there is none. It waits for
        a key, or the line would log again what was taken back."""
        for left in self._worklist.unfinished(self._at.staff.agent.login):
            record = left.state.unfinished_call
            if record is not None:
                self._at.note = ""
                call = left_behind(record, self._files.open(left.case_id))
                self.open(call, self._at.clock.now())
                if self._at.wrap_up is not None:
                    self._at.wrap_up.wait_for_key()
                return True
        return False

    def press(self, intent: Intent) -> None:
        """The outcome grid and the arrows of its forms."""
        at, now = self._at, self._at.clock.now()
        if at.wrap_up is not None and at.phase is Phase.WRAP_UP:
            self._in_wrap_up(at.wrap_up, intent, now)
        elif at.call is not None and at.in_call:
            at.notice = self._in_call(at.call, intent, now)
        else:
            at.notice = NOT_NOW

    def _in_wrap_up(self, wrap_up: WrapUp, intent: Intent, now: datetime) -> None:
        match intent:
            case _ if wrap_up.logged:
                self._at.notice = _HOLDS_ALREADY
            case intents.ChooseOutcome(key=key):
                self._at.notice = wrap_up.press(key, now)
                if self._at.notice is None and wrap_up.complete and not wrap_up.needs_enter:
                    self.log()
            case intents.ChooseLevel(level=level):
                wrap_up.choose_level(level)
            case _:
                self._at.notice = wrap_up.move(intent)

    def _in_call(self, call: CallInHand, intent: Intent, now: datetime) -> Text | None:
        """Preselects; what must hold at once (a stop, a dispute) is logged on the key."""
        match intent:
            case intents.ChooseLevel(level=level):
                call.choose_level(level)
                return None
            case intents.ChooseOutcome(key=key):
                return self._preselect(call, call.outcome_on(key), now)
            case _:
                return NOT_NOW

    def _preselect(self, call: CallInHand, row: Outcome | Text, now: datetime) -> Text | None:
        if isinstance(row, Text):
            return row
        if call.committed and not row.commits_at_key:
            return _HOLDS_ALREADY
        call.preselected = row
        if row.commits_at_key and row not in call.held:
            refused = self._notes.refusal(self._at.note)
            call.note = "" if refused else self._at.note
            self._write(call.hand, call.outcome_body(row, now), keeps_words=refused is not None)
            call.held = (*call.held, row)
            return _besides(refused)
        return None

    def log(self) -> None:
        """Writes the chosen outcome and goes on."""
        at = self._at
        wrap_up = at.wrap_up
        if wrap_up is None or wrap_up.logged:
            at.notice = NOT_NOW
            return
        refused = self._notes.refusal(at.note)
        wrap_up.call.note = "" if refused else at.note
        body = wrap_up.body(at.clock.now())
        if isinstance(body, Text):
            at.notice = body
            return
        self._write(wrap_up.call.hand, body, keeps_words=refused is not None)
        wrap_up.logged = True
        if refused is None:
            self._finish()
        else:
            at.notice = _besides(refused)

    def _keep_words(self, call: CallInHand) -> None:
        """The call ended with its outcome already logged: what was written since is saved by
        itself, or stays in the field where it may not be."""
        at = self._at
        refused = self._notes.refusal(at.note)
        if refused is not None:
            at.notice = refused
            return
        if at.note:
            at.write(call.hand, NoteWritten(call_id=call.call_id, text=at.note))
        self._finish()

    def onward(self) -> None:
        """Space: on, once there is an outcome; what the line says counts as one."""
        wrap_up = self._at.wrap_up
        if wrap_up is None or wrap_up.logged:
            self._go_on()
        elif wrap_up.complete and wrap_up.by_line:
            self.log()
        else:
            self._at.notice = _ENTER_LOGS if wrap_up.needs_enter else CHOOSE_FIRST

    def undo(self) -> None:
        """Takes the last hand-over or outcome back; what stops contact only once its reason is
        given."""
        taken_back = self._undoing.undo_hand_over()
        if taken_back is not None:
            self._at.toast = taken_back
            self._at.revision += 1
            self._regain()
        elif not self._undoing.ask_why():
            self.undo_because("")

    def undo_because(self, reason: str) -> None:
        """Takes it back; outside a call its wrap-up opens again at once."""
        undone = self._undoing.undo(reason)
        if isinstance(undone, Text):
            self._at.notice = undone
            return
        self._at.toast = undone.toast
        self._at.revision += 1
        call, words = self._at.call, self._at.note
        same = call is not None and call.call_id == undone.last.body.call_id
        if self._at.in_call:
            if call is not None and same:
                call.held = call.held[:-1]
                call.preselected = call.held[-1] if call.held else None
        else:
            self._at.rest()
            if self.unfinished_first():
                self._at.note = undone.last.body.note or (words if same else "")

    def redo(self) -> None:
        """Logs again what undo took back."""
        again = self._undoing.redo()
        if isinstance(again, Text):
            self._at.notice = again
            return
        self._at.revision += 1
        self._at.toast = None
        call, wrap_up = self._at.call, self._at.wrap_up
        if self._at.in_call and call is not None and call.call_id == again.body.call_id:
            call.preselected = outcome(again.body.code, again.body.level)
            call.held = (*call.held, call.preselected)
        if wrap_up is not None and wrap_up.call.call_id == again.body.call_id:
            wrap_up.logged = True
            self._finish()

    def _write(self, hand: CaseInHand, body: OutcomeLogged, *, keeps_words: bool) -> None:
        (fact,) = self._at.write(hand, body)
        if not keeps_words:
            self._at.note = ""
        self._undoing.remember(hand.case, fact, hand.debtor.name, hand.zone)

    def _finish(self) -> None:
        """On to the next case, or to the rest that was asked for."""
        self._at.tell_ready()
        self._go_on()


def _besides(refused: Text | None) -> Text | None:
    """What became of the outcome, then of the note."""
    if refused is None:
        return None
    return Text(f"{_LOGGED.zh}{refused.zh}", f"{_LOGGED.en}{refused.en}")
