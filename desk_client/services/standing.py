"""Where the shift stands: the one mutable picture that taking cases, talking and wrapping up share.
It lives on the desk thread; services.painting reads it, and everything in it that matters beyond
the moment is in the facts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desk_client.clock import Clock
from desk_client.compliance.plan_limit import PlanLimit
from desk_client.debtor import ContactPoint
from desk_client.fact import Fact
from desk_client.fact_body import FactBody, ShiftChanged
from desk_client.ids import CallId
from desk_client.phone.events import Quality
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.desk_record import DeskRecord
from desk_client.services.desk_state import Phase, Toast
from desk_client.services.directory import Colleague
from desk_client.services.gate import Judged
from desk_client.services.refusal import Refusal
from desk_client.services.side_call import SideCall
from desk_client.services.staff import Staff
from desk_client.services.wrap_up import WrapUp
from desk_client.team_body import RestReason
from desk_client.text import Text

NOT_NOW = Text("此时不可用", "Not available now")
IN_CALL = (Phase.DIALLING, Phase.TALKING, Phase.ON_HOLD)
RESTING = (Phase.READY, Phase.NOT_READY)


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Whom the debtor is put through to; `attended` after a word first."""

    name: str
    attended: bool


@dataclass(frozen=True, slots=True)
class Listener:
    """A lead who takes part in the talk; `mode` listen, whisper or barge."""

    by: str
    mode: str


@dataclass(frozen=True, slots=True)
class Asking:
    """The row of reasons is open: about what, since when, and in which case and call."""

    about: Literal["help", "rest"]
    since: datetime
    hand: CaseInHand | None = None
    call_id: CallId | None = None


@dataclass(slots=True, kw_only=True)
class Standing:
    """The shift at this moment."""

    staff: Staff
    clock: Clock
    record: DeskRecord
    phase: Phase = Phase.READY
    since: datetime
    plan_rules: tuple[PlanLimit, ...] = ()  # what the packs hold against plans of instalments
    selected: int = 0  # row of the work list
    hand: CaseInHand | None = None
    judged: tuple[Judged, ...] = ()
    point: ContactPoint | None = None
    call: CallInHand | None = None
    side: SideCall | None = None  # the call beside it
    by_link: bool = False  # the case was opened by a telephone link
    choosing: tuple[Colleague, ...] = ()  # the directory is open
    on_the_way: OnTheWay | None = None  # the debtor is being put through
    listener: Listener | None = None
    quality: Quality | None = None
    trouble: str = ""  # what is wrong with the sound of the call, as the phone names it
    wrap_up: WrapUp | None = None
    refusal: Refusal | None = None
    ready: bool = True  # takes cases by itself; F9
    rest_reason: RestReason = ""  # why not, where it was told
    told: tuple[bool, RestReason] = (True, "")  # as it stands on the record; signing in says ready
    asking: Asking | None = None  # the row of reasons
    over: bool = False  # signed out or closing: nothing more is begun
    hidden_by_key: bool = False
    note: str = ""
    toast: Toast | None = None
    notice: Text | None = None
    revision: int = 0  # counts what the work list depends on

    @property
    def in_call(self) -> bool:
        return self.phase in IN_CALL

    @property
    def resting(self) -> bool:
        return self.phase in RESTING

    def enter(self, phase: Phase) -> None:
        if phase is not self.phase:
            self.phase, self.since = phase, self.clock.now()

    def rest(self) -> None:
        """Nothing in hand; ready or not as the agent wishes."""
        self.hand, self.judged, self.point = None, (), None
        self.by_link = False
        self.call, self.wrap_up, self.refusal = None, None, None
        self.choosing, self.on_the_way, self.listener = (), None, None
        self.quality, self.trouble = None, ""
        self.note = ""
        self.enter(Phase.READY if self.ready else Phase.NOT_READY)

    def tell_ready(self) -> None:
        """Records whether the agent takes cases, and why not, where that is news. A rest that
        begins without a reason asks for one."""
        stands: tuple[bool, RestReason] = (self.ready, "" if self.ready else self.rest_reason)
        if stands != self.told:
            self.told = stands
            state: Literal["ready", "not_ready"] = "ready" if self.ready else "not_ready"
            self.write(None, ShiftChanged(state=state, reason=stands[1]))
            begins = not self.ready and not self.rest_reason
            self.asking = Asking("rest", self.clock.now()) if begins else None

    def write(self, hand: CaseInHand | None, *bodies: FactBody) -> tuple[Fact, ...]:
        """Facts in the agent's name, about the case in `hand` where there is one."""
        self.revision += 1
        return self.record.write(hand.case if hand else None, *bodies)
