"""A PulseAudio of the test's own, with null sinks for devices. Sinks that nobody uses are suspended
at once, as desktops do after some seconds: an idle null sink has played two seconds ahead, and a
stream that joins it waits for them to pass."""

import os
import signal
import subprocess
import threading
from pathlib import Path

from tests import peers

EARPHONE, HEADSET = "Earphone", "Headset"


class Pulse:
    """The daemon, by its own socket in `folder`."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "pulse"
        runtime.mkdir(mode=0o700)
        self.server = f"unix:{runtime / 'native'}"
        self._folder = folder
        self._environment = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(runtime),
            "PULSE_SERVER": self.server,
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = peers.find("pulseaudio")
        assert program is not None
        socket = self.server.removeprefix("unix:")
        with (self._folder / "pulseaudio.log").open("ab") as log:
            self._process = subprocess.Popen(
                (
                    *(program, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"),
                    *("--realtime=no", "--high-priority=no"),
                    *("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"),
                    *("-L", "module-suspend-on-idle timeout=0"),
                ),
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def end(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None
            Path(self.server.removeprefix("unix:")).unlink(missing_ok=True)

    def pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ("pactl", *arguments),
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def plug_in(self, name: str) -> str:
        """A sink; what it plays is a microphone too, called "Monitor of ..."."""
        described = f"sink_properties=device.description={name}"
        return self.pactl("load-module", "module-null-sink", f"sink_name={name}", described)

    def plug_in_microphone(self, name: str, hears: str) -> str:
        """A source that is no monitor and hears what the sink `hears` plays."""
        return self.pactl(
            *("load-module", "module-remap-source", f"master={hears}.monitor"),
            *(f"source_name={name}", f"source_properties=device.description={name}"),
        )

    def unplug(self, module: str) -> None:
        self.pactl("unload-module", module)

    def _wait_until_it_answers(self) -> None:
        never = threading.Event()
        for _ in range(100):
            asked = subprocess.run(
                ("pactl", "info"), env=self._environment, capture_output=True, check=False
            )
            if asked.returncode == 0:
                return
            never.wait(0.05)
        raise AssertionError((self._folder / "pulseaudio.log").read_text())
