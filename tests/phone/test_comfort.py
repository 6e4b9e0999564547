"""The sounds a phone makes by itself: what plays when, by the events of its calls."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.sip.comfort import Comfort
from desk_client.phone.sound.tones import ToneKind

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
A, B = CallId("a"), CallId("b")


@dataclass
class Earphone:
    """Writes down what is played; where sound comes early is the test's to say."""

    heard: list[str] = field(default_factory=list)
    early: set[CallId] = field(default_factory=set)

    def play(self, kind: ToneKind, *, rounds: int = 0) -> None:
        self.heard.append(f"{kind} x{rounds}" if rounds else str(kind))

    def stop(self) -> None:
        self.heard.append("stop")

    def ring(self, *, on: bool) -> None:
        self.heard.append("ring" if on else "ring off")


def comfort(earphone: Earphone) -> Comfort:
    sound: Any = earphone
    return Comfort(sound, lambda call_id: call_id in earphone.early)


def ended(call_id: CallId, code: int, by: str) -> m.Ended:
    return m.Ended.model_validate(
        {
            "at": AT,
            "call_id": call_id,
            "code": code,
            "reason": "",
            "ended_by": by,
            "ring_s": 0.0,
            "talk_s": 0.0,
        }
    )


def ringing(call_id: CallId, code: int = 180) -> m.Ringing:
    return m.Ringing(at=AT, call_id=call_id, code=code)


def answered(call_id: CallId) -> m.Answered:
    return m.Answered(at=AT, call_id=call_id, code=200)


def test_ringback_ends_with_the_answer() -> None:
    ear = Earphone()
    here = comfort(ear)
    for event in (ringing(A), ringing(A), answered(A), ended(A, 200, "them")):
        here.hear(event)
        here.look()
    assert ear.heard == ["ringback", "stop"]


def test_the_networks_own_sound_takes_the_place_of_ringback() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(ringing(A))
    here.look()
    ear.early.add(A)
    here.look()
    assert ear.heard == ["ringback", "stop"]
    here.hear(ringing(A))
    here.look()
    assert ear.heard == ["ringback", "stop"]


def test_no_ringback_where_the_networks_sound_comes_with_its_word() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(ringing(A, 183))
    ear.early.add(A)
    here.look()
    assert ear.heard == []


def test_busy_plays_for_those_who_are_busy_and_not_for_our_own_end() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(ended(A, 486, "them"))
    here.hear(ended(B, 486, "us"))
    here.hear(ended(B, 603, "them"))
    assert ear.heard == ["busy x3"]


def test_a_network_that_cannot_connect_plays_congestion() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(ended(A, 503, "network"))
    assert ear.heard == ["congestion x3"]


def test_an_incoming_call_rings_until_it_is_answered() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.ring(A)
    here.hear(answered(A))
    assert ear.heard[:2] == ["ring", "ring off"]


def test_it_stops_ringing_where_the_caller_gives_up() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.ring(A)
    here.hear(ended(A, 487, "them"))
    assert ear.heard[:2] == ["ring", "ring off"]
    assert "busy x3" not in ear.heard


def test_over_a_talk_it_beeps_and_does_not_ring() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(answered(A))
    here.ring(B)
    assert ear.heard == ["call_waiting"]
    here.hear(ended(B, 603, "us"))
    assert ear.heard[-1] == "stop"


def test_a_caller_who_gives_up_takes_nobody_elses_ringback_along() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(ringing(A))
    here.look()
    here.ring(B)
    here.hear(ended(B, 487, "them"))
    assert ear.heard == ["ringback", "ring", "ring off"]
    here.hear(answered(A))
    assert ear.heard[-1] == "stop"


def test_a_ring_becomes_a_beep_where_somebody_begins_to_talk_and_a_ring_again_after() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.ring(A)
    here.hear(answered(B))
    assert ear.heard == ["ring", "ring off", "call_waiting"]
    here.hear(ended(B, 200, "them"))
    assert ear.heard[3:] == ["ring", "stop"]


def test_busy_ends_where_the_next_call_rings_or_talks() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(ended(A, 486, "them"))
    here.hear(answered(B))
    assert ear.heard == ["busy x3", "stop"]


def test_no_busy_over_what_another_call_plays() -> None:
    ear = Earphone()
    here = comfort(ear)
    here.hear(ringing(A))
    here.look()
    here.hear(ended(B, 486, "them"))
    assert ear.heard == ["ringback"]
