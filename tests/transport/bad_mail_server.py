"""A mail server on a bad day, over TLS from the start: it follows the protocol until the step it
was told, and there it hangs up, falls silent or says something else. It keeps every message whose
end it saw, whether it said so or not."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from typing import Literal

from tests.phone.kamailio import Certificate

Step = Literal["greeting", "EHLO", "MAIL", "RCPT", "DATA", "words", "end"]
Deed = Literal["hang_up", "silent"] | str


class BadMailServer:
    """`at` is where it does `deed`: hang_up, silent, or the line it says. "words" is in the middle
    of a message, "end" behind its dot. Only the first connection is bad."""

    def __init__(self, certificate: Certificate, at: Step, deed: Deed) -> None:
        self._at, self._deed = at, deed
        self.taken: list[bytes] = []
        self.connections = 0
        self._ending = threading.Event()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate.both)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.settimeout(0.1)
        self.port: int = self._door.getsockname()[1]
        self._threads = [threading.Thread(target=self._open)]
        self._threads[0].start()

    def stop(self) -> None:
        self._ending.set()
        for each in list(self._threads):
            each.join(10)
        self._door.close()

    def _open(self) -> None:
        while not self._ending.is_set():
            with suppress(OSError):
                line, _ = self._door.accept()
                self.connections += 1
                talk = threading.Thread(target=self._talk, args=(line, self.connections == 1))
                self._threads.append(talk)
                talk.start()

    def _talk(self, line: socket.socket, bad: bool) -> None:
        with suppress(OSError, EOFError):
            line.settimeout(10)
            with self._tls.wrap_socket(line, server_side=True) as secured:
                self._steps(secured, bad)
        line.close()

    def _steps(self, line: ssl.SSLSocket, bad: bool) -> None:
        if not self._say(line, bad, "greeting", "220 hello"):
            return
        with line.makefile("rb") as reading:
            self._commands(line, reading, bad)

    def _commands(self, line: ssl.SSLSocket, reading: BufferedReader, bad: bool) -> None:
        while command := reading.readline():
            verb = command[:4].upper().decode("ascii", "replace").strip()
            if verb == "QUIT":
                line.sendall(b"221 bye\r\n")
                return
            if verb == "DATA":
                if not self._say(line, bad, "DATA", "354 go on"):
                    return
                if bad and self._at == "words":
                    self._deed_done(line)
                    return
                self.taken.append(b"".join(iter(reading.readline, b".\r\n")))
                verb = "end"
            if not self._say(line, bad, verb, "250 2.0.0 ok"):
                return

    def _say(self, line: ssl.SSLSocket, bad: bool, step: str, words: str) -> bool:
        """Whether it goes on."""
        if not bad or step != self._at:
            line.sendall(f"{words}\r\n".encode())
            return True
        return self._deed_done(line)

    def _deed_done(self, line: ssl.SSLSocket) -> bool:
        if self._deed == "silent":
            self._ending.wait(10)
            return False
        if self._deed == "hang_up":
            line.shutdown(socket.SHUT_RDWR)
            return False
        line.sendall(f"{self._deed}\r\n".encode())
        return not self._deed.startswith("421")


@contextmanager
def bad_mail_server(certificate: Certificate, at: Step, deed: Deed) -> Iterator[BadMailServer]:
    """A running one."""
    running = BadMailServer(certificate, at, deed)
    try:
        yield running
    finally:
        running.stop()
