"""One step back. Undo withdraws the last outcome, and with it the promise, the callback, the flags
and the case's move, as one step; the call that was made stays counted. Redo logs the same
outcome again. Both stay in the record for good."""

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
        self._undone = None

    def undo(self) -> Undone | Text:
        """Takes the last outcome back, or says why not."""
        last = self._last
        if last is None:
            return Text("没有可撤销的结果", "There is no outcome to undo")
        now = self._clock.now()
        if now - last.logged_at > self._within:
            minutes = int(self._within.total_seconds() // 60)
            return Text(f"超过 {minutes} 分钟，不能再撤销", f"Only within {minutes} minutes")
        sent = not self._outbox.holds(last.fact_id)
        self._record.write(last.case, Withdrawn(fact_id=last.fact_id))
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
    gone = [_what(effect, now, last.zone) for effect in _removed(last)]
    removed = sentences.joined(*gone, by="; ") if gone else Text("结果", "the outcome")
    removed = Text(removed.zh.replace("; ", "、"), removed.en)
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


def _removed(last: LastOutcome) -> list[Effect]:
    """What the undo takes away; what was only owed (a letter) is not worth a word here."""
    every = effects_of(last.body, last.logged_at, last.zone)
    return [each for each in every if each.icon != "document"]


def _what(effect: Effect, now: datetime, zone: ZoneInfo) -> Text:
    value = effect.value
    if isinstance(value, datetime):
        value = sentences.moment(value, now, zone)
    return sentences.joined(effect.what, value, by=" ") if value else effect.what
