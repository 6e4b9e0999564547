"""The desk behind the window, wired once: the store, the gate, the phone, the shift and sync, made
in that order for the person who signed in, and closed in reverse. Nobody else constructs a
service. Keys and events are posted to the desk thread; each answer comes back as a painted
state."""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from desk_client.agent import Agent
from desk_client.changes import Changes
from desk_client.clock import Clock
from desk_client.data_folder import DataFolder
from desk_client.ids import CallId, Login
from desk_client.phone import messages
from desk_client.services.asking import circumstances
from desk_client.services.call_ends import CallEnds
from desk_client.services.callers import Callers
from desk_client.services.closing import Closing
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.desk_audio import DeskAudio
from desk_client.services.desk_record import DeskRecord
from desk_client.services.desk_thread import DeskThread
from desk_client.services.dialling import Dialling
from desk_client.services.directory import Directory
from desk_client.services.gate import Gate
from desk_client.services.help_call import HelpCall
from desk_client.services.intents import Intent
from desk_client.services.law_in_force import collector, packs_in_force
from desk_client.services.left_open import LeftOpen
from desk_client.services.line import never_placed
from desk_client.services.message_order import MessageOrders
from desk_client.services.message_sheet import MessageSheet
from desk_client.services.message_words import House
from desk_client.services.outside import Outside
from desk_client.services.painting import Painter
from desk_client.services.phone_news import PhoneNews
from desk_client.services.reasons import Reasons
from desk_client.services.recording_seal import RecordingSeal
from desk_client.services.script_keys import ScriptKeys
from desk_client.services.second_line import SecondLine
from desk_client.services.shift import Shift
from desk_client.services.sign_in import SignedIn
from desk_client.services.sound_choice import SoundChoice
from desk_client.services.standing import Standing
from desk_client.services.station_board import StationBoard
from desk_client.services.taking import Taking
from desk_client.services.undoing import Undoing
from desk_client.services.voicemail import Voicemail
from desk_client.services.work import Work
from desk_client.settings import Settings
from desk_client.store.database import Database
from desk_client.sync.connection import sign_in as central_sign_in
from desk_client.sync.leases import DeskLeases
from desk_client.sync.loop import SyncLoop, SyncState
from desk_client.sync.round import RoundResult, SyncRound
from ui.bridge import Bridge
from ui.desk_lending import DeskLending
from ui.desk_phone import phone_of
from ui.desk_sheets import SheetGround, sheets_of
from ui.desk_stores import stores_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskGround:
    """What is there before anybody signs in."""

    settings: Settings
    folder: DataFolder
    clock: Clock
    database: Database
    bridge: Bridge


class Desk:
    """One person's desk from sign-in to sign-out."""

    def __init__(self, ground: DeskGround, signed_in: SignedIn) -> None:
        self._bridge, self._central_address = ground.bridge, ground.settings.central
        self._clock = clock = ground.clock
        database, staff = ground.database, signed_in.staff
        stores = stores_of(database)
        facts, leases = stores.facts, stores.leases
        files = self._files = stores.files
        packs = packs_in_force(ground.settings.law)
        gate = Gate(
            packs=packs,
            leases=leases,
            circumstances=circumstances(
                ground.settings.line, staff.campaign, collector(ground.settings.law)
            ),
            clock=clock,
        )
        work = Work(worklist=stores.worklist, files=files, gate=gate)
        record = DeskRecord(
            database=database, facts=facts, actor=staff.agent.login, clock=clock, wrote=self._wrote
        )
        self._central = signed_in.central
        sync_round = SyncRound(database=database, central=self._central, clock=clock)
        self._sync = SyncLoop(
            sync=sync_round, clock=clock, on_state=self._synced, on_round=self._pulled
        )
        self._lending = DeskLending(
            leases=DeskLeases(database=database, central=self._central, clock=clock),
            sync_round=sync_round,
            sync=self._sync,
            signed_out=self._bridge.signed_out.emit,
        )
        choice = SoundChoice(ground.settings.line, stores.settings)
        phone = phone_of(
            settings=ground.settings,
            folder=ground.folder,
            choice=choice,
            clock=clock,
            on_event=self._heard,
            not_placed=self._not_placed,
        )
        self._phone, line = phone.client, phone.line
        standing = Standing(
            staff=staff,
            clock=clock,
            record=record,
            since=clock.now(),
            plan_rules=packs.plan_limits(),
        )
        self._notes = notes = DecentNotes(
            standing=standing, packs=packs, clock=clock, arrived=self._packs_arrived
        )
        undoing = Undoing(
            record=record,
            outbox=stores.outbox,
            clock=clock,
            within=timedelta(seconds=staff.campaign.undo_s),
        )
        self._closing = Closing(
            standing=standing,
            files=files,
            worklist=stores.worklist,
            undoing=undoing,
            notes=notes,
            go_on=self._go_on,
            recount=self._recount,
            regain=self._lending.regain,
        )
        dialling = Dialling(
            gate=gate,
            record=record,
            leases=leases,
            line=line,
            staff=staff,
            clock=clock,
            payments_of=stores.reference.payments_of,
        )
        directory = Directory(ground.settings.line.colleagues)
        ends = CallEnds(
            standing=standing,
            seal=RecordingSeal(chain=stores.chain, settings=stores.settings),
        )
        callers = Callers(reference=stores.reference, files=files, directory=directory)
        self._second = SecondLine(
            standing=standing,
            line=line,
            callers=callers,
            directory=directory,
            dialling=dialling,
            ends=ends,
            recount=self._recount,
            free_again=self._free_again,
        )
        letters = MessageSheet(
            standing=standing,
            files=files,
            orders=MessageOrders(
                gate=gate,
                record=record,
                leases=leases,
                house=House(agent=staff.agent, campaign=staff.campaign),
                clock=clock,
            ),
        )
        self._taking = Taking(
            standing=standing,
            files=files,
            work=work,
            dialling=dialling,
            messages=letters,
            owed_first=lambda: self._second.comes_first() or self._closing.unfinished_first(),
            short_of_work=self._lending.borrow_more,
            line_free=lambda: self._board.line_up and standing.side is None,
        )
        audio = DeskAudio(standing=standing, line=line, choice=choice)
        help_call = HelpCall(standing=standing, line=line, directory=directory)
        self._reasons = reasons = Reasons(standing=standing, help_call=help_call)
        sheets = sheets_of(
            SheetGround(
                settings=ground.settings,
                clock=clock,
                stores=stores,
                standing=standing,
                record=record,
                packs=packs,
                gate=gate,
                work=work,
                taking=self._taking,
                closing=self._closing,
                undoing=undoing,
                notes=notes,
                letters=letters,
                audio=audio,
                reasons=reasons,
                release=self._lending.release,
                packs_arrived=self._packs_arrived,
                confirm=self._confirm,
                post=self._post,
            )
        )
        self._news = PhoneNews(
            standing=standing,
            second=self._second,
            help_call=help_call,
            audio=audio,
            closing=self._closing,
            ends=ends,
            recount=self._recount,
            name_of=stores.reference.name_of,
        )
        self._shift = Shift(
            standing=standing,
            taking=self._taking,
            closing=self._closing,
            left_open=LeftOpen(standing=standing, files=files, facts=facts, line=line, ends=ends),
            line=line,
            parts=(
                self._second,
                help_call,
                notes,
                ScriptKeys(standing=standing, voicemail=Voicemail(gate=gate, files=files)),
                *sheets.all,
            ),
            outside=Outside(
                standing=standing,
                taking=self._taking,
                callers=callers,
                leases=leases,
                line=line,
                clock=clock,
            ),
            signed_out=self._lending.leave,
        )
        self._board = StationBoard(
            staff=staff,
            clock=clock,
            leases=leases,
            registers=ground.settings.line.registrar is not None,
        )
        self._painter = Painter(
            standing=standing,
            work=work,
            facts=facts,
            packs=packs,
            script_for=dialling.script_for,
            sheets=sheets,
            notes=notes,
        )
        self._thread = DeskThread(
            clock=clock, due=self._after_each, failed=self._bridge.failed.emit
        )
        self._closes = ExitStack()

    def start(self) -> None:
        """Opens the line, begins the shift, and lets sync run; DeskError where the phone does not
        start."""
        with ExitStack() as stack:
            stack.callback(self._central.close)
            stack.callback(self._lending.shut)
            self._thread.post(self._shift.begin)  # before anything that the phone tells
            stack.callback(self._thread.stop)  # after the phone: the ends it tells are recorded
            self._phone.start()
            stack.callback(self._phone.stop)
            self._thread.start()
            self._notes.begin()
            self._sync.start()
            stack.callback(self._sync.stop)
            self._closes = stack.pop_all()

    def stop(self) -> None:
        """Ends everything in reverse, a call in hand too; may be called twice."""
        self._thread.post(self._shift.close)
        self._closes.close()

    def act(self, intent: Intent) -> None:
        """A key of the window."""
        self._thread.post(lambda: self._shift.act(intent))

    @property
    def phone_pid(self) -> int | None:
        """The phone process, for a test that kills it."""
        return self._phone.pid

    def _after_each(self) -> float | None:
        wakes = (self._reasons.due(), self._shift.due())
        wake = min((each for each in wakes if each is not None), default=None)
        self._bridge.state_painted.emit(self._painter.paint(self._board.now()))
        return wake

    def _heard(self, event: messages.Event) -> None:
        """On the phone's thread."""
        if isinstance(event, messages.Level):
            self._bridge.level_heard.emit(event.agent_rms, event.debtor_rms)
        elif isinstance(event, messages.HeadsetPressed):
            self._bridge.headset_pressed.emit(event.what)
        else:
            self._bridge.phone_told.emit(event)
            self._thread.post(lambda: self._hear(event))

    def _hear(self, event: messages.Event) -> None:
        was_up = self._board.line_up
        self._board.hear(event)
        self._news.hear(event)
        if self._board.line_up and not was_up:
            self._taking.line_is_back()

    def _not_placed(self, call_id: CallId, done: messages.Done) -> None:
        ended = never_placed(call_id, done, self._clock.now())
        self._thread.post(lambda: self._hear(ended))

    def _packs_arrived(self) -> None:
        """On the thread that read them; the desk paints what it now knows."""
        self._thread.post(lambda: None)

    def _confirm(self, login: Login, password: str) -> Future[Agent]:
        """Whether central lets a second person in."""
        address = self._central_address
        return self._lending.ask(
            lambda: central_sign_in(address=address, login=login, password=password)
        )

    def _post(self, work: Callable[[], None]) -> None:
        """From another thread; done in its turn."""
        self._thread.post(work)

    def _free_again(self) -> None:
        self._taking.line_is_back()

    def _go_on(self) -> None:
        self._taking.go_on()

    def _recount(self) -> None:
        self._taking.recount()

    def _wrote(self, changes: Changes) -> None:
        self._files.forget(changes)
        self._painter.day.forget(changes)
        self._sync.poke()

    def _synced(self, state: SyncState) -> None:
        self._thread.post(lambda: self._board.synced(state))

    def _pulled(self, result: RoundResult) -> None:
        if result.changes:
            self._thread.post(lambda: self._refresh(result.changes))

    def _refresh(self, changes: Changes) -> None:
        self._files.forget(changes)
        self._painter.day.forget_all()
        self._shift.refreshed()
