"""An agent's shift at the desk. Every key of the window comes here as an intent; it changes where
the shift stands and writes the facts that must outlive it, then the window is painted anew. The
way of a call: services.taking takes a case and dials it (services.dialling asks the gate),
services.phone_news follows the phone, services.closing wraps it up and goes on. All of it runs on
the desk thread."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from desk_client.fact_body import ShiftChanged
from desk_client.services import digits, intents
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.call_keys import LineIntent, to_line
from desk_client.services.closing import Closing
from desk_client.services.desk_state import Phase
from desk_client.services.gate import Approach
from desk_client.services.intents import Intent
from desk_client.services.left_open import LeftOpen
from desk_client.services.line import Line
from desk_client.services.outside import Outside
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.taking import Taking
from desk_client.text import Text

_END_FIRST = Text("先结束通话并记录结果", "End the call and log its outcome first")
_LEAVING = Text("正在签退", "Signing out")


class Part(Protocol):
    """A part of the desk that answers intents of its own."""

    def answers(self) -> dict[type, Callable[[Any], None]]: ...


class Shift:
    """From signing in to signing out."""

    def __init__(
        self,
        *,
        standing: Standing,
        taking: Taking,
        closing: Closing,
        left_open: LeftOpen,
        line: Line,
        parts: Iterable[Part],
        outside: Outside,
        signed_out: Callable[[], None],
    ) -> None:
        self.at = standing
        self._taking = taking
        self._closing = closing
        self._left_open = left_open
        self._line = line
        self._signed_out = signed_out
        self._answers: dict[type, Callable[[Any], None]] = {
            intents.TakeNext: lambda i: taking.take(i.case_id),
            intents.SelectRow: lambda i: taking.select(i.step),
            intents.ChooseContactPoint: lambda i: taking.choose(i.contact_point_id),
            intents.DialShown: lambda i: taking.dial(
                Approach(path=taking.road(i.path), initiator="agent", mode="preview")
            ),
            intents.SkipCase: lambda i: taking.skip(i.reason),
            intents.TakeAlternative: lambda i: taking.take_way(i.number),
            intents.Undo: lambda _: closing.undo(),
            intents.Redo: lambda _: closing.redo(),
            intents.ToggleReady: lambda _: self._toggle_ready(),
            intents.HideAmounts: lambda _: self._hide(),
            intents.OpenLink: lambda i: outside.open_link(i.number, i.extension),
            intents.LockScreen: lambda _: outside.lock(self._toggle_ready),
            intents.UnlockScreen: lambda _: outside.unlock(),
            intents.TryLine: lambda _: self._try_line(),
            intents.SignOut: lambda _: self._sign_out(),
            intents.GoOn: lambda _: self._onward(),
            intents.Accept: lambda _: self._accept(),
            intents.Leave: lambda _: self._leave(),
        }
        for part in parts:
            self._answers |= part.answers()

    def begin(self) -> None:
        """Signed in. Calls that an earlier run left open are closed first: their phone went down
        with the desk. Their wrap-up comes before any other work."""
        self.at.write(None, ShiftChanged(state="signed_in"))
        self._left_open.close_all()
        self._closing.unfinished_first()

    def refreshed(self) -> None:
        """Rows, facts or leases came from central."""
        self.at.revision += 1
        if self.at.over:
            return
        if self.at.phase is Phase.PREVIEW and self.at.hand is not None:
            self._taking.look(self.at.hand.case.case_id)
        elif self._taking.waiting and self.at.phase is Phase.READY:
            self._taking.go_on()

    def close(self) -> None:
        """The program ends: the call in hand still gets its end, nothing more is begun."""
        self.at.over = True

    def due(self) -> float | None:
        """Logs the line's outcome when its time has come, and finds work for an agent who waits;
        the monotonic second to wake at."""
        wrap_up = self.at.wrap_up
        if wrap_up is None:
            return self._taking.look_again()
        if self.at.over or wrap_up.logs_at is None or wrap_up.logged:
            return None
        left = (wrap_up.logs_at - self.at.clock.now()).total_seconds()
        if left > 0:
            return self.at.clock.monotonic() + min(left, 1.0)  # the countdown is painted
        self._closing.log()
        return self.due()

    def act(self, intent: Intent) -> None:
        """Answers one key; none any more once the shift is over."""
        if self.at.over:
            return
        self.at.notice = None
        if isinstance(intent, LineIntent):
            self._to_line(intent)
        else:
            answer = self._answers.get(type(intent))
            if answer is None:
                self._closing.press(intent)
            else:
                answer(intent)

    def _to_line(self, intent: LineIntent) -> None:
        if self.at.call is None or not self.at.in_call:
            self.at.notice = NOT_NOW
            return
        if isinstance(intent, intents.SendDigit) and not self._may_send(self.at.call, intent.digit):
            return
        self.at.notice = to_line(self.at.call, intent, self._line)

    def _may_send(self, call: CallInHand, digit: str) -> bool:
        """Whether this digit may go out; a refusal is recorded like any other."""
        now = self.at.clock.now()
        if not call.answered or call.keypad.may_send(digit, now):
            return True
        point = self.at.point.contact_point_id if self.at.point else None
        self.at.write(call.hand, digits.refusal(point, now))
        self.at.notice = digits.REFUSED
        return False

    def _accept(self) -> None:
        if self.at.phase is Phase.WRAP_UP:
            self._closing.log()
        elif self.at.phase is Phase.REFUSED:
            self._taking.take_way(0)
        else:
            self.at.notice = NOT_NOW

    def _onward(self) -> None:
        if self.at.phase is Phase.WRAP_UP:
            self._closing.onward()
        elif self.at.phase is Phase.REFUSED:
            self._taking.go_on()
        else:
            self.at.notice = NOT_NOW

    def _leave(self) -> None:
        if self.at.choosing:
            self.at.choosing = ()
        elif self.at.phase in (Phase.PREVIEW, Phase.REFUSED):
            self.at.rest()
        elif self.at.wrap_up is not None and not self.at.wrap_up.logged:
            self.at.wrap_up.clear(self.at.clock.now())

    def _toggle_ready(self) -> None:
        """In a call and in wrap-up: not ready afterwards."""
        self.at.ready, self.at.rest_reason = not self.at.ready, ""
        if self.at.in_call or self.at.phase is Phase.WRAP_UP:
            return
        self._taking.waiting = False
        self.at.rest()
        self.at.tell_ready()

    def _try_line(self) -> None:
        if not self._line.try_again():
            self.at.notice = NOT_NOW

    def _hide(self) -> None:
        self.at.hidden_by_key = not self.at.hidden_by_key

    def _sign_out(self) -> None:
        if self.at.in_call or self.at.phase is Phase.WRAP_UP or self.at.side is not None:
            self.at.notice = _END_FIRST
            return
        self.at.rest()
        self.at.write(None, ShiftChanged(state="signed_out"))
        self.at.over, self.at.notice = True, _LEAVING
        self._signed_out()
