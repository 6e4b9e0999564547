"""The deeds on a workflow that runs: a step noted, an answer with its result, another queue, the
approval of a referral. What a result does to flags and to the case is told before Enter."""

from collections.abc import Iterable
from datetime import date

from desk_client.agent import Agent, Role
from desk_client.care_body import ComplaintAnswered
from desk_client.compliance.flag_lifting import LiftTerms, decision_terms
from desk_client.compliance.pack import Pack
from desk_client.compliance.workflow_rules import KindRules, Result, rules_of
from desk_client.fact_body import FactBody
from desk_client.ids import Login
from desk_client.outcome import table
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.deed import FREE, NOTE, Choice, Deed, about, by_word
from desk_client.services.workflow_parts import DeedEffect
from desk_client.text import Text
from desk_client.workflow import Workflow
from desk_client.workflow_body import (
    WorkflowApproved,
    WorkflowClosed,
    WorkflowNoted,
    WorkflowPassed,
)

_GOES_TO = Text("转交", "Goes to")
_MOVES = Text("案件移至", "Case moves to")
_STEP = Text("写明做了什么", "What was done")


def note_deed(hand: CaseInHand, workflow: Workflow) -> Deed:
    """N: a step on the way."""
    return Deed(
        name="note",
        hand=hand,
        title=Text("记录一步", "Note a step"),
        about=about(hand, rules_of(workflow.kind).label),
        asks=_STEP,
        least=2,
        bodies=lambda _codes, text, _second: (WorkflowNoted(of=workflow.fact_id, note=text),),
        told=Text("已记录一步", "The step is noted"),
    )


def pass_deed(hand: CaseInHand, workflow: Workflow) -> Deed:
    """G: to another queue; nobody owns it there yet."""

    def choice(queue: str, label: Text) -> Choice:
        told = DeedEffect("users", _GOES_TO, label)
        alone = Text("负责人清空，等该岗认领", "Nobody owns it until they take it")
        return Choice(
            code=queue,
            label=label,
            effects=(told, DeedEffect("user", alone)),
            fault=Text("已在该岗", "It is there already") if queue == workflow.queue else None,
        )

    return Deed(
        name="pass",
        hand=hand,
        title=Text("转交其他岗", "Hand to another queue"),
        about=about(hand, rules_of(workflow.kind).label),
        choices=tuple(choice(*each) for each in list(table().queues.items())[:9]),
        asks=NOTE,
        least=0,
        bodies=lambda codes, text, _second: (
            WorkflowPassed(of=workflow.fact_id, queue=codes[0], note=text),
        ),
        told=Text("已转交", "Handed over"),
    )


def close_deed(
    hand: CaseInHand, workflow: Workflow, packs: Iterable[Pack], *, day: date, verified: bool
) -> Deed:
    """A: answered, with its result. Against the debtor it takes whom the packs name."""
    rules = rules_of(workflow.kind)
    against = decision_terms(packs, day)
    takes = {each.code: _takes(each, against) for each in rules.results}
    return Deed(
        name="close",
        hand=hand,
        title=Text("答复并结案", "Answer and close"),
        about=about(hand, rules.label),
        choices=tuple(
            Choice(
                code=each.code,
                label=each.label,
                effects=_effects(each, rules, workflow, hand),
                takes=takes[each.code],
                fault=by_word(takes[each.code], verified=verified) or _not_approved(each, workflow),
            )
            for each in rules.results
        ),
        bodies=lambda codes, text, second: _closed(workflow, rules, codes[0], text, second),
        told=Text("已结案", "Closed"),
    )


def approve_deed(hand: CaseInHand, workflow: Workflow, me: Agent) -> Deed:
    """P: a referral is approved by a lead who did not ask for it."""
    alone = me.role is Role.LEAD and me.login != workflow.opened_by
    return Deed(
        name="approve",
        hand=hand,
        title=Text("批准移交", "Approve the referral"),
        about=about(hand, rules_of(workflow.kind).label),
        asks=NOTE,
        least=0,
        takes=FREE if alone else LiftTerms(word=False, lead=True, second=True),
        effects=(
            DeedEffect(
                "document",
                Text("可生成移交卷宗", "The file can be made"),
                Text("admin referral", "admin referral"),
            ),
        ),
        bodies=lambda _codes, text, second: _approved(workflow, text, second or me.login),
        told=Text("移交已批准", "The referral is approved"),
        not_by=workflow.opened_by if workflow.opened_by != me.login else None,
    )


def _approved(workflow: Workflow, text: str, second: Login) -> tuple[FactBody, ...]:
    approved = WorkflowApproved(of=workflow.fact_id, second=second)
    return (WorkflowNoted(of=workflow.fact_id, note=text), approved) if text else (approved,)


def _takes(result: Result, against: LiftTerms) -> LiftTerms:
    if result.word:
        return LiftTerms(word=True, lead=False, second=False)
    return against if result.against else FREE


def _not_approved(result: Result, workflow: Workflow) -> Text | None:
    if workflow.kind == "referral" and result.code == "accepted" and not workflow.approved_by:
        return Text("尚未批准", "It is not approved yet")
    return None


def _effects(
    result: Result, rules: KindRules, workflow: Workflow, hand: CaseInHand
) -> tuple[DeedEffect, ...]:
    found = []
    clause = rules.clause
    if workflow.laid_by:
        what = (
            Text(f"解除：{rules.stops.zh}", f"Ends: {_lower(rules.stops.en)}")
            if result.lifts
            else Text(f"保持：{rules.stops.zh}", f"Stays: {_lower(rules.stops.en)}")
        )
        found.append(DeedEffect("shield", what, clause=clause))
    others = [each for each in hand.state.open_workflows if each.fact_id != workflow.fact_id]
    if others:
        rest = rules_of(others[0].kind).label
        waits = Text("案件仍在处理", "The case still waits for")
        found.append(DeedEffect("list", waits, rest))
    elif result.case_status is not None:
        found.append(DeedEffect("list", _MOVES, table().statuses[result.case_status]))
    if workflow.queue is not None:
        told = Text("知会", "Is told")
        found.append(DeedEffect("users", told, table().queues.get(workflow.queue)))
    return tuple(found)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _closed(
    workflow: Workflow, rules: KindRules, code: str, text: str, second: Login | None
) -> tuple[FactBody, ...]:
    result = rules.result(code)
    if result is None:
        raise ValueError(f"a {workflow.kind} cannot end as {code}")
    closed = WorkflowClosed(
        of=workflow.fact_id,
        result=code,
        reason=text,
        lifts=result.lifts,
        case_status=result.case_status,
        second=second,
    )
    if workflow.kind != "complaint":
        return (closed,)
    lodged = [each.fact_id for each in workflow.steps if each.what in ("opened", "again")]
    answers = (ComplaintAnswered(complaint=each, upheld=result.upheld) for each in lodged)
    return (closed, *answers)
