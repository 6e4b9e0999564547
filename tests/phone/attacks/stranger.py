"""Somebody on the network who is no telephone: sends what bytes they like to a phone's port, and
can ask with OPTIONS whether it still answers."""

import itertools
import socket
import time
from typing import Self

ANSWER_S = 5.0
_numbers = itertools.count(1)


def request(
    method: str,
    port: int,
    mine: str,
    *,
    user: str = "agent",
    call_id: str = "",
    from_: str = "",
    to: str = "",
    cseq: int = 1,
    more: str = "",
    body: str = "",
    branch: str = "",
    kind: str = "application/sdp",
    transport: str = "UDP",
) -> bytes:
    """A request as a telephone at `mine` (host:port) would send it to the phone at `port`."""
    number = next(_numbers)
    type_ = f"Content-Type: {kind}\r\n" if body else ""
    return (
        f"{method} sip:{user}@127.0.0.1:{port} SIP/2.0\r\n"
        f"Via: SIP/2.0/{transport} {mine};rport;branch={branch or f'z9hG4bKs{number}'}\r\n"
        "Max-Forwards: 70\r\n"
        f"From: {from_ or f'<sip:stranger@{mine}>;tag=t{number}'}\r\n"
        f"To: {to or f'<sip:{user}@127.0.0.1>'}\r\n"
        f"Call-ID: {call_id or f'stranger{number}-{time.monotonic_ns()}'}\r\n"
        f"CSeq: {cseq} {method}\r\n"
        f"Contact: <sip:stranger@{mine}>\r\n"
        f"{more}{type_}Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def offer(rtp_port: int = 40_000) -> str:
    """SDP that offers PCMA and PCMU to loopback."""
    return (
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
        f"m=audio {rtp_port} RTP/AVP 8 0\r\n"
    )


class UdpStranger:
    """Speaks to the phone at `port` from a UDP port of its own."""

    transport = "UDP"

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._port = port
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, 0))
        self._socket.connect(("127.0.0.1", port))
        self.mine = "{}:{}".format(*self._socket.getsockname())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._socket.close()

    def send(self, content: bytes) -> None:
        self._socket.send(content)

    def ask(self, method: str, **parts: str | int) -> bytes:
        """Sends a request of this method; the bytes of it."""
        content = request(
            method,
            self._port,
            self.mine,
            transport=self.transport,
            **parts,  # type: ignore[arg-type]
        )
        self.send(content)
        return content

    def hears(self, wanted: str, seconds: float = ANSWER_S) -> str:
        """The first message that holds these words; "" where none comes in time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._socket.settimeout(left)
            try:
                content = self._socket.recv(65_535).decode(errors="replace")
            except (TimeoutError, ConnectionError):
                continue
            if wanted in content:
                return content
        return ""

    def gets_an_answer(self) -> bool:
        """Whether OPTIONS are answered with 200, asked up to three times as the network may lose
        one."""
        for _ in range(3):
            branch = f"z9hG4bKalive{next(_numbers)}"
            self.ask("OPTIONS", branch=branch)
            if self.hears(branch, ANSWER_S / 3).startswith("SIP/2.0 200"):
                return True
        return False


class TcpStranger(UdpStranger):
    """The same over a TCP connection of its own."""

    transport = "TCP"

    def __init__(self, port: int, patience_s: float = ANSWER_S) -> None:
        self._port = port
        self._socket = socket.create_connection(("127.0.0.1", port), patience_s)
        self.mine = "{}:{}".format(*self._socket.getsockname())

    def send(self, content: bytes) -> None:
        self._socket.sendall(content)
