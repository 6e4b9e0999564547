"""The sheets of a desk, wired: what may lie over the panes, each with the services it works with. A
new sheet is one entry in `sheets_of`."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from desk_client.agent import Agent
from desk_client.clock import Clock
from desk_client.compliance.pack_set import PackSet
from desk_client.ids import DebtorId, Login
from desk_client.services.at_hand import AtHand
from desk_client.services.case_detail import CaseDetail
from desk_client.services.closing import Closing
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.deeds import Deeds
from desk_client.services.desk_audio import DeskAudio
from desk_client.services.desk_record import DeskRecord
from desk_client.services.due_list import DueList
from desk_client.services.due_rows import DueRows
from desk_client.services.gate import Gate
from desk_client.services.hand_over import HandOver
from desk_client.services.law_pages import LawPages
from desk_client.services.message_sheet import MessageSheet
from desk_client.services.overrides import Overrides
from desk_client.services.own_settings import OwnStore
from desk_client.services.pack_shelf import PackShelf
from desk_client.services.palette import Palette
from desk_client.services.reach_ledger import ReachLedger
from desk_client.services.reasons import Reasons
from desk_client.services.settings_sheet import SettingsSheet
from desk_client.services.sheets import Sheets
from desk_client.services.standing import Standing
from desk_client.services.taking import Taking
from desk_client.services.timeline import TimelineReader
from desk_client.services.undoing import Undoing
from desk_client.services.why_not import WhyNot
from desk_client.services.wishes import Wishes
from desk_client.services.work import Work
from desk_client.settings import Settings
from ui.desk_stores import DeskStores


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGround:
    """What sheets may work with."""

    settings: Settings
    clock: Clock
    stores: DeskStores
    standing: Standing
    record: DeskRecord
    packs: PackSet
    gate: Gate
    work: Work
    taking: Taking
    closing: Closing
    undoing: Undoing
    notes: DecentNotes
    letters: MessageSheet
    audio: DeskAudio
    reasons: Reasons
    release: Callable[[DebtorId], None]  # ends the lease of a debtor who was handed over
    packs_arrived: Callable[[], None]  # the window is painted again
    confirm: Callable[[Login, str], Future[Agent]]  # a second person, at central
    post: Callable[[Callable[[], None]], None]  # from another thread, done on the desk's


def sheets_of(ground: SheetGround) -> Sheets:
    """Each shut until it is asked for."""
    at = ground.standing
    return Sheets(
        (
            ground.audio,
            ground.reasons,
            LawPages(standing=at, shelf=PackShelf(ground.packs, ground.packs_arrived)),
            ground.letters,
            Overrides(
                standing=at,
                gate=ground.gate,
                notes=ground.notes,
                dial=ground.taking.dial,
                confirm=ground.confirm,
                post=ground.post,
            ),
            Wishes(standing=at, files=ground.stores.files, judge_again=ground.taking.judge_again),
            HandOver(
                standing=at,
                people=ground.stores.reference.agents,
                notes=ground.notes,
                undoing=ground.undoing,
                release=ground.release,
            ),
            SettingsSheet(
                settings=ground.settings,
                store=OwnStore(ground.stores.settings, at.staff.agent.staff_no),
            ),
            WhyNot(standing=at, files=ground.stores.files, work=ground.work),
            _due_list(ground),
            _case_detail(ground),
            ReachLedger(
                standing=at,
                files=ground.stores.files,
                work=ground.work,
                judge_again=ground.taking.judge_again,
                name_of=ground.stores.reference.name_of,
            ),
            Palette(
                standing=at,
                search=ground.stores.search,
                reference=ground.stores.reference,
                facts=ground.stores.facts,
                at_hand=AtHand(ground.stores.settings, at.staff.agent.login),
                work=ground.work,
                look_up=ground.taking.look_up,
            ),
        )
    )


def _due_list(ground: SheetGround) -> DueList:
    """Whoever changes a case from the list has it judged anew where it is in hand."""
    at = ground.standing
    return DueList(
        standing=at,
        files=ground.stores.files,
        due=DueRows(
            standing=at,
            files=ground.stores.files,
            work=ground.work,
            packs=ground.packs,
            store=ground.stores.workflows,
            name_of=ground.stores.reference.name_of,
        ),
        deeds=Deeds(
            standing=at,
            notes=ground.notes,
            confirm=ground.confirm,
            post=ground.post,
            wrote=lambda _hand: ground.taking.judge_again(),
        ),
        undoing=ground.undoing,
        look=ground.taking.look,
        undo_because=ground.closing.undo_because,
    )


def _case_detail(ground: SheetGround) -> CaseDetail:
    stores = ground.stores
    return CaseDetail(
        standing=ground.standing,
        files=stores.files,
        reader=TimelineReader(
            timeline=stores.timeline, chain=stores.chain, reference=stores.reference
        ),
        packs=ground.packs,
        work=ground.work,
        taking=ground.taking,
        notes=ground.notes,
        letters=ground.letters,
    )
