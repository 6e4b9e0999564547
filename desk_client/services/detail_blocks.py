"""The right column of the page of a case: promises, callbacks, disputes and complaints with the
days that are left, papers that went out, payments. Each block is made by one function from the
case in hand; another part of the desk adds a block by one more entry in services.case_detail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desk_client.case_state import LaidFlag, MessageRecord
from desk_client.compliance.duty import of_kind
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.timer import Timer, due_on
from desk_client.errors import BadInput
from desk_client.ids import FactId
from desk_client.payment import Payment
from desk_client.promise_standing import Standing, standings
from desk_client.services import sentences
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.case_parts import Mark
from desk_client.services.detail_parts import DetailBlock, DetailLine, Tone
from desk_client.services.sent_words import message_name, message_standing
from desk_client.services.timeline_calls import STANDINGS, channel_text, money_text
from desk_client.services.timeline_rows import NO_TEXT, SHUT
from desk_client.text import Text

_SHOWN = 6
_STARTS = {"dispute": ("dispute",), "complaint_hold": ("complaint", "complaint_received")}
_KINDS = {"dispute": Text("异议", "Dispute"), "complaint_hold": Text("投诉", "Complaint")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the blocks are made of. `answered`: when a complaint was answered, by its fact."""

    hand: CaseInHand
    now: datetime
    open: bool
    payments: tuple[Payment, ...]  # of the case, oldest first
    answered: dict[FactId, datetime]
    packs: PackSet

    @property
    def today(self) -> date:
        return self.hand.today(self.now)


def promises(known: Known) -> DetailBlock:
    """Every promise that stands on the record, the open one first."""
    made = known.hand.state.promises
    stand = standings(made, known.payments, known.today, known.hand.zone)
    lines = []
    for promise, stands in stand[:_SHOWN]:
        mark, word = STANDINGS[stands]
        due = sentences.day_of(promise.due)
        text = sentences.joined(due, channel_text(promise.channel), by=" ")
        lines.append(
            DetailLine(
                strong=money_text(promise.amount) if known.open else Text("承诺", "Promise"),
                text=text if known.open else NO_TEXT,
                right=_how_late(promise.due, known.today, word) if known.open else word,
                mark=mark,
                tone="bad" if stands in (Standing.BROKEN, Standing.PART_KEPT) else "quiet",
            )
        )
    return DetailBlock(
        id="promises",
        title=_counted(Text("承诺", "Promises"), len(made)),
        lines=tuple(lines),
        nothing=Text("尚无承诺", "None made"),
    )


def _how_late(due: date, today: date, word: Text) -> Text:
    if word == STANDINGS[Standing.OPEN][1]:
        left = (due - today).days
        if left > 0:
            return Text(f"{word.zh}，还有 {left} 天", f"{word.en}, {left} d left")
        if left == 0:
            return Text(f"{word.zh}，今日到期", f"{word.en}, due today")
        return Text(f"{word.zh}，等待入账", f"{word.en}, waiting for the bank")
    return word


def callbacks(known: Known) -> DetailBlock:
    """When the debtor is called again, agreed or planned."""
    zone, now = known.hand.zone, known.now
    booked = known.hand.state.callbacks
    lines = tuple(
        DetailLine(
            strong=sentences.moment(each.at, now, zone),
            right=Text("客户约定", "Agreed") if each.agreed else Text("本席计划", "Planned"),
            mark=Mark.CALLBACK if each.agreed else Mark.NONE,
            tone="warn" if each.at < now else "quiet",
        )
        for each in booked[:_SHOWN]
    )
    return DetailBlock(
        id="callbacks",
        title=Text("回呼与计划", "Callbacks"),
        lines=lines,
        nothing=Text("没有安排", "None booked"),
    )


def contested(known: Known) -> DetailBlock:
    """Disputes and complaints of the debtor, each with the day its pack gives it."""
    laid = [each for each in known.hand.flags if each.flag in _KINDS]
    lines = tuple(_contested(each, known) for each in sorted(laid, key=_newest)[:_SHOWN])
    return DetailBlock(
        id="contested",
        title=Text("异议与投诉", "Disputes, complaints"),
        lines=lines,
        nothing=Text("没有异议或投诉", "None"),
    )


def _newest(flag: LaidFlag) -> float:
    return -flag.since.timestamp()


def _contested(flag: LaidFlag, known: Known) -> DetailLine:
    zone, now = known.hand.zone, known.now
    since = sentences.day(flag.since, now, zone)
    text = Text(f"{since.zh} 提出", f"raised {since.en}")
    answered = known.answered.get(flag.fact_id)
    mark = Mark.DISPUTE if flag.flag == "dispute" else Mark.COMPLAINT
    if answered is not None:
        at = sentences.day(answered, now, zone)
        right, mark = Text(f"{at.zh} 已答复", f"answered {at.en}"), Mark.DONE
        return DetailLine(strong=_KINDS[flag.flag], text=text, right=right, mark=mark)
    if not flag.in_force(now):
        return DetailLine(
            strong=_KINDS[flag.flag], text=text, right=Text("已结束", "Over"), mark=Mark.NONE
        )
    due, ref = deadline(flag, known)
    right, tone = _left(due, known.today)
    below = (Text(f"依据 {ref}", f"by {ref}"),) if ref else ()
    return DetailLine(
        strong=_KINDS[flag.flag], text=text, right=right, mark=mark, tone=tone, below=below
    )


def deadline(flag: LaidFlag, known: Known) -> tuple[date | None, str]:
    """The first day on which an answer is owed by any timer of the packs, with its clause; None
    where no timer speaks of it or its calendar does not reach so far."""
    zone = known.hand.zone
    day = flag.since.astimezone(zone).date()
    duties = [duty for pack in known.packs.packs for duty in pack.duties]
    found = []
    for timer in of_kind(Timer, duties):
        if timer.starts in _STARTS[flag.flag] and timer.covers(day):
            try:
                found.append((due_on(timer, flag.since, zone), timer.ref))
            except BadInput:
                continue
    return min(found) if found else (None, "")


def _left(due: date | None, today: date) -> tuple[Text, Tone]:
    if due is None:
        return Text("无规定期限", "No deadline"), "quiet"
    days = (due - today).days
    if days < 0:
        return Text(f"超期 {-days} 天", f"{-days} d overdue"), "bad"
    if days == 0:
        return Text("今日到期", "Due today"), "warn"
    return Text(f"还剩 {days} 天", f"{days} d left"), "quiet"


def papers(known: Known) -> DetailBlock:
    """Letters and statements that were ordered, and how far they have come."""
    sent = [each for each in known.hand.state.messages if _is_paper(each)]
    lines = []
    for message in sent[:_SHOWN]:
        at = message.attempted_at or message.not_before or message.ordered_at or known.now
        day = sentences.day(at, known.now, known.hand.zone)
        stands = message_standing(message)
        right = Text(f"{stands.zh} · {day.zh}", f"{stands.en} · {day.en}")
        lines.append(
            DetailLine(strong=message_name(message.template), right=right, icon="document")
        )
    return DetailBlock(
        id="papers",
        title=_counted(Text("文件", "Papers"), len(sent)),
        lines=tuple(lines),
        nothing=Text("尚未寄出文件", "None sent"),
    )


def _is_paper(message: MessageRecord) -> bool:
    return message.channel == "letter" or message.purpose in ("statement", "notice")


def payments(known: Known) -> DetailBlock:
    """What the bank told of money that came; its sum and days are figures of the debt."""
    title = Text("付款", "Payments")
    if not known.open:
        return DetailBlock(id="payments", title=title, nothing=SHUT)
    newest = known.payments[::-1]
    lines = tuple(
        DetailLine(
            strong=money_text(each.amount),
            right=sentences.day_of(each.paid_on),
            mark=Mark.DONE,
        )
        for each in newest[:_SHOWN]
    )
    return DetailBlock(
        id="payments",
        title=_counted(title, len(newest)),
        right=_sum(newest),
        lines=lines,
        nothing=Text("尚无入账", "Nothing has come in"),
    )


def _sum(paid: Sequence[Payment]) -> Text:
    if not paid:
        return NO_TEXT
    total = paid[0].amount
    for each in paid[1:]:
        total += each.amount
    whole = money_text(total)
    return Text(f"共 {whole.zh}", f"{whole.en} in all")


def _counted(title: Text, count: int) -> Text:
    return Text(f"{title.zh} · {count}", f"{title.en} · {count}") if count else title
