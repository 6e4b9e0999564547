"""The mailbox that bounces and replies come to, read over IMAP with TLS. A mail is marked as read
when its news has been taken over, not before: who dies in between gets it again. Nothing is
deleted."""

import imaplib
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from desk_client.transport.bounces import news_of
from desk_client.transport.credentials import checked_tls, password_of
from desk_client.transport.no_connection import no_connection
from desk_client.transport.outgoing import News, NotTaken
from desk_client.transport.settings import PostBoxSettings

_LARGEST = 1_000_000  # octets of a mail that are looked at
_UNQUOTABLE = re.compile(r'["\\]')


class PostBox:
    """One folder of one mailbox."""

    def __init__(self, settings: PostBoxSettings) -> None:
        self._settings = settings
        self._password = password_of(settings)
        self._tls = checked_tls(settings.ca_file)
        self._turn = threading.Lock()
        self._server: imaplib.IMAP4 | None = None

    def news(self) -> Iterator[News]:
        """Of every unread mail. NotTaken (which says why) where the mailbox cannot be read."""
        with self._turn:
            try:
                server = self._with_folder()
                _, found = server.uid("SEARCH", "UNSEEN")
                for number in (found[0] or b"").decode("ascii").split():
                    yield from _of(server, number)
                    server.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)")
            except (imaplib.IMAP4.error, OSError) as fault:
                self._drop()
                raise _no_mailbox(fault) from None

    def close(self) -> None:
        with self._turn:
            if self._server is not None:
                with suppress(imaplib.IMAP4.error, OSError):
                    self._server.logout()
            self._drop()

    def _with_folder(self) -> imaplib.IMAP4:
        if self._server is not None:
            try:
                self._server.noop()
            except (imaplib.IMAP4.abort, OSError):  # kept too long
                self._drop()
            else:
                return self._server
        return self._connect()

    def _connect(self) -> imaplib.IMAP4:
        settings = self._settings
        server: imaplib.IMAP4
        if settings.security == "tls":
            server = imaplib.IMAP4_SSL(
                settings.host, settings.port, ssl_context=self._tls, timeout=settings.timeout_s
            )
        else:
            server = imaplib.IMAP4(settings.host, settings.port, timeout=settings.timeout_s)
        try:
            if settings.security == "starttls":
                server.starttls(self._tls)
            try:
                server.login(settings.user, self._password)
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:
                raise NotTaken("credentials") from None
            folder = _UNQUOTABLE.sub(r"\\\g<0>", settings.folder)
            answer, _ = server.select(f'"{folder}"')
            if answer != "OK":
                raise NotTaken("refused", detail="there is no such folder")
        except BaseException:
            with suppress(OSError):
                server.shutdown()
            raise
        self._server = server
        return server

    def _drop(self) -> None:
        if self._server is not None:
            with suppress(OSError):
                self._server.shutdown()
        self._server = None


def _of(server: imaplib.IMAP4, number: str) -> Iterator[News]:
    _, parts = server.uid("FETCH", number, f"(BODY.PEEK[]<0.{_LARGEST}>)")
    for part in parts:
        if isinstance(part, tuple):
            mail = message_from_bytes(part[1], policy=default)
            if isinstance(mail, EmailMessage):
                yield from news_of(mail)


def _no_mailbox(fault: Exception) -> NotTaken:
    if isinstance(fault, imaplib.IMAP4.abort):
        return NotTaken("connection_lost")
    if isinstance(fault, imaplib.IMAP4.error):
        return NotTaken("not_understood")
    return no_connection(fault)
