"""A PulseAudio of our own, with null sinks for devices: sound is measured where there is no sound
card, and no sound of this machine is touched. Sinks that nobody uses are suspended at once, as
desktops do after some seconds: an idle null sink has played two seconds ahead, and a stream that
joins it waits for them to pass."""

import os
import shutil
import subprocess
import threading
from pathlib import Path

from desk_client.errors import DeskError

_ANSWERS_S = 10.0


class NullSinks:
    """The daemon; it listens on a socket in `folder`. DeskError where it is not installed."""

    def __init__(self, folder: Path) -> None:
        if shutil.which("pulseaudio") is None or shutil.which("pactl") is None:
            raise DeskError("Sound is measured on PulseAudio's null sinks; install pulseaudio.")
        runtime = folder / "pulse"
        runtime.mkdir(mode=0o700)
        self.server = f"unix:{runtime / 'native'}"
        self._log = folder / "pulseaudio.log"
        self._environment = os.environ | {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(runtime),
            "PULSE_SERVER": self.server,
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        }
        self._daemon: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        socket = self.server.removeprefix("unix:")
        with self._log.open("ab") as log:
            self._daemon = subprocess.Popen(
                (
                    *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1"),
                    *("--use-pid-file=no", "--realtime=no", "--high-priority=no"),
                    *("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1"),
                    *("-L", "module-suspend-on-idle timeout=0"),
                ),
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        never = threading.Event()
        for _ in range(round(_ANSWERS_S / 0.05)):
            if subprocess.run(
                ("pactl", "info"), env=self._environment, capture_output=True, check=False
            ).returncode:
                never.wait(0.05)
            else:
                return
        self.end()
        raise DeskError("PulseAudio does not start.")

    def end(self) -> None:
        """As suddenly as a sound system may go."""
        daemon, self._daemon = self._daemon, None
        if daemon is not None:
            daemon.kill()
            daemon.wait()
            Path(self.server.removeprefix("unix:")).unlink(missing_ok=True)

    def pactl(self, *arguments: str) -> str:
        """What it answers."""
        done = subprocess.run(
            ("pactl", *arguments),
            env=self._environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def plug_in(self, name: str) -> str:
        """A sink; what it plays is a source too, called "Monitor of ...". Gives its module."""
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
