"""Whom a debtor can be put through to, and who calls: debtors by number, colleagues by address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.debtor import PartyRole
from desk_client.phone_number import PhoneNumber
from desk_client.services.callers import Callers
from desk_client.services.directory import SHOWN, Directory
from desk_client.settings import ColleagueSettings
from desk_client.store.reference import Reference
from tests.day.fixtures import OpenDesk
from tests.day.world import NO_ANSWER, PROMISES, World

WANG = ColleagueSettings(name="王芳", address="8001", role="lead")
DESK = ColleagueSettings(name="复核专员", address="sip:8002@pbx.example", role="specialist")


def test_leads_come_first_and_nine_at_most_are_shown() -> None:
    others = [ColleagueSettings(name=f"同事{n}", address=f"90{n:02}") for n in range(12)]
    directory = Directory([DESK, *others, WANG])
    assert directory.colleagues[0].name == "王芳"
    assert len(directory.colleagues) == SHOWN
    assert [lead.name for lead in directory.leads] == ["王芳"]


@pytest.mark.parametrize(
    "header",
    [
        '"Ada" <sip:8001@127.0.0.1:5060>;tag=1',
        "<sip:8001@pbx.example>",
        "sip:8001@pbx.example;transport=tcp",
        "sips:8001@pbx.example",
    ],
)
def test_a_colleague_is_known_by_the_address(header: str) -> None:
    found = Directory([WANG, DESK]).named(header)
    assert found is not None
    assert found.name == "王芳"


@given(st.text(max_size=200))
def test_whatever_a_stranger_writes_names_nobody_or_somebody(header: str) -> None:
    found = Directory([WANG, DESK]).named(header)
    assert found is None or found.name in ("王芳", "复核专员")


def test_a_caller_is_a_debtor_a_colleague_or_a_stranger(world: World, sit_down: OpenDesk) -> None:
    (case,) = world.place(PROMISES, mode="preview", contact=NO_ANSWER)
    desk = sit_down()
    files = desk.desk._files
    callers = Callers(reference=Reference(desk.database), files=files, directory=Directory([WANG]))
    points = files.open(case.case_id).points
    own = next(point for point in points if point.role is PartyRole.DEBTOR)
    friend = next(point for point in points if point.role is PartyRole.CONTACT)

    debtor = callers.who(f"<sip:{own.value}@carrier.example>")
    assert debtor.hand is not None
    assert (debtor.hand.case.case_id, debtor.point) == (case.case_id, own)
    national = callers.who(f"<sip:{own.value.removeprefix('+86')}@carrier.example>")
    assert national.point == own
    third = callers.who(f"<sip:{friend.value}@carrier.example>")
    assert third.point == friend, "the number of a contact person is theirs, not the debtor's"

    lead = callers.who('"somebody" <sip:8001@carrier.example>')
    assert (lead.hand, lead.shown_as) == (None, "王芳")
    stranger = callers.who('"<b>Bank</b>" <sip:+8613700009999@carrier.example>')
    assert (stranger.hand, stranger.colleague) == (None, None)
    assert "<" not in stranger.shown_as
    assert stranger.number == PhoneNumber("+8613700009999")
    assert callers.who("<sip:anonymous@anonymous.invalid>").number is None
