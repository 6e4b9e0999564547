"""Taking a case: from the work list or as the next one, painted with the verdict of each of its
numbers, dialled by key or, in a progressive campaign, by itself. Every dial goes through
services.dialling; refused, the sheet says why and what else can be done."""

from collections.abc import Callable
from datetime import timedelta

from desk_client.fact_body import CallbackBooked, CallbackTerms, CaseOpened, Skipped
from desk_client.ids import CaseId, ContactPointId
from desk_client.services.case_in_hand import CaseFiles
from desk_client.services.desk_state import Phase
from desk_client.services.dialling import Dialling
from desk_client.services.gate import DIALLER, Approach, chosen
from desk_client.services.message_sheet import MessageSheet
from desk_client.services.refusal import Refusal
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.work import Work
from desk_client.text import Text

BY_KEY = Approach(path="dial_key", initiator="agent", mode="preview")
REDIAL = timedelta(hours=24)  # a number dialled anew within so long is a redial
_NO_LINE = Text("线路未就绪，暂不拨出", "There is no line; nothing is dialled")
_LOOK_AGAIN_S = 5.0  # while nothing may be called: hours open, appointments come due
_BORROW_AGAIN_S = 60.0  # central may have been given more
_CALL_FIRST = Text("通话中不打开其他案件，请先结束通话", "End the call before opening another case")
_OUTCOME_FIRST = Text(
    "请先记录本通结果，再打开其他案件", "Log this outcome before opening another case"
)
_NOTHING = Text("现在没有可拨的案件", "No case may be called now")


class Taking:
    """Cases on their way to a call."""

    def __init__(
        self,
        *,
        standing: Standing,
        files: CaseFiles,
        work: Work,
        dialling: Dialling,
        messages: MessageSheet,
        owed_first: Callable[[], bool],
        short_of_work: Callable[[], None],
        line_free: Callable[[], bool],
    ) -> None:
        """`owed_first` brings up a debtor who waits on the line or a wrap-up still owed;
        `short_of_work` asks for leases; `line_free` tells whether a call could be placed."""
        self._at = standing
        self._files = files
        self._work = work
        self._dialling = dialling
        self._messages = messages
        self._owed_first = owed_first
        self._short_of_work = short_of_work
        self._line_free = line_free
        self._waits_for_line = False  # a case that is dialled by itself as soon as there is a line
        self.waiting = False  # the agent wants a case and there was none
        self._look_at = self._borrow_at = 0.0  # monotonic seconds, while waiting
        self._passed_over: CaseId | None = None  # skipped last; it does not come back by itself

    def take(self, case_id: CaseId | None) -> None:
        """The case of the selected row, else the next one."""
        if not self._at.resting:
            self._at.notice = NOT_NOW
        elif self._owed_first():
            return
        elif case_id is None:
            self._at.ready = True
            self._at.tell_ready()
            self.go_on()
        else:
            self.waiting = False
            self.look(case_id)
            self._dial_by_itself()

    def go_on(self) -> None:
        """The next case: an unfinished wrap-up, else the first that may be called now."""
        before = self._at.hand.case.case_id if self._at.hand else None
        self._at.rest()
        if self._at.over or self._owed_first() or not self._at.ready:
            return
        self._passed_over = None
        self.waiting = not self._take_next(besides=before)
        if self.waiting:
            now = self._at.clock.monotonic()
            self._look_at, self._borrow_at = now + _LOOK_AGAIN_S, now + _BORROW_AGAIN_S
            self._short_of_work()
            self._at.notice = _NOTHING

    def look_again(self) -> float | None:
        """An agent who waits gets the first case that may be called, as soon as there is one; the
        monotonic second of the next look, None where nobody waits."""
        if not self.waiting or self._at.over or self._at.phase is not Phase.READY:
            return None
        now = self._at.clock.monotonic()
        if now >= self._look_at:
            self._look_at = now + _LOOK_AGAIN_S
            self.waiting = not self._take_next(besides=self._passed_over)
            if self.waiting and now >= self._borrow_at:
                self._borrow_at = now + _BORROW_AGAIN_S
                self._short_of_work()
        return self._look_at if self.waiting else None

    def _take_next(self, *, besides: CaseId | None) -> bool:
        """False where no case may be called now."""
        following = self._work.next_case(self._at.clock.now(), besides=besides)
        if following is None:
            return False
        self._at.notice = None
        self.look(following.hand.case.case_id)
        self._dial_by_itself()
        return True

    def look(self, case_id: CaseId) -> None:
        """Paints a case with the verdict of each of its numbers."""
        at = self._at
        hand = self._files.open(case_id)
        same = at.hand is not None and at.hand.case.case_id == case_id
        at.hand = hand
        at.judged = tuple(self._work.looked(hand, point) for point in hand.telephones)
        best = chosen(at.judged)
        if not same or at.point not in hand.points:
            at.point = hand.point(best) if best else None
        at.hidden_by_key = False
        if at.phase is not Phase.PREVIEW:
            at.write(hand, CaseOpened(shown="hidden"))
            at.enter(Phase.PREVIEW)

    def look_up(self, case_id: CaseId) -> None:
        """A case that was searched for: shown like any other and dialled only by key, whatever the
        campaign. A call or its wrap-up in hand is not laid aside for it."""
        at = self._at
        if at.hand is not None and at.hand.case.case_id == case_id:
            return
        if at.in_call or at.side is not None:
            at.notice = _CALL_FIRST
        elif at.phase is Phase.WRAP_UP:
            at.notice = _OUTCOME_FIRST
        elif not self._owed_first():
            at.rest()
            self.waiting = self._waits_for_line = False
            self.look(case_id)

    def _dial_by_itself(self) -> None:
        """In a progressive campaign a case that may be called is called, if the agent is ready."""
        at = self._at
        judged = next((each for each in at.judged if each.point == at.point), None)
        progressive = at.ready and at.staff.campaign.mode == "progressive"
        self._waits_for_line = False
        if progressive and judged is not None and judged.verdict.allowed:
            self._waits_for_line = not self._line_free()
            self.dial(DIALLER)

    def line_is_back(self) -> None:
        """The phone is registered; the case that waited for it is dialled."""
        if self._waits_for_line and self._at.phase is Phase.PREVIEW:
            self._at.notice = None
            self._dial_by_itself()

    def dial(self, approach: Approach) -> None:
        """The shown contact point, through the gate."""
        at = self._at
        if at.over or at.phase is not Phase.PREVIEW or at.hand is None or at.point is None:
            at.notice = NOT_NOW
            return
        if not self._line_free():  # an attempt would be counted against the debtor for nothing
            at.notice = _NO_LINE
            return
        dialled = self._dialling.dial(at.hand, at.point, approach)
        at.revision += 1
        if dialled.call is None:
            others = tuple(each for each in at.judged if each.point != at.point)
            offers = self._messages.offers(at.hand)
            at.refusal = Refusal.of(at.hand, dialled.judged, others, offers)
            at.enter(Phase.REFUSED)
            return
        at.call = dialled.call
        at.enter(Phase.DIALLING)
        self.recount()

    def road(self, asked: str) -> str:
        """By which path a dial that the agent asked for comes, as the record names it."""
        at = self._at
        if at.hand is None or at.point is None:
            return asked
        if at.by_link:
            return "tel_link"
        now, state = at.clock.now(), at.hand.state
        if any(each.at <= now for each in state.callbacks):
            return "callback"
        recent = (
            call.attempted_at
            for call in state.calls
            if call.contact_point_id == at.point.contact_point_id
        )
        return "redial" if any(now - each < REDIAL for each in recent) else asked

    def judge_again(self) -> None:
        """Something that the rules look at was noted of the debtor in hand."""
        hand = self._at.hand
        if hand is not None and self._at.phase is Phase.PREVIEW:
            self.look(hand.case.case_id)
        else:
            self.recount()

    def recount(self) -> None:
        """Reads the case anew, so that the limits on the screen count the call in hand."""
        at = self._at
        if at.hand is None:
            return
        hand = at.hand = self._files.open(at.hand.case.case_id)
        if at.point is None and at.call is not None:  # a call that was left behind
            dialled = at.call.number.e164
            at.point = next((each for each in hand.points if each.value == dialled), None)
        if at.point is None:
            return
        judged = self._work.looked(hand, at.point)
        others = tuple(each for each in at.judged if each.point != at.point)
        at.judged = (judged, *others)

    def select(self, step: int) -> None:
        """Up and Down: the row of the list, in preview the contact point."""
        at = self._at
        if at.phase is Phase.PREVIEW and at.hand is not None and at.point is not None:
            points = at.hand.telephones
            here = points.index(at.point)
            at.point = points[min(len(points) - 1, max(0, here + step))]
        elif at.resting:
            at.selected = max(0, at.selected + step)

    def choose(self, contact_point_id: ContactPointId) -> None:
        if self._at.phase is Phase.PREVIEW and self._at.hand is not None:
            self._at.point = self._at.hand.point(contact_point_id)

    def skip(self, reason: str) -> None:
        if self._at.phase is not Phase.PREVIEW:
            self._at.notice = NOT_NOW
            return
        hand = self._at.hand
        self._at.write(hand, Skipped(reason=reason))
        self.go_on()
        self._passed_over = hand.case.case_id if hand else None

    def take_way(self, number: int) -> None:
        """An alternative to the refused dial; 0 is the best one, on Enter."""
        at = self._at
        if at.refusal is None or at.hand is None or number >= len(at.refusal.ways):
            at.notice = NOT_NOW
            return
        way = at.refusal.ways[number]
        if way.act == "other_point":
            at.point, at.refusal = way.point, None
            at.enter(Phase.PREVIEW)
            self.dial(BY_KEY)
        elif way.offer is not None:
            at.refusal = None
            at.enter(Phase.PREVIEW)
            self._messages.open_at(way.offer)
        elif way.at is not None and way.point is not None:
            terms = CallbackTerms(at=way.at, agreed=False)
            point_id = way.point.contact_point_id
            at.write(at.hand, CallbackBooked(terms=terms, contact_point_id=point_id))
            self.go_on()
