"""One step back. Undo withdraws the last outcome, and with it the promise, the callback, the flags
and the case's move, as one step; the call that was made stays counted. Redo logs the same
outcome again. A hand-over is taken back in the same way, where it was the last thing done. All of
it stays in the record for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desk_client.case import Case
from desk_client.clock import Clock
from desk_client.fact import Fact
from desk_client.fact_body import OutcomeLogged, Withdrawn
from desk_client.ids import FactId
from desk_client.next_action import Effect, effects_of
from desk_client.services import sentences
from desk_client.services.desk_record import DeskRecord
from desk_client.services.desk_state import Toast
from desk_client.store.outbox import Outbox
from desk_client.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOutcome:
    """The outcome that Z would take back."""

    case: Case
    fact_id: FactId
    body: OutcomeLogged
    logged_at: datetime
    name: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class LastHandOver:
    """The hand-over that Z would take back."""

    case: Case
    fact_id: FactId
    handed_at: datetime
    name: str
    to: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken back, and what to tell about it."""

    last: LastOutcome
    toast: Toast


class Undoing:
    """Remembers the last outcome for as long as the campaign lets it be undone."""

    def __init__(
        self, *, record: DeskRecord, outbox: Outbox, clock: Clock, within: timedelta
    ) -> None:
        self._record = record
        self._outbox = outbox
        self._clock = clock
        self._within = within
        self._last: LastOutcome | None = None
        self._undone: LastOutcome | None = None
        self.asks_why: LastOutcome | None = None  # Z was pressed, its reason is awaited
        self._handed: LastHandOver | None = None

    def remember_hand_over(self, case: Case, fact: Fact, name: str, to: Text) -> None:
        """A case has just been given to a colleague or a queue."""
        self._handed = LastHandOver(
            case=case, fact_id=fact.fact_id, handed_at=fact.occurred_at, name=name, to=to
        )

    def can_undo_hand_over(self, now: datetime) -> bool:
        """Whether a hand-over was the last thing done, and not too long ago."""
        return self._handed is not None and now - self._handed.handed_at <= self._within

    def undo_hand_over(self) -> Toast | None:
        """Takes back a hand-over where that was the last thing done and may still be undone."""
        handed, now = self._handed, self._clock.now()
        if handed is None or not self.can_undo_hand_over(now):
            return None
        self._handed = None
        self._record.write(handed.case, Withdrawn(fact_id=handed.fact_id))
        return Toast(
            title=Text(f"已撤销移交：{handed.name}", f"Hand-over undone: {handed.name}"),
            lines=(
                Text(
                    f"案件不再给 {handed.to.zh}，重新领用后回到您的列表；已被领用的仍在对方手上。",
                    f"The case no longer goes to {handed.to.en} and comes back to your list with a "
                    "new lease; if it was lent to them already, it stays there.",
                ),
            ),
            redo=False,
            shown_at=now,
        )

    def remember(self, case: Case, fact: Fact, name: str, zone: ZoneInfo) -> None:
        """`fact` has just been logged."""
        if not isinstance(fact.body, OutcomeLogged):
            raise TypeError(f"{fact.kind} is no outcome")
        self._last = LastOutcome(
            case=case,
            fact_id=fact.fact_id,
            body=fact.body,
            logged_at=fact.occurred_at,
            name=name,
            zone=zone,
        )
        self._undone = self.asks_why = self._handed = None

    def last_at(self, now: datetime) -> LastOutcome | Text:
        """What Z would take back now, or why there is nothing."""
        last = self._last
        if last is None:
            return Text("没有可撤销的结果", "There is no outcome to undo")
        if now - last.logged_at > self._within:
            minutes = int(self._within.total_seconds() // 60)
            return Text(f"超过 {minutes} 分钟，不能再撤销", f"Only within {minutes} minutes")
        return last

    @property
    def can_redo(self) -> bool:
        return self._undone is not None

    def ask_why(self) -> bool:
        """Whether the last outcome stops contact, so that it goes with a reason only; the reason is
        awaited from now on."""
        last = self.last_at(self._clock.now())
        if isinstance(last, Text) or not last.body.flags:
            return False
        self.asks_why = last
        return True

    def undo(self, reason: str = "") -> Undone | Text:
        """Takes the last outcome back, or says why not. What lays a flag (a stop, a dispute) needs
        a reason."""
        self.asks_why = None
        now = self._clock.now()
        last = self.last_at(now)
        if isinstance(last, Text):
            return last
        if last.body.flags and not reason:
            return Text("须写明撤销的理由", "A reason is needed to take this back")
        sent = not self._outbox.holds(last.fact_id)
        self._record.write(last.case, Withdrawn(fact_id=last.fact_id, reason=reason))
        self._last, self._undone = None, last
        return Undone(last=last, toast=_toast(last, now, sent=sent))

    def redo(self) -> LastOutcome | Text:
        """Logs again what undo took back."""
        undone = self._undone
        if undone is None:
            return Text("没有可重做的结果", "There is nothing to redo")
        (fact,) = self._record.write(undone.case, undone.body)
        self.remember(undone.case, fact, undone.name, undone.zone)
        return undone


def _toast(last: LastOutcome, now: datetime, *, sent: bool) -> Toast:
    label = sentences.outcome_label(last.body.code, last.body.level)
    gone = _removed(last, now)
    removed = Text(
        "、".join(each.zh for each in gone) or "结果",
        ", ".join(each.en for each in gone) or "outcome",
    )
    where = (
        Text("中心已收到，撤销随后送达", "central had it; the withdrawal follows")
        if sent
        else Text("尚未上传", "nothing had reached central")
    )
    return Toast(
        title=Text(f"已撤销：{label.zh}，{last.name}", f"Undone: {label.en}, {last.name}"),
        lines=(
            Text(f"已移除：{removed.zh}", f"Removed: {removed.en}"),
            Text(
                f"保留：通话本身仍计数。案件回到您的队列；{where.zh}。",
                f"Stays: the call itself, still counted. The case is back with you; {where.en}.",
            ),
        ),
        redo=True,
        shown_at=now,
    )


def _removed(last: LastOutcome, now: datetime) -> list[Text]:
    """What the undo takes away, in the words that were listed before logging. A promise is called
    by its day, never by its amount, and stands for the move of its case; what was only owed (a
    letter) is not worth a word here."""
    promise = last.body.promise
    gone = []
    if promise is not None:
        day = sentences.day_of(promise.due)
        plan = last.body.plan
        kind = Text("的承诺", "promise for")
        if plan is not None:
            kind = Text(f"起的 {len(plan.instalments)} 期计划", "plan from")
        gone.append(Text(f"{day.zh} {kind.zh}", f"{kind.en} {day.en}"))
    for effect in effects_of(last.body, last.logged_at, last.zone):
        if effect.icon == "document" or (effect.icon == "list" and promise is not None):
            continue
        gone.append(_what(effect, now, last.zone))
    return gone


def _what(effect: Effect, now: datetime, zone: ZoneInfo) -> Text:
    value = effect.value
    if isinstance(value, datetime):
        value = sentences.moment(value, now, zone)
    what = Text(effect.what.zh, effect.what.en[:1].lower() + effect.what.en[1:])
    if value is None:
        return what
    by = " " if value.zh[:1].isdigit() else ""
    return Text(f"{what.zh}{by}{value.zh}", f"{what.en} {value.en}")
