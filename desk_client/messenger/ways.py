"""The ways out of this house, by channel: mail server, SMS centre or gateway, letter box. A writing
becomes here what its medium wants; a channel that is not set up has no way, and its messages
wait."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from desk_client.clock import Clock
from desk_client.debtor import ContactPoint
from desk_client.ids import MessageId
from desk_client.messenger.letter import Letterhead, letter_pdf
from desk_client.messenger.letter_box import LetterBox
from desk_client.messenger.posting import Borrowed
from desk_client.messenger.settings import HouseSettings, MessengerSettings
from desk_client.messenger.statement import statement_table
from desk_client.transport.https_gateway import HttpsTransport
from desk_client.transport.outgoing import Handed, News, NotTaken, Outgoing, Transport
from desk_client.transport.settings import HttpsSettings
from desk_client.transport.smpp import SmppTransport
from desk_client.transport.smtp import SmtpTransport
from desk_client.writing.fill import Writing

log = logging.getLogger(__name__)


class ByTransport:
    """E-mail and SMS."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def hand_over(
        self,
        message_id: MessageId,
        writing: Writing,
        point: ContactPoint,
        borrowed: Borrowed,  # noqa: ARG002
    ) -> Handed:
        """As transport.outgoing tells."""
        text = writing.text
        if writing.items:
            text = f"{text}\n\n{statement_table(writing)}"
        return self._transport.send(
            Outgoing(id=message_id, to=point.value, text=text, subject=writing.subject)
        )


class ByPost:
    """Letters."""

    def __init__(self, box: LetterBox, house: HouseSettings, clock: Clock) -> None:
        self._box = box
        self._house = house
        self._clock = clock

    def hand_over(
        self, message_id: MessageId, writing: Writing, point: ContactPoint, borrowed: Borrowed
    ) -> Handed:
        """Lays the letter down as PDF."""
        hand = borrowed.hand
        name = point.person or hand.debtor.name
        today: date = hand.today(self._clock.now())
        pdf = letter_pdf(
            writing,
            head=Letterhead(
                organisation=borrowed.house.campaign.organisation,
                sender=self._house.sender,
                seal=self._house.seal,
            ),
            name=name,
            address=point.value,
            reference=hand.case.case_no,
            day=today,
        )
        return self._box.lay_down(message_id, pdf, name=name, address=point.value)


class Ways:
    """All that are set up, open until `close`."""

    def __init__(self, settings: MessengerSettings, clock: Clock) -> None:
        self._open = ExitStack()
        self._transports: dict[str, Transport] = {}
        self.by_channel: dict[str, ByTransport | ByPost] = {}
        if settings.transport.email is not None:
            self._add("email", SmtpTransport(settings.transport.email, clock))
        sms = settings.transport.sms
        if isinstance(sms, HttpsSettings):
            self._add("sms", HttpsTransport(sms))
        elif sms is not None:
            self._add("sms", SmppTransport(sms, clock))
        if settings.letters is not None:
            box = LetterBox(Path(settings.letters.folder).expanduser())
            self.by_channel["letter"] = ByPost(box, settings.house, clock)

    def _add(self, channel: str, transport: Transport) -> None:
        self._open.callback(transport.close)
        self._transports[channel] = transport
        self.by_channel[channel] = ByTransport(transport)

    def news(self) -> Iterator[tuple[str, News]]:
        """What has come in by any of them; an item counts as taken over when the next is asked
        for. One that cannot be reached now is asked again in the next round."""
        for channel, transport in self._transports.items():
            try:
                for item in transport.news():
                    yield channel, item
            except NotTaken as fault:
                log.warning("no news of %s: %s", channel, fault)

    def close(self) -> None:
        self._open.close()
