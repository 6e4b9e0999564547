"""Who may ring: by the address an INVITE comes from, and by how many came just before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone.admission import INVITES_AT_ONCE, Admission

OURS = ("sip:10.0.0.1:5061;transport=tls", "10.0.0.2", "[2001:db8::5]", None, "not a host!")


@pytest.mark.parametrize(
    ("source", "rings"),
    [
        ("10.0.0.1:49152", True),
        ("10.0.0.2:5060", True),
        ("[2001:DB8::5]:5060", True),
        ("10.0.0.3:5060", False),
        ("[2001:db8::6]:5060", False),
        ("10.0.0.1.evil.example:5060", False),
        ("", False),
    ],
)
def test_by_policy_only_ours_ring(source: str, rings: bool) -> None:
    assert Admission("registrar", OURS).may_ring(source, 0.0) is rings
    assert Admission("registrar", OURS).knows(source) is rings
    assert Admission("anyone", OURS).may_ring(source, 0.0)


def test_whoever_answers_our_register_may_ring() -> None:
    admission = Admission("registrar", ())
    assert not admission.may_ring("10.9.9.9:5060", 0.0)
    admission.trust("10.9.9.9:5060")
    assert admission.may_ring("10.9.9.9:40000", 0.0)


def test_strangers_do_not_use_up_the_places_of_ours() -> None:
    admission = Admission("registrar", OURS)
    for _ in range(1000):
        assert not admission.may_ring("10.0.0.3:5060", 5.0)
    assert admission.may_ring("10.0.0.1:5060", 5.0)


@given(st.lists(st.floats(0, 0.3), max_size=200))
def test_half_a_second_never_brings_more_than_the_library_bears(pauses: list[float]) -> None:
    admission, now = Admission("anyone", ()), 0.0
    rang: list[float] = []
    for pause in pauses:
        now += pause
        if admission.may_ring("10.0.0.3:5060", now):
            rang.append(now)
    for moment in rang:
        assert sum(moment - 0.5 < other <= moment for other in rang) <= INVITES_AT_ONCE
