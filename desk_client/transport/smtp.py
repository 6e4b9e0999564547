"""E-mail by SMTP with TLS, over connections that are kept: one where one thread sends, up to the
number in the settings where more do. A kept one that the server has closed meanwhile is replaced
without a word, since nothing had been handed over through it."""

import threading
from collections import deque
from collections.abc import Iterable

from desk_client.clock import Clock
from desk_client.transport.address import mailbox
from desk_client.transport.credentials import checked_tls, password_of
from desk_client.transport.mail import compose, message_id
from desk_client.transport.outgoing import Handed, News, NotTaken, Outgoing
from desk_client.transport.post_box import PostBox
from desk_client.transport.settings import MailSettings
from desk_client.transport.smtp_line import Gone, SmtpLine


class SmtpTransport:
    """The way out for e-mail."""

    def __init__(self, settings: MailSettings, clock: Clock) -> None:
        """BadInput or DeskError where the CA file or the password cannot be had."""
        self._settings = settings
        self._clock = clock
        self._password = password_of(settings)
        self._tls = checked_tls(settings.ca_file)
        self._post_box = PostBox(settings.post_box) if settings.post_box is not None else None
        self._places = threading.BoundedSemaphore(settings.connections)
        self._idle: deque[SmtpLine] = deque()

    def send(self, outgoing: Outgoing) -> Handed:
        letter = compose(outgoing, self._settings, self._clock.now()).as_bytes()
        with self._places:
            line = self._asked(mailbox(outgoing.to))
            try:
                line.hand_over(letter)
            finally:
                self._keep(line)
        return Handed((message_id(outgoing, self._settings),))

    def news(self) -> Iterable[News]:
        """Bounces and replies, where a post box is set up."""
        return self._post_box.news() if self._post_box is not None else ()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().quit()
        if self._post_box is not None:
            self._post_box.close()

    def _asked(self, to: str) -> SmtpLine:
        """A line on which the server waits for the words."""
        while True:
            kept = self._idle.pop() if self._idle else None
            line = kept or SmtpLine(self._settings, self._password, self._tls)
            try:
                line.ask_for(self._settings.bounces_to or self._settings.sender, to)
            except Gone as gone:
                if kept is None:
                    raise NotTaken("connection_lost", detail=gone.detail) from None
            except NotTaken:
                self._keep(line)
                raise
            else:
                return line

    def _keep(self, line: SmtpLine) -> None:
        if line.alive:
            self._idle.append(line)
