"""What a phone that dies in a call costs: from its death to the new process, registered again. The
kills are in turn: killed outright, and aborted as by an assertion of the SIP library."""

import os
import signal
import threading
import time
from contextlib import ExitStack

from desk_client.bench.bare_desk import Heard
from desk_client.bench.figure import Figure, figure, p50, p95
from desk_client.errors import DeskError
from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.client import PhoneClient
from desk_client.trunk.process import TrunkProcess
from desk_client.trunk.scenario import load_scenarios

_BLOWS = (signal.SIGKILL, signal.SIGABRT)
_KILLS = 2  # of one client: the third within a minute is its last
_LOADED_S = 1.0  # what a spare is given to load; one killed sooner costs a cold start


def healing(n: int) -> list[Figure]:
    """Seconds from the blow to `registered`, the 95th of 100; each time a call is lost, and told
    as ended by the phone."""
    healed: list[float] = []
    started: list[float] = []
    while len(healed) < n:
        with ExitStack() as stack:
            heard = Heard()
            trunk = TrunkProcess(seed=1, language="zh", told=heard.take)
            stack.callback(trunk.stop)
            phone = _phone(trunk.address, heard)
            stack.callback(phone.stop)
            began = time.monotonic()
            phone.start()
            heard.wait(_registered)
            started.append(time.monotonic() - began)
            for _ in range(min(_KILLS, n - len(healed))):
                healed.append(_healed_s(phone, heard, _BLOWS[len(healed) % len(_BLOWS)]))
    return [
        figure(
            "healing",
            "s from the phone's death to registered, p95",
            p95(healed),
            what="a first start, to registered, in the middle",
            baseline=p50(started),
            n=n,
        )
    ]


def _healed_s(phone: PhoneClient, heard: Heard, blow: signal.Signals) -> float:
    pause = threading.Event()
    while not phone.has_spare:
        pause.wait(0.1)
    pause.wait(_LOADED_S)
    call_id = CallId(new_id())
    done = phone.send(m.Dial(call_id=call_id, to="13900000001")).result(5)
    if not done.ok or phone.pid is None:
        raise DeskError(f"The phone does not place the call: {done.detail}")
    heard.forget()
    began = time.monotonic()
    os.kill(phone.pid, blow)
    if heard.end_of(call_id).ended_by != "phone":
        raise DeskError("The lost call was not told as ended by the phone.")
    heard.wait(_registered)
    return time.monotonic() - began


def _registered(event: object) -> bool | None:
    return True if isinstance(event, m.Registered) else None


def _phone(trunk: str, heard: Heard) -> PhoneClient:
    user, password = next(iter(load_scenarios().users.items()))
    return PhoneClient(
        configure=m.Configure(
            user=user,
            password=password,
            domain=trunk,
            registrar=f"sip:{trunk}",
            register=True,
            bind="127.0.0.1",
        ),
        on_event=heard.take,
        spare=True,
    )
