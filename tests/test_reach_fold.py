"""What facts make of contact points, and after how many days a debtor is lost: without a store."""

import json
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.locating import lost_standing
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest
from desk_client.fact import Fact
from desk_client.fact_body import Withdrawn, body_from_json, body_to_json
from desk_client.fold import fold
from desk_client.ids import CaseId, ContactPointId, DebtorId, FactId, Login
from desk_client.reach_body import ContactPointMarked, ContactPointNamed
from desk_client.services.case_in_hand import in_hand
from tests.happenings import MORNING
from tests.rows import case, debtor, point

NAMED = ContactPointNamed(
    contact_point_id=ContactPointId("new"),
    address="+8613900001234",
    place="mobile",
    role="contact",
    person="赵玲",
    said_by="debtor",
)


def fact(number: int, body: object) -> Fact:
    return Fact(
        fact_id=FactId(f"f{number}"),
        case_id=CaseId(case(1).case_id),
        debtor_id=DebtorId(debtor(1).debtor_id),
        actor=Login("agent_li"),
        occurred_at=MORNING + timedelta(minutes=number),
        body=body,  # type: ignore[arg-type]
    )


def marked(state: str) -> ContactPointMarked:
    return ContactPointMarked(
        contact_point_id=ContactPointId("new"),
        state=state,  # type: ignore[arg-type]
        said_by="agent",
    )


@given(st.lists(st.sampled_from(["valid", "wrong", "invalid"]), max_size=6), st.data())
def test_the_last_word_that_stands_is_the_state_and_every_word_is_kept(
    words: list[str], data: st.DataObject
) -> None:
    facts = [fact(n, marked(word)) for n, word in enumerate(words)]
    gone = data.draw(st.sets(st.sampled_from(range(len(words))))) if words else set()
    facts += [fact(100 + n, Withdrawn(fact_id=FactId(f"f{n}"))) for n in gone]
    state = fold(data.draw(st.permutations(facts)))
    standing = [word for n, word in enumerate(words) if n not in gone]
    assert [each.state for each in state.point_history] == standing[::-1]
    told = state.state_of_point(ContactPointId("new"))
    assert told == (standing[-1] if standing else "unverified")


def test_a_named_number_stands_after_the_banks_until_it_is_taken_back_or_imported() -> None:
    def points(*facts: Fact, bank: tuple[str, ...] = ()) -> list[str]:
        rows = (point(1), *(point(2, value=value) for value in bank))
        hand = in_hand(case=case(1), debtor=debtor(1), points=rows, of_debtor=facts)
        return [each.value for each in hand.points]

    own = point(1).value
    naming = fact(1, NAMED)
    assert points(naming) == [own, NAMED.address]
    assert points(naming, fact(2, NAMED)) == [own, NAMED.address]
    assert points(naming, fact(2, Withdrawn(fact_id=naming.fact_id))) == [own]
    assert points(naming, bank=(NAMED.address,)) == [own, NAMED.address]


def test_a_naming_reads_back_as_it_was_written() -> None:
    for body in (NAMED, marked("wrong")):
        assert body_from_json(body_to_json(body)) == body


def asked(*days: str, reached: str = "") -> ContactRequest:
    """A contact person of a debtor who was tried on these days of November 2026."""
    history = [
        {
            "id": f"e{day}",
            "at": f"2026-11-{day}T02:00:00Z",
            "kind": "call",
            "direction": "out",
            "address": "+8613800000001",
            "place": "mobile",
            "party": "d1",
            "party_role": "debtor",
            "debts": ["a"],
            "collector": "bank",
            "campaign": None,
            "result": "conversation" if day == reached else "no_answer",
            "reached": "debtor" if day == reached else None,
            "talk_s": 60 if day == reached else 0,
            "consented": False,
            "purpose": None,
        }
        for day in days
    ]
    request = {
        "now": "2026-11-24T02:00:00Z",
        "kind": "call",
        "initiator": "agent",
        "mode": "manual",
        "collector": {"role": "first_party", "entity": "bank", "lender": "bank"},
        "address": {"value": "+8613900002222", "place": "mobile", "state": "unverified"},
        "party": {"id": "c1", "role": "contact", "identity": "unknown"},
        "debtor": {
            "id": "d1",
            "language": "zh",
            "locations": [{"region": "CN-31", "zone": "Asia/Shanghai", "source": "address"}],
        },
        "debts": [{"id": "a", "days_past_due": 40, "product": "card"}],
        "history": history,
    }
    return ContactRequest.model_validate_json(json.dumps(request))


def test_three_days_in_a_row_without_an_answer_make_a_debtor_lost() -> None:
    packs = PackSet.shipped()

    def days(request: ContactRequest) -> tuple[int, bool, str]:
        found = lost_standing(request, packs.in_force(request))
        assert found is not None
        assert (found.needed, found.may_ask) == (3, True)
        return found.days, found.lost, found.rule

    assert days(asked()) == (0, False, "cn.third")
    assert days(asked("20", "21")) == (2, False, "cn.third")
    assert days(asked("19", "20", "22")) == (2, False, "cn.third"), "a day was left out"
    assert days(asked("20", "21", "22")) == (3, True, "cn.third")
    assert days(asked("19", "20", "21", "22", reached="21")) == (1, False, "cn.third")
