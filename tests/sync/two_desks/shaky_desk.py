"""A desk of real parts, store, gate, dialling and line, at a machine that goes offline, dies, and
whose clock is wrong. Only what stands at the other end of the phone's pipe is the test's: it takes
down what it is told to dial."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from desk_client.agent import Agent, Role
from desk_client.clock import Clock
from desk_client.compliance.pack_set import PackSet
from desk_client.debtor import ContactPoint
from desk_client.fact_body import Answered, Attempted, CallEnded, FactBody, OutcomeLogged
from desk_client.ids import CallId, CaseId, DebtorId, Login, new_id
from desk_client.phone.client import PhoneClient
from desk_client.phone.commands import Dial
from desk_client.phone.events import Done
from desk_client.services.asking import BANK, Approach, Circumstances
from desk_client.services.case_in_hand import CaseFiles
from desk_client.services.desk_record import DeskRecord
from desk_client.services.dialling import Dialling
from desk_client.services.gate import LOOKING, Gate, Judged
from desk_client.services.line import Line
from desk_client.services.staff import Staff
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Leases
from desk_client.store.reference import Reference
from desk_client.store.tables import lease
from desk_client.sync.clock_agreement import agreed_clock
from desk_client.sync.connection import CentralConnection
from desk_client.sync.leases import DeskLeases
from desk_client.sync.round import SyncRound
from tests.central.floor import CAMPAIGN

BY_KEY = Approach(path="dial_key", initiator="agent", mode="preview")


@dataclass(slots=True)
class TrueTime:
    """The world's time, which no desk knows."""

    now: datetime
    elapsed: float = 1000.0

    def pass_by(self, time: timedelta) -> None:
        self.now += time
        self.elapsed += time.total_seconds()


@dataclass(slots=True)
class Machine:
    """A clock on the wall that is off, and one of elapsed seconds."""

    true: TrueTime
    off: timedelta
    slept: float = 0.0  # seconds that the elapsed time does not count
    rehearsal: bool = False

    def now(self) -> datetime:
        return self.true.now + self.off

    def monotonic(self) -> float:
        return self.true.elapsed - self.slept


@dataclass(slots=True)
class PipesEnd:
    """Where the phone would be: takes down what is to be dialled."""

    dialled: Callable[[], None]

    def send(self, command: object) -> Future[Done]:
        if isinstance(command, Dial):
            self.dialled()
        return Future()


@dataclass(slots=True)
class OpenCall:
    """A call under way, and how it is going to end."""

    case_id: CaseId
    call_id: CallId
    talked: bool


@dataclass
class ShakyDesk:
    """One person at one machine."""

    login: Login
    database: Database
    central: CentralConnection
    packs: PackSet
    folder: Path
    machine: Machine
    told: Callable[["ShakyDesk", CaseId], bool]  # a call left; whether a person answers it
    online: bool = True
    call: OpenCall | None = None
    clock: Clock = field(init=False)
    _dialling_case: CaseId | None = None

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """The program begins, with what the store remembers and nothing else."""
        self.clock = agreed_clock(self.machine, self.database)
        self.leases = Leases(self.database)
        self.facts = FactStore(self.database)
        self.files = CaseFiles(reference=Reference(self.database), facts=self.facts)
        self.desk_leases = DeskLeases(
            database=self.database, central=self.central, clock=self.clock
        )
        self.round = SyncRound(database=self.database, central=self.central, clock=self.clock)
        self.record = DeskRecord(
            database=self.database,
            facts=self.facts,
            actor=self.login,
            clock=self.clock,
            wrote=self.files.forget,
        )
        self.gate = Gate(
            packs=self.packs,
            leases=self.leases,
            circumstances=Circumstances(collector=BANK),
            clock=self.clock,
        )
        agent = Agent(login=self.login, staff_no="1", name="某员", role=Role.AGENT, team=1)
        self.dialling = Dialling(
            gate=self.gate,
            record=self.record,
            leases=self.leases,
            line=Line(
                phone=cast(PhoneClient, PipesEnd(self._left)),
                domain="carrier",
                recordings=self.folder,
                recipients=("age1of-the-test",),
                ring_timeout_s=30.0,
                not_placed=lambda call_id, done: None,  # noqa: ARG005
                must_record=False,
            ),
            staff=Staff(agent=agent, campaign=replace(CAMPAIGN, callscript="card-first")),
            clock=self.clock,
            payments_of=Reference(self.database).payments_of,
        )

    def die(self) -> None:
        """kill -9: what is in memory is gone. The call is closed by its recording at the start."""
        self.start()
        for attempt in self.facts.calls_without_end(self.login):
            assert isinstance(attempt.body, Attempted)
            call = self.call
            talked = call is not None and call.call_id == attempt.body.call_id and call.talked
            self._say(attempt.case_id, _end(attempt.body.call_id, talked=talked))
        self.call = None

    def sync(self, *, late: bool) -> None:
        """One round. `late`: the desk's own thread has not heard of it yet when it goes on."""
        result = self.round.run()
        if not late:
            self.files.forget(result.changes)

    def forget_everything(self) -> None:
        """For the next run: no lease of this one is left."""
        with self.database.writing() as connection:
            connection.execute(lease.delete())

    def lent(self) -> set[DebtorId]:
        return {each.debtor_id for each in self.leases.active(self.clock.now())}

    def look_and_dial(self, case_id: CaseId) -> Judged | None:
        """As an agent does: the list says whether it may be, and then it is asked again."""
        try:
            hand = self.files.open(case_id)
        except KeyError:
            return None  # its rows have not come yet
        looked = self.gate.ask(hand, hand.points[0], LOOKING)
        return self.dial(case_id) if looked.verdict.allowed else looked

    def dial(self, case_id: CaseId) -> Judged | None:
        """By key, whatever the list says."""
        try:
            hand = self.files.open(case_id)
        except KeyError:
            return None
        self._dialling_case = case_id
        dialled = self.dialling.dial(hand, hand.points[0], BY_KEY)
        if dialled.call is not None and self.call is not None:
            self.call.call_id = dialled.call.call_id
        return dialled.judged

    def _left(self) -> None:
        assert self._dialling_case is not None
        talked = self.told(self, self._dialling_case)
        self.call = OpenCall(self._dialling_case, CallId(""), talked)

    def hang_up(self, *, logged: bool) -> None:
        """The call in hand ends; its outcome is logged at once, or never."""
        call, self.call = self.call, None
        if call is None:
            return
        if call.talked:
            self._say(call.case_id, Answered(call_id=call.call_id))
        self._say(call.case_id, _end(call.call_id, talked=call.talked))
        if logged:
            self._say(call.case_id, _outcome(call.call_id, talked=call.talked))

    def _say(self, case_id: CaseId | None, body: FactBody) -> None:
        assert case_id is not None
        self.record.write(self.files.open(case_id).case, body)


def call_of(point: ContactPoint, *, talked: bool) -> tuple[FactBody, ...]:
    """What somebody's call leaves on the record."""
    call_id = CallId(new_id())
    attempted = Attempted(
        call_id=call_id,
        contact_point_id=point.contact_point_id,
        address=point.value,
        place=point.place.value,
        role=point.role.value,
        debts=(),
        campaign_id=CAMPAIGN.campaign_id,
        initiator="agent",
        mode="preview",
    )
    return attempted, _end(call_id, talked=talked), _outcome(call_id, talked=talked)


def _end(call_id: CallId, *, talked: bool) -> CallEnded:
    return CallEnded(
        call_id=call_id,
        code=200 if talked else 480,
        reason="",
        ended_by="us",
        answered=talked,
        ring_s=5.0,
        talk_s=40.0 if talked else 0.0,
    )


def _outcome(call_id: CallId, *, talked: bool) -> OutcomeLogged:
    fields: dict[str, Any] = (
        {"code": "RTP", "level": "RPC", "result": "conversation", "reached": "debtor"}
        if talked
        else {"code": "NA", "level": "NC", "result": "no_answer", "reached": None}
    )
    return OutcomeLogged(call_id=call_id, **fields)
