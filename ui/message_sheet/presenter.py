"""The messages of a case as finished words: what may be written to whom, the words of the chosen
one as they will be read, its verdict and limits, and where earlier ones stand."""

from dataclasses import dataclass

from desk_client.services.case_parts import Meter
from desk_client.services.desk_state import DeskState
from desk_client.services.message_parts import MessageRow, SentRow
from ui.keys import Act, KeyMap
from ui.sheet_keys import sheet_word
from ui.verdict_words import deciding
from ui.widgets.sureness import SureSeen
from ui.wording import Wording

ICONS = {"sms": "message", "email": "mail", "letter": "document"}


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """One template for one address; `said` is whether it may go, `state` allowed, later or never
    by its look."""

    key: str
    icon: str
    name: str
    channel: str
    to: str
    said: str
    state: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class LimitSeen:
    """A limit that this message counts against."""

    label: str
    used: int
    max: int
    blocking: bool


@dataclass(frozen=True, slots=True)
class EarlierSeen:
    """A message of this case that was ordered before."""

    icon: str
    at: str
    name: str
    standing: str


@dataclass(frozen=True, slots=True)
class MessagesSeen:
    """The whole sheet; `order` "" where the chosen one cannot be ordered."""

    allowed: bool
    sentence: str
    source: str
    sure: SureSeen | None
    order: str
    button: str  # the same without its time, which the banner says
    rows: tuple[LetterSeen, ...]
    subject: str
    lines: tuple[str, ...]
    limits: tuple[LimitSeen, ...]
    full: str
    earlier: tuple[EarlierSeen, ...]
    hints: tuple[tuple[str, str], ...]  # key, word


def messages_seen(state: DeskState, wording: Wording, keys: KeyMap) -> MessagesSeen | None:
    """None while it is shut."""
    part = state.messages
    if part is None:
        return None
    chosen = part.rows[part.chosen]
    verdict = part.verdict
    order = _order(chosen, state, wording)
    source = ""
    if verdict is not None:
        at = wording.clock(verdict.checked_at, state.zone, seconds=True)
        gates = (wording.text(gate) for gate in verdict.gates)
        source = wording.joined(
            wording.clause(verdict.clauses), wording.word("preview.checked", at=at), *gates
        )
    fault = wording.text(chosen.fault) if chosen.fault is not None else ""
    told = wording.text(verdict.sentence) if verdict is not None else ""
    allowed = chosen.allowed
    return MessagesSeen(
        allowed=allowed,
        sentence=fault or told,
        source=source,
        sure=deciding(verdict, wording) if verdict is not None else None,
        order=order,
        button=wording.word(sheet_word(Act.ACCEPT, state)) if order else "",
        rows=tuple(
            _row(place, row, state, wording, chosen=place == part.chosen)
            for place, row in enumerate(part.rows)
        ),
        subject=part.subject,
        lines=part.lines,
        limits=tuple(_limit(meter, wording) for meter in part.meters),
        full=wording.word("limit.full"),
        earlier=tuple(_earlier(sent, state, wording) for sent in part.sent),
        hints=_hints(state, wording, keys, order),
    )


def _order(row: MessageRow, state: DeskState, wording: Wording) -> str:
    """The word of Enter: send it now, or book it for the first lawful minute."""
    if row.fault is not None:
        return ""
    if row.allowed or row.not_before is None:
        return wording.word("sheet.order")
    at = wording.next_time(row.not_before, state.now, state.zone)
    return wording.word("sheet.book_for", at=at)


def _row(
    place: int, row: MessageRow, state: DeskState, wording: Wording, *, chosen: bool
) -> LetterSeen:
    said, standing = wording.word("sheet.may_go"), "allowed"
    if row.fault is not None:
        said, standing = wording.text(row.fault), "never"
    elif not row.allowed and row.not_before is not None:
        at = wording.next_time(row.not_before, state.now, state.zone)
        said, standing = wording.word("sheet.may_go_from", at=at), "later"
    return LetterSeen(
        key=str(place + 1) if place < 9 else "",
        icon=ICONS[row.channel],
        name=wording.text(row.name),
        channel=wording.word(f"channel.{row.channel}"),
        to=row.to,
        said=said,
        state=standing,
        chosen=chosen,
    )


def _limit(meter: Meter, wording: Wording) -> LimitSeen:
    return LimitSeen(wording.text(meter.label), meter.used, meter.max, meter.blocking)


def _earlier(sent: SentRow, state: DeskState, wording: Wording) -> EarlierSeen:
    return EarlierSeen(
        icon=ICONS.get(sent.channel, "message"),
        at=wording.moment(sent.at, state.now, state.zone),
        name=wording.text(sent.name),
        standing=wording.text(sent.standing),
    )


def _hints(
    state: DeskState, wording: Wording, keys: KeyMap, order: str
) -> tuple[tuple[str, str], ...]:
    """The keys that do something here, in the order they are wanted."""
    ordering = ((keys.cap(Act.ACCEPT, state.phase), order),) if order else ()
    close = (keys.cap(Act.LEAVE, state.phase), wording.word("act.leave"))
    return (*ordering, ("↑↓", wording.word("sheet.choose")), close)
