"""A list looked through in short agrees with the verdict on each of its contacts."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import ContactRequest, Flag
from desk_client.compliance.screening import Screened, screened
from tests.compliance.asking import DESK, ask, call_made, local
from tests.compliance.test_properties import PACKS, SLOW, packsets, requests


@SLOW
@given(requests(("debtor", "contact", "guardian")), packsets)
def test_it_says_what_the_verdict_says(asked: ContactRequest, chosen: str) -> None:
    packs = PACKS[chosen]
    answer, short = packs.verdict(asked), packs.screened(asked)
    assert short.allowed is answer.allowed
    assert short.refused_by == tuple(dict.fromkeys(reason.rule for reason in answer.reasons))
    assert short.retry_at == answer.retry_at


@SLOW
@given(requests(), st.permutations(range(5)))
def test_a_list_says_the_same_in_whatever_order(asked: ContactRequest, order: list[int]) -> None:
    questions = [asked.at(asked.now + timedelta(hours=5 * hours)) for hours in range(5)]
    straight = [DESK.screened(question) for question in questions]
    shuffled = {index: DESK.screened(questions[index]) for index in order}
    assert [shuffled[index] for index in range(5)] == straight


def test_what_refuses_stands_first_where_it_is_law() -> None:
    night = ask(
        local("2026-11-24 23:00"),
        history=(call_made(local("2026-11-24 22:40")),),
        flags=(Flag(flag="cease"),),
    )
    short = DESK.screened(night)
    assert not short.allowed
    assert short.retry_at is None
    assert short.refused_by[-1] == "house.gap60"
    assert {"cn.hours"} < set(short.refused_by)


def test_a_pack_that_is_not_there_refuses_the_whole_list() -> None:
    nothing = PackSet.shipped("xx-none")
    assert nothing.screened(ask(local("2026-11-24 12:00"))).refused_by == ("engine.pack",)
    assert screened(ask(local("2026-11-24 12:00")), ()) == Screened(
        allowed=False, refused_by=("engine.pack",), retry_at=None
    )
