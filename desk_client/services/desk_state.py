"""Everything the window shows, as one frozen value. The services make a new DeskState after every
key and every event of the phone; the panes paint what they find in it and hold nothing of their
own. Texts that come from data (rules, outcomes, callscripts) carry both languages; everything
else is a code or a figure that ui.wording puts into words. Times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_client.services.call_parts import (
    CallBar,
    ColleagueRow,
    LineFigures,
    ListenerPart,
    NextCase,
    OutcomeGrid,
    PromiseDraft,
    ScriptPane,
    SidePart,
    WrapUpSheet,
)
from desk_client.services.case_parts import (
    CaseCard,
    ContactPointRow,
    Mark,
    Meter,
    VerdictRow,
    WorkList,
)
from desk_client.services.detail_parts import DetailPart
from desk_client.services.message_parts import MessagesPart, OverridePart
from desk_client.services.note_parts import NoteCheck
from desk_client.services.own_settings import NOTHING_SET, OwnSettings
from desk_client.services.pack_parts import PacksPart
from desk_client.services.palette_parts import PalettePart
from desk_client.services.reach_parts import ReachPart
from desk_client.services.settings_parts import SettingsPart
from desk_client.services.sound_parts import SoundPart
from desk_client.services.team_parts import HandOverPart, ReasonRow, Rest
from desk_client.services.what_if_parts import WhatIfPart
from desk_client.services.why_parts import WhyPart
from desk_client.services.wish_parts import WishesPart
from desk_client.services.workflow_parts import DeedPart, DuePart
from desk_client.team_body import RestReason
from desk_client.text import Text


class Phase(StrEnum):
    """What the agent is in; decides which screen is up and which keys work."""

    READY = "ready"  # work list, about to take the next case
    NOT_READY = "not_ready"  # work list, no case comes by itself
    PREVIEW = "preview"  # a case is painted with its verdict
    DIALLING = "dialling"  # the attempt is committed, the far side may ring
    TALKING = "talking"
    ON_HOLD = "on_hold"
    WRAP_UP = "wrap_up"
    REFUSED = "refused"  # the gate said no; the sheet says why and what else


class LineState(StrEnum):
    """The phone's registration."""

    STARTING = "starting"
    REGISTERED = "registered"
    RECONNECTING = "reconnecting"
    LOST = "lost"


class SyncState(StrEnum):
    """How this desk stands to central."""

    SYNCED = "synced"
    TO_SEND = "to_send"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """The agent's own day, folded from today's facts."""

    dialled: int
    plan: int
    effective: int
    promises: int
    kept_percent: int | None  # None until a promise has come due
    since: datetime | None
    rests: tuple[Rest, ...] = ()  # that are over, by reason
    resting_since: datetime | None = None  # the one that goes on


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Who works here and how the desk stands: top bar, banner and status bar."""

    agent_name: str
    staff_no: str
    line: LineState
    line_detail: str  # for whoever is asked for help: the code, or how the phone ended
    sync: SyncState
    waiting: int
    offline_since: datetime | None
    next_try_s: int | None
    lease_until: datetime | None
    leased: int
    pack: Text
    rehearsal: bool
    line_said: Text | None = None  # why there is no line, in one sentence
    given_up: bool = False  # the phone is started again by a key only


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """What can be done instead of a refused dial. Key "Enter" is the best one."""

    key: str
    icon: str
    what: Text
    detail: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedSheet:
    """The centre after a refusal."""

    verdict: VerdictRow
    path: Text
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """What was undone or done, or what a colleague writes, in words; shown 8 s."""

    title: Text
    lines: tuple[Text, ...]
    redo: bool
    shown_at: datetime
    icon: str = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskState:
    """One moment of the desk."""

    now: datetime
    zone: str  # IANA zone in which the screen shows times
    phase: Phase
    since: datetime
    ready: bool = True  # takes cases by itself; in a call: afterwards
    station: Station
    day: DayFigures
    work: WorkList
    card: CaseCard | None = None
    contact_points: tuple[ContactPointRow, ...] = ()
    why: tuple[tuple[Mark, Text], ...] = ()
    meters: tuple[Meter, ...] = ()
    verdict: VerdictRow | None = None
    dials_at: datetime | None = None  # a timed preview or the next progressive dial
    script: ScriptPane | None = None
    call: CallBar | None = None
    side: SidePart | None = None
    directory: tuple[ColleagueRow, ...] = ()  # open while it has rows
    listener: ListenerPart | None = None
    line_figures: LineFigures | None = None
    sound: SoundPart | None = None
    what_if: WhatIfPart | None = None  # open while it is there
    packs: PacksPart | None = None  # open while it is there
    messages: MessagesPart | None = None  # open while it is there
    override: OverridePart | None = None  # open while it is there
    override_helps: bool = False  # two persons may lift what refuses here
    why_not: WhyPart | None = None  # open while it is there
    wishes: WishesPart | None = None  # open while it is there
    reach: ReachPart | None = None  # open while it is there
    rest_reason: RestReason = ""  # why not ready, where it was told
    reasons: ReasonRow | None = None  # open while it is there
    due: DuePart | None = None  # open while it is there
    deed: DeedPart | None = None  # open while it is there
    can_undo: bool = True  # Z has an outcome to take back
    can_redo: bool = True
    detail: DetailPart | None = None  # open while it is there
    hand_over: HandOverPart | None = None  # open while it is there
    settings: SettingsPart | None = None  # open while it is there
    own: OwnSettings = NOTHING_SET  # what the agent chose for this desk
    palette: PalettePart | None = None  # what its field has found
    trouble: str = ""  # no_audio_from_them, silence_from_them, silence_from_us
    outcomes: OutcomeGrid | None = None
    draft: PromiseDraft | None = None
    wrap_up: WrapUpSheet | None = None
    refused: RefusedSheet | None = None
    note: str = ""
    note_check: NoteCheck | None = None  # words in it that are marked
    after: tuple[NextCase, ...] = ()
    toast: Toast | None = None
    notice: Text | None = None  # the status bar's answer to a key that cannot act
    hidden: bool = True  # amounts are hidden (B, or identity not verified)
