"""Rows of the timeline that tell of the work on a case: small workflows and flags that were lifted,
help that was asked for, cases handed over, numbers that were named. Whose answer a step belongs to
is told where the workflow is one of the case on the page."""

from dataclasses import replace

from desk_client.compliance.workflow_rules import rules_of
from desk_client.fact import Fact
from desk_client.ids import FactId, Login
from desk_client.outcome import table
from desk_client.reach_body import ContactPointMarked, ContactPointNamed, WhoSaid
from desk_client.services.detail_parts import TimelineRow
from desk_client.services.help_call import WHY
from desk_client.services.point_words import masked_address
from desk_client.services.timeline_rows import NO_TEXT, Teller, Telling, joined, plain, told_by
from desk_client.team_body import CaseHandedOver, HelpAsked, WrapUpExtended
from desk_client.text import Text
from desk_client.workflow_body import (
    FlagLifted,
    WorkflowApproved,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowOpened,
    WorkflowPassed,
    WorkflowTaken,
)

_MATTER = Text("事项", "Matter")
_WORDS = {
    "debtor": Text("客户本人要求", "by the debtor's own word"),
    "house": Text("按内部决定", "by the house's decision"),
}

_SAID_BY: dict[WhoSaid, Text] = {
    "debtor": Text("客户所述", "the debtor said so"),
    "contact_person": Text("联系人所述", "a contact person said so"),
    "agent": Text("坐席查得", "the agent found it"),
}


def _matter(of: FactId, telling: Telling) -> Text:
    """Dispute, complaint, ...; "matter" where it is another case's."""
    kind = telling.workflows.get(of)
    return rules_of(kind).label if kind is not None else _MATTER


def _signed(second: Login | None, telling: Telling) -> Text:
    if second is None:
        return NO_TEXT
    name = telling.who(second)
    return Text(f"与 {name} 共同", f"with {name}")


def _opened(fact: Fact, body: WorkflowOpened, telling: Telling) -> TimelineRow:
    rules = rules_of(body.workflow)
    queue = table().queues.get(body.queue or rules.queue, NO_TEXT)
    row = plain(fact, telling, "scales", rules.label, joined(queue, telling.written(body.note)))
    return replace(row, tone="spec")


def _taken(fact: Fact, body: WorkflowTaken, telling: Telling) -> TimelineRow:
    what = _matter(body.of, telling)
    return plain(fact, telling, "user", Text(f"接手{what.zh}", f"{what.en} taken"), NO_TEXT)


def _noted(fact: Fact, body: WorkflowNoted, telling: Telling) -> TimelineRow:
    what = _matter(body.of, telling)
    title = Text(f"{what.zh}进展", f"{what.en}: a step")
    return plain(fact, telling, "pencil", title, telling.written(body.note))


def _passed(fact: Fact, body: WorkflowPassed, telling: Telling) -> TimelineRow:
    what, queue = _matter(body.of, telling), table().queues.get(body.queue, NO_TEXT)
    title = Text(f"{what.zh}转{queue.zh}", f"{what.en} passed to {queue.en}")
    return plain(fact, telling, "arrow-right", title, telling.written(body.note))


def _approved(fact: Fact, body: WorkflowApproved, telling: Telling) -> TimelineRow:
    what = _matter(body.of, telling)
    title = Text(f"{what.zh}已批准", f"{what.en} approved")
    return plain(fact, telling, "check", title, _signed(body.second, telling))


def _closed(fact: Fact, body: WorkflowClosed, telling: Telling) -> TimelineRow:
    kind = telling.workflows.get(body.of)
    what = _matter(body.of, telling)
    results = rules_of(kind).results if kind is not None else ()
    result = next((each.label for each in results if each.code == body.result), NO_TEXT)
    title = Text(f"{what.zh}已答复", f"{what.en} answered")
    detail = joined(result, _signed(body.second, telling), telling.written(body.reason))
    return plain(fact, telling, "check-circle", title, detail)


def _lifted(fact: Fact, body: FlagLifted, telling: Telling) -> TimelineRow:
    flag = table().flags.get(body.flag, Text(body.flag, body.flag))
    title = Text(f"解除：{flag.zh}", f"Lifted: {flag.en}")
    second = _signed(body.second, telling)
    detail = joined(_WORDS[body.word], second, telling.written(body.reason))
    return plain(fact, telling, "flag", title, detail)


def _helped(fact: Fact, body: HelpAsked, telling: Telling) -> TimelineRow:
    why = WHY.get(body.reason, NO_TEXT)
    return plain(fact, telling, "help", Text("请求协助", "Asked for help"), why)


def _handed_over(fact: Fact, body: CaseHandedOver, telling: Telling) -> TimelineRow:
    if body.to is not None:
        name = telling.who(body.to)
        to = Text(name, name)
    else:
        to = table().queues.get(body.queue or "", NO_TEXT)
    title = Text(f"移交{to.zh}", f"Handed over to {to.en}")
    return plain(fact, telling, "swap", title, telling.written(body.note))


def _extended(fact: Fact, body: WrapUpExtended, telling: Telling) -> TimelineRow:
    title = Text("延长小结时间", "More time for wrap-up")
    by = Text(f"{body.by_s} 秒", f"{body.by_s} s")
    return plain(fact, telling, "clock", title, by)


def _named(fact: Fact, body: ContactPointNamed, telling: Telling) -> TimelineRow:
    address = masked_address(body.address, body.place)
    detail = joined(Text(address, address), telling.written(body.person), _SAID_BY[body.said_by])
    return plain(fact, telling, "phone", Text("新号码", "A new number"), detail)


def _marked(fact: Fact, body: ContactPointMarked, telling: Telling) -> TimelineRow:
    state = table().contact_points[body.state]
    title = Text(f"号码记为{state.zh}", f"A number marked {state.en}")
    return plain(fact, telling, "phone-off", title, _SAID_BY[body.said_by])


WORK_ROWS: tuple[tuple[str, Teller], ...] = (
    told_by(WorkflowOpened, _opened),
    told_by(WorkflowTaken, _taken),
    told_by(WorkflowNoted, _noted),
    told_by(WorkflowPassed, _passed),
    told_by(WorkflowApproved, _approved),
    told_by(WorkflowClosed, _closed),
    told_by(FlagLifted, _lifted),
    told_by(HelpAsked, _helped),
    told_by(CaseHandedOver, _handed_over),
    told_by(WrapUpExtended, _extended),
    told_by(ContactPointNamed, _named),
    told_by(ContactPointMarked, _marked),
)
