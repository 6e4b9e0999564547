"""The page of a case: everything about it and its debtor, looked at from the work list, from the
preview, or in the middle of a call. Outside a call whoever holds the lease sees the figures; in a
call they are shut until identity is verified. A look is a fact, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from desk_client.compliance.pack_set import PackSet
from desk_client.fact_body import CaseOpened, NoteWritten
from desk_client.ids import CaseId, ContactPointId, FactId
from desk_client.services import detail_blocks, detail_points
from desk_client.services import detail_intents as asks
from desk_client.services.case_card import about_case
from desk_client.services.case_in_hand import CaseFiles, CaseInHand
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.desk_state import Phase
from desk_client.services.detail_parts import DetailBlock, DetailPart
from desk_client.services.message_sheet import MessageSheet
from desk_client.services.risk_flags import risk_flags
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.taking import Taking
from desk_client.services.timeline import TimelineReader
from desk_client.services.timeline_calls import money_text
from desk_client.services.timeline_kinds import ALL, NAMES
from desk_client.services.wish_words import on_record
from desk_client.services.work import Work
from desk_client.text import Text

_NO_CASE = Text("先选择一件案件", "Choose a case first")
_NOT_HERE = Text("案件已不在本机", "The case is no longer on this desk")
_RECORDINGS = Text(
    "坐席不能打开录音：录音由密钥保管人在质检页打开",
    "Agents cannot open recordings; whoever keeps the key opens them in review",
)
_NO_RECORDING = Text("这一条没有录音", "There is no recording here")
_SAVED = Text("备注已保存", "The note is saved")


@dataclass(frozen=True, slots=True)
class _Kept:
    """The part as it was made for a reading of the case and a minute."""

    mark: tuple[object, ...]
    part: DetailPart


class CaseDetail:
    """Answers the page's intents; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        files: CaseFiles,
        reader: TimelineReader,
        packs: PackSet,
        work: Work,
        taking: Taking,
        notes: DecentNotes,
        letters: MessageSheet,
    ) -> None:
        self._at = standing
        self._files = files
        self._reader = reader
        self._packs = packs
        self._work = work
        self._taking = taking
        self._notes = notes
        self._letters = letters
        self._of: CaseId | None = None
        self._began_in_call = False
        self._category = ALL
        self._noted: FactId | None = None
        self._kept: _Kept | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenDetail: lambda i: self._open(i.case_id),
            asks.FilterTimeline: lambda i: self._filter(i.category),
            asks.MoreTimeline: lambda _: self._more(),
            asks.PreviewPoint: lambda i: self._preview(i.contact_point_id),
            asks.WriteFromDetail: lambda _: self._write(),
            asks.NoteOnCase: lambda i: self._note(i.text),
            asks.PlayRecording: lambda i: self._play(has_one=i.has_one),
            asks.CloseDetail: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:
        """Its part of the state."""
        return {"detail": self.part(hidden=hidden)}

    def part(self, *, hidden: bool) -> DetailPart | None:
        """The open page; None while it is shut, as soon as another case is in hand, and once a
        call of its case begins, for then the callscript is what is read."""
        at, hand = self._at, self._at.hand
        dialled = at.in_call and not self._began_in_call
        other = hand is not None and hand.case.case_id != self._of
        if self._of is None or other or dialled:
            self._close()
            return None
        try:
            here = self._files.open(self._of)
        except KeyError:  # it went back to central meanwhile
            self._close()
            at.notice = _NOT_HERE
            return None
        now = at.clock.now()
        open_ = self._figures(hidden=hidden)
        self._reader.show(here, self._category, now, open_=open_)
        minute = now.replace(second=0, microsecond=0)
        rows = self._reader.rows
        mark = (here, rows, self._category, minute, open_, at.phase, self._noted, at.revision)
        if self._kept is None or not _alike(self._kept.mark, mark):
            self._kept = _Kept(mark, self._made(here, now, open_=open_))
        return self._kept.part

    def _figures(self, *, hidden: bool) -> bool:
        """Whether they may be seen: nobody is on any line, or identity was verified."""
        return not hidden or (self._at.call is None and self._at.side is None)

    def _made(self, hand: CaseInHand, now: datetime, *, open_: bool) -> DetailPart:
        at, case = self._at, hand.case
        in_call = at.call is not None
        return DetailPart(
            case_id=case.case_id,
            case_no=case.case_no,
            name=hand.debtor.name,
            about=about_case(hand, now),
            flags=risk_flags(hand.flags, now),
            wishes=on_record(hand.inconvenient, hand.consents),
            open=open_,
            in_call=in_call,
            balance=money_text(case.balance) if open_ else None,
            days_past_due=case.days_past_due(hand.today(now)) if open_ else None,
            left=self._left(hand, now, open_=open_),
            right=self._right(hand, now, open_=open_),
            category=self._category,
            counts=self._reader.counts,
            rows=self._reader.rows,
            more=self._reader.has_more,
            may_note=not in_call,
            may_write=self._may_take,
            may_preview=self._may_take,
            written=self._noted,
        )

    def _left(self, hand: CaseInHand, now: datetime, *, open_: bool) -> tuple[DetailBlock, ...]:
        own, persons = detail_points.points(hand, lambda point: self._work.looked(hand, point), now)
        return (
            detail_points.debts(hand, self._reader.cases, now, open_=open_),
            own,
            persons,
            detail_points.hours(hand),
        )

    def _right(self, hand: CaseInHand, now: datetime, *, open_: bool) -> tuple[DetailBlock, ...]:
        known = detail_blocks.Known(
            hand=hand,
            now=now,
            open=open_,
            payments=self._reader.payments.get(hand.case.case_id, ()),
            answered=self._reader.answered,
            packs=self._packs,
        )
        return (
            detail_blocks.promises(known),
            detail_blocks.callbacks(known),
            detail_blocks.contested(known),
            detail_blocks.papers(known),
            detail_blocks.payments(known),
        )

    def _open(self, case_id: CaseId | None) -> None:
        at = self._at
        asked = case_id or (at.hand.case.case_id if at.hand is not None else None)
        if asked is None:
            at.notice = _NO_CASE
            return
        if at.hand is not None and at.hand.case.case_id != asked:
            at.notice = NOT_NOW
            return
        if asked == self._of:
            return
        self._of, self._category, self._noted = asked, ALL, None
        self._began_in_call = at.in_call
        self._taking.waiting = False  # who reads a case is not given another
        try:
            hand = self._files.open(asked)
        except KeyError:
            self._of, at.notice = None, _NOT_HERE
            return
        verified = at.call is not None and at.call.verified and not at.hidden_by_key
        alone = at.call is None and at.side is None
        # The fold makes nothing of a look, so the case's state stays as it is.
        shown: Literal["open", "hidden"] = "open" if alone or verified else "hidden"
        at.record.write(hand.case, CaseOpened(shown=shown, alone=alone), folded=False)

    def _close(self) -> None:
        if self._of is not None or self._kept is not None:
            self._reader.forget()
        self._of, self._kept, self._noted = None, None, None

    def _filter(self, category: str) -> None:
        if category in NAMES:
            self._category = category

    def _more(self) -> None:
        if self._of is not None:
            self._reader.more(self._at.clock.now())

    @property
    def _may_take(self) -> bool:
        """Whether the case can be taken to preview from here."""
        at = self._at
        return at.resting or at.phase is Phase.PREVIEW

    def _preview(self, point_id: ContactPointId) -> None:
        case_id = self._of
        if case_id is None or not self._taken(case_id):
            return
        self._taking.choose(point_id)
        self._close()

    def _taken(self, case_id: CaseId) -> bool:
        """The case is in preview now; it is never dialled by itself from here."""
        at = self._at
        if not self._may_take:
            at.notice = NOT_NOW
            return False
        if at.resting:
            self._taking.waiting = False
            self._taking.look(case_id)
        return True

    def _write(self) -> None:
        case_id = self._of
        if case_id is None or not self._taken(case_id):
            return
        self._letters.open()
        self._close()

    def _note(self, text: str) -> None:
        """A note on this case; one that may not be saved stays in its field."""
        at, case_id = self._at, self._of
        if case_id is None or at.call is not None or not text.strip():
            at.notice = NOT_NOW
            return
        refused = self._notes.refusal(text)
        if refused is not None:
            at.notice = refused
            return
        hand = self._files.open(case_id)
        (fact,) = at.write(hand, NoteWritten(text=text))
        self._noted, at.notice = fact.fact_id, _SAVED

    def _play(self, *, has_one: bool) -> None:
        self._at.notice = _RECORDINGS if has_one else _NO_RECORDING


def _alike(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """The readings of case and rows are compared by identity: they are large, and made anew."""
    return one[0] is other[0] and one[1] is other[1] and one[2:] == other[2:]
