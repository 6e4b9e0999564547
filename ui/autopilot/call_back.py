"""In a demo that is worked by hand one debtor whom the agent did not reach calls back: once a
shift, after some calls, and only where it disturbs nothing: while the agent rests, or in the
wrap-up of somebody else."""

from collections.abc import Callable

from desk_client.ids import CallId, CaseId
from desk_client.services.desk_state import DeskState, Phase

AFTER_CALLS = 4
_NOT_REACHED = ("no_answer", "busy")
_MOMENTS = (Phase.NOT_READY, Phase.WRAP_UP)


class CallBack:
    """Watches what the window shows. `scenario_of` tells how the other side of a call behaves,
    `call_in` lets the debtor of a case ring this desk."""

    def __init__(
        self, scenario_of: Callable[[str], str], call_in: Callable[[CaseId], None]
    ) -> None:
        self._scenario_of = scenario_of
        self._call_in: Callable[[CaseId], None] | None = call_in
        self._ended: set[CallId] = set()
        self._missed: CaseId | None = None

    def shown(self, state: DeskState) -> None:
        """The window was given a state."""
        self._note(state)
        here = state.card.case_id if state.card is not None else None
        ripe = len(self._ended) >= AFTER_CALLS and self._missed not in (None, here)
        if self._call_in is None or self._missed is None or not ripe:
            return
        if state.phase in _MOMENTS and state.side is None:
            call_in, self._call_in = self._call_in, None
            call_in(self._missed)

    def _note(self, state: DeskState) -> None:
        call, card = state.call, state.card
        if state.phase is not Phase.WRAP_UP or call is None or card is None:
            return
        self._ended.add(call.call_id)
        if self._scenario_of(call.call_id) in _NOT_REACHED:
            self._missed = card.case_id
