"""One call as the phone process counts it: when it rang, was answered and ended, and by whom."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from desk_client.ids import CallId
from desk_client.phone.carrier_reason import CarrierReason
from desk_client.phone.commands import Record
from desk_client.phone.loudness import sounds
from desk_client.phone.network_quality import NetworkQuality
from desk_client.phone.quality_watch import QualityWatch
from desk_client.phone.recording import CallRecording

EndedBy = Literal["us", "them", "network", "phone"]
_LEVEL_TICKS = 25

# No such number, no answer from the network, its own failure. 486, 480, 600, 603 are the far side.
_NETWORK_CODES = frozenset({404, 408, 410, 484, 485, 604})

_REPLACED = 410  # as the library ends a call in whose place the far side has put another


def ended_by(code: int, *, we_hung_up: bool, answered: bool) -> EndedBy:
    """Who ended a call that ended with this SIP status."""
    if we_hung_up:
        return "us"
    if answered:
        return "them" if code in (200, _REPLACED) else "network"
    if code == 200:
        return "them"  # a caller who gave up before we answered
    return "network" if code in _NETWORK_CODES or 500 <= code < 600 or code < 400 else "them"


@dataclass(slots=True)
class CallLife:
    """Monotonic moments of a call and its recording; `ticks` are the last 20 ms of both sides."""

    call_id: CallId
    incoming: bool
    began: float
    ring_timeout_s: float | None = None
    record: Record | None = None
    recording: CallRecording | None = None
    rang: float | None = None
    answered: float | None = None
    hung_up: float | None = None  # when we asked for the end
    told: bool = True  # whether the desk knows of it
    concluded: bool = False
    held_by_us: bool = False
    held_by_them: bool = False
    muted: bool = False
    early_media: bool = False  # they play us something before the answer
    carrier: CarrierReason = field(default_factory=CarrierReason)
    network: NetworkQuality = field(default_factory=NetworkQuality)
    watch: QualityWatch | None = None  # from the answer on
    we_sound: bool = False  # any sound at all since it was last asked
    they_sound: bool = False
    ticks: list[tuple[bytes, bytes]] = field(default_factory=list)
    ticked: float | None = None  # when the conference's clock came by last
    longest_gap_s: float = 0.0  # between two of its ticks

    def tick(self, agent: bytes, debtor: bytes) -> None:
        """Takes both sides of 20 ms from the conference's clock."""
        now = time.monotonic()
        if self.ticked is not None:
            self.longest_gap_s = max(self.longest_gap_s, now - self.ticked)
        self.ticked = now
        if self.recording is not None:
            self.recording.push(agent, debtor)
        if len(self.ticks) < _LEVEL_TICKS:
            self.ticks.append((agent, debtor))

    def taken_ticks(self) -> tuple[bytes, bytes]:
        """Both sides since the last time this was asked."""
        taken, self.ticks = self.ticks, []
        agent, debtor = (
            (b"".join(side) for side in zip(*taken, strict=True)) if taken else (b"",) * 2
        )
        self.we_sound = self.we_sound or sounds(agent)
        self.they_sound = self.they_sound or sounds(debtor)
        return agent, debtor

    def taken_sounds(self) -> tuple[bool, bool]:
        """Whether we and they made any sound since the last time this was asked."""
        taken = self.we_sound, self.they_sound
        self.we_sound = self.they_sound = False
        return taken

    def rings_too_long(self, now: float) -> bool:
        return (
            self.ring_timeout_s is not None
            and self.answered is None
            and self.hung_up is None
            and now - self.began >= self.ring_timeout_s
        )

    def ring_s(self, now: float) -> float:
        """From the first ringing to the answer or now."""
        if self.rang is None:
            return 0.0
        return round((self.answered if self.answered is not None else now) - self.rang, 3)

    def talk_s(self, now: float) -> float:
        return 0.0 if self.answered is None else round(now - self.answered, 3)


TickTaker = Callable[[bytes, bytes], None]


def own_headers(invite: str) -> dict[str, str]:
    """The X- headers of a SIP request."""
    head = invite.split("\r\n\r\n", 1)[0].split("\r\n")[1:]
    pairs = [line.split(":", 1) for line in head if line[:2].lower() == "x-" and ":" in line]
    return {name.strip(): value.strip() for name, value in pairs}
