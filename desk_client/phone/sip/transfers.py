"""Sends the far side of a call to somebody else, by REFER. The far side then tells how it fares.
When it got through we leave by our own doing, for the library leaves our call up; when it did not,
the call goes on."""

from collections.abc import Callable
from typing import Protocol

from desk_client.clock import Clock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.limits import Refused
from desk_client.phone.sip.line import Line


class TransferableCalls(Protocol):
    """The calls to transfer."""

    def talking(self, call_id: CallId) -> Line: ...

    def hang_up(self, line: Line, code: int | None = None) -> None: ...

    def uri(self, to: str) -> str: ...


class Transfers:
    """The transfers under way, by their call; called from the phone's one thread."""

    def __init__(
        self, clock: Clock, tell: Callable[[m.Event], None], calls: TransferableCalls
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._calls = calls
        self._sent_to: dict[CallId, str] = {}

    def blind(self, wanted: m.Transfer) -> None:
        line = self._free(wanted.call_id)
        uri = self._calls.uri(wanted.to)
        self._sent_to[wanted.call_id] = wanted.to
        self._begin(line, lambda: line.refer(uri))

    def attended(self, wanted: m.AttendedTransfer) -> None:
        line, other = self._free(wanted.call_id), self._free(wanted.other_call_id)
        if line is other:
            raise Refused("same_call", "A call cannot be put through to itself.")
        info = other.getInfo()
        self._sent_to[wanted.call_id] = info.remoteUri
        self._begin(line, lambda: line.refer_to(other))

    def answered(self, line: Line, code: int, reason: str, *, final: bool) -> bool:
        """Takes what the far side tells; whether more is wanted."""
        call_id = line.life.call_id
        if call_id not in self._sent_to:
            return False
        if not final and code < 200:
            return True
        to = self._sent_to.pop(call_id)
        at = self._clock.now()
        if code // 100 == 2:
            self._tell(m.Transferred(at=at, call_id=call_id, to=to))
            self._calls.hang_up(line)
        else:
            self._tell(m.TransferFailed(at=at, call_id=call_id, code=code, reason=reason))
        return False

    def ended(self, line: Line) -> None:
        """Its far side is gone; whether it got through nobody can say any more."""
        self._sent_to.pop(line.life.call_id, None)

    def _free(self, call_id: CallId) -> Line:
        line = self._calls.talking(call_id)
        if call_id in self._sent_to:
            raise Refused("wrong_state", "This call is being transferred already.")
        return line

    def _begin(self, line: Line, send: Callable[[], None]) -> None:
        try:
            send()
        except Exception:
            del self._sent_to[line.life.call_id]
            raise
