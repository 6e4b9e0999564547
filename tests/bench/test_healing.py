"""The figure of a line that heals, measured on real kills."""

from desk_client.bench.healing import healing


def test_healing() -> None:
    (one,) = healing(2)
    assert (one.name, one.n) == ("healing", 2)
    assert one.unit.startswith("s from the phone's death")
    assert 0 < one.value < 3  # 0.02 s on two quiet cores; the bar is 1 s
    assert one.baseline.value > 0
