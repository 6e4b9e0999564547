"""All desks of a floor come to work at once: each registers, by one phone process for every few
names, at a kamailio of the system that asks for a digest. Beside it, in the same run, one desk
alone. The time is from the word to the phone until it says that it is registered, so what this
machine's processors do for so many phones is in it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk_client.bench.figure import Figure, figure, p50, p95
from desk_client.errors import DeskError
from desk_client.phone import messages as m
from desk_client.phone.child import PhoneChild
from desk_client.phone.wire import decode_event, encode

NAMES_A_PHONE = 7  # the SIP library's room for accounts
_ALONE = 20  # how often one desk alone is measured
_PATIENCE_S = 60.0
_PHONE = (sys.executable, "-m", "desk_client.phone")
_CONFIGURATION = """#!KAMAILIO
debug=-1
log_stderror=yes
children=4
auto_aliases=no
disable_tcp=yes
udp_mtu=0
listen=udp:127.0.0.1:{port}
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
loadmodule "textops.so"
request_route {{
  if (is_method("REGISTER")) {{
    if ($au==$null || !pv_www_authenticate("floor", "{word}", "0")) {{
      www_challenge("floor", "1"); exit;
    }}
    save("location"); exit;
  }}
  sl_send_reply("200", "OK");
}}
"""


def registration_storm(n: int) -> list[Figure]:
    """Seconds until registered when n desks come at once, the 50th and the 95th of 100 of them."""
    word = "floor-word"
    with kamailio(word) as registrar:
        alone = []
        for number in range(min(n, _ALONE)):
            with phones([[f"alone{number}"]]) as ready:
                alone += _registered_s(ready, registrar, word)
        names = [f"desk{number}" for number in range(n)]
        groups = [names[at : at + NAMES_A_PHONE] for at in range(0, n, NAMES_A_PHONE)]
        with phones(groups) as ready:
            storm = sorted(_registered_s(ready, registrar, word))
    one = p50(alone)
    return [
        figure(
            "registration_storm",
            f"s until registered, {place} of {n} desks at once",
            value,
            what="one desk alone, in the middle",
            baseline=one,
            n=n,
        )
        for place, value in (("p50", p50(storm)), ("p95", p95(storm)), ("the last", storm[-1]))
    ]


@contextmanager
def kamailio(word: str) -> Iterator[str]:
    """A registrar on loopback where this password lets everybody in; its SIP address. DeskError
    where the program is not installed or does not start."""
    program = shutil.which("kamailio") or shutil.which("kamailio", path="/usr/sbin")
    if program is None:
        raise DeskError("The registration storm is measured at a kamailio, which is not installed.")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder, "kamailio.cfg")
        configuration.write_text(_CONFIGURATION.format(port=port, word=word), encoding="utf-8")
        server = subprocess.Popen(
            [program, "-DD", "-E", "-m", "64", "-f", str(configuration), "-Y", folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait_for(port, server)
            yield f"sip:127.0.0.1:{port}"
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


class Desks:
    """A phone process that stands and waits, and the names that it is to register."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.child = PhoneChild(_PHONE)
        self.lines = self.child.lines()

    def wait_until_ready(self) -> None:
        next(self.lines)

    def leave(self) -> None:
        if not self.child.wait(_PATIENCE_S):
            self.child.kill()
        self.child.reap()


@contextmanager
def phones(groups: list[list[str]]) -> Iterator[list[Desks]]:
    """All of them loaded, none of them told anything yet."""
    started = [Desks(names) for names in groups]
    try:
        for each in started:
            each.wait_until_ready()
        yield started
    finally:
        for each in started:
            each.child.write(encode(m.Quit()))
        for each in started:
            each.leave()


def _registered_s(ready: list[Desks], registrar: str, word: str) -> list[float]:
    """How long each name took, from the first word to any phone."""
    took: list[float] = []
    faults: list[str] = []
    commands = [encode(_configure(each.names, registrar, word)) for each in ready]

    def follow(phone: Desks) -> None:
        waiting = len(phone.names)
        for line in phone.lines:
            event = decode_event(line)
            if isinstance(event, m.Registered):
                took.append(time.monotonic() - began)
                waiting -= 1
            elif isinstance(event, m.RegistrationFailed) and event.retry_in_s is None:
                faults.append(event.reason)
                return
            if not waiting:
                return

    followers = [threading.Thread(target=follow, args=(each,), daemon=True) for each in ready]
    began = time.monotonic()
    for each, command in zip(ready, commands, strict=True):
        each.child.write(command)
    for follower in followers:
        follower.start()
    for follower in followers:
        follower.join(max(0.0, began + _PATIENCE_S - time.monotonic()))
    wanted = sum(len(each.names) for each in ready)
    if faults or len(took) < wanted:
        raise DeskError(f"Only {len(took)} of {wanted} desks were registered: {faults[:1]}")
    return took


def _configure(names: list[str], registrar: str, word: str) -> m.Configure:
    first, *further = names
    return m.Configure(
        user=first,
        password=word,
        domain="floor",
        bind="127.0.0.1",
        registrar=registrar,
        register=True,
        accounts=tuple(
            m.Account(name=name, user=name, password=word, domain="floor", register=True)
            for name in further
        ),
    )


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Until it answers."""
    asking = (
        f"OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKup;rport"
        "\r\nFrom: <sip:bench@127.0.0.1>;tag=up\r\nTo: <sip:127.0.0.1>\r\nCall-ID: up\r\n"
        "CSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    ).encode()
    end = time.monotonic() + _PATIENCE_S
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(0.1)
        line.connect(("127.0.0.1", port))
        while time.monotonic() < end and server.poll() is None:
            try:
                line.send(asking)
                if line.recv(1024):
                    return
            except OSError:
                continue
    raise DeskError("The kamailio for the registration storm does not start.")
