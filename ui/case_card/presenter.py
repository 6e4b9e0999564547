"""The case card as it is to be seen: a DeskState becomes a small frozen value of finished words.
While amounts are hidden no figure and no date of the debt is taken over, so none can leak from a
label, a tooltip or an accessible name."""

from dataclasses import dataclass

from desk_client.services.case_parts import CaseCard, Mark
from desk_client.services.desk_state import DeskState
from ui.secrecy import amounts_open
from ui.wishes.line import wishes_line
from ui.wording import Wording

_ICONS = {"sms": "message", "email": "mail", "letter": "document"}


@dataclass(frozen=True, slots=True)
class DebtSeen:
    """One debt; None stands for a figure that is hidden."""

    name: str
    detail: str | None
    amount: str | None


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """One of the last contacts."""

    icon: str
    when: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class CardSeen:
    """Everything on the case card."""

    name: str
    case_no: str
    about: str
    flags: tuple[tuple[Mark, str], ...]
    verified: bool
    identity: str
    identity_detail: str
    matched: int
    needed: int
    balance_caption: str
    balance: str | None
    days: str | None
    parts: str | None
    debts: tuple[DebtSeen, ...]
    has_promise: bool
    promise: str
    promise_detail: str
    contacts: tuple[ContactSeen, ...]
    wishes: tuple[str, ...]


def card_seen(state: DeskState, wording: Wording) -> CardSeen | None:
    """The card, None where no case is in hand."""
    card = state.card
    if card is None:
        return None
    shown = amounts_open(state)
    verified = card.verified_at is not None
    balance = wording.figure(card.balance) if shown and card.balance else None
    days = wording.number(card.days_past_due) if shown and card.days_past_due is not None else None
    return CardSeen(
        name=card.name,
        case_no=card.case_no,
        about=wording.text(card.about),
        flags=tuple((flag.mark, wording.text(flag.label)) for flag in card.flags),
        verified=verified,
        identity=_identity(card, state.zone, wording),
        identity_detail=_identity_detail(card, wording, shown=shown),
        matched=card.factors_matched,
        needed=card.factors_needed,
        balance_caption=wording.word("card.balance", currency=card.currency),
        balance=balance,
        days=days,
        parts=wording.text(card.parts) if shown and card.parts else None,
        debts=tuple(
            DebtSeen(
                name=wording.text(debt.name),
                detail=wording.text(debt.detail) if shown else None,
                amount=wording.figure(debt.amount) if shown and debt.amount else None,
            )
            for debt in card.debts
        ),
        has_promise=card.promise is not None,
        promise=_promise(card, wording, shown=shown),
        promise_detail=_promise_detail(card, wording, shown=shown),
        contacts=tuple(
            ContactSeen(
                icon=_ICONS.get(contact.channel, "phone"),
                when=_headed(wording.moment(contact.at, state.now, state.zone)),
                what=wording.text(contact.what),
                where=wording.text(contact.where),
            )
            for contact in card.contacts
        ),
        wishes=wishes_line(state, wording),
    )


def _headed(words: str) -> str:
    """Stands alone in its column: "Today 09:35"."""
    return words[:1].upper() + words[1:]


def _identity(card: CaseCard, zone: str, wording: Wording) -> str:
    if card.verified_at is not None:
        return wording.word("card.verified", at=wording.clock(card.verified_at, zone, seconds=True))
    return wording.word("card.identity", n=card.factors_matched, of=card.factors_needed)


def _identity_detail(card: CaseCard, wording: Wording, *, shown: bool) -> str:
    if card.verified_at is not None and shown:
        names = wording.joined(*(wording.text(factor) for factor in card.factors))
        return names or wording.word("card.opened")  # a call of an earlier run: no script to ask
    if card.verified_at is not None:
        return wording.word("card.hidden_by_hand")
    if card.open:
        return wording.word("card.before_call")
    return wording.word("card.opens_at", of=card.factors_needed)


def _promise(card: CaseCard, wording: Wording, *, shown: bool) -> str:
    if card.promise is None:
        return wording.word("card.no_promise")
    if card.open and not shown:
        return wording.word("card.promise_hidden")
    return wording.text(card.promise)


def _promise_detail(card: CaseCard, wording: Wording, *, shown: bool) -> str:
    if shown and card.promise_detail is not None:
        return wording.text(card.promise_detail)
    return wording.word("card.after_identity") if card.promise is not None and not shown else ""
