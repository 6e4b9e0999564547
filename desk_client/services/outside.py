"""What reaches the desk from outside its window: a telephone link that was clicked somewhere, and
the lock of the screen. A link opens the case of its number in preview, where the agent dials or
does not; a number of no case lent to this desk opens nothing. A locked screen means that the agent
is away: whoever is on the line hears nothing of the room, and no new case is dialled."""

from collections.abc import Callable

from desk_client.clock import Clock
from desk_client.phone_number import PhoneNumber
from desk_client.services.callers import Callers
from desk_client.services.desk_state import Phase
from desk_client.services.line import Line
from desk_client.services.standing import Standing
from desk_client.services.taking import Taking
from desk_client.store.leases import Leases
from desk_client.text import Text

_BUSY = Text("先结束手上的案件，再打开链接", "Finish the case in hand, then open the link again")
_NO_NUMBER = Text("链接里没有电话号码，未打开", "The link names no telephone number; not opened")
_LOCKED = Text("屏幕已锁", "Screen locked")
_UNLOCKED = Text("屏幕已解锁", "Screen unlocked")
_MUTED = Text("话筒已静音", "microphone muted")
_PAUSED = Text("已示忙，不再拨出", "not ready, nothing is dialled")
_STILL_MUTED = Text("仍在静音，按 {mute} 恢复话筒", "still muted, {mute} unmutes")
_STILL_PAUSED = Text("仍为示忙，按 {ready} 示闲", "still not ready, {ready} is ready")


class Outside:
    """Answers links and the screen's lock; lives on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        taking: Taking,
        callers: Callers,
        leases: Leases,
        line: Line,
        clock: Clock,
    ) -> None:
        self._at = standing
        self._taking = taking
        self._callers = callers
        self._leases = leases
        self._line = line
        self._clock = clock
        self._muted_by_lock = self._paused_by_lock = False

    def open_link(self, number: PhoneNumber | None, extension: str) -> None:
        """Shows the case of this number; dials nothing, not even in a progressive campaign."""
        at = self._at
        if number is None:
            at.notice = _NO_NUMBER
            return
        found = self._callers.case_at(number)
        lease = self._leases.of(found[0].debtor.debtor_id) if found is not None else None
        if found is None or lease is None or not lease.runs(self._clock.now()):
            at.notice = Text(
                f"链接号码 {number.masked} 不属于您领用的案件，不能拨打",
                f"The link's number {number.masked} belongs to no case lent to you; not dialled",
            )
            return
        if not (at.resting or at.phase is Phase.PREVIEW):
            at.notice = _BUSY
            return
        hand, point = found
        at.rest()
        self._taking.waiting = False
        self._taking.look(hand.case.case_id)
        at.point = hand.point(point.contact_point_id)
        at.by_link = True
        if extension:
            at.notice = Text(f"链接另有分机 {extension}", f"The link names extension {extension}")

    def lock(self, toggle_ready: Callable[[], None]) -> None:
        """The screen is locked: mutes what is in the ear, and stops taking cases."""
        at = self._at
        self._muted_by_lock = self._mute()
        self._paused_by_lock = at.ready
        if at.ready:
            toggle_ready()
        at.notice = _sentence(
            _LOCKED,
            _MUTED if self._muted_by_lock else None,
            _PAUSED if self._paused_by_lock else None,
        )

    def unlock(self) -> None:
        """The agent is back. Nothing is undone by itself: a microphone opens by a key only."""
        at = self._at
        call, side = at.call, at.side
        muted = (call is not None and at.in_call and call.muted) or (
            side is not None and side.muted
        )
        at.notice = _sentence(
            _UNLOCKED,
            _STILL_MUTED if self._muted_by_lock and muted else None,
            _STILL_PAUSED if self._paused_by_lock and not at.ready else None,
        )

    def _mute(self) -> bool:
        """Whether anything was muted by this; a call that still rings is answered in silence."""
        at, muted = self._at, False
        if at.call is not None and at.in_call and not at.call.muted:
            at.call.muted = muted = True
            self._line.mute(at.call.call_id, on=True)
        if at.side is not None and not at.side.rings and not at.side.muted:
            at.side.muted = muted = True
            self._line.mute(at.side.call_id, on=True)
        return muted


def _sentence(head: Text, *parts: Text | None) -> Text:
    said = [part for part in parts if part is not None]
    if not said:
        return head
    zh = "，".join(part.zh for part in said)
    en = "; ".join(part.en for part in said)
    return Text(f"{head.zh}：{zh}", f"{head.en}: {en}")
