"""A debtor's life in a real encrypted store, and the reader of its timeline; messages, refusals and
recordings as facts tell them."""

from datetime import UTC, datetime, timedelta

from desk_client.fact_body import (
    RecordingMade,
    RefusingReason,
    VerdictGiven,
)
from desk_client.ids import CaseId, DebtorId
from desk_client.message_body import (
    MessageAttempted,
    MessageOrdered,
)
from desk_client.payment import Payment
from desk_client.services.case_in_hand import CaseInHand, in_hand
from desk_client.services.detail_parts import TimelineRow
from desk_client.services.timeline import TimelineReader
from desk_client.store.chain import RecordingChain
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.store.timeline import Timeline
from tests.happenings import MOBILE, Shift
from tests.rows import case, debtor, point

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # 17:00 in Shanghai


class Life:
    """A debtor with one case in the store, and the reader of their timeline."""

    def __init__(self, database: Database, number: int) -> None:
        self.number = number
        self.database = database
        self.shift = Shift(case=CaseId(f"case-{number}"), debtor=DebtorId(f"debtor-{number}"))
        self.payments: tuple[Payment, ...] = ()
        self.chain = RecordingChain(database)
        self.reader = TimelineReader(
            timeline=Timeline(database), chain=self.chain, reference=Reference(database)
        )

    def hand(self) -> CaseInHand:
        """As the desk reads it now."""
        rows = ReferenceRows(
            debtors=(debtor(self.number),),
            cases=(case(self.number),),
            contact_points=(point(self.number),),
            payments=self.payments,
        )
        Reference(self.database).upsert(rows)
        facts = FactStore(self.database)
        known = {each.fact_id for each in facts.of_debtor(DebtorId(f"debtor-{self.number}"))}
        facts.append(*(each for each in self.shift.facts if each.fact_id not in known))
        return in_hand(
            case=case(self.number),
            debtor=debtor(self.number),
            points=(point(self.number),),
            of_debtor=self.shift.facts,
        )

    def rows(self, category: str = "all", *, open_: bool = True) -> tuple[TimelineRow, ...]:
        self.reader.show(self.hand(), category, NOW, open_=open_)
        return self.reader.rows

    def row(self, category: str = "all", *, open_: bool = True) -> TimelineRow:
        """The newest."""
        return self.rows(category, open_=open_)[0]

    def counts(self) -> dict[str, int]:
        return {each.category: each.count for each in self.reader.counts}


def made(**more: object) -> RecordingMade:
    fields = {
        "path": "a.age",
        "sha256": "0" * 64,
        "seconds": 61.5,
        "bytes": 9,
        "agent_rms": 0.1,
        "debtor_rms": 0.1,
    }
    return RecordingMade.model_validate(fields | more)


def ordered(message: str = "m1", **more: object) -> MessageOrdered:
    fields = {
        "message_id": message,
        "channel": "sms",
        "template": "sms-promise-reminder",
        "language": "zh",
        "purpose": "reminder",
        "contact_point_id": MOBILE,
        "address": "+8613800001111",
        "place": "mobile",
        "role": "debtor",
        "debts": (),
    }
    return MessageOrdered.model_validate(fields | more)


def attempted_message(message: str = "m1") -> MessageAttempted:
    said = ordered(message)
    return MessageAttempted(
        message_id=said.message_id,
        channel=said.channel,
        template=said.template,
        purpose=said.purpose,
        contact_point_id=said.contact_point_id,
        address=said.address,
        place=said.place,
        role=said.role,
        debts=(),
        sha256="0" * 64,
    )


def refused() -> VerdictGiven:
    return VerdictGiven(
        contact_point_id=MOBILE,
        contact="call",
        path="dial_key",
        decision="refused",
        reasons=(
            RefusingReason(
                rule="cn.hours",
                pack="cn-bank-card",
                severity="must",
                ref="GB/T 45251-2025 5.3",
                retry_at=None,
            ),
        ),
        retry_at=NOW + timedelta(hours=15),
        packs=(),
        input_sha256="0" * 64,
    )
