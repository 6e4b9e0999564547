"""What happened on a floor, told to central as the desks and the messenger tell it: by the person
who did it, under their own rights. Verdicts are those of the shipped packs' names and hashes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from desk_client.care_body import ComplaintAnswered, FlagSet, Overridden
from desk_client.central.borrowing import add_messenger
from desk_client.compliance.pack_set import PackSet
from desk_client.debtor import ContactPoint
from desk_client.evidence.figures import ComplianceReport
from desk_client.evidence.period import period
from desk_client.evidence.report import report
from desk_client.fact_body import (
    Answered,
    Attempted,
    CallEnded,
    FactBody,
    IdentityChecked,
    OutcomeLogged,
    RecordingMade,
    RecordingSealed,
    RefusingReason,
    SaidLine,
    ScriptSaid,
    VerdictGiven,
    body_to_json,
)
from desk_client.ids import CallId, FactId, Login, MessageId, new_id
from desk_client.message_body import MessageAttempted, MessageDelivered, MessageFailed
from tests.central.floor import CHEN, LI, Floor, case, contact_point, password

SHANGHAI = ZoneInfo("Asia/Shanghai")
MESSENGER = Login("messenger_one")
PASSWORD = "the messenger's own word"
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)  # Friday 18:00 in Shanghai


def at(day: int, clock: str, *, month: int = 11) -> datetime:
    """An instant of November 2026 on Shanghai's clock."""
    local = datetime.combine(date(2026, month, day), time.fromisoformat(clock.zfill(5)), SHANGHAI)
    return local.astimezone(UTC)


def packs_named() -> tuple[str, ...]:
    return tuple(str(pack.used) for pack in PackSet.shipped().packs)


@dataclass(slots=True)
class Past:
    """Tells it."""

    floor: Floor
    made: list[CallId] = field(default_factory=list)
    sealed: int = 0
    links: dict[Login, psycopg.Connection] = field(default_factory=dict)

    def close(self) -> None:
        for link in self.links.values():
            link.close()

    def tell(
        self, moment: datetime, *bodies: FactBody, number: int = 0, by: Login = LI, team: int = 1
    ) -> tuple[FactId, ...]:
        """Facts about a debtor of a team; the messenger says whose team it is."""
        ids = tuple(FactId(new_id()) for _ in bodies)
        teamed = (team,) if by == MESSENGER else ()
        columns = "id, kind, case_id, debtor_id, occurred_at, body" + ", team" * len(teamed)
        values = "%s, %s, %s, %s, %s, %s::jsonb" + ", %s" * len(teamed)
        placed = case(number, team=team)
        for fact_id, body in zip(ids, bodies, strict=True):
            about = (fact_id, body.kind, placed.case_id, placed.debtor_id, moment)
            self._link(by).execute(
                f"insert into app.fact ({columns}) values ({values})",
                (*about, body_to_json(body), *teamed),
            )
        return ids

    def _link(self, by: Login) -> psycopg.Connection:
        if by not in self.links:
            word = PASSWORD if by == MESSENGER else password(by)
            if by == MESSENGER:
                with self.floor.administrator() as connection:
                    add_messenger(connection, login=MESSENGER, password=PASSWORD)
            self.links[by] = psycopg.connect(
                self.floor.address, user=by, password=word, autocommit=True
            )
        return self.links[by]

    def call(
        self,
        moment: datetime,
        *,
        number: int = 0,
        by: Login = LI,
        talk_s: float = 0.0,
        judged: bool = True,
        recorded: bool = True,
        sealed: bool = True,
        point: ContactPoint | None = None,
        **attempt: Any,
    ) -> CallId:
        """A call; answered by a person where it lasted."""
        call_id, where = CallId(new_id()), point or contact_point(number)
        self.made.append(call_id)
        if judged:
            self.tell(moment, self.verdict(call_id=call_id), number=number, by=by)
        told: dict[str, Any] = {
            "call_id": call_id,
            "contact_point_id": where.contact_point_id,
            "address": where.value,
            "place": where.place.value,
            "role": where.role.value,
            "debts": (case(number).debts[0].debt_id,),
            "campaign_id": case(number).campaign_id,
            "initiator": "agent",
            "mode": "preview",
        }
        self.tell(moment, Attempted(**told | attempt), number=number, by=by)
        made = None
        if talk_s:
            self.tell(
                moment + timedelta(seconds=5), Answered(call_id=call_id), number=number, by=by
            )
            made = self.recording(call_id) if recorded else None
        ended = CallEnded(
            call_id=call_id,
            code=200 if talk_s else 480,
            reason="OK" if talk_s else "Temporarily Unavailable",
            ended_by="them" if talk_s else "network",
            answered=bool(talk_s),
            ring_s=5.0,
            talk_s=talk_s,
            recording=made,
        )
        self.tell(moment + timedelta(seconds=5 + talk_s), ended, number=number, by=by)
        if made is not None and sealed:
            self._seal(moment, made, call_id, number=number, by=by)
        return call_id

    def recording(self, call_id: CallId) -> RecordingMade:
        return RecordingMade(
            path=f"{call_id}.ogg.age",
            sha256=call_id.replace("-", "").ljust(64, "0"),
            seconds=60.0,
            bytes=90_000,
            agent_rms=0.1,
            debtor_rms=0.1,
        )

    def _seal(
        self, moment: datetime, made: RecordingMade, call_id: CallId, *, number: int, by: Login
    ) -> None:
        self.sealed += 1
        seal = RecordingSealed(
            call_id=call_id,
            index=self.sealed,
            sha256=made.sha256,
            previous="0" * 64,
            link="1" * 64,
            public_key="2" * 64,
            signature="3" * 128,
        )
        self.tell(moment + timedelta(minutes=2), seal, number=number, by=by)

    def verdict(self, **more: Any) -> VerdictGiven:
        told: dict[str, Any] = {
            "contact_point_id": contact_point(0).contact_point_id,
            "contact": "call",
            "path": "dialler",
            "decision": "allowed",
            "packs": packs_named(),
            "input_sha256": "0" * 64,
        }
        return VerdictGiven(**told | more)

    def refused(
        self, moment: datetime, rule: str, *, pack: str = "cn-bank-card", number: int = 0
    ) -> None:
        """The gate refused by one rule."""
        reason = RefusingReason(
            rule=rule, pack=pack, severity="must", ref="GB/T 45251-2025 5.3", retry_at=None
        )
        self.tell(moment, self.verdict(decision="refused", reasons=(reason,)), number=number)

    def message(
        self,
        moment: datetime,
        channel: Any = "sms",
        *,
        number: int = 0,
        judged: bool = True,
        went: str = "delivered",
    ) -> MessageId:
        """A message that the messenger sent."""
        message_id, point = MessageId(new_id()), contact_point(number)
        if judged:
            verdict = self.verdict(message_id=message_id, contact=channel, path="messenger")
            self.tell(moment, verdict, number=number, by=MESSENGER)
        left = MessageAttempted(
            message_id=message_id,
            channel=channel,
            template="sms-promise-reminder",
            purpose="reminder",
            contact_point_id=point.contact_point_id,
            address=point.value,
            place="mobile",
            role="debtor",
            debts=(case(number).debts[0].debt_id,),
            sha256="0" * 64,
        )
        self.tell(moment, left, number=number, by=MESSENGER)
        later = moment + timedelta(seconds=3)
        if went == "delivered":
            delivered = MessageDelivered(message_id=message_id)
            self.tell(later, delivered, number=number, by=MESSENGER)
        elif went == "failed":
            failed = MessageFailed(message_id=message_id, taken="yes", reason="absent subscriber")
            self.tell(later, failed, number=number, by=MESSENGER)
        return message_id

    def complaint(
        self, moment: datetime, *, number: int = 0, call_id: CallId | None = None
    ) -> FactId:
        """A debtor complained in a conversation."""
        call = call_id or self.call(moment, number=number, talk_s=90.0)
        outcome = OutcomeLogged(
            call_id=call,
            code="COMP",
            level="RPC",
            result="conversation",
            reached="debtor",
            case_status="complaint",
            flags=(FlagSet(flag="complaint_hold"),),
        )
        return self.tell(moment + timedelta(minutes=3), outcome, number=number)[0]

    def answer(self, moment: datetime, complaint: FactId, *, number: int = 0) -> None:
        told = ComplaintAnswered(complaint=complaint, upheld=False, note="已书面答复")
        self.tell(moment, told, number=number, by=CHEN)

    def override(self, moment: datetime, *rules: str, number: int = 0) -> None:
        told = Overridden(
            contact="call",
            contact_point_id=contact_point(number).contact_point_id,
            rules=rules,
            reason="客户来电要求立即回电",
            role="lead",
            second=CHEN,
            until=moment + timedelta(minutes=15),
        )
        self.tell(moment, told, number=number)

    def said(self, moment: datetime, call_id: CallId, *unsaid: str, number: int = 0) -> None:
        lines = [
            SaidLine(step="opening", line=line, said_at=moment, must_say=True)
            for line in ("who_we_are", "recorded")
            if line not in unsaid
        ]
        told = ScriptSaid(
            call_id=call_id,
            callscript="etiquette",
            lines=tuple(lines),
            unsaid=tuple(f"opening.{line}" for line in unsaid),
        )
        self.tell(moment, told, number=number)

    def gate(self, moment: datetime, call_id: CallId, *, passed: bool, number: int = 0) -> None:
        told = IdentityChecked(
            call_id=call_id,
            verified=passed,
            matched=("id_last4",) if passed else (),
            missed=0 if passed else 3,
        )
        self.tell(moment, told, number=number)

    def report(
        self, since: str = "2026-11-24", until: str | None = None, **more: Any
    ) -> ComplianceReport:
        """As `compliance report` reads it."""
        now = more.pop("now", NOW)
        days = period(since, until, more.pop("zone", "Asia/Shanghai"), now=now)
        with self.floor.administrator() as connection, connection.transaction():
            return report(connection, days, now=now, **more)


def day_of(told: ComplianceReport, day: int) -> Any:
    """One day of November."""
    return next(each for each in told.days if each.day == date(2026, 11, day))
