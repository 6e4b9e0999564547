"""The desk with a second call, a listening lead, a bad line and open pages: states as the services
paint them, with made-up people."""

from dataclasses import replace
from datetime import timedelta

from desk_client.ids import CallId
from desk_client.phone.registration_words import sentence
from desk_client.phone_number import PhoneNumber
from desk_client.services.call_parts import (
    ColleagueRow,
    LineFigures,
    ListenerPart,
    RecordingLight,
    SidePart,
)
from desk_client.services.desk_state import DeskState, LineState, Phase
from desk_client.services.sound_parts import SoundPart, SoundPlace, SoundTest
from desk_client.text import Text
from tests.ui.sample_states import scene


def side(state: DeskState, **more: object) -> SidePart:
    """Somebody who calls in; four seconds ago it began to ring."""
    zh = state.zone == "Asia/Shanghai"
    plain = SidePart(
        call_id=CallId("0199-side"),
        incoming=True,
        name="刘洋" if zh else "Ray Delgado",
        about=Text("浦东 · 当地 10:42", "Queens · local time 10:42"),
        number=PhoneNumber("+8618600004410" if zh else "+16465550188"),
        began_at=state.now - timedelta(seconds=4),
        answered_at=None,
        in_ear=True,
        joined=False,
        muted=False,
        leaving=False,
        known=True,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def _lead(state: DeskState, **more: object) -> SidePart:
    zh = state.zone == "Asia/Shanghai"
    return side(
        state,
        incoming=False,
        name="王芳" if zh else "Ada Wong",
        about=Text("", ""),
        number=None,
        role="lead",
        **more,
    )


def incoming(language: str) -> DeskState:
    ready = scene("02-ready", language)
    return replace(ready, side=side(ready))


def incoming_stranger(language: str) -> DeskState:
    ready = scene("02-ready", language)
    return replace(ready, side=side(ready, name="", known=False, about=Text("", "")))


def incoming_in_call(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    return replace(live, side=side(live))


def _held(language: str, seconds: int) -> DeskState:
    live = scene("06-live-verified", language)
    assert live.call is not None
    call = replace(live.call, held_since=live.now - timedelta(seconds=seconds))
    return replace(live, phase=Phase.ON_HOLD, call=call)


def consult_ringing(language: str) -> DeskState:
    held = _held(language, 4)
    return replace(held, side=_lead(held))


def consult(language: str) -> DeskState:
    held = _held(language, 25)
    return replace(held, side=_lead(held, answered_at=held.now - timedelta(seconds=22)))


def all_three(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    answered = live.now - timedelta(seconds=40)
    return replace(live, side=_lead(live, answered_at=answered, joined=True))


def lead_waits(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    answered = live.now - timedelta(seconds=40)
    waits = live.now - timedelta(seconds=9)
    return replace(live, side=_lead(live, answered_at=answered, in_ear=False, held_since=waits))


def both_wait(language: str) -> DeskState:
    """The debtor has put us on hold while the lead waits."""
    held, talking = _held(language, 5), lead_waits(language)
    return replace(held, side=talking.side)


def incoming_while_dialling(language: str) -> DeskState:
    ringing = scene("04-ringing", language)
    return replace(ringing, side=side(ringing))


def debtor_left_the_consult(language: str) -> DeskState:
    """The debtor hung up while the agent spoke with the lead."""
    after = scene("07-wrap-up", language)
    return replace(after, side=_lead(after, answered_at=after.now - timedelta(seconds=22)))


def debtor_waits_through_the_wrap_up(language: str) -> DeskState:
    """Who called in is on hold while the outcome of the first call is logged."""
    after = scene("07-wrap-up", language)
    part = side(
        after,
        answered_at=after.now - timedelta(seconds=65),
        in_ear=False,
        held_since=after.now - timedelta(seconds=12),
        recording=RecordingLight.ON,
    )
    return replace(after, side=part)


def colleague_calls(language: str) -> DeskState:
    """The lead called in, between two cases."""
    ready = scene("02-ready", language)
    part = replace(_lead(ready, answered_at=ready.now - timedelta(seconds=31)), incoming=True)
    return replace(ready, side=part)


def visitor(language: str) -> DeskState:
    held = _held(language, 25)
    answered = held.now - timedelta(seconds=22)
    part = side(held, answered_at=answered, recording=RecordingLight.ON)
    return replace(held, side=part)


def visitor_reads_a_card_number(language: str) -> DeskState:
    there = visitor(language)
    paused = there.now - timedelta(seconds=7)
    assert there.side is not None
    part = replace(
        there.side, recording=RecordingLight.PAUSED, recording_paused_since=paused, muted=True
    )
    return replace(there, side=part)


def whispered_to(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    return replace(live, listener=ListenerPart("王芳" if language == "zh" else "Ada", "whisper"))


def no_sound(language: str) -> DeskState:
    return replace(scene("06-live-verified", language), trouble="no_audio_from_them")


def poor_line(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    return replace(live, line_figures=LineFigures(2.9, 310.0, 42.0, 6.5))


def muted_and_paused(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    assert live.call is not None
    call = replace(
        live.call,
        muted=True,
        recording=RecordingLight.PAUSED,
        recording_paused_since=live.now - timedelta(seconds=12),
    )
    return replace(live, call=call)


def directory_open(language: str) -> DeskState:
    live = scene("06-live-verified", language)
    zh = language == "zh"
    return replace(
        live,
        directory=(
            ColleagueRow("1", "王芳" if zh else "Ada Wong", "lead"),
            ColleagueRow("2", "复核专员 周琳" if zh else "Hardship desk", "specialist"),
            ColleagueRow("3", "陈晓" if zh else "Jon Reed", "agent"),
        ),
    )


def line_lost(language: str) -> DeskState:
    ready = scene("02-ready", language)
    station = replace(
        ready.station,
        line=LineState.LOST,
        line_detail="401 Unauthorized",
        line_said=sentence("wrong_password"),
    )
    return replace(ready, station=station)


def sound_page(language: str) -> DeskState:
    ready = scene("02-ready", language)
    headset = "Jabra Evolve2 40" if language == "zh" else "Poly Voyager Focus"
    speaker = "内置扬声器" if language == "zh" else "Built-in speaker"
    part = SoundPart(
        captures=(headset, "USB Camera"),
        playbacks=(headset, speaker),
        chosen={
            SoundPlace.CAPTURE: "default",
            SoundPlace.PLAYBACK: f"device:{headset}",
            SoundPlace.RING: f"device:{speaker}",
        },
        in_use={
            SoundPlace.CAPTURE: headset,
            SoundPlace.PLAYBACK: speaker,
            SoundPlace.RING: speaker,
        },
        gain_db={SoundPlace.CAPTURE: 3.0, SoundPlace.PLAYBACK: 0.0, SoundPlace.RING: 0.0},
        fixed=frozenset(),
        test=SoundTest(running=False, peak=0.21, rms=0.04),
    )
    return replace(ready, sound=part)


PHONE_SCENES = {
    "p1-incoming": incoming,
    "p2-incoming-stranger": incoming_stranger,
    "p3-incoming-in-call": incoming_in_call,
    "p4-directory": directory_open,
    "p5-consult-ringing": consult_ringing,
    "p6-consult": consult,
    "p7-all-three": all_three,
    "p8-lead-waits": lead_waits,
    "p9-visitor": visitor,
    "p10-whisper": whispered_to,
    "p11-no-sound": no_sound,
    "p12-poor-line": poor_line,
    "p13-line-lost": line_lost,
    "p14-sound": sound_page,
    "p15-both-wait": both_wait,
    "p16-incoming-dialling": incoming_while_dialling,
    "p17-debtor-left": debtor_left_the_consult,
    "p18-waits-in-wrap-up": debtor_waits_through_the_wrap_up,
    "p19-colleague-calls": colleague_calls,
    "p20-visitor-paused": visitor_reads_a_card_number,
}
