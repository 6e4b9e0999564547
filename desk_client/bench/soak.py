"""Calls back to back for as long as wanted: each is judged, committed, placed, answered, recorded,
hung up and logged; at the end every fact goes to a central. What is looked at is whether the phone
process grows and whether a fact is lost or doubled on the way."""

import threading
from pathlib import Path

from desk_client.bench import people
from desk_client.bench.bare_desk import BareDesk
from desk_client.bench.central import new_floor
from desk_client.bench.figure import Figure, figure
from desk_client.central import admin
from desk_client.errors import DeskError
from desk_client.fact_body import Answered, CallEnded, OutcomeLogged
from desk_client.phone.commands import HangUp
from desk_client.services.call_in_hand import recording_made
from desk_client.store.outbox import Outbox
from desk_client.sync.push import push
from desk_client.trunk.scenario import Between, Scenario, ScenarioKind, Step

_TALKS_S = 0.25
_WARM = 0.1  # of the calls: until then the library fills its pools
_QUICK = Scenario(
    ring=Between(least_s=0.0, most_s=0.02),
    timeline=(Step(say="hello"), Step(wait_s=60.0), Step(hang_up=True)),
)


def soak(n: int) -> list[Figure]:
    """n calls; memory of the phone process in MB, and facts that central does not have."""
    warm = max(1, round(n * _WARM))
    with BareDesk(debtors=n, kind=ScenarioKind.ANSWERS_AND_PROMISES, plays=_QUICK) as desk:
        at_first = 0.0
        for number in range(n):
            _call(desk, number)
            if number + 1 == warm:
                at_first = _memory_mb(desk)
        at_last = _memory_mb(desk)
        made = desk.facts.ids()
        with new_floor() as floor:
            floor.place(n)
            with floor.on_duty(people.AGENT.login) as (connection, _):
                push(connection, Outbox(desk.database), people.AGENT.login)
                there = {row[0] for row in connection.execute("select id::text from app.fact")}
            doubled = admin.verify(floor.dsn).doubled
    return [
        figure(
            "soak",
            "MB of the phone process at the end",
            at_last,
            what=f"after the first {warm} calls",
            baseline=at_first,
            n=n,
        ),
        figure(
            "soak",
            "facts lost or doubled",
            len(set(made) - there) + doubled,
            what="facts made",
            baseline=len(made),
            n=n,
        ),
    ]


def _call(desk: BareDesk, number: int) -> None:
    """One call from the verdict to its outcome."""
    hand = desk.hand(number)
    call_id = desk.dial(hand)
    desk.heard.answer_of(call_id)
    desk.record.write(hand.case, Answered(call_id=call_id))
    threading.Event().wait(_TALKS_S)
    desk.phone.send(HangUp(call_id=call_id))
    end = desk.heard.end_of(call_id)
    if end.ended_by != "us" or end.recording is None:
        raise DeskError(f"Call {number + 1} of the soak ended by {end.ended_by}: {end.reason}.")
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
    Path(end.recording.path).unlink()
    desk.heard.forget()


def _memory_mb(desk: BareDesk) -> float:
    try:
        status = Path(f"/proc/{desk.phone.pid}/status").read_text(encoding="ascii")
    except OSError:
        raise DeskError("Memory of another process is measured on Linux only.") from None
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
