"""SMS by SMPP 3.4. A long text goes as parts, each with an id and a receipt of its own; a part that
the centre is too busy for waits a moment when others of its message are already out. Receipts and
answers are acknowledged when they have been taken over, so that the centre keeps what we lose."""

import logging
import secrets
import ssl
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from desk_client.clock import Clock
from desk_client.transport import smpp_pdu
from desk_client.transport.address import number
from desk_client.transport.credentials import checked_tls, password_of
from desk_client.transport.outgoing import (
    Handed,
    News,
    NotTaken,
    Outgoing,
    PerhapsTaken,
    Reason,
    Replied,
)
from desk_client.transport.receipts import is_receipt, news_in
from desk_client.transport.replies import meaning
from desk_client.transport.settings import SmppSettings
from desk_client.transport.smpp_link import AnswerLate, LinkLost, SmppLink
from desk_client.transport.smpp_pdu import Delivery, NotAPdu, Pdu
from desk_client.transport.sms_text import Part, Piece, in_parts, read_piece

_LOG = logging.getLogger(__name__)
_MOST_HELD = 5000  # deliveries that wait for a reader; more are told to come later
_PART_TRIES = 6
_JOIN_S = 60.0  # how long the rest of a long answer is waited for
_REFUSED: dict[int, tuple[Reason, bool]] = {  # command_status, 5.1.3: why, and is it the message
    0x01: ("bad_field", True),  # RINVMSGLEN
    0x0B: ("bad_address", True),  # RINVDSTADR
    0x14: ("queue_full", False),  # RMSGQFUL
    0x45: ("refused", True),  # RSUBMITFAIL
    0x58: ("throttled", False),  # RTHROTTLED
}


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A delivery that nobody has taken over yet."""

    link: SmppLink
    pdu: Pdu
    since: float


class SmppTransport:
    """The way out for SMS at a carrier's centre."""

    def __init__(self, settings: SmppSettings, clock: Clock) -> None:
        """BadInput or DeskError where the CA file or the password cannot be had. Binds with the
        first message, or when news is asked for."""
        self._settings = settings
        self._clock = clock
        self._password = password_of(settings)
        self._tls: ssl.SSLContext | None = checked_tls(settings.ca_file) if settings.tls else None
        self._binding = threading.Lock()
        self._link: SmppLink | None = None
        self._reference = secrets.randbelow(256)
        self._held: deque[_Held] = deque()
        self._closing = threading.Event()

    def send(self, outgoing: Outgoing) -> Handed:
        to = number(outgoing.to)
        parts = in_parts(outgoing.text, self._next_reference())
        ids: list[str] = []
        for place, part in enumerate(parts):
            try:
                name = self._submit(to, part, tries=_PART_TRIES if place else 1)
            except NotTaken as refused:
                if place == 0:
                    raise
                raise PerhapsTaken(
                    refused.reason, detail=f"part {place + 1}: {refused.detail}", ids=tuple(ids)
                ) from None
            except (LinkLost, AnswerLate) as fault:
                late = isinstance(fault, AnswerLate)
                raise PerhapsTaken(
                    "no_answer" if late else "connection_lost", ids=tuple(ids)
                ) from None
            ids += [name] if name else []
        return Handed(tuple(ids))

    def news(self) -> Iterator[News]:
        """Receipts and answers that have come; NotTaken where the centre cannot be reached. After
        a loss of the connection the centre may tell something again."""
        self._bound()
        for _ in range(len(self._held)):
            together = self._complete(self._held[0])
            if together is None:
                self._held.rotate(-1)
                continue
            if (item := self._told(together)) is not None:
                yield item
            for held in together:
                self._held.remove(held)
                held.link.acknowledge(held.pdu.sequence)
            if not self._held:
                return

    @property
    def bound(self) -> bool:
        """Whether the line to the centre stands."""
        return self._link is not None and self._link.alive

    def close(self) -> None:
        self._closing.set()
        with self._binding:
            if self._link is not None:
                self._link.close()
            self._link = None

    def _next_reference(self) -> int:
        with self._binding:
            self._reference = (self._reference + 1) % 256
            return self._reference

    def _bound(self) -> SmppLink:
        with self._binding:
            if self._link is None or not self._link.alive:
                if self._link is not None:
                    self._link.close()
                    self._link = None
                self._link = SmppLink(self._settings, self._password, self._tls, self._take)
            return self._link

    def _submit(self, to: str, part: Part, tries: int) -> str:
        settings = self._settings
        body = smpp_pdu.submit_body(
            sender=(settings.sender_ton, settings.sender_npi, settings.sender),
            to=to,
            header=part.header,
            data_coding=part.data_coding,
            words=part.words,
        )
        for turn in range(tries):
            answer = self._bound().submit(body)
            if answer.status == smpp_pdu.OK and answer.command != smpp_pdu.GENERIC_NACK:
                return self._as_in_receipts(smpp_pdu.text_of(answer.body))
            reason, permanent = _REFUSED.get(answer.status, ("refused", False))
            busy = reason in ("throttled", "queue_full")
            if turn + 1 < tries and busy and not self._closing.wait(0.1 * 2**turn):
                continue
            raise NotTaken(reason, permanent=permanent, detail=f"0x{answer.status:08X}")
        raise NotTaken("throttled")

    def _as_in_receipts(self, name: str) -> str:
        if self._settings.ids_in_receipts == "decimal":
            try:
                return str(int(name, 16))
            except ValueError:
                return name
        return name

    def _take(self, link: SmppLink, pdu: Pdu) -> bool:
        if len(self._held) >= _MOST_HELD:
            return False
        self._held.append(_Held(link, pdu, self._clock.monotonic()))
        return True

    def _complete(self, held: _Held) -> list[_Held] | None:
        """The deliveries that make one item; nothing while parts of it are outstanding."""
        piece = _piece(held)
        if not isinstance(piece, Piece):
            return [held]
        sender = _read(held.pdu)
        same = {
            other.number: each
            for each in list(self._held)
            if isinstance(other := _piece(each), Piece)
            and (other.reference, other.total) == (piece.reference, piece.total)
            and _same_sender(each, sender)
        }
        waited = self._clock.monotonic() - held.since
        if len(same) < piece.total and waited < _JOIN_S:
            return None
        return [same[place] for place in sorted(same)]

    def _told(self, together: list[_Held]) -> News | None:
        delivery = _read(together[0].pdu)
        if delivery is None:
            _LOG.warning("the SMS centre told something that cannot be read")
            return None
        if is_receipt(delivery):
            return news_in(delivery, dead=self._settings.dead_errors)
        texts = [_piece(held) for held in together]
        text = "".join(each.text if isinstance(each, Piece) else each for each in texts)
        return Replied(sender=delivery.sender, text=text, means=meaning(text))


def _read(pdu: Pdu) -> Delivery | None:
    try:
        return smpp_pdu.read_delivery(pdu.body)
    except NotAPdu:
        return None


def _same_sender(held: _Held, delivery: Delivery | None) -> bool:
    other = _read(held.pdu)
    return other is not None and delivery is not None and other.sender == delivery.sender


def _piece(held: _Held) -> Piece | str:
    delivery = _read(held.pdu)
    if delivery is None or is_receipt(delivery):
        return ""
    sar = {
        name: int.from_bytes(delivery.more[tag], "big")
        for name, tag in (
            ("reference", smpp_pdu.SAR_REFERENCE),
            ("total", smpp_pdu.SAR_TOTAL),
            ("number", smpp_pdu.SAR_NUMBER),
        )
        if tag in delivery.more
    }
    return read_piece(
        delivery.words,
        delivery.data_coding,
        header=bool(delivery.esm_class & smpp_pdu.HAS_HEADER),
        sar=sar if len(sar) == 3 else None,
    )
