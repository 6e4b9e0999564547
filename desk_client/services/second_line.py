"""The second call of a desk: somebody calls in, or a colleague is asked before the debtor is put
through. Whoever is not in the ear is on hold and hears nothing. A debtor who calls in is not
counted as dialled; the call is theirs on the record all the same, and gets its outcome like any
other. The debtor in hand is put through only to people of the house (services.directory)."""

from collections.abc import Callable
from typing import Any

from desk_client.call import CallState
from desk_client.fact_body import CallTransferred
from desk_client.ids import CallId, new_id
from desk_client.phone import messages
from desk_client.services import intents
from desk_client.services.call_ends import CallEnds
from desk_client.services.call_in_hand import CallInHand, recording_made
from desk_client.services.call_parts import RecordingLight
from desk_client.services.callers import Callers
from desk_client.services.desk_state import Phase
from desk_client.services.dialling import Dialling
from desk_client.services.directory import Directory
from desk_client.services.line import Line
from desk_client.services.side_call import SideCall, SideKind
from desk_client.services.standing import NOT_NOW, OnTheWay, Standing
from desk_client.services.verdict_fact import refused_by_desk
from desk_client.text import Text

_BUSY, _GONE = 486, 480
_RINGING_OUT = Text("正在拨号，先挂断或等待接通", "Dialling: hang up or wait for the answer")
_NOBODY = Text("没有可转接的同事，请管理员配置", "No colleague to transfer to; ask IT to list them")
NOT_RECORDED = Text("录音失败：本通电话没有录音", "The recording failed: this call is not recorded")
_A_DEBTORS = Text(
    "该号码是客户或联系人的电话，不能作为同事转接", "That number is a debtor's, not a colleague's"
)
_NOT_DONE = Text("转接未成功，客户仍在线", "The transfer failed; the debtor is still on the line")


class SecondLine:
    """Answers intents about the second call and follows its events."""

    def __init__(
        self,
        *,
        standing: Standing,
        line: Line,
        callers: Callers,
        directory: Directory,
        dialling: Dialling,
        ends: CallEnds,
        recount: Callable[[], None],
        free_again: Callable[[], None],
    ) -> None:
        """`free_again` is told when no second call is left: a case that waited is dialled."""
        self.at = standing
        self._line = line
        self._callers = callers
        self._directory = directory
        self._dialling = dialling
        self._ends = ends
        self._recount = recount
        self._free_again = free_again

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            intents.AnswerCall: lambda _: self.answer(),
            intents.HangUpSide: lambda _: self.hang_up(),
            intents.SwapCalls: lambda _: self.swap(),
            intents.MuteSide: lambda _: self.mute(),
            intents.ToggleSideRecording: lambda _: self.switch_recording(),
            intents.OpenDirectory: lambda _: self.open_directory(),
            intents.ConsultColleague: lambda i: self.consult(i.number),
            intents.PutThrough: lambda _: self.transfer(),
            intents.JoinCalls: lambda _: self.join(),
        }

    # Keys.

    def answer(self) -> None:
        """F5 while it rings; the debtor in the ear is put on hold."""
        side = self.at.side
        if side is None or side.kind is not SideKind.INCOMING or not side.rings:
            self.at.notice = NOT_NOW
        elif self.at.phase is Phase.DIALLING:
            self.at.notice = _RINGING_OUT
        elif not side.answering:
            side.answering = True
            self._hold_main(on=True)
            self._line.answer(side.call_id, recorded=side.hand is not None)

    def hang_up(self) -> None:
        """F12: declines what rings, ends the leg in the ear."""
        side = self.at.side
        if side is None:
            self.at.notice = NOT_NOW
        elif side.held:
            if self.at.call is None or not self.at.in_call:
                self.at.notice = NOT_NOW  # whoever waits is in nobody's ear
            else:
                self._line.hang_up(self.at.call.call_id)
        elif side.kind is SideKind.INCOMING and side.rings:
            self._line.decline(side.call_id)
        else:
            self._line.hang_up(side.call_id)

    def swap(self) -> None:
        """F3: the other one comes into the ear."""
        side = self.at.side
        if side is None or side.rings or side.joined or side.leaving:
            self.at.notice = NOT_NOW
            return
        side.held_since = None if side.held else self.at.clock.now()
        if side.held:
            self._line.hold(side.call_id, on=True)
            self._hold_main(on=False)
        else:
            self._hold_main(on=True)
            self._line.hold(side.call_id, on=False)

    def mute(self) -> None:
        """F2 while the second call is in the ear; of all three nobody hears the agent."""
        side = self.at.side
        if side is None or side.rings:
            self.at.notice = NOT_NOW
            return
        self._mute(side, on=not side.muted)

    def _mute(self, side: SideCall, *, on: bool) -> None:
        side.muted = on
        self._line.mute(side.call_id, on=on)
        if side.joined and self.at.call is not None:
            self.at.call.muted = on
            self._line.mute(self.at.call.call_id, on=on)

    def switch_recording(self) -> None:
        """F7 while a debtor who called in is in the ear."""
        side = self.at.side
        call = side.call if side is not None else None
        if call is None or call.recording is RecordingLight.OFF:
            self.at.notice = NOT_NOW
        else:
            self._line.pause_recording(call.call_id, on=call.recording is RecordingLight.ON)

    def open_directory(self) -> None:
        """F4: whom the debtor can be put through to; F4 again closes it."""
        call = self.at.call
        if self.at.side is not None or call is None or not call.answered or not self.at.in_call:
            self.at.notice = NOT_NOW
        elif not self._directory.colleagues:
            self.at.notice = _NOBODY
        else:
            self.at.choosing = () if self.at.choosing else self._directory.colleagues

    def consult(self, number: int) -> None:
        """1 to 9 in the directory: the debtor waits, the colleague's telephone rings."""
        chosen, self.at.choosing = self.at.choosing, ()
        call = self.at.call
        here = call is not None and call.answered and self.at.in_call and self.at.side is None
        if not here or not 1 <= number <= len(chosen):
            self.at.notice = NOT_NOW
            return
        colleague = chosen[number - 1]
        rings_at = self._callers.is_debtors(colleague.address)
        if rings_at is not None:  # a list of colleagues is no way round the gate
            refused = refused_by_desk(
                rule="engine.directory",
                ref="内部规定：同事名单",
                path="transfer",
                point=rings_at.contact_point_id,
                now=self.at.clock.now(),
            )
            self.at.write(call.hand if call else None, refused)
            self.at.notice = _A_DEBTORS
            return
        side = SideCall(
            call_id=CallId(new_id()),
            kind=SideKind.CONSULT,
            began_at=self.at.clock.now(),
            colleague=colleague,
        )
        self.at.side = side
        self._hold_main(on=True)
        self._line.consult(side.call_id, colleague.address)

    def transfer(self) -> None:
        """F4 with the colleague on the line: the debtor is theirs. While it still rings there,
        the debtor is sent after it without a word first."""
        side, call = self.at.side, self.at.call
        if (
            side is None
            or side.kind is not SideKind.CONSULT
            or side.colleague is None
            or side.leaving
            or call is None
            or not self.at.in_call
        ):
            self.at.notice = NOT_NOW
            return
        side.leaving = True
        self.at.on_the_way = OnTheWay(side.name, attended=not side.rings)
        if side.rings:
            self._line.hang_up(side.call_id)
            self._line.transfer(call.call_id, side.colleague.address)
        else:
            self._line.transfer_to_call(call.call_id, side.call_id)

    def join(self) -> None:
        """F5: all three hear each other; once more parts them, the debtor waits again."""
        side, call = self.at.side, self.at.call
        if side is None or side.rings or side.leaving or call is None or not self.at.in_call:
            self.at.notice = NOT_NOW
        elif side.joined:
            self._line.part((call.call_id, side.call_id))
            self._hold_main(on=True)
        else:
            self._line.join((call.call_id, side.call_id))

    # What the phone tells.

    def called(self, event: messages.Incoming) -> None:
        """Somebody calls in. A third caller hears busy, an agent who leaves is not there."""
        if event.monitoring:
            return  # the phone has answered by itself, and tells so by `monitored`
        if self.at.over or self.at.side is not None:
            self._line.decline(event.call_id, _GONE if self.at.over else _BUSY)
            return
        caller = self._callers.who(event.from_)
        self.at.side = SideCall(
            call_id=event.call_id,
            kind=SideKind.INCOMING,
            began_at=self.at.clock.now(),
            number=caller.number,
            shown_as=caller.shown_as,
            colleague=caller.colleague,
            hand=caller.hand,
            point=caller.point,
        )
        self.at.choosing = ()  # nobody can be asked while somebody rings
        self._line.ring(event.call_id)
        if event.auto_answer:
            self.answer()

    def hear(self, side: SideCall, event: messages.Event) -> None:
        """An event of the second call."""
        match event:
            case messages.Answered():
                self._answered(side)
            case messages.Ended():
                self._ended(side, event)
            case messages.RecordingPaused() if side.call is not None:
                side.call.recording_paused(self.at.clock.now())
            case messages.RecordingResumed() if side.call is not None:
                side.call.recording_resumed()
            case messages.Warning_(what="recording_failed") if side.call is not None:
                side.call.recording_failed()
                self.at.notice = NOT_RECORDED
            case _:
                pass

    def arranged(self, event: messages.Joined | messages.Parted) -> None:
        side = self.at.side
        if side is not None and side.call_id in event.call_ids:
            side.joined = isinstance(event, messages.Joined)
            side.held_since = None
            if side.joined and (side.muted or (self.at.call is not None and self.at.call.muted)):
                self._mute(side, on=True)

    def put_through(
        self, call: CallInHand, event: messages.Transferred | messages.TransferFailed
    ) -> None:
        """Whether the debtor reached the colleague."""
        way, self.at.on_the_way = self.at.on_the_way, None
        if way is None:
            return
        side, done = self.at.side, isinstance(event, messages.Transferred)
        self.at.write(
            call.hand,
            CallTransferred(call_id=call.call_id, to=way.name, attended=way.attended, done=done),
        )
        if not done:
            self.at.notice = _NOT_DONE
            if side is not None:
                side.leaving = False
            else:
                self._hold_main(on=False)

    def _answered(self, side: SideCall) -> None:
        now = side.answered_at = self.at.clock.now()
        if side.hand is None or side.point is None:
            return
        call, received = self._dialling.received(side.call_id, side.hand, side.point)
        self.at.write(call.hand, received, call.was_answered(now))
        side.call = call
        if not self.at.in_call:
            self.comes_first()

    def comes_first(self) -> bool:
        """Where nothing else is talked about, the caller's case comes on the screen; a wrap-up that
        was open is offered again afterwards. False where no debtor waits here."""
        at, side = self.at, self.at.side
        if side is None or side.call is None:
            return False
        at.rest()
        at.side = None
        at.hand, at.point, at.call = side.call.hand, side.point, side.call
        side.call.muted = side.muted
        at.hidden_by_key = False
        if side.held:
            self._line.hold(side.call_id, on=False)
        at.enter(Phase.TALKING)
        self._recount()
        if at.point is not None:  # what holds in this talk, not whether it may be dialled
            others = tuple(each for each in at.judged if each.point != at.point)
            at.judged = (self._dialling.called(at.hand, at.point), *others)
        return True

    def _ended(self, side: SideCall, event: messages.Ended) -> None:
        self.at.side = None
        if side.call is not None:
            bodies = side.call.has_ended(event, self.at.clock.now())
            made = recording_made(event.recording)
            self._ends.write(side.call.hand, side.call_id, *bodies, made=made)
        elif side.kind is SideKind.INCOMING and side.rings and not side.answering:
            self.at.notice = _missed(side, event)
        elif side.kind is SideKind.CONSULT and side.rings and event.ended_by != "us":
            self.at.notice = Text(f"{side.name} 未接听", f"{side.name} did not answer")
        if not side.leaving:
            self._hold_main(on=False)
        self._free_again()

    def _hold_main(self, *, on: bool) -> None:
        call = self.at.call
        if call is None or not call.answered or not self.at.in_call:
            return
        if (call.state is CallState.ON_HOLD) is not on:
            self._line.hold(call.call_id, on=on)


def _missed(side: SideCall, event: messages.Ended) -> Text | None:
    if event.ended_by == "us":
        return None
    name = side.name or (side.number.masked if side.number else "")
    return Text(f"未接来电 {name}".rstrip(), f"Missed call {name}".rstrip())
