"""A desk without its window, on a trunk: the real store, gate, phone process and carrier, with
made-up debtors lent to it. What a bench dials goes the way that every call goes."""

import json
import secrets
import tempfile
import threading
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

import pyrage

from desk_client.bench import people
from desk_client.clock import Clock
from desk_client.compliance.pack_set import PackSet
from desk_client.data_folder import resource
from desk_client.errors import DeskError
from desk_client.ids import CallId
from desk_client.phone import messages
from desk_client.phone.client import PhoneClient
from desk_client.rehearsal import lawful_clock
from desk_client.services.asking import BANK, Circumstances
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.desk_record import DeskRecord
from desk_client.services.dialling import Dialling
from desk_client.services.gate import DIALLER, Gate
from desk_client.services.line import Line
from desk_client.services.staff import Staff
from desk_client.store.database import Database, open_with_key
from desk_client.store.facts import FactStore
from desk_client.store.key import Sidecar, StoreKey
from desk_client.store.leases import Leases
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.trunk.process import TrunkProcess
from desk_client.trunk.scenario import Scenario, ScenarioBook, ScenarioKind, load_scenarios

_SHANGHAI = ZoneInfo("Asia/Shanghai")
Told = TypeVar("Told")


class Heard:
    """What phone and trunk told so far, to be waited for."""

    def __init__(self, patience_s: float = 20.0) -> None:
        self._patience_s = patience_s
        self._events: list[Any] = []
        self.at_level: Callable[[messages.Level], None] | None = None
        self._more = threading.Condition()

    def take(self, event: object) -> None:
        if isinstance(event, messages.Level):
            if self.at_level is not None:
                self.at_level(event)
            return
        with self._more:
            self._events.append(event)
            self._more.notify_all()

    def wait(self, wanted: Callable[[Any], Told | None]) -> Told:
        """The first answer that is not None; DeskError where none comes."""

        def look() -> Told | None:
            answers = (wanted(event) for event in reversed(self._events))
            return next((answer for answer in answers if answer is not None), None)

        with self._more:
            self._more.wait_for(lambda: look() is not None, self._patience_s)
            found = look()
        if found is None:
            raise DeskError("The bench waited in vain for the phone or the trunk.")
        return found

    def forget(self) -> None:
        """Lets go of what was told so far; a soak would search through all of it."""
        with self._more:
            self._events.clear()

    def end_of(self, call_id: CallId) -> messages.Ended:
        return self.wait(
            lambda event: (
                event if isinstance(event, messages.Ended) and event.call_id == call_id else None
            )
        )

    def answer_of(self, call_id: CallId) -> messages.Answered:
        return self.wait(
            lambda event: (
                event if isinstance(event, messages.Answered) and event.call_id == call_id else None
            )
        )

    def invite_ns(self, call_id: str) -> int:
        """The monotonic moment in which the INVITE reached the trunk."""

        def arrived(event: Any) -> int | None:
            invite = isinstance(event, dict) and event["type"] == "invite"
            return int(event["mono_ns"]) if invite and event["call_id"] == call_id else None

        return self.wait(arrived)


class BareDesk:
    """A context. `debtors` are lent to it; every number behaves as `kind` of the demo's scenarios,
    or as `plays` where that is given."""

    def __init__(self, *, debtors: int, kind: ScenarioKind, plays: Scenario | None = None) -> None:
        self.clock = lawful_clock()
        self.heard = Heard()
        self.identity = pyrage.x25519.Identity.generate()
        self._debtors = debtors
        self._book = _book(kind, plays)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
            book = self.folder / "scenario.yaml"
            book.write_text(self._book, encoding="utf-8")
            self.database = new_store(self.folder)
            stack.callback(self.database.close)
            self.trunk = TrunkProcess(seed=1, language="zh", told=self.heard.take, scenario=book)
            stack.callback(self.trunk.stop)
            self.phone = _phone(self.trunk.address, self.heard)
            self.phone.start()
            stack.callback(self.phone.stop)
            self._wire()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _wire(self) -> None:
        now = self.clock.now()
        today = now.astimezone(_SHANGHAI).date()
        self.cases = people.cases(self._debtors, today)
        reference, leases = Reference(self.database), Leases(self.database)
        reference.upsert(
            ReferenceRows(
                debtors=people.debtors(self._debtors),
                contact_points=people.contact_points(self._debtors),
                cases=self.cases,
                campaigns=(people.CAMPAIGN,),
                agents=(people.AGENT,),
            )
        )
        leases.save(people.leases(self._debtors, now))
        self.facts = FactStore(self.database)
        self.files = CaseFiles(reference=reference, facts=self.facts)
        self.record = DeskRecord(
            database=self.database,
            facts=self.facts,
            actor=people.AGENT.login,
            clock=self.clock,
            wrote=self.files.forget,
        )
        self.gate = Gate(
            packs=PackSet.shipped(),
            leases=leases,
            circumstances=Circumstances(collector=BANK),
            clock=self.clock,
        )
        self.dialling = Dialling(
            gate=self.gate,
            record=self.record,
            leases=leases,
            line=Line(
                phone=self.phone,
                domain=self.trunk.address,
                recordings=self.folder / "recordings",
                recipients=(str(self.identity.to_public()),),
                ring_timeout_s=25.0,
                not_placed=lambda call_id, done: self.heard.take(
                    _not_placed(self.clock, call_id, done)
                ),
            ),
            staff=Staff(agent=people.AGENT, campaign=people.CAMPAIGN),
            clock=self.clock,
            payments_of=reference.payments_of,
        )

    def hand(self, number: int) -> CaseInHand:
        """The case of debtor `number`, as it lies painted before it is dialled."""
        return self.files.open(self.cases[number].case_id)

    def dial(self, hand: CaseInHand) -> CallId:
        """Through the gate; DeskError where it refuses."""
        dialled = self.dialling.dial(hand, hand.telephones[0], DIALLER)
        if dialled.call is None:
            rules = ", ".join(reason.rule for reason in dialled.judged.verdict.reasons)
            raise DeskError(f"The gate refuses what the bench dials: {rules}.")
        return dialled.call.call_id


def _phone(trunk: str, heard: Heard) -> PhoneClient:
    """A phone on that trunk, not started yet; the agent's voice is a clip."""
    return PhoneClient(
        configure=messages.Configure(
            user="1001",
            domain=trunk,
            bind="127.0.0.1",
            audio=messages.Audio(capture=f"file:{resource('voices', 'agent_zh.ogg')}"),
        ),
        on_event=heard.take,
    )


def new_store(folder: Path) -> Database:
    """An encrypted store with a key of its own, without the wait that a passphrase costs."""
    folder.mkdir(parents=True, exist_ok=True)
    key = StoreKey(secrets.token_hex(32), "passphrase")
    sidecar = Sidecar(
        key_id=str(uuid.uuid4()),
        source="passphrase",
        salt=None,
        wrapped=None,
        store_epoch=str(uuid.uuid4()),
        demo=True,
    )
    return open_with_key(folder / "desk.db", key, sidecar)


def _book(kind: ScenarioKind, plays: Scenario | None) -> str:
    """The demo's scenarios with one kind in the deck, as the YAML that JSON is."""
    shipped = load_scenarios()
    scenarios = shipped.scenarios if plays is None else {**shipped.scenarios, kind: plays}
    book = ScenarioBook(scenarios=scenarios, deck={kind: 1}, users=shipped.users)
    return json.dumps(book.model_dump(mode="json", exclude_none=True))


def _not_placed(clock: Clock, call_id: CallId, done: messages.Done) -> messages.Ended:
    return messages.Ended(
        at=clock.now(),
        call_id=call_id,
        code=0,
        reason=done.detail or "not placed",
        ended_by="phone",
        ring_s=0.0,
        talk_s=0.0,
    )
