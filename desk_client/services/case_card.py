"""The case card: who, identity, what is owed, the open promise, the last contacts. With `open_`
false it is made without a single figure or date of the debt, so nothing can show or leak them."""

from datetime import datetime

from desk_client.case import Case, Debt
from desk_client.services import sentences
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.case_parts import CaseCard, DebtLine, LastContact
from desk_client.services.risk_flags import risk_flags
from desk_client.services.sent_words import (
    answer_words,
    message_standing,
    written_place,
    written_words,
)
from desk_client.services.wish_words import on_record
from desk_client.text import Text

_SHOWN_CONTACTS = 8


def case_card(hand: CaseInHand, call: CallInHand | None, now: datetime, *, open_: bool) -> CaseCard:
    """The card at this moment."""
    case, state = hand.case, hand.state
    run = call.script if call else None
    identity = state.calls[0].identity if call and not run and state.calls else None
    promise = state.open_promise
    return CaseCard(
        case_id=case.case_id,
        case_no=case.case_no,
        name=hand.debtor.name,
        about=about_case(hand, now),
        flags=risk_flags(hand.flags, now),
        open=open_,
        verified_at=run.identity.verified_at if run else identity.checked_at if identity else None,
        factors_matched=len(run.identity.matched)
        if run
        else len(identity.matched)
        if identity
        else 0,
        factors_needed=2,
        factors=_factor_names(call),
        currency=case.balance.currency,
        balance=case.balance if open_ else None,
        days_past_due=case.days_past_due(hand.today(now)) if open_ else None,
        debts=tuple(_debt_line(debt, open_=open_) for debt in case.debts),
        promise=_promise(hand, open_=open_),
        promise_detail=_promise_detail(hand) if open_ and promise else None,
        contacts=_contacts(hand),
        wishes=on_record(hand.inconvenient, hand.consents),
        parts=_parts(case) if open_ else None,
    )


def about_case(hand: CaseInHand, now: datetime) -> Text:
    """Where the debtor lives and what time it is there."""
    local = f"{now.astimezone(hand.zone):%H:%M}"
    district = hand.debtor.district
    if not district:
        return Text(f"当地 {local}", f"Local time {local}")
    return Text(f"{district} · 当地 {local}", f"{district} · local time {local}")


def _factor_names(call: CallInHand | None) -> tuple[Text, ...]:
    if call is None or call.script is None:
        return ()
    step = call.script.script.identity_step
    if step is None or step.identity is None:
        return ()
    matched = {checked.factor for checked in call.script.identity.matched}
    return tuple(factor.name for factor in step.identity.factors if factor.id in matched)


def _debt_line(debt: Debt, *, open_: bool) -> DebtLine:
    last4 = f" {debt.card_last4}" if debt.card_last4 else ""
    least = debt.minimum_due
    shown = least or debt.balance
    return DebtLine(
        name=Text(
            f"{debt.product}{' 尾号' if last4 else ''}{last4}",
            f"{debt.product}{last4}",
        ),
        detail=Text("最低应还", "Minimum due") if least else Text("应还", "Due"),
        amount=shown if open_ else None,
    )


def _promise(hand: CaseInHand, *, open_: bool) -> Text | None:
    promise = hand.state.open_promise
    if promise is None:
        return None
    if not open_:
        return Text("有未结承诺 1 笔", "One open promise")
    due = f"{promise.due:%m-%d}"
    amount = f"{promise.amount.amount:,.2f}"
    return Text(f"¥ {amount} · {due} 到期", f"¥ {amount} due {due}")


def _promise_detail(hand: CaseInHand) -> Text:
    promise = hand.state.open_promise
    if promise is None:
        return Text("", "")
    made = promise.made_at.astimezone(hand.zone)
    return Text(f"{promise.channel} · {made:%m-%d} 记录", f"{promise.channel} · taken {made:%m-%d}")


def _contacts(hand: CaseInHand) -> tuple[LastContact, ...]:
    """Over all channels, newest first: calls, messages that left us, what came back."""
    state = hand.state
    calls = (
        LastContact(at=last.at, what=sentences.contact(last), where=sentences.place(last.place))
        for last in state.last_contacts[:_SHOWN_CONTACTS]
    )
    sent = (
        LastContact(
            at=each.attempted_at,
            what=written_words(each.channel, message_standing(each)),
            where=written_place(each.place, each.role),
            channel=each.channel,
        )
        for each in state.messages
        if each.attempted_at is not None
    )
    came = (
        LastContact(
            at=each.at,
            what=answer_words(each.means),
            where=written_place(each.place, each.role),
            channel=each.channel,
        )
        for each in state.answers
    )
    every = sorted((*calls, *sent, *came), key=lambda each: each.at, reverse=True)
    return tuple(every[:_SHOWN_CONTACTS])


def _parts(case: Case) -> Text | None:
    """本金 3,000.00 · 利息 200.00 · 费用 60.50 over all debts; None unless each debt tells its
    own, for a sum of some would be taken for the whole."""
    told = []
    for zh, en, part in (
        ("本金", "Principal", "principal"),
        ("利息", "interest", "interest"),
        ("费用", "fees", "fees"),
    ):
        sums = [getattr(debt, part) for debt in case.debts]
        if any(each is None for each in sums):
            return None
        total = sum(sums[1:], start=sums[0])
        told.append(Text(f"{zh} {total.amount:,.2f}", f"{en} {total.amount:,.2f}"))
    return sentences.joined(*told)
