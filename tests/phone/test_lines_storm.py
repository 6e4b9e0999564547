"""A floor's desks register all at once; the bench is run small here and with 200 by hand."""

import pytest

from desk_client.bench.registration import NAMES_A_PHONE, registration_storm


@pytest.mark.peers("kamailio")
def test_a_storm_of_registrations_is_over_in_a_second() -> None:
    desks = 2 * NAMES_A_PHONE + 1
    figures = registration_storm(desks)
    assert [each.name for each in figures] == ["registration_storm"] * 3
    middle, most, last = (each.value for each in figures)
    assert middle <= most <= last
    assert last < 5.0  # well under half a second on a machine with nothing else to do
    assert all(each.n == desks and each.baseline.value > 0 for each in figures)
