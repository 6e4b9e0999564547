"""One bound connection to an SMS centre. A thread reads it; those who send wait, up to a window of
them, each for the answer to its own message. A quiet centre is asked whether it is there; where it
is gone, all who wait are told that nobody knows what became of theirs."""

import secrets
import selectors
import socket
import ssl
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from contextlib import suppress

from desk_client.transport import smpp_pdu
from desk_client.transport.no_connection import no_connection
from desk_client.transport.outgoing import NotTaken
from desk_client.transport.settings import SmppSettings
from desk_client.transport.smpp_pdu import NotAPdu, Pdu

_BIND_REFUSED = (0x0D, 0x0E, 0x0F)  # ESME_RBINDFAIL, RINVPASWD, RINVSYSID


class LinkLost(Exception):
    """It went away while an answer was outstanding."""


class AnswerLate(Exception):
    """The centre did not answer in time."""


class SmppLink:
    """From connecting to the loss of the connection; after that a new one is needed."""

    def __init__(
        self,
        settings: SmppSettings,
        password: str,
        tls: ssl.SSLContext | None,
        take: Callable[["SmppLink", Pdu], bool],
    ) -> None:
        """Connects and binds; NotTaken where that cannot be done. `take` is given each deliver_sm,
        in the reader's thread, and says whether there is room for it."""
        self._settings = settings
        self._take = take
        self._window = threading.BoundedSemaphore(settings.window)
        self._line = threading.Lock()  # one thread at a time may use a TLS connection
        self._waiting: dict[int, Future[Pdu]] = {}
        self._lost = threading.Event()
        self._sequence = secrets.randbelow(1000)
        body = _bind_body(settings, password)
        self._socket = _connect(settings, tls)
        self._reader = threading.Thread(target=self._read, name="smpp", daemon=True)
        self._reader.start()
        self._bind(body)

    @property
    def alive(self) -> bool:
        return not self._lost.is_set()

    def submit(self, body: bytes) -> Pdu:
        """Waits for a place in the window, sends, and waits for the answer. LinkLost or AnswerLate
        where nobody can say whether it was taken; NotTaken where the link was lost before."""
        with self._window:
            if not self.alive:
                raise NotTaken("connection_lost")
            return self._ask(smpp_pdu.SUBMIT_SM, body)

    def acknowledge(self, sequence: int) -> None:
        """Tells the centre that a delivery has been taken over."""
        with suppress(LinkLost):
            self._write(Pdu(smpp_pdu.DELIVER_SM | smpp_pdu.RESPONSE, 0, sequence, b"\0"))

    def close(self) -> None:
        """Unbinds in good order where the centre answers."""
        if self.alive:
            with suppress(LinkLost, AnswerLate):
                self._ask(smpp_pdu.UNBIND, b"", patience_s=min(2.0, self._settings.timeout_s))
        self._lose()
        self._reader.join(5.0)

    def _bind(self, body: bytes) -> None:
        try:
            answer = self._ask(smpp_pdu.BIND_TRANSCEIVER, body)
        except (LinkLost, AnswerLate) as fault:
            self._lose()
            late = isinstance(fault, AnswerLate)
            raise NotTaken("no_answer" if late else "connection_lost") from None
        if answer.status != smpp_pdu.OK:
            self._lose()
            detail = f"bind 0x{answer.status:08X}"
            raise NotTaken(
                "credentials" if answer.status in _BIND_REFUSED else "refused", detail=detail
            )

    def _ask(self, command: int, body: bytes, patience_s: float | None = None) -> Pdu:
        answer: Future[Pdu] = Future()
        with self._line:
            self._sequence = self._sequence % 0x7FFFFFFF + 1
            sequence = self._sequence
            self._waiting[sequence] = answer
        try:
            self._write(Pdu(command, 0, sequence, body))
            return answer.result(patience_s or self._settings.timeout_s)
        except TooSlow:
            raise AnswerLate from None
        finally:
            self._waiting.pop(sequence, None)

    def _write(self, pdu: Pdu) -> None:
        try:
            with self._line:
                self._socket.settimeout(self._settings.timeout_s)
                self._socket.sendall(pdu.octets())
        except (OSError, ValueError):
            self._lose()
            raise LinkLost from None

    def _read(self) -> None:
        buffered, asked = bytearray(), False
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            while self.alive:
                quiet = not selector.select(self._settings.asks_after_s)
                try:
                    if not quiet:
                        asked = False
                        buffered += self._received()
                        for pdu in smpp_pdu.cut(buffered):
                            self._answer(pdu)
                    elif asked:
                        break
                    else:
                        asked = True
                        self._write(Pdu(smpp_pdu.ENQUIRE_LINK, 0, 0x7FFFFFFF))
                except (LinkLost, NotAPdu, OSError, ValueError):
                    break
        self._lose()
        with self._line:
            self._socket.close()

    def _received(self) -> bytes:
        """Everything that is there; LinkLost where the centre has hung up."""
        came = bytearray()
        with self._line:
            self._socket.setblocking(False)
            while True:
                try:
                    octets = self._socket.recv(65536)
                except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                    return bytes(came)
                if not octets:
                    if came:
                        return bytes(came)  # the next look finds the end again
                    raise LinkLost
                came += octets

    def _answer(self, pdu: Pdu) -> None:
        if pdu.command & smpp_pdu.RESPONSE:
            waiting = self._waiting.pop(pdu.sequence, None)
            if waiting is not None:
                waiting.set_result(pdu)
            return
        status = smpp_pdu.OK
        command, body = pdu.command | smpp_pdu.RESPONSE, b""
        match pdu.command:
            case smpp_pdu.DELIVER_SM:
                if self._take(self, pdu):
                    return  # acknowledged when it has been taken over
                status, body = smpp_pdu.TRY_LATER, b"\0"
            case smpp_pdu.ENQUIRE_LINK | smpp_pdu.UNBIND:
                pass
            case _:
                command, status = smpp_pdu.GENERIC_NACK, smpp_pdu.INVALID_COMMAND
        self._write(Pdu(command, status, pdu.sequence, body))
        if pdu.command == smpp_pdu.UNBIND:
            raise LinkLost

    def _lose(self) -> None:
        self._lost.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        for waiting in list(self._waiting.values()):
            with suppress(Exception):  # answered in this very moment
                waiting.set_exception(LinkLost())


def _bind_body(settings: SmppSettings, password: str) -> bytes:
    try:
        return smpp_pdu.bind_body(settings.user, password, settings.system_type)
    except ValueError:  # longer than SMPP has room for; the fault itself would show it
        raise NotTaken("credentials", detail="more than 8 characters") from None


def _connect(settings: SmppSettings, tls: ssl.SSLContext | None) -> socket.socket:
    line: socket.socket | None = None
    try:
        line = socket.create_connection((settings.host, settings.port), settings.timeout_s)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line if tls is None else tls.wrap_socket(line, server_hostname=settings.host)
    except OSError as fault:
        if line is not None:
            line.close()
        raise no_connection(fault) from None
