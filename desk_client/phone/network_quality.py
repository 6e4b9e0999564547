"""How well the network carries one call, from the counters of RTP and RTCP: figures for the moment,
and in sum for the call's facts."""

from dataclasses import dataclass

from desk_client.phone.events import CallQuality
from desk_client.phone.loudness import mean_opinion_score


@dataclass(frozen=True, slots=True)
class Reading:
    """Counters of one stream as they stand. `reports` counts the RTCP reports of the far side;
    `sent`, `received` and `lost` are RTP packets."""

    rtt_ms: float
    jitter_ms: float
    received: int
    lost: int
    sent: int = 0
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """One moment: loss is of the packets since the moment before."""

    rtt_ms: float
    jitter_ms: float
    loss_pct: float
    mos: float


class NetworkQuality:
    """The figures of one call, fed now and then. Counters that fall belong to a new stream."""

    def __init__(self) -> None:
        self._last = Reading(0.0, 0.0, 0, 0)
        self._received = self._lost = 0
        self._moments: list[Figures] = []

    def take(self, reading: Reading) -> Figures:
        last = self._last
        if reading.received < last.received or reading.lost < last.lost:
            last = Reading(0.0, 0.0, 0, 0)
        received, lost = reading.received - last.received, reading.lost - last.lost
        self._last = reading
        self._received += received
        self._lost += lost
        loss_pct = _share(lost, received) if received or lost else 100.0  # nothing came at all
        figures = Figures(
            round(reading.rtt_ms, 2),
            round(reading.jitter_ms, 2),
            loss_pct,
            mean_opinion_score(
                rtt_ms=reading.rtt_ms, jitter_ms=reading.jitter_ms, loss_pct=loss_pct
            ),
        )
        self._moments.append(figures)
        return figures

    def in_sum(self) -> CallQuality | None:
        """None where nobody looked. The round trip is known only from the first RTCP exchange
        on, after some five seconds; before that it counts as 0."""
        moments = self._moments
        if not moments:
            return None
        trips = [moment.rtt_ms for moment in moments if moment.rtt_ms > 0]
        scores = [moment.mos for moment in moments]
        return CallQuality(
            rtt_ms=round(sum(trips) / len(trips), 2) if trips else 0.0,
            jitter_ms=round(sum(moment.jitter_ms for moment in moments) / len(moments), 2),
            loss_pct=_share(self._lost, self._received) if self._received else 100.0,
            mos=round(sum(scores) / len(scores), 2),
            worst_mos=min(scores),
        )


def _share(lost: int, received: int) -> float:
    return round(100 * lost / (lost + received), 2) if lost + received else 0.0
