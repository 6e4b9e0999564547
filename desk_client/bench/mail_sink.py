"""An exim of the system that takes messages over TLS and keeps them, in a folder of its own, which
is in memory where that can be had, so that neither this machine's disk nor a network is measured.
Its certificate is made for each run."""

import datetime as dt
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk_client.clock import SystemClock
from desk_client.errors import DeskError

_USER = "Debian-exim"
_STARTS_S = 10.0
_CONFIGURATION = """
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
primary_hostname = sink.test
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_on_connect_ports = {port}
tls_advertise_hosts = *
tls_certificate = {folder}/sink.pem
tls_privatekey = {folder}/sink.key
smtp_accept_max_per_connection = 0
queue_only = true
acl_smtp_rcpt = accept
"""


@dataclass(frozen=True, slots=True)
class MailSink:
    """Where it listens, and how to trust it."""

    port: int
    ca_file: str
    log: Path

    @property
    def taken(self) -> int:
        """Messages it has answered for."""
        return self.log.read_text(encoding="utf-8", errors="replace").count(" <= ")


@contextmanager
def mail_sink() -> Iterator[MailSink]:
    """DeskError where the system has no exim, or will not let us start one."""
    program = shutil.which("exim4", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or os.geteuid() != 0:
        raise DeskError("this figure needs Debian's exim4 and the rights of root to start one")
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        folder, port = Path(name), _free_port()
        folder.chmod(0o755)
        certificate(folder / "sink.pem", folder / "sink.key")
        configuration = folder / "exim.conf"
        configuration.write_text(_CONFIGURATION.format(folder=folder, port=port), encoding="utf-8")
        for part in ("spool", "log"):
            (folder / part).mkdir()
        owner = pwd.getpwnam(_USER)
        for each in (folder, *folder.iterdir()):
            os.chown(each, owner.pw_uid, owner.pw_gid)
        process = subprocess.Popen(
            (program, "-C", str(configuration), "-bdf"),
            user=_USER,
            group=_USER,
            extra_groups=[],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={"PATH": "/usr/sbin:/usr/bin:/bin"},
        )
        try:
            _wait_until_open(port, process)
            yield MailSink(port, str(folder / "sink.pem"), folder / "log" / "mainlog")
        finally:
            process.terminate()
            process.wait()


def certificate(file: Path, key_file: Path) -> None:
    """For localhost, signed by itself, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = SystemClock().now()
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def trusting(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    clock, pause = SystemClock(), threading.Event()
    end = clock.monotonic() + _STARTS_S
    while clock.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            pause.wait(0.02)
        else:
            return
    raise DeskError("exim4 did not start for the bench")
