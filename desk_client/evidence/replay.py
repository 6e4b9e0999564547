"""Asks the questions of a day again. For each verdict on the record the case is folded from what
had happened by then, the very question is put to the very packs, found by their hash, and the
answers are compared: the same bytes, the same verdict on an input that can no longer be made the
same, or another verdict."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import psycopg

from desk_client.agent import Agent, Campaign, Role
from desk_client.compliance import verdict as engine
from desk_client.compliance.answer import Verdict
from desk_client.compliance.load import pack_with
from desk_client.compliance.pack import Pack
from desk_client.compliance.request import Collector, ContactRequest, Content
from desk_client.debtor import ContactPoint
from desk_client.fact import Fact
from desk_client.fact_body import VerdictGiven
from desk_client.ids import DebtorId, Login
from desk_client.message_body import MessageOrdered
from desk_client.services.asking import Approach, Circumstances, contact_request
from desk_client.services.case_in_hand import CaseInHand, in_hand
from desk_client.services.central_files import DebtorFile, agents, campaigns, debtor_files
from desk_client.services.message_words import House, approach, postal_point, written
from desk_client.services.permit import may_have_happened
from desk_client.writing.shipped import shipped_templates

Found = Literal["same", "other_input", "different", "not_replayable"]
PAGE = 100  # debtors read at once
# said by the desk itself beside the packs: leases and digits, which no pack knows of
_DESKS_OWN = ("engine.permit", "engine.history", "engine.clock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One verdict asked again."""

    fact_id: str
    asked_at: datetime | None
    path: str
    contact: str
    found: Found
    differences: tuple[str, ...] = ()


def replay(
    connection: psycopg.Connection, since: datetime, until: datetime, own: Iterable[Pack] = ()
) -> Iterator[Replayed]:
    """Every verdict from `since` on and before `until`, debtor by debtor; `own` are the bank's
    packs beside those that ship."""
    rows = connection.execute(
        """select distinct debtor_id::text from app.fact
            where kind = 'verdict_given' and occurred_at >= %s and occurred_at < %s
              and debtor_id is not null order by 1""",
        (since, until),
    ).fetchall()
    debtors = [DebtorId(row[0]) for row in rows]
    house = _HouseThen(
        campaigns(connection), agents(connection), {pack.sha256: pack for pack in own}
    )
    for start in range(0, len(debtors), PAGE):
        for file in debtor_files(connection, debtors[start : start + PAGE]).values():
            yield from _of_debtor(file, house, since, until)


@dataclass(frozen=True, slots=True)
class _HouseThen:
    campaigns: Mapping[str, Campaign]
    agents: Mapping[str, Agent]
    own: Mapping[str, Pack]  # the bank's packs beside ours, by hash

    def of(self, hand: CaseInHand, login: Login) -> House | None:
        campaign = self.campaigns.get(hand.case.campaign_id)
        if campaign is None:
            return None
        nobody = Agent(login=login, staff_no="", name="", role=Role.AGENT, team=campaign.team)
        return House(agent=self.agents.get(login, nobody), campaign=campaign)


def _of_debtor(
    file: DebtorFile, house: _HouseThen, since: datetime, until: datetime
) -> Iterator[Replayed]:
    for fact in sorted(file.facts, key=lambda one: (one.occurred_at, one.fact_id)):
        if isinstance(fact.body, VerdictGiven) and since <= fact.occurred_at < until:
            yield _again(file, fact, fact.body, house)


def _again(file: DebtorFile, fact: Fact, given: VerdictGiven, house: _HouseThen) -> Replayed:
    def told(found: Found, *differences: str) -> Replayed:
        return Replayed(
            fact_id=fact.fact_id,
            asked_at=given.asked_at,
            path=given.path,
            contact=given.contact,
            found=found,
            differences=differences,
        )

    case = next((each for each in file.cases if each.case_id == fact.case_id), None)
    why_not = _not_replayable(given, file)
    if why_not or case is None:
        return told("not_replayable", why_not or "central has the case no more")
    packs = _packs(given.packs, house.own)
    if isinstance(packs, str):
        return told("different", packs)
    known = _known_at(file, fact, given)
    hand = in_hand(case=case, debtor=file.debtor, points=file.points, of_debtor=known)
    point = _point(hand, given)
    if point is None:
        return told("not_replayable", "the contact point is not in the bank's rows any more")
    request = _question(hand, point, given, _content(file.facts, fact, given, hand, house))
    answer = engine.verdict(request, packs)
    differences = _compare(given, answer)
    if differences:
        return told("different", *differences)
    return told("same" if answer.input_sha256 == given.input_sha256 else "other_input")


def _not_replayable(given: VerdictGiven, file: DebtorFile) -> str:
    """Why the question cannot be asked again, "" where it can."""
    if given.decision == "refused" and not given.packs and not given.besides:
        return "a rule of the desk, not of a pack"
    if given.asked_at is None or not given.besides:
        return "written before verdicts kept their question"
    return "the case cannot be read whole any more" if file.unreadable else ""


def _known_at(file: DebtorFile, fact: Fact, given: VerdictGiven) -> list[Fact]:
    """What had happened when the question was asked and was known to whoever asked: a desk that
    was out of reach told of its calls later. What came of the answer had not happened."""
    asked_at, told_at = given.asked_at, file.received[fact.fact_id]
    return [
        each
        for each in file.facts
        if asked_at is not None
        and each.occurred_at <= asked_at
        and file.received[each.fact_id] <= told_at
        and each.fact_id != fact.fact_id
        and not _came_of(each, given)
    ]


def _came_of(fact: Fact, given: VerdictGiven) -> bool:
    call_id, message_id = getattr(fact.body, "call_id", None), None
    if fact.kind.startswith("message_"):
        message_id = getattr(fact.body, "message_id", None)
    return (given.call_id is not None and call_id == given.call_id) or (
        given.message_id is not None and message_id == given.message_id
    )


def _question(
    hand: CaseInHand, point: ContactPoint, given: VerdictGiven, content: Content | None
) -> ContactRequest:
    now = given.asked_at
    assert now is not None  # noqa: S101 - looked at by the caller
    asked = contact_request(
        hand,
        point,
        Approach(
            path=given.path, initiator="agent", mode="manual", kind=given.contact, content=content
        ),
        now=now,
        history_as_of=given.history_as_of,
        circumstances=Circumstances(
            collector=Collector.model_validate(given.besides.get("collector", {}))
        ),
        also=may_have_happened(given.outstanding, now),
    )
    tree = json.loads(asked.model_dump_json(by_alias=True, exclude_none=True))
    return ContactRequest.from_json(json.dumps(tree | given.besides))


def _content(
    facts: Iterable[Fact], fact: Fact, given: VerdictGiven, hand: CaseInHand, house: _HouseThen
) -> Content | None:
    """The words of a message as they were then; None for a call."""
    if given.message_id is None:
        return None
    order = next(
        (
            each
            for each in facts
            if isinstance(each.body, MessageOrdered) and each.body.message_id == given.message_id
        ),
        None,
    )
    if order is None or not isinstance(order.body, MessageOrdered):
        return None
    template = shipped_templates().get(order.body.template)
    by = house.of(hand, fact.actor if given.path == "order" else order.actor)
    if template is None or by is None or given.asked_at is None:
        return None
    writing = written(template, hand, by, hand.today(given.asked_at), order.body.fields)
    return approach(writing, template, path=given.path, initiator="agent").content


def _point(hand: CaseInHand, given: VerdictGiven) -> ContactPoint | None:
    points = (*hand.points, postal_point(hand.debtor))
    return next((each for each in points if each.contact_point_id == given.contact_point_id), None)


def _packs(named: Iterable[str], own: Mapping[str, Pack]) -> tuple[Pack, ...] | str:
    """The packs by their hashes, or which of them is not to be had."""
    found = []
    for name in named:
        sha256 = name.rpartition("#")[2]
        pack = own.get(sha256) or pack_with(sha256)
        if pack is None:
            return f"pack {name.partition('#')[0]} of this hash is not kept here"
        found.append(pack)
    return tuple(found)


def _compare(given: VerdictGiven, answer: Verdict) -> list[str]:
    """What is otherwise now; leases and digits are no business of the packs."""
    own = [each.rule for each in given.reasons if each.rule in _DESKS_OWN]
    then = {each.rule for each in given.reasons} - set(_DESKS_OWN)
    now = {each.rule for each in answer.reasons} - set(_DESKS_OWN)
    found = [f"{rule} refused then and does not now" for rule in sorted(then - now)]
    found += [f"{rule} refuses now and did not then" for rule in sorted(now - then)]
    if not own and given.decision != answer.decision and not found:
        found.append(f"{given.decision} then, {answer.decision} now")
    if not own and not found and given.retry_at != answer.retry_at:
        found.append(f"retry {given.retry_at} then, {answer.retry_at} now")
    return found


def summed(replayed: Iterable[Replayed]) -> dict[str, object]:
    """Counts, and every difference in full."""
    listed = list(replayed)
    counts = dict.fromkeys(("same", "other_input", "different", "not_replayable"), 0)
    for each in listed:
        counts[each.found] += 1
    return {
        "verdicts": len(listed),
        **counts,
        "differences": [
            {
                "fact_id": each.fact_id,
                "asked_at": each.asked_at.isoformat() if each.asked_at else None,
                "path": each.path,
                "contact": each.contact,
                "differences": list(each.differences),
            }
            for each in listed
            if each.found == "different"
        ],
    }
