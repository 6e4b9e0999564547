"""What the autopilot is to do, and what it saw: plain values between the demo and the windows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desk_client.ids import CallId, CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightPlan:
    """A shift to fly. `scenario_of` is the pilot's ear: how the other side of a call behaves, by
    call id, "" while nothing is known. `call_in` lets the debtor of a case ring the desk; nobody
    rings without it. `listen_in` lets the lead listen to a call."""

    staff_no: str
    password: str = field(repr=False)
    cases: int
    screenshots: Path | None
    scenario_of: Callable[[str], str]
    call_in: Callable[[CaseId], None] | None = None
    listen_in: Callable[[CallId], None] | None = None


@dataclass(slots=True, kw_only=True)
class Flown:
    """What happened at the window, measured there. Moments are monotonic seconds."""

    keys_pressed: int = 0
    mouse_events: int = 0
    stalls_over_50_ms: int = 0
    longest_stall_ms: float = 0.0
    stalls: list[dict[str, object]] = field(default_factory=list)  # ms, phase, at_s
    start_to_usable_ms: float = 0.0
    dial_keys: dict[str, float] = field(default_factory=dict)  # call_id: the key that led to it
    outcome_keys: dict[str, float] = field(default_factory=dict)  # call_id: outcome before it
    answer_to_card_ms: list[float] = field(default_factory=list)
    key_to_paint_ms: list[float] = field(default_factory=list)
    screenshots: list[str] = field(default_factory=list)
    telephone: list[str] = field(default_factory=list)  # what was seen of it, in order
    trips: list[str] = field(default_factory=list)  # workflows walked through without a call
    trips_left_out: list[str] = field(default_factory=list)
    undone: int = 0
    display: str = ""
    fault: str = ""
