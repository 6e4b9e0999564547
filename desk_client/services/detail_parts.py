"""What the window shows on the page of a case; frozen. While `open` is false no figure, no date of
the debt and nothing that anybody wrote about it is in here at all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from desk_client.ids import CaseId, ContactPointId, FactId
from desk_client.services.case_parts import Flag, Mark
from desk_client.text import Text

NOTHING = Text("", "")
Tone = Literal["quiet", "accent", "ok", "warn", "bad", "spec"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One thing that happened, or a payment. `title` and `chip` say what, `detail` what of it,
    `right` and `below` who did it and what is kept. `whole_day`: nobody knows the hour."""

    key: str  # the fact's id; of a payment its own
    at: datetime
    icon: str
    title: Text
    tone: Tone = "quiet"
    chip: Text | None = None
    chip_mark: Mark = Mark.NONE
    detail: Text = NOTHING
    right: Text = NOTHING
    below: Text = NOTHING
    whole_day: bool = False
    has_recording: bool = False


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """A category of the timeline and how many rows it has."""

    category: str
    name: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLine:
    """A line of a block: a shape, what in strong, what of it, at the right how it stands; under it
    more of it. `point` where it is a contact point that can be chosen."""

    strong: Text
    text: Text = NOTHING
    right: Text = NOTHING
    below: tuple[Text, ...] = ()
    mark: Mark | None = None
    icon: str = ""
    tone: Tone = "quiet"
    point: ContactPointId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailBlock:
    """A part of the left or the right column. `id` names it for whoever adds to the page."""

    id: str
    title: Text
    right: Text = NOTHING
    lines: tuple[DetailLine, ...] = ()
    nothing: Text = NOTHING  # said where there are no lines


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailPart:
    """The whole page."""

    case_id: CaseId
    case_no: str
    name: str
    about: Text
    flags: tuple[Flag, ...]
    wishes: tuple[Text, ...]
    open: bool
    in_call: bool
    balance: Text | None
    days_past_due: int | None
    left: tuple[DetailBlock, ...]
    right: tuple[DetailBlock, ...]
    category: str
    counts: tuple[CategoryCount, ...]
    rows: tuple[TimelineRow, ...]
    more: bool
    may_note: bool
    may_write: bool
    may_preview: bool
    written: FactId | None = None  # the note that was saved last from this page
