"""What an agent can ask of the page of a case."""

from dataclasses import dataclass

from desk_client.ids import CaseId, ContactPointId


@dataclass(frozen=True, slots=True)
class OpenDetail:
    """Everything about a case: of the one given, else of the one in hand."""

    case_id: CaseId | None = None


@dataclass(frozen=True, slots=True)
class FilterTimeline:
    """Only rows of one category of services.timeline_kinds; "all" for every one."""

    category: str


@dataclass(frozen=True, slots=True)
class MoreTimeline:
    """The next page of older rows."""


@dataclass(frozen=True, slots=True)
class PreviewPoint:
    """Takes the case to preview with this contact point chosen."""

    contact_point_id: ContactPointId


@dataclass(frozen=True, slots=True)
class WriteFromDetail:
    """The messages of this case."""


@dataclass(frozen=True, slots=True)
class NoteOnCase:
    """A note, outside a call's outcome."""

    text: str


@dataclass(frozen=True, slots=True)
class PlayRecording:
    """Space on a row; `has_one`: a recording is kept of it."""

    has_one: bool


@dataclass(frozen=True, slots=True)
class CloseDetail:
    """Esc, or the key that opened it."""


DetailIntent = (
    OpenDetail
    | FilterTimeline
    | MoreTimeline
    | PreviewPoint
    | WriteFromDetail
    | NoteOnCase
    | PlayRecording
    | CloseDetail
)
