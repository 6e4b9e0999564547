"""The left column of the page of a case: every debt of the debtor with its parts, every contact
point with its verdict and history, contact persons with what may be said to them (asked of the
gate, for each by itself), and by which part of the day calls were answered."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from desk_client.case import Case, Debt
from desk_client.debtor import ContactPoint, PartyRole, Place
from desk_client.services import sentences
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.case_parts import Mark
from desk_client.services.detail_parts import DetailBlock, DetailLine, Tone
from desk_client.services.gate import Judged
from desk_client.services.judging import gate_text
from desk_client.services.point_words import (
    FEW,
    PARTS_OF_DAY,
    answered_by_part,
    attempts_text,
    better_part,
    masked_address,
    point_name,
    state_text,
)
from desk_client.services.timeline_calls import money_text
from desk_client.services.timeline_rows import NO_TEXT, joined
from desk_client.text import Text

_WRITTEN = (Place.EMAIL, Place.POST)


def debts(hand: CaseInHand, cases: Iterable[Case], now: datetime, *, open_: bool) -> DetailBlock:
    """All debts of the debtor; those of another case name it."""
    lines = tuple(
        _debt(debt, case.case_no if case.case_id != hand.case.case_id else "", hand, now, open_)
        for case in sorted(cases, key=lambda each: each.case_id != hand.case.case_id)
        for debt in case.debts
    )
    return DetailBlock(id="debts", title=Text("债务", "Debts"), lines=lines)


def _debt(debt: Debt, case_no: str, hand: CaseInHand, now: datetime, open_: bool) -> DetailLine:
    last4 = f" {debt.card_last4}" if debt.card_last4 else ""
    name = Text(f"{debt.product}{last4 and f' 尾号{last4}'}", f"{debt.product}{last4}")
    other = Text(f"案件 {case_no}", f"case {case_no}") if case_no else NO_TEXT
    if not open_:
        return DetailLine(strong=name, text=other, right=Text("····", "····"))
    parts = [
        Text(f"{zh} {part.amount:,.2f}", f"{en} {part.amount:,.2f}")
        for zh, en, part in (
            ("本金", "Principal", debt.principal),
            ("利息", "Interest", debt.interest),
            ("费用", "Fees", debt.fees),
            ("最低应还", "Minimum due", debt.minimum_due),
        )
        if part is not None
    ]
    due, days = sentences.day_of(debt.due_date), debt.days_past_due(hand.today(now))
    term = Text(f"{due.zh} 到期，逾期 {days} 天", f"due {due.en}, {days} d past due")
    below = (joined(*parts), term) if parts else (term,)
    return DetailLine(strong=name, text=other, right=money_text(debt.balance), below=below)


def points(
    hand: CaseInHand, judge: Callable[[ContactPoint], Judged], now: datetime
) -> tuple[DetailBlock, DetailBlock]:
    """The debtor's own points, and contact persons with what may be said to them."""
    own: list[DetailLine] = []
    others: list[DetailLine] = []
    for point in sorted(hand.points, key=lambda each: (each.place in _WRITTEN, each.rank)):
        judged = None if point.place in _WRITTEN else judge(point)
        line = _point(hand, point, judged, now)
        (own if point.role is PartyRole.DEBTOR else others).append(line)
    return (
        DetailBlock(
            id="points",
            title=Text("联系方式", "Contact points"),
            right=Text("号码脱敏", "Masked"),
            lines=tuple(own),
            nothing=Text("没有联系方式", "There are none"),
        ),
        DetailBlock(
            id="persons",
            title=Text("联系人", "Contact persons"),
            lines=tuple(others),
            nothing=Text("没有登记联系人", "Nobody is named"),
        ),
    )


def _point(
    hand: CaseInHand, point: ContactPoint, judged: Judged | None, now: datetime
) -> DetailLine:
    zone = hand.zone
    address = masked_address(point.value, point.place.value)
    state = hand.state.state_of_point(point.contact_point_id)
    history = attempts_text(point, hand.history, now, zone)
    may: tuple[Text, ...] = ()
    if judged is not None and point.role is not PartyRole.DEBTOR:
        may = (_may_say(judged),)
    right, mark, tone = _verdict(judged, now, zone)
    return DetailLine(
        strong=Text(address, address),
        text=point_name(point),
        right=right,
        below=(*may, joined(state_text(point, state), history)),
        mark=mark,
        icon={Place.EMAIL: "mail", Place.POST: "document"}.get(point.place, ""),
        tone=tone,
        point=None if judged is None else point.contact_point_id,
    )


def _verdict(
    judged: Judged | None, now: datetime, zone: ZoneInfo
) -> tuple[Text, Mark | None, Tone]:
    if judged is None:
        return NO_TEXT, None, "quiet"
    if judged.verdict.allowed:
        return Text("可拨", "Allowed"), Mark.DONE, "ok"
    at = judged.verdict.retry_at
    if at is None:
        return Text("不可拨", "Not allowed"), Mark.STOP, "bad"
    when = sentences.moment(at, now, zone)
    return Text(f"{when.zh} 可拨", f"from {when.en}"), Mark.STOP, "quiet"


def _may_say(judged: Judged) -> Text:
    """What the packs leave to say to somebody else, or why nothing may be said."""
    if not judged.verdict.allowed:
        reason = judged.verdict.reasons[0]
        return reason.text
    gates = tuple(dict.fromkeys(map(gate_text, judged.verdict.gates)))
    if not gates:
        return Text("规则包没有限定可说的内容", "No pack narrows what may be said")
    return Text("；".join(each.zh for each in gates), "; ".join(each.en for each in gates))


def hours(hand: CaseInHand) -> DetailBlock:
    """By which part of the day the debtor's own numbers were answered, in counts."""
    own = frozenset(
        each.value
        for each in hand.points
        if each.role is PartyRole.DEBTOR and each.place not in _WRITTEN
    )
    counts = answered_by_part(hand.history, own, hand.zone)
    better = better_part(counts)
    title = Text("接通时段", "When calls are answered")
    if not any(called for _, called in counts):
        return DetailBlock(id="hours", title=title, nothing=Text("尚未拨打", "Not called yet"))
    lines = tuple(
        DetailLine(
            strong=name,
            text=span,
            right=Text(f"{called} 次中接通 {answered} 次", f"{answered} of {called} answered")
            if called
            else Text("未拨过", "Not tried"),
            mark=Mark.BEST_HOUR if at == better else Mark.NONE,
        )
        for at, ((_, name, span), (answered, called)) in enumerate(
            zip(PARTS_OF_DAY, counts, strict=True)
        )
    )
    said = (
        Text(f"每段不足 {FEW} 次，不作比较", f"Below {FEW} calls each: too few to compare")
        if better is None
        else Text(f"{PARTS_OF_DAY[better][1].zh}较易接通", f"{PARTS_OF_DAY[better][1].en} best")
    )
    return DetailBlock(id="hours", title=title, right=said, lines=lines)
