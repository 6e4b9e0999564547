"""The telephone's part of a flight, by keys like the rest: in one conversation the lead is asked,
all three talk, the debtor is spoken to while the lead waits, the lead leaves, and help is asked
for by text; at the end of the shift a debtor calls in and is taken, and the lead listens."""

import time
from collections.abc import Callable

from desk_client.ids import CallId, CaseId
from desk_client.services.desk_state import DeskState, Phase

_LOOKS_S = 0.9  # how long each picture is looked at before the next key
_WRITES_WITHIN_S = 6.0
_CALLS_WITHIN_S = 12.0


class Consultation:
    """F4, 1, F5, F5, F3, F3, F12, F8, 4: one key each time the window shows what it waits for, and
    a note in `seen`. It is over when the lead has written back, or does not come."""

    def __init__(self, seen: list[str]) -> None:
        self._seen = seen
        self._step: Callable[[DeskState], str | None] | None = self._open
        self._since = time.monotonic()

    @property
    def over(self) -> bool:
        return self._step is None

    def key(self, state: DeskState) -> str | None:
        """The next key, None while there is something to wait for."""
        return self._step(state) if self._step is not None else None

    def _next(self, seen: str, step: Callable[[DeskState], str | None] | None) -> None:
        self._seen.append(seen)
        self._step, self._since = step, time.monotonic()

    def _looked(self) -> bool:
        return time.monotonic() - self._since > _LOOKS_S

    def _open(self, state: DeskState) -> str | None:
        if state.phase is not Phase.TALKING or state.side is not None:
            return None
        self._next("asked_for_directory", self._choose)
        return "F4"

    def _choose(self, state: DeskState) -> str | None:
        if not state.directory:
            if self._looked():
                self._next("no_directory", None)
            return None
        if not self._looked():
            return None
        self._next("directory", self._ask)
        return state.directory[0].key

    def _ask(self, state: DeskState) -> str | None:
        side = state.side
        if side is None:
            if self._looked():
                self._next("not_answered", None)
            return None
        if side.answered_at is None:
            self._since = time.monotonic()
            return None
        if not self._looked():
            return None
        self._next("consult", self._part)
        return "F5"

    def _part(self, state: DeskState) -> str | None:
        if not self._there(state, joined=True):
            return None
        self._next("three", self._end)
        return "F5"

    def _end(self, state: DeskState) -> str | None:
        if state.phase is not Phase.ON_HOLD or not self._there(state, joined=False):
            return None
        self._next("parted", self._swap_back)
        return "F3"

    def _swap_back(self, state: DeskState) -> str | None:
        if state.phase is not Phase.TALKING or not self._there(state, joined=False):
            return None
        self._next("swapped", self._let_go)
        return "F3"

    def _let_go(self, state: DeskState) -> str | None:
        if state.phase is not Phase.ON_HOLD or not self._there(state, joined=False):
            return None
        self._next("swapped_back", self._help)
        return "F12"

    def _help(self, state: DeskState) -> str | None:
        if state.side is not None or state.phase is not Phase.TALKING:
            return None
        self._next("debtor_back", self._why)
        return "F8"

    def _why(self, state: DeskState) -> str | None:
        if state.reasons is None or not self._looked():
            return None
        self._next("help_reasons", self._written)
        return "4"  # the debtor wants a supervisor

    def _written(self, state: DeskState) -> None:
        if state.toast is not None and not state.toast.redo:
            self._next("help_answered", self._read)
        elif time.monotonic() - self._since > _WRITES_WITHIN_S:
            self._next("help_not_answered", None)

    def _read(self, _state: DeskState) -> None:
        if self._looked():
            self._step = None

    def _there(self, state: DeskState, *, joined: bool) -> bool:
        """The three stand as wanted, and were looked at; a colleague who is gone ends it."""
        if state.side is None:
            self._next("colleague_gone", None)
            return False
        return state.side.joined is joined and self._looked()


class CallIn:
    """A debtor of the list calls, and F5 takes the call. `call` lets one of this case ring,
    `listen` lets the lead listen to a call."""

    def __init__(
        self,
        seen: list[str],
        call: Callable[[CaseId], None],
        listen: Callable[[CallId], None] | None,
    ) -> None:
        self._seen = seen
        self._call = call
        self._listen = listen
        self._listened_to = False
        self._asked_at: float | None = None
        self._rang_at: float | None = None
        self.call_id = ""

    def key(self, state: DeskState) -> tuple[bool, str | None]:
        """Whether it is over, and the next key."""
        now, side = time.monotonic(), state.side
        if self.call_id and side is None:
            return True, None
        if self._asked_at is None:
            rows = [row for row in state.work.rows if row.dialable]
            if not rows:
                return True, None
            self._asked_at = now
            self._call(rows[0].case_id)
            return False, None
        if side is None or not side.incoming:
            return now - self._asked_at > _CALLS_WITHIN_S, None
        self._rang_at = self._rang_at or now
        if self.call_id or now - self._rang_at < _LOOKS_S:
            return False, None
        self.call_id = side.call_id
        self._seen.append("incoming")
        return False, "F5"

    def talks(self, state: DeskState) -> None:
        """The call that came in is talked in; the lead is let in once."""
        call = state.call
        if call is None or call.call_id != self.call_id or state.phase is not Phase.TALKING:
            return
        if self._listen is not None:
            listen, self._listen = self._listen, None
            listen(call.call_id)
        if state.listener is not None and not self._listened_to:
            self._listened_to = True
            self._seen.append("listened_to")
