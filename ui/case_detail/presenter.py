"""The page of a case as finished words. The rows of the timeline go through as they are: ten
thousand of them are put into words one by one, as they come into sight (row_words)."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from desk_client.services.detail_parts import DetailBlock, DetailLine, DetailPart, TimelineRow, Tone
from ui.keys import Act, KeyMap
from ui.secrecy import HIDDEN
from ui.state_shape import OF_MARK, Shape
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class LineSeen:
    """A line of a block; `point` is the id of a contact point that can be chosen."""

    strong: str
    text: str
    right: str
    below: tuple[str, ...]
    shape: Shape | None
    icon: str
    tone: Tone
    point: str

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ", ".join(part for part in (self.strong, self.text, self.right, *self.below) if part)


@dataclass(frozen=True, slots=True)
class BlockSeen:
    """A section of a side column; `nothing` is said where there are no lines."""

    title: str
    right: str
    lines: tuple[LineSeen, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class FilterSeen:
    """A category; its key is a digit."""

    category: str
    key: str
    word: str
    count: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class DetailSeen:
    """The whole page."""

    case_id: str
    name: str
    case_no: str
    about: str
    flags: tuple[tuple[Shape, str], ...]
    wishes: str
    shut: str  # why no figure is shown, "" where they are
    balance: str
    days: str
    left: tuple[BlockSeen, ...]
    right: tuple[BlockSeen, ...]
    filters: tuple[FilterSeen, ...]
    rows: tuple[TimelineRow, ...]
    more: bool
    nothing: str
    notice: str
    hints: tuple[tuple[str, str], ...]
    may_note: bool
    may_write: bool
    may_preview: bool
    written: str


def detail_seen(state: DeskState, wording: Wording, keys: KeyMap) -> DetailSeen | None:
    """None while it is shut."""
    part = state.detail
    if part is None:
        return None
    flags = tuple((OF_MARK[each.mark], wording.text(each.label)) for each in part.flags)
    days = part.days_past_due
    return DetailSeen(
        case_id=part.case_id,
        name=part.name,
        case_no=part.case_no,
        about=wording.text(part.about),
        flags=flags or ((Shape.QUIET, wording.word("card.no_flags")),),
        wishes="；".join(map(wording.text, part.wishes))
        if wording.language == "zh"
        else "; ".join(map(wording.text, part.wishes)),
        shut="" if part.open else wording.word("detail.shut"),
        balance=wording.text(part.balance) if part.balance is not None else HIDDEN,
        days=wording.number(days) if days is not None else HIDDEN[:2],
        left=tuple(_block(each, wording) for each in part.left),
        right=tuple(_block(each, wording) for each in part.right),
        filters=tuple(
            FilterSeen(
                category=each.category,
                key=str(number),
                word=wording.text(each.name),
                count=wording.number(each.count),
                chosen=each.category == part.category,
            )
            for number, each in enumerate(part.counts, start=1)
        ),
        rows=part.rows,
        more=part.more,
        nothing="" if part.rows else wording.word("detail.nothing"),
        notice=wording.text(state.notice) if state.notice else "",
        hints=_hints(part, wording, keys),
        may_note=part.may_note,
        may_write=part.may_write,
        may_preview=part.may_preview,
        written=part.written or "",
    )


def _block(block: DetailBlock, wording: Wording) -> BlockSeen:
    return BlockSeen(
        title=wording.text(block.title),
        right=wording.text(block.right),
        lines=tuple(_line(each, wording) for each in block.lines),
        nothing="" if block.lines else wording.text(block.nothing),
    )


def _line(line: DetailLine, wording: Wording) -> LineSeen:
    return LineSeen(
        strong=wording.text(line.strong),
        text=wording.text(line.text),
        right=wording.text(line.right),
        below=tuple(words for each in line.below if (words := wording.text(each))),
        shape=OF_MARK[line.mark] if line.mark is not None else None,
        icon=line.icon,
        tone=line.tone,
        point=line.point or "",
    )


def _hints(part: DetailPart, wording: Wording, keys: KeyMap) -> tuple[tuple[str, str], ...]:
    """Keys that do something on the page now."""
    hints = [("↑↓", wording.word("detail.choose")), ("←→", wording.word("detail.filter"))]
    hints.append(("Tab", wording.word("detail.points")))
    if part.may_note:
        hints.append((keys.cap(Act.NOTE), wording.word("act.note")))
    if part.may_write:
        hints.append((keys.cap(Act.MESSAGE), wording.word("act.message")))
    hints.append((keys.cap(Act.LEAVE), wording.word("act.leave")))
    return tuple(hints)
