"""An SMS gateway over HTTPS as many providers have it: one message a POST, in JSON or as a form,
lists of receipts and of replies by GET. It hands over every message it really took, and what it
does next can be told, down to hanging up in mid-answer."""

import json
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from tests.phone.kamailio import Certificate

USER, PASSWORD = "desk", "only-for-the-test-8"
Turn = Literal["accept", "hang_up", "hang_up_taken", "silent", "half_answer", "nonsense", "last"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """One message it took."""

    id: str
    to: str
    text: str
    ours: str  # what we called it


class Gateway:
    """Takes messages until told otherwise. `receipts` and `replies` are what its lists show; `mark`
    is the item's place."""

    def __init__(self, certificate: Certificate) -> None:
        self.arrived: list[Arrived] = []
        self.asked: list[str] = []  # method and path of every request
        self.headers: list[dict[str, str]] = []
        self.receipts: list[dict[str, Any]] = []
        self.replies: list[dict[str, Any]] = []
        self.connections = 0
        self._turns: deque[Turn | int | dict[str, Any]] = deque()
        self._go_on = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._door())
        self._server.daemon_threads = True
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate.both)
        self._server.socket = tls.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def will(self, *turns: Turn | int | dict[str, Any]) -> None:
        """What happens to the next messages: an HTTP status, an answer in JSON, or a mishap."""
        self._turns.extend(turns)

    def stop(self) -> None:
        self._go_on.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def take(self, body: dict[str, str]) -> Arrived:
        came = Arrived(
            f"g{len(self.arrived) + 1}", body["to"], body["text"], body.get("reference", "")
        )
        self.arrived.append(came)
        return came

    def next_turn(self) -> Turn | int | dict[str, Any]:
        return self._turns.popleft() if self._turns else "accept"

    def wait(self) -> None:
        self._go_on.wait(10)

    def _door(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                gateway.connections += 1
                super().setup()

            def handle(self) -> None:
                with suppress(OSError):
                    super().handle()

            def post(self) -> None:
                _post(gateway, self)

            def get(self) -> None:
                _get(gateway, self)

            do_POST, do_GET = post, get  # the library calls them so

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Door


def _post(gateway: Gateway, request: BaseHTTPRequestHandler) -> None:
    octets = request.rfile.read(int(request.headers["Content-Length"]))
    gateway.asked.append(f"POST {request.path}")
    gateway.headers.append(dict(request.headers))
    if "json" in request.headers["Content-Type"]:
        body = json.loads(octets)
    else:
        body = {name: each[0] for name, each in parse_qs(octets.decode("ascii")).items()}
    match gateway.next_turn():
        case int() as status:
            _answer(request, status, {"error": f"no: {body['to']}"})
        case dict() as answer:
            _answer(request, 200, answer)
        case "hang_up":
            request.connection.close()
        case "hang_up_taken":
            gateway.take(body)
            request.connection.close()
        case "silent":
            gateway.wait()
        case "half_answer":
            gateway.take(body)
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
            request.wfile.flush()
            request.connection.close()
        case "nonsense":
            gateway.take(body)
            _answer(request, 200, "<html>thank you</html>")
        case "last":
            _answer(request, 200, {"data": [{"id": gateway.take(body).id}], "code": 0})
            request.close_connection = True
        case _:
            _answer(request, 200, {"data": [{"id": gateway.take(body).id}], "code": 0})


def _get(gateway: Gateway, request: BaseHTTPRequestHandler) -> None:
    gateway.asked.append(f"GET {request.path}")
    parts = urlsplit(request.path)
    listed = gateway.receipts if parts.path == "/receipts" else gateway.replies
    since = int(parse_qs(parts.query).get("since", ["0"])[0] or 0)
    _answer(request, 200, {"items": [each for each in listed if each["mark"] > since]})


def _answer(request: BaseHTTPRequestHandler, status: int, body: object) -> None:
    octets = json.dumps(body).encode()
    request.send_response(status)
    if 300 <= status < 400:
        request.send_header("Location", "https://elsewhere.test/")
    request.send_header("Content-Length", str(len(octets)))
    request.end_headers()
    request.wfile.write(octets)


@contextmanager
def gateway(certificate: Certificate) -> Iterator[Gateway]:
    """A running one."""
    running = Gateway(certificate)
    try:
        yield running
    finally:
        running.stop()
