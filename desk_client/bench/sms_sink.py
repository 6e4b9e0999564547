"""An SMS centre that takes everything over TLS, in a process of its own, and answers each message
after 20 ms, as one does that is a network away: what a window of unanswered messages is for."""

import selectors
import socket
import ssl
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from desk_client.bench.mail_sink import certificate
from desk_client.clock import SystemClock
from desk_client.transport import smpp_pdu
from desk_client.transport.smpp_pdu import Pdu

ANSWERS_AFTER_S = 0.020


@dataclass(frozen=True, slots=True)
class SmsSink:
    """Where it listens, and how to trust it."""

    port: int
    ca_file: str


@contextmanager
def sms_sink() -> Iterator[SmsSink]:
    """A running one."""
    with tempfile.TemporaryDirectory() as name:
        file, key = Path(name) / "sink.pem", Path(name) / "sink.key"
        certificate(file, key)
        process = subprocess.Popen(
            (sys.executable, "-m", "desk_client.bench.sms_sink", str(file), str(key)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        try:
            with process.stdout or open("/dev/null", encoding="ascii") as told:
                yield SmsSink(int(told.readline()), str(file))
        finally:
            process.kill()
            process.wait()


def serve(certificate_file: str, key_file: str) -> None:
    """Prints its port; one client after the other, until the process is ended."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate_file, key_file)
    with socket.create_server(("127.0.0.1", 0)) as door:
        sys.stdout.write(f"{door.getsockname()[1]}\n")
        sys.stdout.flush()
        while True:
            line, _ = door.accept()
            with suppress(OSError), tls.wrap_socket(line, server_side=True) as secured:
                _talk(secured)


def _talk(line: ssl.SSLSocket) -> None:
    clock, buffered, count = SystemClock(), bytearray(), 0
    due: deque[tuple[float, bytes]] = deque()
    line.setblocking(False)
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        while True:
            left = due[0][0] - clock.monotonic() if due else None
            selector.select(None if left is None else max(0.0, left))
            with suppress(ssl.SSLWantReadError):
                while octets := line.recv(65536):
                    buffered += octets
                if not octets:
                    return
            for pdu in smpp_pdu.cut(buffered):
                count += 1
                wait_s = ANSWERS_AFTER_S if pdu.command == smpp_pdu.SUBMIT_SM else 0.0
                answer = Pdu(pdu.command | smpp_pdu.RESPONSE, 0, pdu.sequence, b"%d\0" % count)
                due.append((clock.monotonic() + wait_s, answer.octets()))
            while due and due[0][0] <= clock.monotonic():
                line.sendall(due.popleft()[1])


if __name__ == "__main__":
    serve(*sys.argv[1:])
