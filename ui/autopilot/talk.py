"""How the autopilot talks: one key a beat, chosen by what the callscript shows and by how the other
side behaves. It asks, listens, and lets the debtor hang up where the scenario says so."""

import time
from collections.abc import Callable

from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot.telephone import Consultation

# What the branch keys 1 to 4 are answered with, by scenario; 1 where nothing is said. Numbers count
# the branches met on the way: greet, convenient, statement, listen, offer.
_BRANCHES = {
    "answers_and_disputes": ("1", "1", "4"),
    "wrong_party": ("3",),
    "hangs_up_mid_call": ("1", "1", "1"),  # then listens, until the line goes dead
}
CALLS_IN = "calls_in"  # not a scenario of the trunk: a debtor who rings us
_LISTENS = ("voicemail", "hangs_up_at_once", CALLS_IN)
_HEARD_S = {"voicemail": 2.5, CALLS_IN: 6.0}  # then an agent knows enough and hangs up
_SIDE_LINES = 2  # lines said on a side path before saying goodbye


class Talk:
    """One conversation; a debtor who promises waits while the lead is asked, once a flight."""

    pace_s = 0.32  # between keys: quicker than a person, slower than the screen

    def __init__(
        self, call_id: str, scenario_of: Callable[[str], str], consultation: Consultation
    ) -> None:
        self.call_id = call_id
        self._scenario_of = scenario_of
        self._consultation = consultation
        self._consulting = False
        self._branches = 0
        self._lines_after = 0
        self._hung_up = False
        self._disputed = False
        self._since = time.monotonic()
        self._answered: float | None = None

    def key(self, state: DeskState) -> str | None:
        """The next key of this call, None while there is nothing to do but listen."""
        if self._consulting and not self._consultation.over:
            return self._consultation.key(state)
        return self._own_key(state)

    def _own_key(self, state: DeskState) -> str | None:
        script = state.script
        if state.phase is not Phase.TALKING or script is None or self._hung_up:
            return None
        self._answered = self._answered or time.monotonic()
        scenario = self._scenario_of(self.call_id)
        if scenario in _LISTENS:
            return self._listen(scenario)
        if script.factors:
            return next((row.key for row in script.factors if row.state == "to_ask"), "Space")
        if self._is_over(state, scenario):
            if scenario == "answers_and_promises" and not self._consultation.over:
                self._consulting = True
                return None
            return self._close(scenario)
        return self._branch(scenario) if script.branches else "Space"

    def _listen(self, scenario: str) -> str | None:
        """Who is heard and hung up on; one who hangs up at once needs no key."""
        heard = time.monotonic() - (self._answered or 0.0)
        return self._goodbye() if heard > _HEARD_S.get(scenario, heard) else None

    def _branch(self, scenario: str) -> str | None:
        """The answer to a branching line; the one who hangs up in mid-call is only listened to."""
        if scenario == "hangs_up_mid_call" and self._branches >= 3:
            return None
        answers = _BRANCHES.get(scenario, ())
        key = answers[self._branches] if self._branches < len(answers) else "1"
        self._branches += 1
        return key

    def _is_over(self, state: DeskState, scenario: str) -> bool:
        """Whether enough was said: the dispute or the wrong number is heard out, the promise is
        confirmed. The one who hangs up in mid-call is talked to until they do."""
        if scenario == "hangs_up_mid_call":
            return False
        turned = len(_BRANCHES.get(scenario, ())) or 5
        if self._branches < turned:
            return False
        self._lines_after += 1
        wanted = _SIDE_LINES if scenario in _BRANCHES else 5
        return self._lines_after > wanted or self._finished(state)

    @staticmethod
    def _finished(state: DeskState) -> bool:
        script = state.script
        return script is not None and not script.coming and not script.branches

    def _close(self, scenario: str) -> str:
        if scenario == "answers_and_disputes" and not self._disputed:
            self._disputed = True
            return "D"
        return self._goodbye()

    def _goodbye(self) -> str:
        self._hung_up = True
        return "F12"

    @staticmethod
    def wrap_up_key(state: DeskState, scenario: str) -> str | None:
        """The key that ends the wrap-up, one at a time; None while the line logs by itself."""
        sheet, grid = state.wrap_up, state.outcomes
        if sheet is None or grid is None or grid.line_says is not None:
            return None
        if sheet.promise is not None or sheet.callback is not None:
            return "Enter"
        wanted = {
            "answers_and_promises": ("RPC", "1", "P"),
            "answers_and_disputes": ("RPC", "1", "D"),
            "wrong_party": ("WPC", "3", "W"),
            "voicemail": ("NC", "4", "Y"),
            "hangs_up_mid_call": ("RPC", "1", "H"),
            CALLS_IN: ("TPC", "2", "H"),  # who it was is not verified
        }.get(scenario)
        if wanted is None:
            return "Space"
        level, level_key, letter = wanted
        row = next((row for row in grid.rows if row.key == letter), None)
        if level == "RPC" and (row is None or not row.allowed):
            level, level_key, letter = "TPC", "2", "H"
        return letter if grid.level == level else level_key
