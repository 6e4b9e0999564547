"""The baresip of Debian as a far side with a SIP, RTP and SRTP stack of its own. It answers by
itself and says back what it hears. It refuses loopback, so it lives in a network namespace."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import peers
from tests.phone.kamailio import Certificate
from tests.phone.lines import until
from tests.phone.namespace import ADDRESS, DEVICE, Namespace

PORT = 5090  # the namespace is ours, and so are its ports
_MODULES = "/usr/lib/baresip/modules"
_SETTINGS = """poll_method epoll
sip_listen {address}:{port}
net_interface {device}
{certificate}
audio_source aubridge,echo
audio_player aubridge,echo
audio_alert ausine,400
module_path {modules}
module g711.so
module g722.so
module srtp.so
module ausine.so
module aubridge.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
"""


class Baresip:
    """One baresip process."""

    def __init__(self, process: "subprocess.Popen[bytes]", log: Path, *, secure: bool) -> None:
        self._process = process
        self._log = log
        suffix = ";transport=tls" if secure else ""
        self.address = f"sip:bare@{ADDRESS}:{PORT + 1 if secure else PORT}{suffix}"

    @property
    def printed(self) -> str:
        """All SIP over UDP, and what it thinks of it."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def says(self, text: str) -> None:
        """Waits until it prints this."""
        until(lambda: text in self.printed)


@contextmanager
def baresip(
    folder: Path, inside: Namespace, certificate: Certificate | None = None
) -> Iterator[Baresip]:
    """With a certificate it is called over TLS and takes SRTP only."""
    folder.mkdir(parents=True)
    secure = certificate is not None
    line = f"sip_certificate {certificate.both}" if certificate is not None else ""
    settings = _SETTINGS.format(
        address=ADDRESS, port=PORT, device=DEVICE, certificate=line, modules=_MODULES
    )
    (folder / "config").write_text(settings)
    encryption = ";mediaenc=srtp-mand" if secure else ""
    (folder / "accounts").write_text(f"<sip:bare@{ADDRESS}>;regint=0;answermode=auto{encryption}\n")
    (folder / "contacts").touch()
    program = peers.find("baresip")
    assert program is not None
    command = (*inside.inside, program, "-f", str(folder), "-s")
    process = peers.start(*command, folder=folder, log="baresip.log")
    try:
        phone = Baresip(process, folder / "baresip.log", secure=secure)
        phone.says("baresip is ready")
        yield phone
    finally:
        peers.end(process)
