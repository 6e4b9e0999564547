"""How long messages take to leave, measured a few times at real servers."""

import pytest

from desk_client.bench.figure import figure
from desk_client.bench.messages import mail, sms, unmet


@pytest.mark.peers("exim4", "root")
def test_mail() -> None:
    one, four = mail(60)
    assert {one.name, four.name} == {"messages_smtp"}
    assert "connections 1" in one.unit
    assert "connections 4" in four.unit
    assert one.baseline.value > 0
    assert one.ratio is not None
    assert one.ratio < 3


def test_sms() -> None:
    (one,) = sms(200)
    assert (one.name, one.n) == ("messages_smpp", 200)
    assert "window 20" in one.unit
    assert one.value < 20  # a message alone takes longer than that: the window is used
    assert one.ratio is not None


def test_the_bar() -> None:
    slow = figure("messages_smtp", "ms", 6.0, what="bare", baseline=5.0, n=1)
    quick = figure("messages_smtp", "ms", 2.0, what="bare", baseline=5.0, n=1)
    assert unmet([slow, quick]) is None
    assert "messages_smtp takes 6 ms" in (unmet([slow]) or "")
