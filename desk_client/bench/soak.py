"""Calls back to back in one desk for as long as wanted: each is judged, committed, placed,
answered, recorded, hung up and logged; at the end every fact goes to a central. What is looked at
is whether desk or phone grow, keep descriptors or threads, or stand still, and whether a fact is
lost."""

import gc
import os
import threading
from collections.abc import Sequence
from pathlib import Path

from desk_client.bench import people
from desk_client.bench.bare_desk import BareDesk
from desk_client.bench.central import new_floor
from desk_client.bench.figure import Figure, figure
from desk_client.bench.standstill import Standstill
from desk_client.bench.upkeep import Upkeep, store_memory_mb
from desk_client.central import admin
from desk_client.errors import DeskError
from desk_client.fact_body import Answered, CallEnded, OutcomeLogged
from desk_client.phone import messages
from desk_client.phone.commands import HangUp
from desk_client.services.call_in_hand import recording_made
from desk_client.store.outbox import Outbox
from desk_client.sync.push import push
from desk_client.trunk.scenario import Between, Scenario, ScenarioKind, Step

_TALKS_S = 0.3
_WARM = 0.1  # of the calls, and 50 of a few hundred: until then the library fills its pools
_GREW_MB = 5.0
_CACHE = "MB of the desk are its store's page cache, which ends at 64"
_STOOD = "standstills above 50 ms"
_LOST = "facts lost or doubled"
_QUICK = Scenario(
    ring=Between(least_s=0.0, most_s=0.02),
    timeline=(Step(say="hello"), Step(wait_s=60.0), Step(hang_up=True)),
)


def soak(n: int) -> list[Figure]:
    """n calls: what desk and phone weigh and hold after them beside what they did after the first
    of them, how often either stood still for more than 50 ms, and facts that central lacks."""
    warm = max(1, round(n * _WARM), min(50, n // 2))
    with BareDesk(debtors=n, kind=ScenarioKind.ANSWERS_AND_PROMISES, plays=_QUICK) as desk:
        with Standstill(desk.heard) as stood:
            for number in range(warm):
                stood.ended(_call(desk, number))
            phone, ours = Upkeep.of(desk.phone.pid), Upkeep.of(None)
            gc.freeze()  # as the window does when it opens: a full sweep holds the desk up
            cached = store_memory_mb()
            stood.begin()
            for number in range(warm, n):
                stood.ended(_call(desk, number))
            phone_after = Upkeep.at_rest(desk.phone.pid, phone)
            ours_after = Upkeep.at_rest(None, ours)
            gc.unfreeze()
            cached_after = store_memory_mb()
        made, lost = _facts(desk, n)
    after = f"after the first {warm} calls"
    return [
        *phone_after.beside(phone, "the phone process", after, n),
        *ours_after.beside(ours, "the desk", after, n),
        figure(
            "soak",
            _CACHE,
            cached_after,
            what=after,
            baseline=cached,
            n=n,
        ),
        figure(
            "soak",
            _STOOD,
            stood.count,
            what=f"load average {os.getloadavg()[0]:.1f}; "
            f"longest of the desk {stood.desk_ms:.0f} ms, of the sound's clock "
            f"{stood.clock_ms:.0f} ms, of the phone",
            baseline=stood.phone_ms,
            n=n,
        ),
        figure("soak", _LOST, lost, what="facts made", baseline=made, n=n),
    ]


def unmet(figures: Sequence[Figure]) -> str | None:
    """The bars that a soak does not meet, in one sentence; None where it meets all. The store's
    page cache has a bound of its own and is taken off the desk's growth. Standstills count only
    where the machine had a core to spare, for a process that gets none stands still too."""
    told = {each.unit: each for each in figures}
    cached = told[_CACHE].value - told[_CACHE].baseline.value
    faults = []
    for whose, allowed in (("the phone process", _GREW_MB), ("the desk", _GREW_MB + cached)):
        for kept in ("MB", "descriptors", "threads"):
            held = told[f"{kept} of {whose} at the end"]
            grown = held.value - held.baseline.value
            if grown > (allowed if kept == "MB" else 0):
                faults.append(f"{whose} has {round(grown, 1):g} {kept} more")
    if told[_LOST].value:
        faults.append(f"{told[_LOST].value:g} facts were lost or doubled")
    if told[_STOOD].value and os.getloadavg()[0] < (os.cpu_count() or 1):
        faults.append(f"something stood still {told[_STOOD].value:g} times for over 50 ms")
    return f"The soak does not meet its bars: {'; '.join(faults)}." if faults else None


def _facts(desk: BareDesk, n: int) -> tuple[int, int]:
    """Made on the desk; lost or doubled in a central that gets them all."""
    made = desk.facts.ids()
    with new_floor() as floor:
        floor.place(n)
        with floor.on_duty(people.AGENT.login) as (connection, _):
            push(connection, Outbox(desk.database), people.AGENT.login)
            there = {row[0] for row in connection.execute("select id::text from app.fact")}
        doubled = admin.verify(floor.dsn).doubled
    return len(made), len(set(made) - there) + doubled


def _call(desk: BareDesk, number: int) -> messages.Ended:
    """One call from the verdict to its outcome; both sides are heard in its recording."""
    hand = desk.hand(number)
    call_id = desk.dial(hand)
    desk.heard.answer_of(call_id)
    desk.record.write(hand.case, Answered(call_id=call_id))
    threading.Event().wait(_TALKS_S)
    desk.phone.send(HangUp(call_id=call_id))
    end = desk.heard.end_of(call_id)
    if end.ended_by != "us" or end.recording is None:
        raise DeskError(f"Call {number + 1} of the soak ended by {end.ended_by}: {end.reason}.")
    if not (end.recording.agent_rms and end.recording.debtor_rms):
        raise DeskError(f"Call {number + 1} of the soak is recorded without one of its sides.")
    desk.record.write(
        hand.case,
        CallEnded(
            call_id=call_id,
            code=end.code,
            reason=end.reason,
            ended_by=end.ended_by,
            answered=True,
            ring_s=end.ring_s,
            talk_s=end.talk_s,
            recording=recording_made(end.recording),
        ),
        OutcomeLogged(
            call_id=call_id, code="HU", level="TPC", result="conversation", reached="third_party"
        ),
    )
    recording = Path(end.recording.path)
    recording.unlink()
    recording.with_name(f"{recording.name}.made").unlink(missing_ok=True)
    desk.heard.forget()
    return end
