"""The form of a deed: what is chosen by digits, the words, who signs beside the agent. A second
person signs with their own password, which central checks; a deed is written as one step and can
be taken back as one within the campaign's time. What cannot be done is said beside its field, and
nothing that was typed is lost by it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk_client.agent import Agent, Role
from desk_client.compliance.flag_lifting import LiftTerms
from desk_client.errors import DeskError, SignInRefused
from desk_client.fact import Fact
from desk_client.fact_body import Withdrawn
from desk_client.ids import FactId, Login
from desk_client.services import workflow_intents as asks
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.deed import FREE, Choice, Deed, signer
from desk_client.services.sign_in import login_of
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.workflow_parts import ChoiceRow, DeedPart
from desk_client.text import Text

LONGEST = 2000  # characters of the words of a deed
_CHOOSE = Text("先按数字选择一项", "Choose one by its digit first")
_SHORT = Text("请写明（至少 {} 个字）", "At least {} characters are needed")
_LONG = Text("最多 2000 个字", "At most 2,000 characters")
_OTHER_PERSON = Text("须由另一人签名", "Another person has to sign")
_NO_LEAD = Text("两人中须有一位主管", "One of the two has to be a lead")
_NOT_BY = Text("申请人不能自己批准", "Whoever asked cannot approve it")
_NOT_ACCEPTED = Text("工号或密码不正确", "Central does not accept this login and password")
_AWAY = Text("中心库不可达，无法核实签名", "Central is away, so nobody can sign")


@dataclass(frozen=True, slots=True)
class _Done:
    """What was written last, for as long as it can be taken back."""

    hand: CaseInHand
    facts: tuple[FactId, ...]
    at: datetime


class Deeds:
    """The form that is open, if any; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        notes: DecentNotes,
        confirm: Callable[[Login, str], "Future[Agent]"],
        post: Callable[[Callable[[], None]], None],
        wrote: Callable[[CaseInHand], None],
    ) -> None:
        """`confirm` asks central who signs, on another thread; `post` brings its answer back;
        `wrote` is told whose case a deed was written to."""
        self._at = standing
        self._notes = notes
        self._confirm = confirm
        self._post = post
        self._wrote = wrote
        self._within = timedelta(seconds=standing.staff.campaign.undo_s)
        self._deed: Deed | None = None
        self._chosen: int | None = None
        self._ticked: frozenset[str] = frozenset()
        self._asking = False
        self._fault: tuple[Text, str] | None = None
        self._done: _Done | None = None
        self.told: Text | None = None

    @property
    def name(self) -> str:
        """Of the open deed, "" where none is."""
        return self._deed.name if self._deed is not None else ""

    def begin(self, deed: Deed) -> None:
        """Opens its form."""
        self._deed, self._chosen, self._fault, self._asking = deed, None, None, False
        self._ticked = frozenset(each.code for each in deed.choices if each.ticked)
        self.told = None

    def leave(self) -> None:
        """Shuts the form; an answer of central that is on its way finds it shut."""
        self._deed, self._chosen, self._fault, self._asking = None, None, None, False

    def part(self, *, on_list: bool) -> DeedPart | None:
        """The form as it stands."""
        deed = self._deed
        if deed is None:
            return None
        chosen = self._choice
        effects = deed.effects if chosen is None else (*chosen.effects, *deed.effects)
        fault, fault_at = self._fault or (None, "")
        return DeedPart(
            deed=deed.name,
            title=deed.title,
            about=deed.about,
            choices=tuple(map(self._row, deed.choices)),
            chosen=self._chosen,
            asks=deed.asks,
            optional=deed.least == 0,
            effects=effects,
            second=signer(self._takes, self._at.staff.agent),
            asking=self._asking,
            fault=fault,
            fault_at=fault_at,
            on_list=on_list,
        )

    def choose(self, index: int) -> None:
        """A digit: chosen, ticked, or told why not."""
        deed = self._deed
        if deed is None or self._asking or not 0 <= index < len(deed.choices):
            self._at.notice = NOT_NOW
            return
        choice = deed.choices[index]
        if choice.fault is not None:
            self._fault = (choice.fault, "choice")
        elif deed.many and not choice.fixed:
            self._ticked ^= {choice.code}
            self._fault = None
        elif choice.then is not None:
            self.begin(choice.then())
        elif not deed.many:
            self._chosen, self._fault = index, None

    def submit(self, signed: asks.SubmitDeed) -> None:
        """Enter: written, or the fault said beside its field."""
        deed = self._deed
        if deed is None or self._asking:
            self._at.notice = NOT_NOW
            return
        text, login = signed.text.strip(), login_of(signed.login)
        self._fault = self._refused(deed, text)
        if self._fault is not None:
            return
        if signer(self._takes, self._at.staff.agent) is None:
            self._write(deed, text, None)
        elif not login or login == self._at.staff.agent.login:
            self._fault = (_OTHER_PERSON, "second")
        else:
            self._asking = True
            asked = self._confirm(login, signed.password)
            asked.add_done_callback(lambda done: self._post(lambda: self._signed(deed, text, done)))

    def can_undo(self, now: datetime) -> bool:
        """Whether what was last done can still be taken back."""
        return self._done is not None and now - self._done.at <= self._within

    def undo(self) -> None:
        """Takes the last deed back whole."""
        done = self._done
        if done is None or not self.can_undo(self._at.clock.now()):
            self._at.notice = Text("没有可撤销的操作", "There is nothing to undo here")
            return
        withdrawn = (Withdrawn(fact_id=each, reason="undone") for each in reversed(done.facts))
        self._at.write(done.hand, *withdrawn)
        self._done = None
        self.told = Text("已撤销刚才的操作，两者都留在审计中", "Undone; the audit keeps both")
        self._wrote(done.hand)

    @property
    def _choice(self) -> Choice | None:
        deed, chosen = self._deed, self._chosen
        return deed.choices[chosen] if deed is not None and chosen is not None else None

    @property
    def _takes(self) -> LiftTerms:
        choice = self._choice
        if choice is not None and choice.takes != FREE:
            return choice.takes
        return self._deed.takes if self._deed is not None else FREE

    @property
    def _codes(self) -> tuple[str, ...]:
        if self._deed is not None and self._deed.many:
            return tuple(each.code for each in self._deed.choices if each.code in self._ticked)
        return (self._choice.code,) if self._choice is not None else ()

    def _row(self, choice: Choice) -> ChoiceRow:
        ticked = None if choice.ticked is None else choice.code in self._ticked
        return ChoiceRow(
            label=choice.label,
            detail=choice.detail,
            ticked=ticked,
            fixed=choice.fixed,
            fault=choice.fault,
        )

    def _refused(self, deed: Deed, text: str) -> tuple[Text, str] | None:
        if deed.choices and not deed.many and self._choice is None:
            return _CHOOSE, "choice"
        blocked = deed.blocked(self._codes)
        if blocked is not None:
            return blocked, "choice"
        if len(text) < deed.least:
            least = deed.least
            return Text(_SHORT.zh.format(least), _SHORT.en.format(least)), "text"
        if len(text) > LONGEST:
            return _LONG, "text"
        words = self._notes.fault(text)
        return (words, "text") if words is not None else None

    def _signed(self, deed: Deed, text: str, done: "Future[Agent]") -> None:
        if self._deed is not deed or not self._asking:
            return  # the form was left meanwhile
        self._asking = False
        me = self._at.staff.agent
        try:
            second = done.result()
        except SignInRefused:
            self._fault = (_NOT_ACCEPTED, "second")
            return
        except DeskError:
            self._fault = (_AWAY, "second")
            return
        if second.login == deed.not_by:
            self._fault = (_NOT_BY, "second")
        elif second.team != me.team or Role.LEAD not in (second.role, me.role):
            self._fault = (_NO_LEAD, "second")
        else:
            self._write(deed, text, second.login)

    def _write(self, deed: Deed, text: str, second: Login | None) -> None:
        bodies = deed.bodies(self._codes, text, second)
        self.leave()
        if not bodies:
            return  # it wrote by itself
        self.written(deed.hand, self._at.write(deed.hand, *bodies), deed.told)

    def written(self, hand: CaseInHand, facts: tuple[Fact, ...], told: Text) -> None:
        """These facts are one step, to be taken back together."""
        ids = tuple(each.fact_id for each in facts)
        self._done, self.told = _Done(hand, ids, self._at.clock.now()), told
        self._wrote(hand)
