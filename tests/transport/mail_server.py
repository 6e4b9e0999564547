"""The Debian exim as a bank's mail server and as those of the debtors, in a folder of its own on
ports of its own: SMTP with STARTTLS and with TLS from the start, a login, addresses that refuse for
every reason there is, real bounces, and a count of what it really took. `ImapServer` is the Debian
dovecot, which shows the bank's mailbox over IMAP with TLS. Both run as users without rights, so the
tests that start them are marked `@pytest.mark.peers("exim4", "dovecot", "root")`.

    nobody@     550 5.1.1 at once          moved@   taken, then bounced with 550 5.1.1
    full@       452 4.2.2                  filled@  taken, then bounced as full
    busy@       451 4.7.1                  slow@    answers the address after three seconds
    policy@     550 5.7.1"""

import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Event

from desk_client.clock import SystemClock
from tests import peers
from tests.phone.kamailio import Authority, Certificate, free_port

HOME = "127.0.0.1"
USER, PASSWORD = "desk-messenger", "only-for-the-test-7"
SENDER = "service@bank.test"
DEBTOR = "wang.xiaoming@debtor.test"
_EXIM_USER = "Debian-exim"
_STARTS_S = 10.0
_EXIM = """
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
primary_hostname = mail.bank.test
qualify_domain = bank.test
domainlist known = bank.test : debtor.test
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port} : {tls_port}
tls_on_connect_ports = {tls_port}
tls_advertise_hosts = {offers_tls}
tls_certificate = {certificate}
tls_privatekey = {key}
tls_require_ciphers = NORMAL
auth_advertise_hosts = ${{if def:tls_in_cipher {{*}}{{}}}}
smtp_accept_max_per_connection = {messages_a_connection}
message_size_limit = 200K
queue_only = true
log_selector = +smtp_connection +tls_cipher
deliver_drop_privilege = true
bounce_return_size_limit = 10K
dsn_advertise_hosts = *
acl_smtp_rcpt = rcpt
acl_smtp_data = content
acl_smtp_predata = predata
begin acl
rcpt:
  deny    !authenticated = *
          message = 530 5.7.0 authentication required
  deny    !domains = +known
          message = 550 5.1.2 no such host
  deny    local_parts = nobody
          message = 550 5.1.1 <$local_part@$domain> is unknown here
  defer   local_parts = full
          message = 452 4.2.2 <$local_part@$domain> is over quota
  defer   local_parts = busy
          message = 451 4.7.1 try again later
  deny    local_parts = policy
          message = 550 5.7.1 not wanted
  accept  local_parts = slow
          delay = 3s
  accept
predata:
  accept
content:
  defer   condition = ${{if match{{$h_subject:}}{{try later}}}}
          message = 451 4.3.0 not now
  accept  condition = ${{if match{{$h_subject:}}{{take your time}}}}
          delay = 3s
  accept
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
begin routers
moved:
  driver = redirect
  local_parts = moved
  data = :fail: 550 5.1.1 no such person here any more
  allow_fail
filled:
  driver = redirect
  local_parts = filled
  data = :fail: 552 5.2.2 mailbox full
  allow_fail
bank:
  driver = accept
  domains = bank.test
  transport = bank_box
debtors:
  driver = accept
  domains = debtor.test
  transport = debtors_box
begin transports
bank_box:
  driver = appendfile
  maildir_format
  directory = {folder}/mail/bank
  create_directory
debtors_box:
  driver = appendfile
  maildir_format
  directory = {folder}/mail/debtors
  create_directory
  envelope_to_add
  return_path_add
begin retry
* * F,1h,1m
"""


class MailServer:
    """One exim. It queues what it takes; `deliver()` lets it deliver, and bounce, all of it."""

    def __init__(
        self,
        folder: Path,
        certificate: Certificate,
        *,
        offers_tls: bool = True,
        messages_a_connection: int = 1000,
    ) -> None:
        self._folder = folder
        self.port, self.tls_port = free_port(), free_port()
        self._starts = 0
        self._configuration = folder / "exim.conf"
        self._process: subprocess.Popen[bytes] | None = None
        for part in ("spool", "log", "mail"):
            (folder / part).mkdir()
        certificate_file, key = folder / "mail.pem", folder / "mail.key"
        shutil.copy(certificate.certificate, certificate_file)
        shutil.copy(certificate.key, key)
        self._configuration.write_text(
            _EXIM.format(
                folder=folder,
                port=self.port,
                tls_port=self.tls_port,
                offers_tls="*" if offers_tls else "",
                certificate=certificate_file,
                key=key,
                messages_a_connection=messages_a_connection,
                user=USER,
                password=PASSWORD,
            ),
            encoding="utf-8",
        )
        _give(folder, _EXIM_USER)

    def start(self) -> None:
        """Returns when it greets."""
        self._process = self._exim("-bdf")
        self._starts += 1  # it is asked once whether it greets
        _wait_until_it_greets(self.port, self._process, self.log)

    def stop(self) -> None:
        if self._process is not None:
            peers.end(self._process)
            self._process = None

    @property
    def log(self) -> str:
        """What it wrote into its main log."""
        file = self._folder / "log" / "mainlog"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""

    @property
    def taken(self) -> int:
        """How many messages it took from our side of the wire, delivered or not; its own bounces
        are none of them."""
        return sum(" <= " in line and " <= <> " not in line for line in self.log.splitlines())

    @property
    def connections(self) -> int:
        """How many clients have come."""
        return self.log.count("(TCP/IP connection count =") - self._starts

    def deliver(self) -> None:
        """Everything in the queue, and the bounces that come of it."""
        for _ in range(3):
            self._exim("-qff").wait(60)

    def arrived(self) -> list[EmailMessage]:
        """Every message that debtors have in their mailboxes, in the order of their Message-IDs;
        `Envelope-to` and `Return-path` stand in their headers."""
        self.deliver()
        return _mails(self._folder / "mail" / "debtors")

    def at_the_bank(self) -> list[EmailMessage]:
        """Bounces and replies in the bank's mailbox."""
        self.deliver()
        return _mails(self._folder / "mail" / "bank")

    def write_to_the_bank(self, mail: EmailMessage, sender: str = DEBTOR) -> None:
        """A debtor, or somebody else's server, writes to the bank."""
        writing = self._exim("-f", sender, SENDER, letter=mail.as_bytes())
        assert writing.wait(20) == 0
        self.deliver()

    def drop_at_the_bank(self, octets: bytes) -> None:
        """Puts any octets into the bank's mailbox, as a broken server may."""
        box = self.bank_box / "new"
        for part in ("new", "cur", "tmp"):
            (self.bank_box / part).mkdir(parents=True, exist_ok=True)
        (box / f"dropped.{len(list(box.iterdir()))}.test").write_bytes(octets)
        _give(self._folder / "mail", _EXIM_USER)

    @property
    def bank_box(self) -> Path:
        """The bank's Maildir."""
        return self._folder / "mail" / "bank"

    def _exim(self, *arguments: str, letter: bytes = b"") -> subprocess.Popen[bytes]:
        program = peers.find("exim4")
        assert program is not None
        printed = self._folder / "printed"
        with tempfile.TemporaryFile() as given, printed.open("ab") as out:
            given.write(letter)
            given.seek(0)
            return subprocess.Popen(
                (program, "-C", str(self._configuration), *arguments),
                stdin=given,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                start_new_session=True,
                user=_EXIM_USER,
                group=_EXIM_USER,
                extra_groups=[],
                env={"PATH": "/usr/sbin:/usr/bin:/bin"},
            )


_DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = required
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = yes
auth_mechanisms = plain
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{box}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = user={login} password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
"""


class ImapServer:
    """One dovecot on the bank's Maildir."""

    def __init__(self, folder: Path, box: Path, certificate: Certificate) -> None:
        self._folder = folder
        self.port, self.tls_port = free_port(), free_port()
        folder.mkdir()
        shutil.copy(certificate.certificate, folder / "imap.pem")
        shutil.copy(certificate.key, folder / "imap.key")
        owner = pwd.getpwnam(_EXIM_USER)
        (folder / "dovecot.conf").write_text(
            _DOVECOT.format(
                folder=folder,
                certificate=folder / "imap.pem",
                key=folder / "imap.key",
                box=box,
                port=self.port,
                tls_port=self.tls_port,
                user=_EXIM_USER,
                group=_EXIM_USER,
                uid=owner.pw_uid,
                gid=owner.pw_gid,
                login=USER,
                password=PASSWORD,
            ),
            encoding="utf-8",
        )
        (folder / "home").mkdir()
        _give(folder, _EXIM_USER)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        configuration = str(self._folder / "dovecot.conf")
        self._process = peers.start(
            "dovecot", "-F", "-c", configuration, folder=self._folder, log="printed"
        )
        _wait_until_it_greets(self.port, self._process, self.log)

    def stop(self) -> None:
        """At once, with every session that is open."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    @property
    def log(self) -> str:
        return "".join(
            file.read_text(encoding="utf-8", errors="replace")
            for file in (self._folder / "dovecot.log", self._folder / "printed")
            if file.exists()
        )


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that servers without rights can reach, unlike pytest's own; in memory where that can
    be had, so that what is measured is not this machine's disk."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="mail-", dir=where) as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def mail_server(
    authority: Authority, *, offers_tls: bool = True, messages_a_connection: int = 1000
) -> Iterator[MailServer]:
    """A running one; its certificate is signed by `authority` for localhost."""
    with open_folder() as folder:
        server = MailServer(
            folder,
            authority.right(),
            offers_tls=offers_tls,
            messages_a_connection=messages_a_connection,
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _give(folder: Path, user: str) -> None:
    owner = pwd.getpwnam(user)
    for each in (folder, *folder.rglob("*")):
        os.chown(each, owner.pw_uid, owner.pw_gid)


def _mails(box: Path) -> list[EmailMessage]:
    found = []
    for file in (*box.glob("new/*"), *box.glob("cur/*")):
        mail = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(mail, EmailMessage)
        found.append(mail)
    return sorted(found, key=lambda mail: str(mail["Message-ID"]))


def _wait_until_it_greets(port: int, process: subprocess.Popen[bytes], log: str) -> None:
    clock, pause = SystemClock(), Event()
    end = clock.monotonic() + _STARTS_S
    while clock.monotonic() < end and process.poll() is None:
        with socket.socket() as asking:
            asking.settimeout(1)
            try:
                asking.connect((HOME, port))
                if asking.recv(64):
                    return
            except OSError:
                pause.wait(0.02)
    raise AssertionError(f"the server does not greet: {log[-2000:]}")


def trusting(authority: Authority) -> ssl.SSLContext:
    """What a test's own client needs to talk to these servers."""
    return ssl.create_default_context(cafile=str(authority.ca_file))
