"""A far side that answers every INVITE and MESSAGE with one fixed response, for what a phone never
does: send a redirect, or refuse faster than a person could."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SipPeer:
    """A UDP socket on loopback; `invited` holds the request line of each INVITE, once a call."""

    def __init__(self, response: str, extra: str = "") -> None:
        self._response = response
        self._extra = extra
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.invites: list[str] = []

    @property
    def address(self) -> str:
        return f"sip:peer@127.0.0.1:{self.port}"

    def serve(self) -> None:
        while True:
            content, sender = self._socket.recvfrom(65_535)
            request = content.decode()
            if request.startswith("STOP"):
                self._socket.close()
                return
            if request.startswith("INVITE"):
                self.invites.append(request)
            if request.startswith(("INVITE", "MESSAGE")):
                self._socket.sendto(self._answer(request), sender)

    def stop(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
            bell.sendto(b"STOP", ("127.0.0.1", self.port))

    def _answer(self, request: str) -> bytes:
        def header(name: str) -> str:
            lines = re.findall(rf"^{name}:[^\r]*", request, re.MULTILINE)
            return "\r\n".join(lines)

        return (
            f"SIP/2.0 {self._response}\r\n{header('Via')}\r\n{header('From')}\r\n"
            f"{header('To')};tag=peer\r\n{header('Call-ID')}\r\n{header('CSeq')}\r\n"
            f"{self._extra}Content-Length: 0\r\n\r\n"
        ).encode()


@contextmanager
def sip_peer(response: str, extra: str = "") -> Iterator[SipPeer]:
    """For example sip_peer("302 Moved Temporarily", "Contact: <sip:x@y>\\r\\n")."""
    peer = SipPeer(response, extra)
    thread = threading.Thread(target=peer.serve, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        peer.stop()
        thread.join(5)
