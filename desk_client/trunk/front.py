"""The carrier's UDP socket on 127.0.0.1 and the one thread that serves it. The time of a datagram
is taken straight after it is received, so that the desk's click can be measured to the INVITE."""

import socket
import threading
import time

from desk_client.trunk.registrar import Registrar

_IDLE_S = 0.5  # how long the thread sleeps in recv when nothing is due


class SipFront:
    """Serves `registrar` from start() to stop()."""

    def __init__(self, registrar: Registrar, port: int = 0) -> None:
        """Port 0 takes a free one; OSError where the port is taken."""
        self._registrar = registrar
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError:
            self._socket.close()
            raise
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="trunk-sip", daemon=True)

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
                waker.sendto(b"\r\n\r\n", ("127.0.0.1", self.port))
            self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._stopping.is_set():
            out, due_at = self._registrar.due(time.monotonic())
            for each in out:
                self._socket.sendto(each.data, each.to)
            wait_s = _IDLE_S if due_at is None else min(_IDLE_S, due_at - time.monotonic())
            self._socket.settimeout(max(wait_s, 0.001))
            try:
                data, source = self._socket.recvfrom(65_535)
            except TimeoutError:
                continue
            mono_ns = time.monotonic_ns()
            for each in self._registrar.receive(data, source, mono_ns):
                self._socket.sendto(each.data, each.to)
