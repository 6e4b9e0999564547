"""Linphone's command-line client (Debian `linphone-cli`) as another maker's desk phone. It has no
sound card here: it says a file and writes down what it hears. Commands go to its input,
and it takes the next one when it has done the last; what it prints goes to a file."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import soundfile

from tests import peers
from tests.phone.kamailio import DOMAIN, Kamailio, free_port
from tests.phone.lines import until

_SETTINGS = """[sip]
sip_port={port}
sip_tcp_port=-1
sip_tls_port=-1
bind_address=127.0.0.1
use_ipv6=0
guess_hostname=0
root_ca={ca_file}
media_encryption={encryption}
media_encryption_mandatory={mandatory}
default_proxy=0

[rtp]
bind_address=127.0.0.1
audio_rtp_port={rtp_port}
video_rtp_port=-1

[net]
firewall_policy=0

[sound]
echocancellation=0

[proxy_0]
reg_proxy=<{proxy}>
reg_route=<{proxy};lr>
reg_identity="Linphone" <sip:{user}@{domain}>
reg_expires=300
reg_sendregister=1

[auth_info_0]
username={user}
passwd={password}
realm={domain}
"""


class Linphone:
    """One linphonec, registered as `user`."""

    def __init__(self, folder: Path, user: str) -> None:
        self.user = user
        self._read = 0
        self.heard = folder / "heard.wav"  # what it hears; complete when it has left
        self._printed = folder / "linphonec.log"
        self._process = peers.start(
            "env",
            *(f"HOME={folder}", "linphonec", "-c", str(folder / "linphonerc")),
            folder=folder,
            log=self._printed.name,
            typed=True,
        )

    @property
    def printed(self) -> str:
        return self._printed.read_text(encoding="utf-8", errors="replace")

    def type(self, command: str) -> None:
        """As a person types it; it is done when the one before is."""
        typed = self._process.stdin
        assert typed is not None
        typed.write(f"{command}\n".encode())
        typed.flush()

    def says(self, text: str) -> None:
        """Waits until it prints this, after what was waited for before."""
        until(lambda: text in self.printed[self._read :])
        self._read = self.printed.index(text, self._read) + len(text)

    def leave(self) -> None:
        """Quits, after which what it heard is whole."""
        if self._process.poll() is None:
            self.type("quit")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        peers.end(self._process)
        if self._process.stdin is not None:
            self._process.stdin.close()


def long_file(tone: Path) -> Path:
    """Half a minute of a file, which Linphone plays once."""
    sound, rate = soundfile.read(tone, dtype="int16")
    path = tone.with_stem(f"{tone.stem}-long")
    soundfile.write(path, np.tile(sound, 30 * rate // len(sound)), rate)
    return path


@contextmanager
def linphone(
    folder: Path, office: Kamailio, user: str, password: str, tone: Path, *, secure: bool
) -> Iterator[Linphone]:
    """Says the file `tone` for half a minute in each call. `secure`: registers over TLS, takes
    SRTP only."""
    (folder / ".local/share/linphone").mkdir(parents=True)
    port = free_port()
    settings = _SETTINGS.format(
        port=port,
        rtp_port=20_000 + 2 * (port % 5_000),
        ca_file=office.ca_file or "",
        encryption="srtp" if secure else "none",
        mandatory=int(secure),
        proxy=office.tls_registrar if secure else office.registrar,
        user=user,
        password=password,
        domain=DOMAIN,
    )
    (folder / "linphonerc").write_text(settings, encoding="utf-8")
    phone = Linphone(folder, user)
    try:
        for command in ("soundcard use files", f"play {long_file(tone)}", f"record {phone.heard}"):
            phone.type(command)
        until(lambda: len(office.saw("REGISTER", user)) >= 2)  # asked for its password, and given
        yield phone
    finally:
        phone.leave()
