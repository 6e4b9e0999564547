"""Ordering a message: which templates fit the case in hand, what each would say, and what the law
says of sending it now. Ordering asks the gate and writes the verdict and the order in one
transaction; the messenger asks again at the moment of sending. What is refused now but lawful later
can be ordered for then. Nothing leaves from a desk."""

from dataclasses import dataclass, replace
from datetime import datetime

from desk_client.callscript.placeholders import HIDDEN
from desk_client.clock import Clock
from desk_client.debtor import ContactPoint
from desk_client.fact import Fact
from desk_client.ids import MessageId, new_id
from desk_client.message_body import MessageOrdered
from desk_client.phone_number import PhoneNumber
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.desk_record import DeskRecord
from desk_client.services.gate import Gate, Judged
from desk_client.services.message_words import House, approach, points_for, written
from desk_client.store.leases import Leases
from desk_client.text import Text
from desk_client.writing.fill import Writing
from desk_client.writing.shipped import shipped_templates
from desk_client.writing.template import PRIVATE_FIELDS, Template

_GAPS = Text("缺少", "Not known")
FIELDS = {
    "account": Text("账户", "the account"),
    "agent": Text("经办人", "the agent"),
    "balance": Text("应还余额", "the balance"),
    "caller_id": Text("回拨号码", "a number to call back"),
    "case_no": Text("案件编号", "the case number"),
    "complaints": Text("投诉渠道", "where to complain"),
    "due_date": Text("到期日", "the due date"),
    "fees": Text("费用", "the fees"),
    "instalments": Text("期数", "the instalments"),
    "interest": Text("利息", "the interest"),
    "name": Text("姓名", "the name"),
    "organisation": Text("机构名称", "the organisation"),
    "principal": Text("本金", "the principal"),
    "promise_amount": Text("承诺金额", "the promised amount"),
    "promise_date": Text("承诺日期", "the promised date"),
    "staff_no": Text("工号", "the staff number"),
    "surname": Text("姓氏", "the surname"),
    "today": Text("日期", "the date"),
}
_NO_TIME_HELPS = Text("不能发送：", "It may not be sent: ")
_NOT_LENT = Text("本案未领用", "The case is not lent to this desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A template for one address of the case, with its words and its verdict now."""

    template: Template
    point: ContactPoint
    writing: Writing
    judged: Judged

    @property
    def to(self) -> str:
        """The address as it may be shown: a number and a mailbox hide themselves."""
        if self.template.channel == "sms":
            return PhoneNumber(self.point.value).masked
        if self.template.channel == "email":
            name, _, host = self.point.value.partition("@")
            return f"{name[:2]}…@{host}"
        return self.point.value

    @property
    def not_before(self) -> datetime | None:
        """When it may be sent where that is not now; None where it may be now, or never."""
        return self.judged.verdict.retry_at

    @property
    def fault(self) -> Text | None:
        """Why it cannot be ordered at all."""
        if self.writing.missing:
            names = [FIELDS[name] for name in self.writing.missing]
            zh, en = "、".join(each.zh for each in names), ", ".join(each.en for each in names)
            return Text(f"{_GAPS.zh}{zh}", f"{_GAPS.en}: {en}")
        verdict = self.judged.verdict
        if not verdict.allowed and verdict.retry_at is None:
            why = verdict.reasons[0].text
            return Text(f"{_NO_TIME_HELPS.zh}{why.zh}", f"{_NO_TIME_HELPS.en}{why.en}")
        return None


class MessageOrders:
    """Orders messages for one agent."""

    def __init__(
        self, *, gate: Gate, record: DeskRecord, leases: Leases, house: House, clock: Clock
    ) -> None:
        self._gate = gate
        self._record = record
        self._leases = leases
        self._house = house
        self._clock = clock

    def offers(self, hand: CaseInHand) -> tuple[Offer, ...]:
        """Every template that fits an address of the case, those that may be sent now first."""
        found = [
            self._offer(template, hand, point)
            for template in shipped_templates().values()
            for point in points_for(template, hand)
        ]
        return tuple(sorted(found, key=_likely))

    def shown(self, offer: Offer, hand: CaseInHand, *, hidden: bool) -> Writing:
        """The words for the screen; while `hidden` each figure of the debt is four dots."""
        if not hidden:
            return offer.writing
        dots = dict.fromkeys(PRIVATE_FIELDS, HIDDEN)
        today = hand.today(self._clock.now())
        return replace(written(offer.template, hand, self._house, today, dots), items=())

    def _offer(self, template: Template, hand: CaseInHand, point: ContactPoint) -> Offer:
        today = hand.today(self._clock.now())
        writing = written(template, hand, self._house, today)
        asked = approach(writing, template, path="order", initiator="agent")
        judged = self._gate.ask(hand, point, asked)
        return Offer(template=template, point=point, writing=writing, judged=judged)

    def order(self, hand: CaseInHand, chosen: Offer) -> Fact | Text:
        """The order's fact, or why there is none. The verdict is asked anew."""
        offer = self._offer(chosen.template, hand, chosen.point)
        if offer.fault is not None:
            if not offer.judged.verdict.allowed:
                self._record.write(hand.case, offer.judged.fact_body())
            return offer.fault
        lease = self._leases.of(hand.debtor.debtor_id)
        if lease is None or not lease.runs(self._clock.now()):
            return _NOT_LENT
        message_id = MessageId(new_id())
        ordered = MessageOrdered(
            message_id=message_id,
            channel=offer.template.channel,
            template=offer.template.template,
            language=offer.writing.language,
            purpose=offer.template.purpose,
            contact_point_id=offer.point.contact_point_id,
            address=offer.point.value,
            place=offer.point.place.value,
            role=offer.point.role.value,
            debts=tuple(debt.debt_id for debt in hand.case.debts),
            not_before=offer.not_before,
            granted_at=lease.granted_at,
        )
        facts = self._record.write(
            hand.case, offer.judged.fact_body(message_id=message_id), ordered
        )
        return facts[-1]


def _likely(offer: Offer) -> tuple[bool, bool, int]:
    order = ("sms", "email", "letter")
    return (
        offer.fault is not None,
        offer.not_before is not None,
        order.index(offer.template.channel),
    )
