"""Central keeps a debtor who was handed over for the colleague it was given to, and lets only leads
publish what the team knows."""

import json
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from desk_client.ids import Login
from tests.central.floor import CHEN, LI, ONE_SERVER, WANG, ZHAO, Floor, debtor_id

pytestmark = ONE_SERVER

TO = "insert into app.fact (id, kind, debtor_id, occurred_at, body) values (%s, %s, %s, now(), %s)"


def tell(who: psycopg.Connection, kind: str, debtor: int | None, **body: object) -> str:
    fact = str(uuid4())
    of = None if debtor is None else debtor_id(debtor)
    who.execute(TO, (fact, kind, of, json.dumps({"kind": kind, **body})))
    return fact


def lease(who: psycopg.Connection, count: int) -> list[str]:
    rows = who.execute("select debtor_id::text, granted_at from app.lease(%s)", (count,)).fetchall()
    return [row[0] for row in rows]


def give_back(who: psycopg.Connection, debtor: int) -> None:
    who.execute(
        "select app.settle(w.debtor_id, w.granted_at, 0) from app.work w where w.debtor_id = %s",
        (debtor_id(debtor),),
    )


def test_what_was_handed_over_is_lent_to_nobody_else_and_first_to_them(floor: Floor) -> None:
    floor.place(6)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        assert len(lease(li, 4)) == 4
        tell(li, "case_handed_over", 3, to=WANG, queue=None, note="-")
        give_back(li, 3)
        assert lease(li, 1) == [str(debtor_id(4))]
        assert lease(wang, 1) == [str(debtor_id(3))]
        assert lease(wang, 5) == [str(debtor_id(5))]


def test_after_a_day_anybody_may_have_it(floor: Floor) -> None:
    floor.place(2)
    with floor.as_person(LI) as li:
        lease(li, 2)
        tell(li, "case_handed_over", 0, to=WANG, queue=None, note="-")
        give_back(li, 0)
        assert lease(li, 2) == []
        with floor.administrator() as administrator:
            administrator.execute(
                """update app.work set meant_until = now() - interval '1 s'
                    where meant_for is not null"""
            )
        assert lease(li, 2) == [str(debtor_id(0))]


def test_a_withdrawn_hand_over_is_the_givers_again_unless_it_has_begun(floor: Floor) -> None:
    floor.place(2)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        lease(li, 2)
        facts = [
            tell(li, "case_handed_over", number, to=WANG, queue=None, note="-") for number in (0, 1)
        ]
        give_back(li, 0)
        tell(li, "withdrawn", 0, fact_id=facts[0], reason="")
        assert lease(wang, 2) == []
        assert lease(li, 1) == [str(debtor_id(0))]
        give_back(li, 1)
        assert lease(wang, 2) == [str(debtor_id(1))]
        tell(li, "withdrawn", 1, fact_id=facts[1], reason="")
        assert lease(li, 2) == []  # it is in their hands


@pytest.mark.parametrize("to", [ZHAO, "nobody_here"])
def test_nothing_is_meant_for_somebody_outside_the_team(floor: Floor, to: str) -> None:
    floor.place(1)
    with floor.as_person(LI) as li:
        lease(li, 1)
        tell(li, "case_handed_over", 0, to=to, queue=None, note="-")
        give_back(li, 0)
        assert lease(li, 1) == [str(debtor_id(0))]


def test_nobody_gives_away_what_another_holds(floor: Floor) -> None:
    floor.place(1)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        assert lease(wang, 1) == [str(debtor_id(0))]
        tell(li, "case_handed_over", 0, to=LI, queue=None, note="-")
        give_back(wang, 0)
        assert lease(wang, 1) == [str(debtor_id(0))]


@pytest.mark.parametrize(("who", "may"), [(LI, False), (CHEN, True)])
def test_agents_propose_and_leads_publish(floor: Floor, who: Login, may: bool) -> None:
    words = {"question": {"zh": "问", "en": ""}, "answer": {"zh": "答", "en": ""}}
    with floor.as_person(who) as person:
        tell(person, "knowledge_written", None, entry_id="e1", published=False, **words)
        if may:
            tell(person, "knowledge_written", None, entry_id="e1", published=True, **words)
            tell(person, "knowledge_withdrawn", None, entry_id="e1")
            return
        with pytest.raises(errors.InsufficientPrivilege):
            tell(person, "knowledge_written", None, entry_id="e1", published=True, **words)
    with floor.as_person(who) as person, pytest.raises(errors.InsufficientPrivilege):
        tell(person, "knowledge_withdrawn", None, entry_id="e1")
