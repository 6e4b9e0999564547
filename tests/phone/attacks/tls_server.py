"""A TLS server of the standard library that answers a REGISTER, and keeps what was sent to it after
a handshake that stood: a phone that trusts nobody wrongly sends it nothing."""

import re
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from tests.phone.kamailio import Certificate


class TlsServer:
    """`sent` holds what came through; `tried` is set when somebody connected."""

    def __init__(self, certificate: Certificate, *, newest: ssl.TLSVersion | None = None) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate.certificate, certificate.key)
        if newest is not None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # that is what is tried here
                self._context.minimum_version = ssl.TLSVersion.TLSv1
                self._context.maximum_version = newest
            self._context.set_ciphers("ALL:@SECLEVEL=0")
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.1)
        self.port: int = self._listening.getsockname()[1]
        self.sent = b""
        self.tried = threading.Event()
        self.over = threading.Event()

    def serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self._listening.accept()
            except TimeoutError:
                continue
            self.tried.set()
            with connection:
                connection.settimeout(5)
                try:
                    with self._context.wrap_socket(connection, server_side=True) as secure:
                        self._answer(secure)
                except (OSError, TimeoutError):
                    continue  # the phone did not like us
        self._listening.close()

    def _answer(self, secure: ssl.SSLSocket) -> None:
        while not self.over.is_set():
            content = secure.recv(65_535)
            if not content:
                return
            self.sent += content
            for request in re.findall(r"REGISTER .*?\r\n\r\n", content.decode(), re.DOTALL):
                kept = re.findall(
                    r"^(?:Via|From|To|Call-ID|CSeq|Contact):[^\r]*", request, re.MULTILINE
                )
                answer = ["SIP/2.0 200 OK", *kept, "Expires: 300", "Content-Length: 0", "", ""]
                secure.sendall("\r\n".join(answer).encode())


@contextmanager
def tls_server(
    certificate: Certificate, *, newest: ssl.TLSVersion | None = None
) -> Iterator[TlsServer]:
    """While it serves."""
    server = TlsServer(certificate, newest=newest)
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        thread.join(10)
