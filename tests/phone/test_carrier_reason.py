"""Reads the carrier's Reason header, whatever stands there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.phone.carrier_reason import CarrierReason, carrier_reason

BYE = "BYE sip:desk@a SIP/2.0\r\nTo: <sip:desk@a>\r\n{}\r\nContent-Length: 0\r\n\r\n{}"
NOTHING = CarrierReason()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Reason: Q.850;cause=16", CarrierReason(16, "")),
        ('reason : q.850 ; cause = 17 ; text = "User busy"', CarrierReason(17, "User busy")),
        ('Reason: Q.850;text="No answer";cause="19"', CarrierReason(19, "No answer")),
        ('Reason: SIP;cause=580;text="Precondition"', CarrierReason(None, "Precondition")),
        ('Reason: SIP;text="a, b; c", Q.850;cause=1', CarrierReason(1, "a, b; c")),
        ("Reason: SIP;cause=503\r\nReason: Q.850;cause=34", CarrierReason(34, "")),
        (r'Reason: Q.850;cause=3;text="no \"route\""', CarrierReason(3, 'no "route"')),
        ('Reason: Q.850;cause=16;text="号码不存在"', CarrierReason(16, "号码不存在")),
        ('Reason: Q.850;cause=16;text="a\x1b[31m\u202eb"', CarrierReason(16, "a[31mb")),
        ("Reason: Q.850;cause=0", NOTHING),
        ("Reason: Q.850;cause=128", NOTHING),
        ("Reason: Q.850;cause=1e3", NOTHING),
        ("Reason: Q.850", NOTHING),
        ("Reason:", NOTHING),
        ("X-Reason: Q.850;cause=16", NOTHING),
    ],
)
def test_what_a_header_says(header: str, expected: CarrierReason) -> None:
    assert carrier_reason(BYE.format(header, "")) == expected


def test_a_body_is_no_header() -> None:
    assert carrier_reason(BYE.format("X-None: 0", "Reason: Q.850;cause=16")) == NOTHING


@given(st.text())
def test_nothing_breaks_it_and_nothing_is_shown_that_is_not_to_be(text: str) -> None:
    said = carrier_reason(BYE.format(f"Reason: Q.850;cause=16;text={text}", text))
    assert said.says.isprintable()
    assert len(said.says) <= 200
