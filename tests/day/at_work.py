"""A real desk at work, without its window: intents go in, painted states come out. Whoever drives
it waits for what is painted, never for time to pass."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel
from PySide6.QtCore import QCoreApplication, QObject, Signal
from pytestqt.exceptions import TimeoutError as NeverPainted
from pytestqt.wait_signal import SignalBlocker

from desk_client.case import Case
from desk_client.case_state import CallRecord, CaseState
from desk_client.clock import Clock
from desk_client.data_folder import DataFolder
from desk_client.fact import Fact
from desk_client.fact_body import FactBody, OutcomeLogged, VerdictGiven
from desk_client.fold import fold
from desk_client.ids import CallId, CaseId, Login
from desk_client.services import intents
from desk_client.services.desk_state import DeskState, Phase
from desk_client.services.sign_in import SignIn
from desk_client.settings import Settings
from desk_client.store.database import open_store
from desk_client.store.facts import FactStore
from desk_client.store.leases import Leases
from desk_client.store.outbox import Outbox
from tests.central.floor import LI, password
from ui.bridge import Bridge
from ui.desk import Desk, DeskGround

LONGEST_S = 15.0
Body = TypeVar("Body", bound=BaseModel)
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PASSPHRASE = "open the test's store"


def no_keyring() -> None:
    """No keyring answers on this machine."""


class DeskAtWork(QObject):
    """Signed in and started; `close` when done."""

    painted = Signal(object)

    def __init__(
        self, root: Path, settings: Settings, clock: Clock, *, login: Login = LI, begin: bool = True
    ) -> None:
        super().__init__()
        self.folder = DataFolder(root)
        self.clock = clock
        self.login = login
        self.settings = settings
        self.database = open_store(
            self.folder, passphrase=lambda: PASSPHRASE, demo=True, find_keyring=no_keyring
        )
        self.bridge = Bridge()
        self.state: DeskState | None = None
        self.states: list[DeskState] = []
        self.phone_events: list[object] = []
        self.fault: BaseException | None = None
        self.signed_out = False
        self.bridge.state_painted.connect(self._keep)
        self.bridge.phone_told.connect(self._heard)
        self.bridge.failed.connect(self._failed)
        self.bridge.signed_out.connect(self._signed_out)
        entered = SignIn(database=self.database, address=settings.central, clock=clock)
        ground = DeskGround(
            settings=settings,
            folder=self.folder,
            clock=clock,
            database=self.database,
            bridge=self.bridge,
        )
        self.desk = Desk(ground, entered.enter(login, password(login)))
        if begin:
            self.start()

    def start(self) -> None:
        self.desk.start()
        self.until(lambda state: state.station.line == "registered")

    def close(self) -> None:
        """Ends what runs; a fault of the desk that nobody asked for is told."""
        self.desk.stop()
        self.desk._central.close()  # a desk that was never started has it open
        self.database.close()
        QCoreApplication.processEvents()
        if self.fault is not None:
            raise AssertionError("the desk failed") from self.fault

    def _keep(self, state: DeskState) -> None:
        self.state = state
        self.states.append(state)
        self.painted.emit(state)

    def _heard(self, event: object) -> None:
        self.phone_events.append(event)

    def _failed(self, fault: BaseException) -> None:
        self.fault = fault

    def _signed_out(self) -> None:
        self.signed_out = True

    def until(
        self, wanted: Callable[[DeskState], bool], *, longest_s: float = LONGEST_S
    ) -> DeskState:
        """The first painted state from now on, the present one included, that is wanted."""
        QCoreApplication.processEvents()
        if self.state is not None and wanted(self.state):
            return self.state
        found: list[DeskState] = []

        def is_wanted(state: DeskState) -> bool:
            if not found and wanted(state):
                found.append(state)
            return bool(found)

        waits = SignalBlocker(  # type: ignore[no-untyped-call]
            timeout=round(longest_s * 1000), raising=True, check_params_cb=is_wanted
        )
        waits.connect(self.painted)  # type: ignore[no-untyped-call]
        try:
            waits.wait()  # type: ignore[no-untyped-call]
        except NeverPainted:
            raise AssertionError(
                f"never painted within {longest_s} s; now {self._told()}"
            ) from self.fault
        return found[0]

    def _told(self) -> str:
        state = self.state
        if state is None:
            return "nothing is painted"
        return f"{state.phase}, notice {state.notice}, line {state.station.line}"

    @property
    def now(self) -> DeskState:
        assert self.state is not None
        return self.state

    def act(self, *wishes: intents.Intent) -> DeskState:
        """Presses keys; the state painted after the last of them."""
        for wish in wishes:
            self.desk.act(wish)
        return self.settle()

    def settle(self) -> DeskState:
        """What is painted when all that was posted so far is done."""
        self.desk._thread.ask(lambda: None).result(LONGEST_S)
        self.desk._thread.ask(lambda: None).result(LONGEST_S)  # the first one's painting is told
        QCoreApplication.processEvents()
        return self.now

    def until_phase(self, *phases: Phase, longest_s: float = LONGEST_S) -> DeskState:
        return self.until(lambda state: state.phase in phases, longest_s=longest_s)

    # what an agent does, as intents

    def take(self, case: Case | None = None) -> DeskState:
        return self.act(intents.TakeNext(case.case_id if case else None))

    def dial(self) -> DeskState:
        return self.act(intents.DialShown())

    def answered(self) -> DeskState:
        """The other side has picked up."""
        return self.until_phase(Phase.TALKING)

    def verify_identity(self) -> DeskState:
        """Greets, names itself and asks two factors, which the debtor knows."""
        self.act(intents.TakeBranch(1))
        self.act(intents.SayLine(), intents.SayLine(), intents.TakeBranch(1))
        state = self.act(intents.SayLine(), intents.TakeBranch(1), intents.TakeBranch(2))
        assert state.card is not None
        assert state.card.open, state.script
        return state

    def hang_up(self) -> DeskState:
        self.act(intents.HangUpCall())
        return self.until(lambda state: state.phase not in (Phase.TALKING, Phase.ON_HOLD))

    def key(self, letter: str, level: str | None = None) -> DeskState:
        """An outcome letter, after choosing the level where one is named."""
        if level is not None:
            self.act(intents.ChooseLevel(level))
        return self.act(intents.ChooseOutcome(letter))

    def sign_out(self) -> None:
        waits = SignalBlocker(timeout=round(LONGEST_S * 1000))  # type: ignore[no-untyped-call]
        waits.connect(self.bridge.signed_out)  # type: ignore[no-untyped-call]
        self.desk.act(intents.SignOut())
        waits.wait()  # type: ignore[no-untyped-call]

    def pulled(self, *facts: Fact) -> None:
        """As if these had come from central."""
        changes = self.facts.receive(facts)
        self.desk._thread.ask(lambda: self.desk._refresh(changes)).result(LONGEST_S)

    # what is on the record

    @property
    def facts(self) -> FactStore:
        return FactStore(self.database)

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.database)

    @property
    def leases(self) -> Leases:
        return Leases(self.database)

    @property
    def call_id(self) -> CallId:
        """Of the call in hand."""
        assert self.now.call is not None
        return self.now.call.call_id

    def case_state(self, case: Case) -> CaseState:
        return fold(self.facts.of_case(case.case_id))

    def record(self, call_id: CallId) -> CallRecord:
        """A call as folded from everything recorded of its case."""
        (case_id,) = {fact.case_id for fact in self.facts.of_call(call_id) if fact.case_id}
        calls = fold(self.facts.of_case(CaseId(case_id))).calls
        return next(call for call in calls if call.call_id == call_id)

    def said(self, kind: type[FactBody], call_id: CallId | None = None) -> list[Fact]:
        """The facts of one kind, of one call where it is named, oldest first."""
        there = self.facts.of_call(call_id) if call_id else self.facts.since(_LONG_AGO)
        return [fact for fact in there if isinstance(fact.body, kind)]

    def bodies(self, kind: type[Body]) -> list[Body]:
        """What the facts of one kind say, oldest first."""
        return [fact.body for fact in self.facts.since(_LONG_AGO) if isinstance(fact.body, kind)]

    def outcomes(self, call_id: CallId) -> list[OutcomeLogged]:
        return [
            b for b in (f.body for f in self.facts.of_call(call_id)) if isinstance(b, OutcomeLogged)
        ]

    def refusals(self) -> list[VerdictGiven]:
        bodies = [fact.body for fact in self.said(VerdictGiven)]
        return [b for b in bodies if isinstance(b, VerdictGiven) and b.decision == "refused"]
