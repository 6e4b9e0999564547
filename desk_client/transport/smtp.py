"""E-mail by SMTP with TLS, one message after the other over one connection that is kept. The point
of no return is the lone dot behind a message: before it the server has nothing, and a connection
that was kept too long is replaced without a word; from it on until the server's answer nobody can
say whether the message was taken."""

import re
import smtplib
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

from desk_client.clock import Clock
from desk_client.transport.address import mailbox
from desk_client.transport.credentials import checked_tls, password_of
from desk_client.transport.mail import compose, message_id
from desk_client.transport.no_connection import no_connection
from desk_client.transport.outgoing import Handed, News, NotTaken, Outgoing, PerhapsTaken, Reason
from desk_client.transport.post_box import PostBox
from desk_client.transport.settings import MailSettings

_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_LEADING_DOT = re.compile(rb"(?m)^\.")
_FULL = ("4.2.2", "4.3.1", "5.2.2", "4.3.2")
_THROTTLED = ("4.7.0", "4.7.1", "4.4.5", "4.7.28")


class SmtpTransport:
    """The way out for e-mail. Threads wait for each other: a connection carries one at a time."""

    def __init__(self, settings: MailSettings, clock: Clock) -> None:
        """BadInput or DeskError where the CA file or the password cannot be had."""
        self._settings = settings
        self._clock = clock
        self._password = password_of(settings)
        self._tls = checked_tls(settings.ca_file)
        self._post_box = PostBox(settings.post_box) if settings.post_box is not None else None
        self._turn = threading.Lock()
        self._server: smtplib.SMTP | None = None

    def send(self, outgoing: Outgoing) -> Handed:
        letter = compose(outgoing, self._settings, self._clock.now())
        name = message_id(outgoing, self._settings)
        with self._turn:
            server = self._ready_for(mailbox(outgoing.to))
            self._hand_over(server, letter.as_bytes())
        return Handed((name,))

    def news(self) -> Iterable[News]:
        """Bounces and replies, where a post box is set up."""
        return self._post_box.news() if self._post_box is not None else ()

    def close(self) -> None:
        with self._turn:
            if self._server is not None:
                with suppress(smtplib.SMTPException, OSError):
                    self._server.quit()
            self._drop()
        if self._post_box is not None:
            self._post_box.close()

    def _ready_for(self, to: str) -> smtplib.SMTP:
        """A server that waits for the message itself."""
        kept = self._server is not None
        try:
            return self._envelope(self._server or self._connect(), to)
        except _Gone as gone:
            self._drop()
            if not kept:
                raise NotTaken("connection_lost", detail=gone.detail) from None
        try:  # it was closed while nobody used it; nothing has been handed over yet
            return self._envelope(self._connect(), to)
        except _Gone as gone:
            self._drop()
            raise NotTaken("connection_lost", detail=gone.detail) from None

    def _envelope(self, server: smtplib.SMTP, to: str) -> smtplib.SMTP:
        sender = self._settings.bounces_to or self._settings.sender
        for ask in (lambda: server.mail(sender), lambda: server.rcpt(to)):
            self._expect(server, *_asked(ask), about_address=True)
        self._expect(server, *_asked(lambda: server.docmd("DATA")), wanted=354)
        return server

    def _expect(
        self,
        server: smtplib.SMTP,
        code: int,
        text: bytes,
        *,
        wanted: int = 250,
        about_address: bool = False,
    ) -> None:
        if code == wanted or (wanted == 250 and 200 <= code < 300):
            return
        if code == 421:
            raise _Gone("421")
        if not 200 <= code < 600:
            self._drop()
            raise NotTaken("not_understood")
        with suppress(smtplib.SMTPException, OSError):
            server.rset()
        raise _refusal(code, text, about_address=about_address)

    def _hand_over(self, server: smtplib.SMTP, letter: bytes) -> None:
        line = server.sock
        if line is None:
            raise NotTaken("connection_lost")
        try:
            line.sendall(_LEADING_DOT.sub(b"..", letter))
        except OSError:
            self._drop()
            raise NotTaken("connection_lost", detail="in the message") from None
        line.settimeout(self._settings.taken_timeout_s)
        try:
            line.sendall(b".\r\n")
            code, text = server.getreply()
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            slow = isinstance(fault, TimeoutError) or "timed out" in str(fault)
            raise PerhapsTaken("no_answer" if slow else "connection_lost") from None
        line.settimeout(self._settings.timeout_s)
        if 200 <= code < 300:
            return
        if code == 421 or not 400 <= code < 600:
            self._drop()
        if not 400 <= code < 600:
            raise PerhapsTaken("not_understood")
        raise _refusal(code, text)

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        server: smtplib.SMTP | None = None
        try:
            if settings.security == "tls":
                server = smtplib.SMTP_SSL(
                    settings.host, settings.port, timeout=settings.timeout_s, context=self._tls
                )
            else:
                server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_s)
                code, _ = server.starttls(context=self._tls)
                if code != 220:  # smtplib would go on in the clear
                    raise smtplib.SMTPNotSupportedError
            if settings.user:
                server.login(settings.user, self._password)
            else:
                server.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError, UnicodeError) as fault:
            if server is not None:
                server.close()
            raise _no_server(fault) from None
        self._server = server
        return server

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


class _Gone(Exception):
    """The server has left, before it was given anything."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


def _asked(ask: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
    try:
        code, text = ask()
    except (smtplib.SMTPException, OSError) as fault:
        raise _Gone("timed out" if "timed out" in str(fault) else "") from None
    return code, text


def _no_server(fault: Exception) -> NotTaken:
    match fault:
        case smtplib.SMTPNotSupportedError():
            return NotTaken("tls", detail="the server offers no TLS, or no login")
        case smtplib.SMTPAuthenticationError():
            return NotTaken("credentials", detail=_codes(fault.smtp_code, _bytes(fault.smtp_error)))
        case smtplib.SMTPResponseException():
            return _refusal(fault.smtp_code, _bytes(fault.smtp_error), message_is_at_fault=False)
        case smtplib.SMTPServerDisconnected():
            return NotTaken("no_answer" if "timed out" in str(fault) else "connection_lost")
        case _:
            return no_connection(fault)


def _refusal(
    code: int, text: bytes, *, about_address: bool = False, message_is_at_fault: bool = True
) -> NotTaken:
    detail = _codes(code, text)
    enhanced = detail.partition(" ")[2]
    reason: Reason = "refused"
    if enhanced in _FULL or code == 452:
        reason = "queue_full"
    elif enhanced in _THROTTLED or code in (421, 450, 451):
        reason = "throttled"
    elif code == 552 or enhanced.endswith(".3.4"):
        reason = "bad_field"
    elif code in (530, 535):
        return NotTaken("credentials", detail=detail)
    elif about_address and (enhanced.startswith("5.1.") or (code in (550, 553) and not enhanced)):
        reason = "bad_address"
    return NotTaken(reason, permanent=code >= 500 and message_is_at_fault, detail=detail)


def _codes(code: int, text: bytes) -> str:
    """`550 5.1.1`; the words beside it may name the debtor."""
    found = _ENHANCED.match(text)
    return f"{code} {found[1].decode()}" if found else str(code)


def _bytes(text: bytes | str) -> bytes:
    return text.encode("ascii", "replace") if isinstance(text, str) else text
