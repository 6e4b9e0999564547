"""A desk at which only the due list is worked: a real encrypted store with one made-up case, the
packs that ship, a real gate, and a clock that only the test moves. Who signs is looked up among
the people given, as central looks it up among its own."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from desk_client.agent import Agent, Role
from desk_client.case_state import CaseState
from desk_client.changes import Changes
from desk_client.compliance.pack_set import PackSet
from desk_client.errors import DeskError, SignInRefused
from desk_client.fact import Fact
from desk_client.fact_body import Answered, FactBody, IdentityChecked
from desk_client.fold import fold
from desk_client.ids import CallId, CaseId, FactId, Login, new_id
from desk_client.next_action import OutcomeTerms, logged
from desk_client.outcome import Level, outcome
from desk_client.services import workflow_intents as asks
from desk_client.services.case_in_hand import CaseFiles
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.deeds import Deeds
from desk_client.services.desk_record import DeskRecord
from desk_client.services.desk_state import Toast
from desk_client.services.due_list import DueList
from desk_client.services.due_rows import DueRows
from desk_client.services.gate import Gate
from desk_client.services.staff import Staff
from desk_client.services.standing import Standing
from desk_client.services.undoing import Undoing, Undone
from desk_client.services.work import Work
from desk_client.services.workflow_parts import DeedPart, DuePart, DueRow
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.leases import Leases
from desk_client.store.open_workflows import OpenWorkflows
from desk_client.store.outbox import Outbox
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.store.worklist import Worklist
from desk_client.text import Text
from tests.happenings import attempted, ended
from tests.rows import case, debt, debtor, point
from tests.services.hands import SHANGHAI
from tests.services.law_desk import BANK, CAMPAIGN, LI, StandingClock
from tests.sync.desk import open_database

LEAD = Agent(login=Login("lead_zhou"), staff_no="20001", name="周敏", role=Role.LEAD, team=1)
WANG = Agent(login=Login("agent_wang"), staff_no="20318", name="王芳", role=Role.AGENT, team=1)
STRANGER = replace(LEAD, login=Login("lead_far"), team=2)
PEOPLE = {each.login: each for each in (LI, LEAD, WANG, STRANGER)}
RIGHT = "the right one"
CASE = case(1, debt(1))


class DueDesk:
    """Asked by intents, as the window asks."""

    def __init__(self, folder: Path, me: Agent = LI, database: Database | None = None) -> None:
        self.clock, self.away = StandingClock(), False
        self.database = database or open_database(folder)
        self.facts, self.outbox = FactStore(self.database), Outbox(self.database)
        reference = Reference(self.database)
        reference.upsert(
            ReferenceRows(
                debtors=(debtor(1),),
                contact_points=(point(1),),
                cases=(CASE,),
                agents=tuple(PEOPLE.values()),
            )
        )
        self.files = CaseFiles(reference=reference, facts=self.facts)
        self.record = DeskRecord(
            database=self.database,
            facts=self.facts,
            actor=me.login,
            clock=self.clock,
            wrote=self._wrote,
        )
        self.standing = Standing(
            staff=Staff(agent=me, campaign=CAMPAIGN),
            clock=self.clock,
            record=self.record,
            since=self.clock.at,
        )
        packs = PackSet.shipped()
        gate = Gate(packs=packs, leases=Leases(self.database), circumstances=BANK, clock=self.clock)
        self.undoing = Undoing(
            record=self.record,
            outbox=self.outbox,
            clock=self.clock,
            within=timedelta(seconds=CAMPAIGN.undo_s),
        )
        self.toasts: list[Toast] = []
        self.looked: list[CaseId] = []
        self.list = DueList(
            standing=self.standing,
            files=self.files,
            due=DueRows(
                standing=self.standing,
                files=self.files,
                work=Work(worklist=Worklist(self.database), files=self.files, gate=gate),
                packs=packs,
                store=OpenWorkflows(self.database),
                name_of=reference.name_of,
            ),
            deeds=Deeds(
                standing=self.standing,
                notes=DecentNotes(
                    standing=self.standing, packs=packs, clock=self.clock, arrived=lambda: None
                ),
                confirm=self._confirm,
                post=lambda work: work(),
                wrote=lambda _hand: None,
            ),
            undoing=self.undoing,
            look=self.looked.append,
            undo_because=self._undo,
        )

    def _wrote(self, changes: Changes) -> None:
        self.files.forget(changes)

    def _confirm(self, login: Login, password: str) -> "Future[Agent]":
        done: Future[Agent] = Future()
        if self.away:
            done.set_exception(DeskError("central is away"))
        elif login in PEOPLE and password == RIGHT:
            done.set_result(PEOPLE[login])
        else:
            done.set_exception(SignInRefused("no"))
        return done

    def _undo(self, reason: str) -> None:
        undone = self.undoing.undo(reason)
        if isinstance(undone, Undone):
            self.toasts.append(undone.toast)
            self.standing.revision += 1

    def ask(self, *wishes: asks.WorkflowIntent) -> DuePart:
        self.standing.notice = None
        for wish in wishes:
            self.list.answers()[type(wish)](wish)
        part = self.list.fields(hidden=True)["due"]
        assert isinstance(part, DuePart)
        return part

    @property
    def form(self) -> DeedPart | None:
        found = self.list.fields(hidden=True)["deed"]
        assert found is None or isinstance(found, DeedPart)
        return found

    @property
    def fault(self) -> str:
        """What the open form says against Enter."""
        assert self.form is not None
        return f"{self.form.fault_at}: {self.form.fault.en}" if self.form.fault else ""

    @property
    def row(self) -> DueRow:
        part = self.ask()
        return part.rows[part.chosen]

    @property
    def state(self) -> CaseState:
        return fold(self.facts.of_case(CASE.case_id))

    @property
    def flags(self) -> set[str]:
        """Of the debtor, in force now."""
        return {each.flag for each in self.state.flags_in_force(self.clock.at)}

    def tick(self, seconds: float = 1.0) -> None:
        self.clock.at += timedelta(seconds=seconds)

    def talk(self, code: str, level: Level = "RPC", *, verified: bool = True) -> Fact:
        """A conversation of this agent's that ends so."""
        call_id = CallId(new_id())
        checked = IdentityChecked(call_id=call_id, verified=verified, matched=(), missed=0)
        self.write(attempted(call_id), Answered(call_id=call_id), checked, ended(call_id))
        terms = OutcomeTerms(debts=(CASE.debts[0].debt_id,))
        body = logged(
            outcome(code, level), call_id=call_id, terms=terms, now=self.clock.at, zone=SHANGHAI
        )
        (fact,) = self.write(body)
        self.undoing.remember(CASE, fact, "测试人1", SHANGHAI)
        self.tick()
        return fact

    def write(self, *bodies: FactBody) -> tuple[Fact, ...]:
        self.tick()
        self.standing.revision += 1
        return self.record.write(CASE, *bodies)

    def told_by(self, who: Agent, *bodies: FactBody) -> None:
        """A colleague's facts, pulled from central."""
        for body in bodies:
            self.tick()
            fact = Fact(
                fact_id=FactId(new_id()),
                case_id=CASE.case_id,
                debtor_id=CASE.debtor_id,
                actor=who.login,
                occurred_at=self.clock.at,
                body=body,
            )
            self.files.forget(self.facts.receive([fact]))
        self.standing.revision += 1

    def notice(self) -> str:
        told: Text | None = self.standing.notice
        return told.en if told is not None else ""

    def kinds(self) -> list[str]:
        """What this desk wrote, as kinds of facts, in order."""
        return [each.kind for each in self.facts.of_case(CASE.case_id)]
