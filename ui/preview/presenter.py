"""The preview as it is to be seen: the verdict first, then the contact points with their own
verdicts, why this case comes now, and the first line that will be said."""

from dataclasses import dataclass

from desk_client.services.case_parts import ContactPointRow, Mark
from desk_client.services.desk_state import DeskState, Phase
from ui.key_intents import SKIP_REASONS
from ui.verdict_words import deciding, place_words, point_seen
from ui.widgets.point_box import PointSeen
from ui.widgets.sureness import SureSeen
from ui.wishes.line import wishes_line
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class PreviewSeen:
    """The centre of the preview."""

    allowed: bool
    sentence: str
    source: str
    sure: SureSeen | None  # how the clause that decides was read
    points: tuple[PointSeen, ...]
    why: tuple[tuple[Mark, str], ...]
    first_line: str
    skip_reasons: tuple[tuple[str, str], ...]  # digit key, words
    wishes: tuple[str, ...]


def preview_seen(state: DeskState, wording: Wording) -> PreviewSeen | None:
    """The preview, None in every other phase."""
    if state.phase is not Phase.PREVIEW:
        return None
    verdict = state.verdict
    source = ""
    if verdict is not None:
        at = wording.clock(verdict.checked_at, state.zone, seconds=True)
        source = wording.joined(
            wording.clause(verdict.clauses),
            wording.word("status_bar.pack", pack=wording.text(state.station.pack)),
            wording.word("preview.checked", at=at),
            *(wording.text(gate) for gate in verdict.gates),
        )
    first = state.script.current.spans if state.script else ()
    return PreviewSeen(
        allowed=verdict is not None and verdict.allowed,
        sentence=wording.text(verdict.sentence) if verdict else wording.word("preview.no_verdict"),
        source=source,
        sure=deciding(verdict, wording) if verdict else None,
        points=tuple(_point(row, wording) for row in state.contact_points),
        why=tuple((mark, wording.text(text)) for mark, text in state.why),
        first_line="".join(span.text for span in first),
        skip_reasons=tuple(
            (str(number), wording.word(f"skip.{reason}"))
            for number, reason in enumerate(SKIP_REASONS, start=1)
        ),
        wishes=wishes_line(state, wording),
    )


def _point(row: ContactPointRow, wording: Wording) -> PointSeen:
    """Why another one is refused stands in its row; the chosen one's reason is the banner above."""
    own = row.verdict.allowed or row.chosen
    return point_seen(
        row.contact_point_id,
        row.number,
        place_words(row.place, row.role, wording),
        row.verdict,
        history=wording.text(row.history if own else row.verdict.sentence),
        chosen=row.chosen,
        wording=wording,
    )
