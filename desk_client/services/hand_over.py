"""Handing a case over: to a colleague of the team or to another queue, always with a note. A debtor
is lent whole, so the giver's lease ends at once and central keeps the debtor for that colleague
(schema 0008); their list shows it first, with who gave it and why. A case in a call, or whose call
has no outcome yet, is finished first."""

from collections.abc import Callable
from typing import Any

from desk_client.agent import Agent
from desk_client.ids import CaseId, DebtorId, Login
from desk_client.outcome import table
from desk_client.services import team_intents as asks
from desk_client.services.decent_notes import DecentNotes
from desk_client.services.desk_state import Phase, Toast
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.team_parts import HandOverPart, Receiver
from desk_client.services.undoing import Undoing
from desk_client.team_body import CaseHandedOver
from desk_client.text import Text

LONGEST = 2000  # characters of a note to a colleague; a page is read before a call, not a book
_OUTCOME_FIRST = Text(
    "先结束通话并记录结果，再移交", "End the call and log its outcome, then hand over"
)
_NOTE_FIRST = Text("请写明移交事项", "Say what the next one has to know")
_TOO_LONG = Text(f"备注请勿超过 {LONGEST} 字", f"At most {LONGEST} characters")
_NOBODY = Text("请选择同事或队列", "Choose a colleague or a queue")


class HandOver:
    """Answers the sheet's intents; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        people: Callable[[], tuple[Agent, ...]],
        notes: DecentNotes,
        undoing: Undoing,
        release: Callable[[DebtorId], None],
    ) -> None:
        """`people` are all that central named to this desk; `release` ends the lease of a debtor
        as soon as central can be told."""
        self._at = standing
        self._people = people
        self._notes = notes
        self._undoing = undoing
        self._release = release
        self._of: CaseId | None = None
        self._receivers: tuple[Receiver, ...] = ()
        self._fault: Text | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenHandOver: lambda _: self._open(),
            asks.GiveCase: lambda i: self._give(i.to, i.note),
            asks.CloseHandOver: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"hand_over": self.part()}

    def part(self) -> HandOverPart | None:
        """The open sheet; None while it is shut, and once another case is in hand."""
        hand = self._at.hand
        if hand is None or hand.case.case_id != self._of or self._at.phase not in _MAY:
            self._close()
            return None
        return HandOverPart(
            case_id=hand.case.case_id,
            name=hand.debtor.name,
            receivers=self._receivers,
            fault=self._fault,
        )

    def _open(self) -> None:
        hand = self._at.hand
        if hand is None:
            self._at.notice = NOT_NOW
            return
        if self._at.phase not in _MAY:
            self._at.notice = _OUTCOME_FIRST
            return
        self._of, self._fault = hand.case.case_id, None
        self._receivers = self._everybody()

    def _close(self) -> None:
        self._of, self._fault = None, None

    def _everybody(self) -> tuple[Receiver, ...]:
        """Leads first, then colleagues by name, then queues."""
        me = self._at.staff.agent
        people = [
            each for each in self._people() if each.team == me.team and each.login != me.login
        ]
        people.sort(key=lambda each: (each.role != "lead", each.name, each.login))
        return (
            *(
                Receiver(
                    f"agent:{each.login}", Text(each.name, each.name), each.staff_no, each.role
                )
                for each in people
            ),
            *(
                Receiver(f"queue:{name}", words, "", "queue")
                for name, words in table().queues.items()
            ),
        )

    def _give(self, to: str, note: str) -> None:
        at, hand = self._at, self._at.hand
        if hand is None or hand.case.case_id != self._of or at.phase not in _MAY:
            at.notice = NOT_NOW
            return
        words = note.strip()
        receiver = next((each for each in self._receivers if each.key == to), None)
        self._fault = self._faults(receiver, words)
        if receiver is None or self._fault is not None:
            return
        kind, name = receiver.key.split(":", maxsplit=1)
        body = CaseHandedOver(
            to=Login(name) if kind == "agent" else None,
            queue=name if kind == "queue" else None,
            note=words,
        )
        (fact,) = at.write(hand, body)
        self._undoing.remember_hand_over(hand.case, fact, hand.debtor.name, receiver.name)
        if kind == "agent":
            self._release(hand.debtor.debtor_id)
        self._close()
        at.toast = _told(hand.debtor.name, receiver.name, self._at)
        at.rest()

    def _faults(self, receiver: Receiver | None, words: str) -> Text | None:
        if receiver is None:
            return _NOBODY
        if not words:
            return _NOTE_FIRST
        return _TOO_LONG if len(words) > LONGEST else self._notes.fault(words)


_MAY = (Phase.PREVIEW, Phase.REFUSED)


def _told(name: str, to: Text, standing: Standing) -> Toast:
    return Toast(
        title=Text(f"{name} 已移交给 {to.zh}", f"{name} handed over to {to.en}"),
        lines=(Text("附言一并送达；Z 可撤销。", "The note goes with it; Z takes it back."),),
        redo=False,
        shown_at=standing.clock.now(),
        icon="swap",
    )
