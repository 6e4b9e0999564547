"""One connection to a mail server. The dot behind a message is the point of no return: what was not
sent whole up to it was not taken; from it on until the server's answer nobody can say."""

import re
import smtplib
import ssl
from contextlib import suppress

from desk_client.transport.no_connection import no_connection
from desk_client.transport.outgoing import NotTaken, PerhapsTaken, Reason
from desk_client.transport.settings import MailSettings

_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_LEADING_DOT = re.compile(rb"(?m)^\.")
_FULL = ("4.2.2", "4.3.1", "5.2.2", "4.3.2")
_THROTTLED = ("4.7.0", "4.7.1", "4.4.5", "4.7.28")


class Gone(Exception):
    """The server has left, before it was given anything."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class SmtpLine:
    """Connected and logged in, until it is closed or `alive` is False."""

    def __init__(self, settings: MailSettings, password: str, tls: ssl.SSLContext) -> None:
        """NotTaken where the server cannot be reached, trusted or logged in to."""
        self._settings = settings
        self._server = _connected(settings, password, tls)

    @property
    def alive(self) -> bool:
        return self._server.sock is not None

    def ask_for(self, sender: str, to: str) -> None:
        """Until the server waits for the words; NotTaken where it refuses the address, Gone where
        it has left. All is asked at once where the server lets us (RFC 2920)."""
        asked = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>", "DATA")
        together = self._server.has_extn("pipelining")
        try:
            if together:
                self._server.send("".join(f"{line}\r\n" for line in asked))
            refused = self._first_refusal(asked, together=together)
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            raise Gone("timed out" if "timed out" in str(fault) else "") from None
        if refused is not None:
            raise refused

    def hand_over(self, letter: bytes) -> None:
        """The words, in lines that end in CR LF. NotTaken or PerhapsTaken."""
        line = self._server.sock
        if line is None:
            raise NotTaken("connection_lost")
        try:
            line.sendall(_LEADING_DOT.sub(b"..", letter) + b".\r\n")
        except OSError:
            self.close()
            raise NotTaken("connection_lost", detail="in the message") from None
        line.settimeout(self._settings.taken_timeout_s)
        try:
            code, text = self._server.getreply()
        except (smtplib.SMTPException, OSError) as fault:
            self.close()
            slow = "timed out" in str(fault)
            raise PerhapsTaken("no_answer" if slow else "connection_lost") from None
        line.settimeout(self._settings.timeout_s)
        if 200 <= code < 300:
            return
        if code == 421 or not 400 <= code < 600:
            self.close()
        if not 400 <= code < 600:
            raise PerhapsTaken("not_understood")
        raise _refusal(code, text)

    def quit(self) -> None:
        """Leaves in good order."""
        with suppress(smtplib.SMTPException, OSError):
            self._server.quit()
        self.close()

    def close(self) -> None:
        self._server.close()

    def _first_refusal(self, asked: tuple[str, ...], *, together: bool) -> NotTaken | None:
        refused: NotTaken | None = None
        for line in asked:
            if not together:
                self._server.putcmd(line)
            code, text = self._server.getreply()
            data = line == "DATA"
            if data and code == 354:
                if refused is not None:  # it waits for a message to nobody, and then refuses it
                    self._server.send(".\r\n")
                    self._server.getreply()
            elif refused is None:
                refused = self._not_taken(code, text, data=data)
            if refused is not None and not together:
                break
        if refused is not None and self.alive:
            self._server.rset()
        return refused

    def _not_taken(self, code: int, text: bytes, *, data: bool) -> NotTaken | None:
        """Nothing where the server goes on to the next step."""
        if 200 <= code < 300 and not data:
            return None
        if code == 421:
            self.close()
            raise Gone("421")
        if not 400 <= code < 600:
            self.close()
            raise NotTaken("not_understood")
        return _refusal(code, text, about_address=not data)


def _connected(settings: MailSettings, password: str, tls: ssl.SSLContext) -> smtplib.SMTP:
    server: smtplib.SMTP | None = None
    try:
        if settings.security == "tls":
            server = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.timeout_s, context=tls
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_s)
            code, _ = server.starttls(context=tls)
            if code != 220:  # smtplib would go on in the clear
                raise smtplib.SMTPNotSupportedError
        if settings.user:
            server.login(settings.user, password)
        else:
            server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError, UnicodeError) as fault:
        if server is not None:
            server.close()
        raise _no_server(fault) from None
    return server


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
