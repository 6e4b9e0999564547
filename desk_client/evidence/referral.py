"""What a referral file says: the case with its statement, the checklist as judged today, who asked
and who approved, and an index of all evidence: every call with its recording by hash and place in
the chain, every message by hash, every verdict, every fact by the hash of its words. Recordings
themselves are not in it; whoever holds the organisation's key gets them by `recording export`."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import psycopg
from pydantic import BaseModel, ConfigDict

from desk_client.case_state import CallRecord, MessageRecord
from desk_client.contact import result_of
from desk_client.errors import DeskError
from desk_client.fact import Fact, in_order
from desk_client.fact_body import RecordingSealed, VerdictGiven, body_to_json
from desk_client.ids import CallId, CaseId, DebtorId, Login
from desk_client.message_body import MessageAttempted
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.central_files import DebtorFile, debtor_files
from desk_client.services.referral_check import Destination, checked, destinations
from desk_client.text import Text
from desk_client.workflow import Workflow

SCHEMA: Literal["desk-client/referral/1"] = "desk-client/referral/1"
_CASE = """select case_id::text, debtor_id::text from app.placed_case
            where case_no = %s and (%s::integer is null or team = %s)"""
_PAYMENTS = """select paid_on, amount, currency from app.payment
                where case_id = %s::uuid order by paid_on, payment_id"""


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class DebtTold(_Told):
    """One debt as the bank sent it; null = the bank did not say."""

    debt_id: str
    product: str
    card_last4: str
    currency: str
    balance: Decimal
    principal: Decimal | None
    interest: Decimal | None
    fees: Decimal | None
    due_date: date


class PaymentTold(_Told):
    """Money that arrived."""

    paid_on: date
    amount: Decimal
    currency: str


class ItemTold(_Told):
    """One line of the checklist: met by what the facts show, or vouched for by who asked."""

    code: str
    label: Text
    met: bool
    by: Literal["facts", "vouched", "nothing"]


class CallTold(_Told):
    """A call. `chain_index` and `link`: its place in the signed chain of the desk's recordings."""

    at: datetime
    call_id: str
    direction: str
    by: str
    result: str
    outcome: str | None
    identity_verified: bool | None
    talk_s: float
    verdict: str | None
    recording_sha256: str | None
    recording_s: float | None
    chain_index: int | None
    link: str | None


class MessageTold(_Told):
    """A message that left; sha256 is that of its words."""

    at: datetime
    channel: str
    template: str
    purpose: str
    delivered_at: datetime | None
    failed: str | None
    sha256: str


class FactTold(_Told):
    """A fact by the hash of its stored body; the bodies are in facts.jsonl, in this order."""

    fact_id: str
    kind: str
    at: datetime
    by: str
    sha256: str


class ReferralFile(_Told):
    """The whole index."""

    schema_: Literal["desk-client/referral/1"] = SCHEMA
    made_at: datetime
    case_no: str
    debtor: str
    to: str
    to_label: Text
    asked_at: datetime
    asked_by: str
    approved_by: str
    note: str
    checklist: tuple[ItemTold, ...]
    debts: tuple[DebtTold, ...]
    payments: tuple[PaymentTold, ...]
    calls: tuple[CallTold, ...]
    messages: tuple[MessageTold, ...]
    refused: int
    facts: tuple[FactTold, ...]

    def as_json(self) -> str:
        """With the schema under its own name."""
        return self.model_dump_json(indent=2).replace('"schema_"', '"schema"', 1)


def referral_file(
    connection: psycopg.Connection, *, case_no: str, now: datetime, team: int | None = None
) -> tuple[ReferralFile, tuple[Fact, ...]]:
    """The file of an approved referral and the facts of its case; DeskError where the case is not
    known, is not referred, or nobody approved it."""
    rows = connection.execute(_CASE, (case_no, team, team)).fetchall()
    if len(rows) != 1:
        raise DeskError(
            f"{len(rows)} cases are called {case_no}; give the number as it was imported, with "
            "--team where two teams have it."
        )
    case_id, debtor_id = CaseId(rows[0][0]), DebtorId(rows[0][1])
    file = debtor_files(connection, [debtor_id])[debtor_id]
    hand = file.hand(case_id)
    if hand is None or file.unreadable:
        raise DeskError(f"Central holds facts of {case_no} that this program cannot read.")
    asked = _approved(hand, case_no)
    to = destinations().of(asked.to)
    if to is None or asked.approved_by is None:
        raise DeskError(f"The referral of {case_no} goes to {asked.to}, which is not known here.")
    payments = connection.execute(_PAYMENTS, (case_id,)).fetchall()
    facts = tuple(in_order(each for each in file.facts if each.case_id == case_id))
    return _told(hand, asked, to, file, facts, payments, now), facts


def _approved(hand: CaseInHand, case_no: str) -> Workflow:
    asked = [each for each in hand.state.workflows if each.kind == "referral" and each.open]
    if not asked:
        raise DeskError(f"No referral of {case_no} waits; an agent asks for it on the due list.")
    if asked[0].approved_by is None:
        raise DeskError(f"The referral of {case_no} is not approved; a lead approves it first.")
    return asked[0]


def _told(
    hand: CaseInHand,
    asked: Workflow,
    to: Destination,
    file: DebtorFile,
    facts: tuple[Fact, ...],
    payments: Iterable[tuple[date, Decimal, str]],
    now: datetime,
) -> ReferralFile:
    seals = {
        fact.body.call_id: fact.body
        for fact in file.facts
        if isinstance(fact.body, RecordingSealed)
    }
    verdicts = {
        fact.body.call_id: fact.body.decision
        for fact in facts
        if isinstance(fact.body, VerdictGiven) and fact.body.call_id is not None
    }
    hashes = {
        fact.body.message_id: fact.body.sha256
        for fact in facts
        if isinstance(fact.body, MessageAttempted)
    }
    return ReferralFile(
        made_at=now,
        case_no=hand.case.case_no,
        debtor=hand.debtor.name,
        to=to.code,
        to_label=to.label,
        asked_at=asked.opened_at,
        asked_by=asked.opened_by,
        approved_by=asked.approved_by or Login(""),
        note=asked.steps[0].note,
        checklist=_items(to, hand, asked, now),
        debts=_debts(hand),
        payments=tuple(
            PaymentTold(paid_on=day, amount=amount, currency=currency)
            for day, amount, currency in payments
        ),
        calls=tuple(
            _call(each, verdicts, seals.get(each.call_id)) for each in reversed(hand.state.calls)
        ),
        messages=tuple(
            _message(each, each.attempted_at, hashes.get(each.message_id, ""))
            for each in reversed(hand.state.messages)
            if each.attempted_at is not None
        ),
        refused=hand.state.refusals,
        facts=tuple(map(_fact, facts)),
    )


def _items(
    to: Destination, hand: CaseInHand, asked: Workflow, now: datetime
) -> tuple[ItemTold, ...]:
    return tuple(
        ItemTold(
            code=each.item.code,
            label=each.item.label,
            met=each.met,
            by="facts" if each.shown is True else "vouched" if each.met else "nothing",
        )
        for each in checked(to, hand, now, asked.vouched)
    )


def _debts(hand: CaseInHand) -> tuple[DebtTold, ...]:
    return tuple(
        DebtTold(
            debt_id=debt.debt_id,
            product=debt.product,
            card_last4=debt.card_last4,
            currency=debt.balance.currency,
            balance=debt.balance.amount,
            principal=debt.principal.amount if debt.principal else None,
            interest=debt.interest.amount if debt.interest else None,
            fees=debt.fees.amount if debt.fees else None,
            due_date=debt.due_date,
        )
        for debt in hand.case.debts
    )


def _call(
    call: CallRecord, verdicts: Mapping[CallId, str], seal: RecordingSealed | None
) -> CallTold:
    made = call.ended.recording if call.ended else None
    return CallTold(
        at=call.attempted_at,
        call_id=call.call_id,
        direction=call.direction,
        by=call.actor,
        result=result_of(call),
        outcome=call.outcome.code if call.outcome else None,
        identity_verified=call.identity.verified if call.identity else None,
        talk_s=call.ended.talk_s if call.ended else 0.0,
        verdict=verdicts.get(call.call_id),
        recording_sha256=made.sha256 if made else None,
        recording_s=made.seconds if made else None,
        chain_index=seal.index if seal else None,
        link=seal.link if seal else None,
    )


def _message(message: MessageRecord, at: datetime, sha256: str) -> MessageTold:
    return MessageTold(
        at=at,
        channel=message.channel,
        template=message.template,
        purpose=message.purpose,
        delivered_at=message.delivered_at,
        failed=message.failed,
        sha256=sha256,
    )


def _fact(fact: Fact) -> FactTold:
    words = body_to_json(fact.body).encode()
    return FactTold(
        fact_id=fact.fact_id,
        kind=fact.kind,
        at=fact.occurred_at,
        by=fact.actor,
        sha256=hashlib.sha256(words).hexdigest(),
    )
