"""A deed on a case that is not an outcome of a call: what can be chosen, which words it asks for,
who has to sign, what Enter will do, and the facts it becomes. The form (services.deeds) knows no
deed by name; each is made by its own function (services.workflow_deeds, services.case_deeds)."""

from collections.abc import Callable
from dataclasses import dataclass

from desk_client.agent import Agent, Role
from desk_client.compliance.flag_lifting import LiftTerms
from desk_client.fact_body import FactBody
from desk_client.ids import Login
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.workflow_parts import DeedEffect
from desk_client.text import Text

SHORTEST_REASON = 6  # characters, as of an override
FREE = LiftTerms(word=False, lead=False, second=False)
REASON = Text("理由（至少 6 个字）", "Reason, at least 6 characters")
NOTE = Text("备注（可留空）", "Note, may be left empty")
_DEBTOR_ONLY = Text(
    "只有客户本人能收回，须先在通话中核身", "Only the debtor takes it back, verified in a call"
)

Writes = Callable[[tuple[str, ...], str, Login | None], tuple[FactBody, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice. `ticked` None = it is chosen alone; `fixed`: the facts decide it. `fault`: why it
    cannot be chosen now. `then`: it leads to another form."""

    code: str
    label: Text
    detail: Text | None = None
    effects: tuple[DeedEffect, ...] = ()
    takes: LiftTerms = FREE
    ticked: bool | None = None
    fixed: bool = False
    fault: Text | None = None
    then: Callable[[], "Deed"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One form. `bodies` makes the facts of the chosen (or ticked) codes, the words and the second
    person; `blocked` says why Enter can do nothing yet."""

    name: str
    hand: CaseInHand
    title: Text
    about: Text
    choices: tuple[Choice, ...] = ()
    many: bool = False
    asks: Text = REASON
    least: int = SHORTEST_REASON
    takes: LiftTerms = FREE
    effects: tuple[DeedEffect, ...] = ()
    bodies: Writes
    told: Text
    not_by: Login | None = None  # this person's signature is none
    blocked: Callable[[tuple[str, ...]], Text | None] = lambda _: None


def about(hand: CaseInHand, label: Text | None = None) -> Text:
    """Whose case, and which matter of it."""
    head = f"{hand.debtor.name} · {hand.case.case_no}"
    if label is None:
        return Text(head, head)
    return Text(f"{head} · {label.zh}", f"{head} · {label.en}")


def by_word(takes: LiftTerms, *, verified: bool) -> Text | None:
    """Why a choice that needs the debtor's own word cannot be made now."""
    return _DEBTOR_ONLY if takes.word and not verified else None


def signer(takes: LiftTerms, me: Agent) -> Text | None:
    """Who has to sign beside this person, in words; None = nobody."""
    lead = me.role is Role.LEAD
    if takes.lead and not lead:
        return Text("须由一位主管签名", "A lead has to sign")
    if takes.second:
        return Text("须有第二人签名", "A second person has to sign")
    return None
