"""The Debian kamailio as the office's PBX: registrar, digest, and proxy by location, over UDP, TCP
and TLS on 127.0.0.1. Its configuration is written here for each start, and `Authority` makes the
certificates: right ones, and those that a phone has to refuse."""

import datetime as dt
import ipaddress
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desk_client.clock import SystemClock
from tests import peers

HOME = "127.0.0.1"
DOMAIN = "desk.test"
_STARTS_S = 10.0
_DAY = dt.timedelta(days=1)
_MODULES = "tm tmx sl rr pv maxfwd usrloc registrar textops siputils auth htable xlog kex"
_ROUTES = """
event_route[htable:mod-init] {
%(users)s
}
request_route {
  xlog("L_NOTICE", "SAW $rm from=$fU to=$tU proto=$proto contact=$ct expires=$hdr(Expires)\\n");
  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
  if (is_method("OPTIONS") && uri==myself && $rU==$null) { sl_send_reply("200", "OK"); exit; }
  if (has_totag()) {
    if (loose_route()) {
      if (uri==myself) { lookup("location"); }  # a GRUU, as Linphone asks for one
      t_relay(); exit;
    }
    if (is_method("ACK")) { if (t_check_trans()) { t_relay(); } exit; }
    if (uri!=myself) { t_relay(); exit; }
  }
  if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
  if (is_method("REGISTER")) {
    if ($sht(users=>$tU)==$null) { sl_send_reply("404", "Not Found"); exit; }
    if ($au==$null || !pv_www_authenticate("%(domain)s", "$sht(users=>$au)", "0")) {
      www_challenge("%(domain)s", "1"); exit;
    }
    save("location"); exit;
  }
  if (is_method("INVITE|MESSAGE|OPTIONS") && $sht(users=>$fU)!=$null) {
    if ($au==$null || !pv_proxy_authenticate("%(domain)s", "$sht(users=>$au)", "0")) {
      proxy_challenge("%(domain)s", "1"); exit;
    }
    consume_credentials();
  }
  remove_hf("Route");
  if (is_method("INVITE|SUBSCRIBE|REFER")) { record_route(); }
  if (uri==myself) {
    if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
  }
  t_relay();
}
"""


@dataclass(frozen=True, slots=True)
class Certificate:
    """PEM files; `both` holds key and certificate, as a phone's `client_cert` wants them."""

    certificate: Path
    key: Path
    both: Path


class Authority:
    """A certification authority of the test's own; `ca_file` is what a phone has to trust."""

    def __init__(self, folder: Path, name: str = "Desk Test Authority") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = SystemClock().now()
        signed = (
            x509.CertificateBuilder()
            .subject_name(self._name)
            .issuer_name(self._name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 900 * _DAY)
            .not_valid_after(now + 900 * _DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def right(self) -> Certificate:
        """For this machine, by name and by address."""
        return self.sign("right", ("localhost", HOME))

    def wrong_host(self) -> Certificate:
        """Valid, but for another machine."""
        return self.sign("wrong", ("pbx.elsewhere.test",))

    def expired(self) -> Certificate:
        """For this machine, until yesterday."""
        return self.sign("expired", ("localhost", HOME), starts=-30, ends=-1)

    def sign(
        self, name: str, hosts: tuple[str, ...], *, starts: int = -1, ends: int = 30
    ) -> Certificate:
        """`starts` and `ends` in days from now; a host that reads as an address becomes one."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        now = SystemClock().now()
        signed = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + starts * _DAY)
            .not_valid_after(now + ends * _DAY)
            .add_extension(
                x509.SubjectAlternativeName([_general(host) for host in hosts]), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        pem = signed.public_bytes(serialization.Encoding.PEM)
        secret = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        files = Certificate(
            self._folder / f"{name}.pem", self._folder / f"{name}.key", self._folder / f"{name}.two"
        )
        files.certificate.write_bytes(pem)
        files.key.write_bytes(secret)
        files.both.write_bytes(secret + pem)
        return files


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


class Kamailio:
    """One kamailio, from start() to stop(), or in a `with`. It answers for the domain `desk.test`
    and for its own address and port, knows `users` (name to password), and says 404 to a REGISTER
    of anybody else."""

    def __init__(
        self,
        folder: Path,
        *,
        tls: bool = False,
        users: Mapping[str, str],
        port: int = 0,
        tls_port: int = 0,
        certificate: Certificate | None = None,
        address: str = HOME,
        inside: tuple[str, ...] = (),
    ) -> None:
        """`port` is for UDP and TCP; 0 = any that is free. With `tls` and no `certificate` an
        authority of its own is made, whose `ca_file` phones may trust. `inside` is put before the
        command: ("ip", "netns", "exec", NAME)."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._users = dict(users)
        self._inside = inside
        self.address = address
        self.port = port or free_port()
        self.tls_port = (tls_port or free_port()) if tls else 0
        while tls and self.tls_port == self.port:  # a port was free, and given out twice
            self.tls_port = free_port()
        self.ca_file: Path | None = None
        if tls and certificate is None:
            authority = Authority(folder / "authority")
            certificate, self.ca_file = authority.right(), authority.ca_file
        self._certificate = certificate
        self._process: subprocess.Popen[bytes] | None = None
        self._frozen = False

    @property
    def registrar(self) -> str:
        """Over UDP; with `;transport=tcp` behind it over TCP."""
        return f"sip:{self.address}:{self.port}"

    @property
    def tls_registrar(self) -> str:
        return f"sip:localhost:{self.tls_port};transport=tls"

    @property
    def log(self) -> str:
        """What it printed so far; a line `SAW METHOD from= to= proto= contact= expires=` for each
        request."""
        return (self._folder / "kamailio.log").read_text(encoding="utf-8", errors="replace")

    def saw(self, method: str, user: str = "") -> list[str]:
        """The lines of such requests, in order."""
        wanted = f"SAW {method} from={user}" if user else f"SAW {method} "
        return [line for line in self.log.splitlines() if wanted in line]

    def start(self) -> None:
        """Returns when it answers."""
        configuration = self._folder / "kamailio.cfg"
        configuration.write_text(self._configuration(), encoding="utf-8")
        command = "kamailio"
        arguments = ["-DD", "-E", "-m", "32", "-M", "8", "-f", str(configuration)]
        arguments += ["-P", str(self._folder / "pid"), "-Y", str(self._folder)]
        if self._inside:
            program = peers.find("kamailio")
            assert program is not None
            command, arguments = self._inside[0], [*self._inside[1:], program, *arguments]
        self._process = peers.start(command, *arguments, folder=self._folder, log="kamailio.log")
        self._wait_until_it_answers()

    def stop(self) -> None:
        """Ends it in good order."""
        if self._frozen:
            self.kill()
        if self._process is not None:
            peers.end(self._process)
            with suppress(ProcessLookupError):  # none of its children should be left
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process = None

    def kill(self) -> None:
        """As a power cut would: all its processes at once, and what it knew is gone."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        self._frozen = False

    def freeze(self) -> None:
        """It takes what comes and does not answer, until it is killed."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)
        self._frozen = True

    def __enter__(self) -> "Kamailio":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _configuration(self) -> str:
        listens = [f"udp:{self.address}:{self.port}", f"tcp:{self.address}:{self.port}"]
        modules = _MODULES.split()
        lines = ["#!KAMAILIO", "debug=1", "log_stderror=yes", "fork=yes", "children=2"]
        lines += ["tcp_children=2", "auto_aliases=no", "dns=no", "rev_dns=no", "udp_mtu=0"]
        lines += ["tcp_connection_lifetime=3605", f'alias="{DOMAIN}"']
        parameters = ['modparam("htable", "htable", "users=>size=8;")']
        parameters += ['modparam("usrloc", "db_mode", 0)', 'modparam("rr", "enable_full_lr", 1)']
        parameters += ['modparam("registrar", "min_expires", 1)']
        if self.tls_port and self._certificate is not None:
            listens.append(f"tls:{self.address}:{self.tls_port}")
            modules.append("tls")
            lines.append("enable_tls=yes")
            parameters += [
                'modparam("tls", "tls_method", "TLSv1.2+")',
                f'modparam("tls", "certificate", "{self._certificate.certificate}")',
                f'modparam("tls", "private_key", "{self._certificate.key}")',
            ]
        lines += [f"listen={each}" for each in listens]
        lines += [f'loadmodule "{name}.so"' for name in modules]
        known = [f'  $sht(users=>{name}) = "{word}";' for name, word in self._users.items()]
        routes = _ROUTES % {"users": "\n".join(known) or "  return;", "domain": DOMAIN}
        return "\n".join([*lines, *parameters, routes])

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        end = SystemClock().now() + dt.timedelta(seconds=_STARTS_S)
        while SystemClock().now() < end and self._process.poll() is None:
            if self._inside:  # its network is not ours; what it prints tells as much
                if answers_inside(self._inside, self.address, self.port):
                    return
            elif answers(self.address, self.port):
                return
        raise AssertionError(f"kamailio does not answer: {self.log[-2000:]}")


def answers(address: str, port: int) -> bool:
    """Whether something answers OPTIONS over UDP there, within a tenth of a second."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(0.1)
        asking.connect((address, port))
        own_address, own_port = asking.getsockname()
        here = f"{own_address}:{own_port}"
        try:
            asking.send(
                f"OPTIONS sip:{address}:{port} SIP/2.0\r\n"
                f"Via: SIP/2.0/UDP {here};branch=z9hG4bK{own_port};rport\r\n"
                f"From: <sip:test@{here}>;tag=t{own_port}\r\nTo: <sip:{address}:{port}>\r\n"
                f"Call-ID: {own_port}@{here}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 5\r\n"
                "Content-Length: 0\r\n\r\n".encode()
            )
            return asking.recv(2048).startswith(b"SIP/2.0 200")
        except OSError:
            return False


def answers_inside(inside: tuple[str, ...], address: str, port: int) -> bool:
    """The same, asked from within a network namespace."""
    asking = (
        "import sys; from tests.phone.kamailio import answers; "
        f"sys.exit(not answers({address!r}, {port}))"
    )
    done = subprocess.run([*inside, sys.executable, "-c", asking], check=False, timeout=10)
    return done.returncode == 0


def free_port() -> int:
    """A port of 127.0.0.1 that is free for UDP and for TCP."""
    while True:
        with (
            socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        ):
            stream.bind((HOME, 0))
            port: int = stream.getsockname()[1]
            try:
                datagrams.bind((HOME, port))
            except OSError:
                continue
            return port
