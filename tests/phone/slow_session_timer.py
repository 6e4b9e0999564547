"""Session timers as they run: the standard's least interval is 90 s, which the library holds for
everybody, so we refresh after 45 s, and give up a far side that promised to and did not after 60.
Too long for every run; run it by its name."""

from pathlib import Path

import pytest

from desk_client.phone import messages as m
from tests.phone import party
from tests.phone.party import Party
from tests.phone.sipp_peer import sipp


@pytest.mark.peers("sipp")
def test_we_refresh_and_a_far_side_that_does_not_is_given_up(
    agent: Party, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(party, "LONGEST_S", 75.0)
    with (
        sipp(tmp_path / "ours", "session_timer", echo=True) as refreshed,
        sipp(tmp_path / "theirs", "never_refreshes", echo=True) as forgetful,
    ):
        ours, theirs = agent.dial(refreshed.address), agent.dial(forgetful.address)
        ended = agent.of_call(m.Ended, theirs)
        assert (ended.code, ended.reason) == (408, "No session refresh received.")
        assert 58 <= ended.talk_s <= 63
        agent.do(m.HangUp(call_id=ours))
        assert agent.of_call(m.Ended, ours).ended_by == "us"
        assert refreshed.succeeds()
        assert forgetful.succeeds()
        _first, again = refreshed.received("INVITE")
    assert "Session-Expires: 90;refresher=uac" in again
