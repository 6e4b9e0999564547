"""A refused contact that a rule of the house holds back may be let through by two persons, one of
them a lead, with a reason, for a short time. The second person signs with their own password, which
central checks; what the law holds nobody lifts, and the gate is asked again with the override in
the question. The override is a fact of its own, and the verdict names the rules it lifted."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from typing import Any

from desk_client.agent import Agent, Role
from desk_client.care_body import Overridden
from desk_client.compliance.request import Override
from desk_client.errors import DeskError, SignInRefused
from desk_client.ids import Login
from desk_client.services import message_intents as asks
from desk_client.services.asking import Approach
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.desk_state import Phase
from desk_client.services.gate import Gate
from desk_client.services.message_parts import OverridePart
from desk_client.services.refusal import Refusal
from desk_client.services.sign_in import login_of
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.text import Text

LASTS = timedelta(minutes=30)  # a pack may allow less, never more
SHORTEST_REASON = 6  # characters
_NOBODY = Text("这是法定或行内必守规则，任何人不得放行", "Nobody may lift this rule")
_REASON = Text("请写明理由（至少 6 个字）", "Give the reason, at least 6 characters")
_OTHER_PERSON = Text("须由另一人签名", "Another person has to sign")
_NO_LEAD = Text("两人中须有一位主管", "One of the two has to be a lead")
_NOT_ACCEPTED = Text("工号或密码不正确", "Central does not accept this login and password")
_AWAY = Text("中心库不可达，无法核实签名", "Central is away, so nobody can sign")


class Overrides:
    """Answers the form's intents; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        gate: Gate,
        notes: DecentNotes,
        dial: Callable[[Approach], None],
        confirm: Callable[[Login, str], "Future[Agent]"],
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        """`confirm` asks central who signs, on another thread; `post` brings its answer back."""
        self._at = standing
        self._gate = gate
        self._notes = notes
        self._dial = dial
        self._confirm = confirm
        self._post = post
        self._of: Refusal | None = None
        self._asked: tuple[Refusal, bool] | None = None  # whether an override may help there
        self._reason = ""
        self._asking = False
        self._fault: Text | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenOverride: lambda _: self._open(),
            asks.SubmitOverride: self._submit,
            asks.CloseOverride: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"override": self.part(), "override_helps": self.helps()}

    def part(self) -> OverridePart | None:
        """The open form; None while it is shut, and as soon as the refusal is gone."""
        if self._of is None or self._at.refusal is not self._of:
            self._close()
            return None
        reasons = self._of.judged.verdict.reasons
        return OverridePart(
            rules=tuple(each.text for each in reasons),
            clauses=tuple(each.ref for each in reasons),
            reason=self._reason,
            minutes=int(LASTS.total_seconds() // 60),
            asking=self._asking,
            fault=self._fault,
        )

    def helps(self) -> bool:
        """Whether two persons could let the refused contact through; asked once a refusal."""
        refusal, hand = self._at.refusal, self._at.hand
        if self._at.phase is not Phase.REFUSED or refusal is None or hand is None:
            return False
        if self._asked is None or self._asked[0] is not refusal:
            lead, me = Login("somebody else"), self._at.staff.agent.login
            asked = self._approach(refusal, lead, me, "looking what can be done")
            allowed = self._gate.ask(hand, refusal.judged.point, asked).verdict.allowed
            self._asked = (refusal, allowed)
        return self._asked[1]

    def _open(self) -> None:
        refusal = self._at.refusal
        if self._at.phase is not Phase.REFUSED or refusal is None:
            self._at.notice = NOT_NOW
            return
        if not self.helps():
            self._at.notice = _NOBODY
            return
        self._of, self._reason, self._fault, self._asking = refusal, "", None, False

    def _close(self) -> None:
        self._of, self._reason, self._fault, self._asking = None, "", None, False

    def _submit(self, signed: asks.SubmitOverride) -> None:
        if self._of is None or self._asking:
            self._at.notice = NOT_NOW
            return
        self._reason = signed.reason.strip()
        login = login_of(signed.login)
        words = self._notes.fault(self._reason)
        if len(self._reason) < SHORTEST_REASON:
            self._fault = _REASON
        elif words is not None:
            self._fault = words
        elif login == self._at.staff.agent.login or not login:
            self._fault = _OTHER_PERSON
        else:
            self._fault, self._asking = None, True
            refusal = self._of
            told = self._confirm(login, signed.password)
            told.add_done_callback(lambda done: self._post(lambda: self._signed(refusal, done)))

    def _signed(self, refusal: Refusal, done: "Future[Agent]") -> None:
        if self._of is not refusal or self._at.refusal is not refusal:
            return  # the agent went on meanwhile
        self._asking = False
        try:
            second = done.result()
        except SignInRefused:
            self._fault = _NOT_ACCEPTED
        except DeskError:
            self._fault = _AWAY
        else:
            self._let_through(refusal, second)

    def _let_through(self, refusal: Refusal, second: Agent) -> None:
        me, hand = self._at.staff.agent, self._at.hand
        lead = next((each for each in (second, me) if each.role is Role.LEAD), None)
        if lead is None or hand is None or second.team != me.team:
            self._fault = _NO_LEAD
            return
        other = me if lead is second else second
        approach = self._approach(refusal, lead.login, other.login, self._reason)
        assert approach.override is not None  # noqa: S101 - made with one
        self._at.write(
            hand,
            Overridden(
                contact=approach.kind,
                contact_point_id=refusal.judged.point.contact_point_id,
                rules=approach.override.rules,
                reason=self._reason,
                role=lead.role.value,
                second=second.login,
                until=approach.override.until,
            ),
        )
        self._close()
        self._at.point, self._at.refusal = refusal.judged.point, None
        self._at.enter(Phase.PREVIEW)
        self._dial(approach)

    def _approach(self, refusal: Refusal, lead: Login, other: Login, reason: str) -> Approach:
        judged = refusal.judged
        return Approach(
            path="override",
            initiator="agent",
            mode="preview",
            kind=judged.approach.kind,
            override=Override(
                rules=tuple(each.rule for each in judged.verdict.reasons),
                by=lead,
                role=Role.LEAD.value,
                second=other,
                reason=reason,
                until=self._at.clock.now() + LASTS,
            ),
        )
