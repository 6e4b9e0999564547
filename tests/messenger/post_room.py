"""A messenger beside a real central, with a real SMS centre and mail server at its ways out, and
desks that order. Its clock stands still at a lawful hour until a test moves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from desk_client.care_body import ConsentGiven
from desk_client.central import reference
from desk_client.central.borrowing import add_messenger
from desk_client.debtor import ContactPoint, Place
from desk_client.fact import Fact
from desk_client.fact_body import (
    Answered,
    Attempted,
    CallEnded,
    FactBody,
    IdentityChecked,
    OutcomeLogged,
    PromiseTerms,
    body_from_json,
    body_to_json,
)
from desk_client.ids import CallId, ContactPointId, FactId, Login, MessageId, derived_id, new_id
from desk_client.message_body import MessageOrdered
from desk_client.messenger.program import Messenger
from desk_client.messenger.round import Tally
from desk_client.messenger.settings import HouseSettings, LetterSettings, MessengerSettings
from desk_client.services.message_words import postal_point
from desk_client.transport.settings import MailSettings, SmppSettings, TransportSettings
from desk_client.writing.shipped import shipped_templates
from tests.central.floor import LI, Floor, case, contact_point, debtor
from tests.transport.smsc import PASSWORD as SMS_PASSWORD
from tests.transport.smsc import USER as SMS_USER
from tests.transport.smsc import Centre

MESSENGER = Login("messenger_one")
PASSWORD = "the messenger's own word"
TEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Tuesday 10:00 in Shanghai


@dataclass(slots=True)
class StoppedClock:
    """It stands where the test puts it; intervals are real."""

    at: datetime = TEN
    rehearsal: bool = True
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        self.seconds += 1.0
        return self.seconds

    def move(self, **later: float) -> None:
        self.at += timedelta(**later)


def mailbox(number: int) -> ContactPoint:
    return replace(
        contact_point(number),
        contact_point_id=ContactPointId(derived_id("contact_point", f"mail-{number}")),
        place=Place.EMAIL,
        value=f"debtor{number}@debtor.test",
        rank=2,
    )


class PostRoom:
    """The messenger and what a test does around it."""

    def __init__(self, floor: Floor, settings: MessengerSettings, clock: StoppedClock) -> None:
        self.floor = floor
        self.clock = clock
        self.settings = settings
        self.messenger = Messenger(settings, password=PASSWORD, clock=clock)

    def close(self) -> None:
        self.messenger.close()

    def again(self) -> None:
        """The program is started anew."""
        self.messenger.close()
        self.messenger = Messenger(self.settings, password=PASSWORD, clock=self.clock)

    def round(self) -> Tally:
        return self.messenger.round()

    def tell(self, *bodies: FactBody, number: int = 0, by: Login = LI) -> tuple[FactId, ...]:
        """Facts of an agent's desk, pushed."""
        ids = tuple(FactId(new_id()) for _ in bodies)
        with self.floor.as_person(by) as connection:
            for fact_id, body in zip(ids, bodies, strict=True):
                self.clock.move(seconds=1)
                connection.execute(
                    """insert into app.fact (id, kind, case_id, debtor_id, occurred_at, body)
                       values (%s, %s, %s, %s, %s, %s::jsonb)""",
                    (
                        fact_id,
                        body.kind,
                        case(number).case_id,
                        debtor(number).debtor_id,
                        self.clock.now(),
                        body_to_json(body),
                    ),
                )
        return ids

    def order(
        self, template: str, *, number: int = 0, named: str | None = None, **more: Any
    ) -> MessageId:
        """An agent orders it, at the address it goes to; `named` is what it is called there."""
        chosen = shipped_templates()[template]
        places = {
            "sms": contact_point(number),
            "email": mailbox(number),
            "letter": postal_point(debtor(number)),
        }
        point = more.pop("point", places[chosen.channel])
        message_id = MessageId(new_id())
        fields: dict[str, Any] = {
            "message_id": message_id,
            "channel": chosen.channel,
            "template": named or template,
            "language": "zh",
            "purpose": chosen.purpose,
            "contact_point_id": point.contact_point_id,
            "address": point.value,
            "place": point.place.value,
            "role": point.role.value,
            "debts": (case(number).debts[0].debt_id,),
        }
        self.tell(MessageOrdered(**fields | more), number=number)
        return message_id

    def conversation(self, *, number: int = 0, code: str = "RTP", **more: Any) -> FactId:
        """A call in which the debtor passed the identity gate; its outcome's fact."""
        call_id, point = CallId(new_id()), contact_point(number)
        fields: dict[str, Any] = {"level": "RPC", "result": "conversation", "reached": "debtor"}
        ids = self.tell(
            Attempted(
                call_id=call_id,
                contact_point_id=point.contact_point_id,
                address=point.value,
                place="mobile",
                role="debtor",
                debts=(case(number).debts[0].debt_id,),
                campaign_id=case(number).campaign_id,
                initiator="agent",
                mode="preview",
            ),
            Answered(call_id=call_id),
            IdentityChecked(call_id=call_id, verified=True, matched=("id_last4",), missed=0),
            CallEnded(
                call_id=call_id,
                code=200,
                reason="OK",
                ended_by="them",
                answered=True,
                ring_s=4.0,
                talk_s=60.0,
            ),
            OutcomeLogged(call_id=call_id, code=code, contact_point_state="valid", **fields | more),
            number=number,
        )
        return ids[-1]

    def promise(self, due: date, *, number: int = 0) -> FactId:
        terms = PromiseTerms(amount=Decimal("800.00"), currency="CNY", due=due, channel="bank_app")
        return self.conversation(number=number, code="PTP", promise=terms, case_status="promised")

    def consent(self, kind: Any, *, number: int = 0) -> None:
        self.tell(ConsentGiven(consent=kind), number=number)

    def facts(self, number: int = 0) -> tuple[Fact, ...]:
        """Everything that central has about the debtor, oldest first."""
        with self.floor.administrator() as connection:
            rows = connection.execute(
                """select id::text, case_id::text, debtor_id::text, actor::text, occurred_at,
                          body::text
                     from app.fact where debtor_id = %s order by occurred_at, received_at""",
                (debtor(number).debtor_id,),
            ).fetchall()
        return tuple(
            Fact(
                fact_id=FactId(fact_id),
                case_id=case_id,
                debtor_id=debtor_id,
                actor=actor,
                occurred_at=at.astimezone(UTC),
                body=body_from_json(body),
            )
            for fact_id, case_id, debtor_id, actor, at, body in rows
        )

    def kinds(self, number: int = 0) -> list[str]:
        """The kinds of facts about messages, in order."""
        kept = ("verdict_given", "flag_laid", "consent_revoked")
        return [
            fact.kind
            for fact in self.facts(number)
            if fact.kind.startswith("message_") or fact.kind in kept
        ]

    def raw(self, body: dict[str, Any], kind: str, number: int = 0) -> None:
        """A fact as the messenger of another version would write it."""
        with psycopg.connect(
            self.floor.address, user=MESSENGER, password=PASSWORD, autocommit=True
        ) as connection:
            connection.execute(
                """insert into app.fact (id, kind, case_id, debtor_id, team, occurred_at, body)
                   values (%s, %s, %s, %s, 1, %s, %s)""",
                (
                    new_id(),
                    kind,
                    case(number).case_id,
                    debtor(number).debtor_id,
                    self.clock.now(),
                    Jsonb(body),
                ),
            )


def placed(floor: Floor, count: int) -> None:
    """Debtors with a telephone and a mailbox each."""
    floor.place(count)
    with floor.administrator() as connection:
        with connection.transaction():
            reference.upsert_contact_points(
                connection, [mailbox(number) for number in range(count)], team=1
            )
        add_messenger(connection, login=MESSENGER, password=PASSWORD)


@contextmanager
def post_room(
    floor: Floor,
    *,
    smsc: Centre | None = None,
    mail: MailSettings | None = None,
    letters: Path | None = None,
    debtors: int = 2,
    rate_per_s: float = 1000.0,
) -> Iterator[PostRoom]:
    """A running messenger with the ways out that are given."""
    placed(floor, debtors)
    sms = None
    if smsc is not None:
        sms = SmppSettings.model_validate(
            {
                "host": "localhost",
                "port": smsc.port,
                "tls": False,
                "user": SMS_USER,
                "password": SMS_PASSWORD,
                "sender": "95000",
                "timeout_s": 5.0,
                "dead_errors": ("001",),
            }
        )
    settings = MessengerSettings(
        central=floor.address,
        login=MESSENGER,
        transport=TransportSettings(email=mail, sms=sms),
        letters=None if letters is None else LetterSettings(folder=str(letters)),
        house=HouseSettings(complaints="complaints@bank.example", seal="（电子印章）"),
        rate_per_s=rate_per_s,
    )
    room = PostRoom(floor, settings, StoppedClock())
    try:
        yield room
    finally:
        room.close()
