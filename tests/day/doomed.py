"""A desk in a process of its own that the test works by keys and kills."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from desk_client.data_folder import DataFolder
from desk_client.settings import Settings
from desk_client.store.database import open_store
from tests.central.floor import LI, PEOPLE, password
from tests.day.at_work import LONGEST_S, PASSPHRASE, no_keyring

State = dict[str, Any]


class DoomedDesk:
    """Signed in as LI; use as a context."""

    def __init__(self, root: Path, settings: Settings) -> None:
        folder = DataFolder(root)
        open_store(
            folder, passphrase=lambda: PASSPHRASE, demo=True, find_keyring=no_keyring
        ).close()
        file = root / "settings.json"
        file.write_text(settings.model_dump_json(), encoding="utf-8")
        staff_no = next(person.staff_no for person in PEOPLE if person.login == LI)
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.day.desk_program", str(file), str(root)),
                *(LI, password(LI), PASSPHRASE),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.staff_no = staff_no
        self.states: list[State] = []
        self._more = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._more:
                self.states.append(json.loads(line))
                self._more.notify_all()

    def wait(self, wanted: Callable[[State], bool]) -> State:
        """Until the newest state is as wanted."""
        with self._more:
            found = self._more.wait_for(
                lambda: bool(self.states) and wanted(self.states[-1]), LONGEST_S
            )
            assert found, self.states[-1:]
            return self.states[-1]

    def wait_phase(self, phase: str) -> State:
        return self.wait(lambda state: state["phase"] == phase)

    def press(self, *keys: str) -> None:
        """Real key events, one after the other."""
        assert self._process.stdin is not None
        self._process.stdin.writelines(f"{key}\n" for key in keys)
        self._process.stdin.flush()

    def say(self, *keys: str) -> State:
        """Keys of the callscript; as a person would, waits for the line that each leads to, and
        presses again where nothing came of it (a key is dead for a moment after the answer)."""
        for key in keys:
            line = self.states[-1]["line"]
            for _attempt in range(10):
                self.press(key)
                with self._more:
                    if self._more.wait_for(lambda: self.states[-1]["line"] != line, 0.5):  # noqa: B023
                        break
        return self.states[-1]

    def talk(self) -> State:
        """Takes the next case and gets through."""
        self.wait_phase("ready")
        self.press("Enter")
        return self.wait_phase("talking")

    def verify_identity(self) -> State:
        state = self.say("1", "Space", "Space", "1", "Space", "1", "2")
        assert state["open"], state
        return state

    def kill(self, *, with_its_phone: bool = False) -> None:
        """kill -9. With its phone: neither sees the other go."""
        phone = self.states[-1]["phone"]
        if with_its_phone:
            os.kill(phone, signal.SIGSTOP)
        self._process.kill()
        self._process.wait()
        if with_its_phone:
            os.kill(phone, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
