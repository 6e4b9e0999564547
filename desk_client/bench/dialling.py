"""From a click to the INVITE at the trunk: our way, with verdict and durable attempt, in turn with
pjsua2's own makeCall, so that both see the same minute of the same machine."""

import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Self

from desk_client.bench.bare_desk import BareDesk
from desk_client.bench.figure import Figure, figure, p95
from desk_client.errors import DeskError
from desk_client.ids import new_id
from desk_client.trunk.scenario import ScenarioKind

_APART_S = 0.06  # the phone places at most 20 calls a second


class RawDialler:
    """pjsua2 with nothing of ours around it, in a process of its own."""

    def __init__(self, trunk: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "desk_client.phone.raw_dial", trunk],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate(timeout=20)

    def dial(self, call_id: str, number: str) -> int:
        """Calls, waits for the end; the monotonic nanosecond just before makeCall."""
        out, into = self._process.stdout, self._process.stdin
        if out is None or into is None:
            raise DeskError("The raw dialler has no pipes.")
        into.write(f"{call_id} {number}\n")
        into.flush()
        answer = out.readline().split()
        if len(answer) != 2:
            raise DeskError("The raw dialler ended in the middle of a call.")
        return int(answer[1])


def click_to_invite(n: int) -> list[Figure]:
    """Milliseconds from the click to the INVITE's arrival, the 95th of 100."""
    ours, raw = [], []
    pause = threading.Event()
    with (
        BareDesk(debtors=n, kind=ScenarioKind.INVALID_NUMBER) as desk,
        RawDialler(desk.trunk.address) as dialler,
    ):
        for number in range(n):
            hand = desk.hand(number)
            clicked = time.monotonic_ns()
            call_id = desk.dial(hand)
            ours.append((desk.heard.invite_ns(call_id) - clicked) / 1e6)
            desk.heard.end_of(call_id)
            pause.wait(_APART_S)
            raw_id = new_id()
            began = dialler.dial(raw_id, f"1390000{number:04}")
            raw.append((desk.heard.invite_ns(raw_id) - began) / 1e6)
            pause.wait(_APART_S)
    return [
        figure(
            "click_to_invite",
            "ms p95",
            p95(ours),
            what="pjsua2 makeCall to the same trunk",
            baseline=p95(raw),
            n=n,
        )
    ]
