"""Facts as rows of the timeline: one function a kind, in the table ROWS. A row that is told while
the figures are shut has no amount, no day of a payment and nothing that anybody wrote: who listens
beside the agent may read along. A kind without a function is told by its own name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from desk_client.body_form import Body
from desk_client.case_state import CallRecord, MessageRecord
from desk_client.fact import Fact
from desk_client.fact_body import OutcomeLogged
from desk_client.ids import CallId, CaseId, FactId, Login, MessageId
from desk_client.promise_standing import Standing
from desk_client.services import sentences
from desk_client.services.detail_parts import TimelineRow
from desk_client.text import Text
from desk_client.workflow_body import WorkflowKind

NO_TEXT = Text("", "")
SHUT = Text("核身后显示", "Shown after identity")
_TAKEN_BACK = Text("已撤销", "Taken back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What rows are told with: the page's calls and messages as folded, and who people are."""

    zone: ZoneInfo
    now: datetime
    open: bool
    own_case: CaseId
    who: Callable[[Login], str]
    calls: Mapping[CallId, CallRecord]
    messages: Mapping[MessageId, MessageRecord]
    outcomes: Mapping[CallId, OutcomeLogged]  # the ones that stand
    sealed: frozenset[CallId]
    uploaded: frozenset[CallId]
    gone: frozenset[FactId]  # facts that were taken back
    targets: Mapping[FactId, Fact]  # what the taking back on this page took
    promises: Mapping[FactId, Standing]
    case_nos: Mapping[CaseId, str]
    workflows: Mapping[FactId, WorkflowKind]  # of this case, by what opened them

    def written(self, text: str) -> Text:
        """What somebody wrote, on one line; hidden while the figures are."""
        if not text.strip():
            return NO_TEXT
        line = " ".join(text.split())[:_WORDS]
        return Text(line, line) if self.open else SHUT

    def moment(self, at: datetime) -> Text:
        return sentences.moment(at, self.now, self.zone)

    def actor(self, fact: Fact) -> Text:
        name = self.who(fact.actor)
        return Text(name, name)


_Body = TypeVar("_Body", bound=Body)
Teller = Callable[[Fact, Telling], TimelineRow]
_WORDS = 4000  # characters of a note; a longer one is told as far as this


def told_by(
    kind: type[_Body], tell: Callable[[Fact, _Body, Telling], TimelineRow]
) -> tuple[str, Teller]:
    """An entry of the table ROWS: the kind's name, and its function with the body's own type."""

    def teller(fact: Fact, telling: Telling) -> TimelineRow:
        if not isinstance(fact.body, kind):
            raise TypeError(f"{fact.kind} is not told by {tell.__name__}")
        return tell(fact, fact.body, telling)

    return kind.model_fields["kind"].default, teller


def told(fact: Fact, telling: Telling, rows: Mapping[str, Teller]) -> TimelineRow:
    """The row of a fact that heads one."""
    teller = rows.get(fact.kind, _unnamed)
    row = teller(fact, telling)
    if fact.fact_id in telling.gone:
        row = replace(row, chip=_TAKEN_BACK, tone="quiet")
    if fact.case_id is not None and fact.case_id != telling.own_case:
        number = telling.case_nos.get(fact.case_id, "")
        other = Text(number or "另一案件", number or "another case")
        row = replace(row, below=joined(row.below, other))
    return row


def joined(*parts: Text) -> Text:
    """Those that say something, with a middle dot."""
    return sentences.joined(*(part for part in parts if part.zh)) if parts else NO_TEXT


def plain(fact: Fact, telling: Telling, icon: str, title: Text, detail: Text) -> TimelineRow:
    """A row without anything special."""
    return TimelineRow(
        key=fact.fact_id,
        at=fact.occurred_at,
        icon=icon,
        title=title,
        detail=detail,
        right=telling.actor(fact),
    )


def _unnamed(fact: Fact, telling: Telling) -> TimelineRow:
    """A kind of a newer program, or of a part of this one that tells nothing more."""
    name = fact.kind.replace("_", " ")
    return plain(fact, telling, "list", Text(name, name[:1].upper() + name[1:]), NO_TEXT)
