"""The simulated trunk as a process of its own, as the demo and the bench use it: started, waited
for, heard line by line (desk_client.trunk.carrier shows them), and stopped by closing its input."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk_client.errors import DeskError
from desk_client.text import Language
from desk_client.trunk.wishes import CallDesk, ListenIn

_READY_S = 30.0
_STOP_S = 10.0


class TrunkProcess:
    """The carrier's process; `told` gets each of its JSON lines on a thread of its own."""

    def __init__(
        self,
        *,
        seed: int,
        language: Language,
        told: Callable[[dict[str, Any]], None],
        scenario: Path | None = None,
    ) -> None:
        """Returns when it answers calls; DeskError where it does not start."""
        self._told = told
        self._ready = threading.Event()
        self.address = ""
        book = () if scenario is None else ("--scenario", str(scenario))
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "desk_client.cli", "trunk"),
                *("--seed", str(seed), "--lang", language, "--workers", "1", *book),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        threading.Thread(target=self._read, name="trunk", daemon=True).start()
        if not self._ready.wait(_READY_S) or not self.address:
            self.stop()
            raise DeskError(
                "The simulated trunk does not start; run `desk-client trunk` to see why."
            )

    def _read(self) -> None:
        out = self._process.stdout
        if out is None:
            return
        with out:
            for text in out:
                line: dict[str, Any] = json.loads(text)
                if line["type"] == "ready":
                    self.address = str(line["sip"])
                    self._ready.set()
                self._told(line)
        self._ready.set()

    def call_desk(self, user: str, number: str) -> None:
        """A debtor rings the desk of `user`; see Trunk.call_desk. DeskError where the trunk is
        gone."""
        self._wish(CallDesk(user=user, number=number))

    def listen_in(self, user: str, token: str, seconds: float) -> None:
        """The lead listens at the desk of `user`; see Trunk.listen_in. DeskError as above."""
        self._wish(ListenIn(user=user, token=token, seconds=seconds))

    def _wish(self, wish: CallDesk | ListenIn) -> None:
        pipe = self._process.stdin
        try:
            if pipe is None:
                raise BrokenPipeError
            pipe.write(wish.model_dump_json() + "\n")
            pipe.flush()
        except (OSError, ValueError):
            raise DeskError("The simulated trunk has ended; nobody can call there.") from None

    def stop(self) -> None:
        """May be called twice."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
