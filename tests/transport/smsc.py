"""A strict SMS centre for everything that a well behaved server does not do: refuse a password,
hang up in mid-send, stay silent, speak TLS with the wrong certificate. Its PDUs are read and
written by the codec of the smpp34 package, not by ours, and whatever breaks the specification is
kept in `faults`. It counts and hands over every message it really took. A whole server that others
wrote is in tests/transport/foreign_smsc.py."""

import itertools
import select
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import smpp34

from desk_client.clock import SystemClock
from tests.phone.kamailio import Certificate

HOME = "127.0.0.1"
USER, PASSWORD = "desk", "secret-8"
_HEAD = struct.Struct(">IIII")
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """One part that a centre took, as it stood on the wire."""

    id: str
    to: str
    sender: str
    esm_class: int
    data_coding: int
    registered_delivery: int
    words: bytes

    @property
    def place(self) -> tuple[int, int, int]:
        """Reference, total and number of a part; (0, 1, 1) for a whole message."""
        if not self.esm_class & 0x40:
            return 0, 1, 1
        assert self.words[:3] == b"\x05\x00\x03"
        return self.words[3], self.words[4], self.words[5]

    @property
    def text(self) -> str:
        octets = self.words[6:] if self.esm_class & 0x40 else self.words
        return octets.decode("utf-16-be" if self.data_coding == 8 else "ascii")


def joined(arrived: list[Arrived]) -> list[tuple[str, str]]:
    """Number and whole text of every message whose parts are all there, as a telephone shows
    them."""
    parts: dict[tuple[str, int, int], dict[int, str]] = {}
    whole: list[tuple[str, str]] = []
    for each in arrived:
        reference, total, number = each.place
        if total == 1:
            whole.append((each.to, each.text))
            continue
        together = parts.setdefault((each.to, reference, total), {})
        together[number] = each.text
        if len(together) == total:
            whole.append((each.to, "".join(together[at] for at in sorted(together))))
            del parts[each.to, reference, total]
    return whole


Turn = Literal["accept", "silent", "hang_up", "hang_up_taken", "half_answer", "unbind"]


class Centre:
    """The strict one. It takes everything, unless `will()` has told otherwise for the next ones."""

    def __init__(
        self,
        *,
        certificate: Certificate | None = None,
        password: str = PASSWORD,
        greets: bool = True,
    ) -> None:
        """With a certificate it speaks TLS only; `greets=False` never answers a bind."""
        self._password = password
        self._greets = greets
        self._tls: ssl.SSLContext | None = None
        if certificate is not None:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate.both)
        self._door = socket.create_server((HOME, 0))
        self.port: int = self._door.getsockname()[1]
        self._turns: deque[Turn | int] = deque()
        self._names = itertools.count(0x1A00)
        self._changed = threading.Condition()
        self._sessions: list[_Session] = []
        self._ending = False
        self.arrived: list[Arrived] = []
        self.acknowledged: list[tuple[int, int]] = []  # sequence and status of deliver_sm_resp
        self.faults: list[str] = []
        self.binds = 0
        self.asked = 0  # enquire_link that came
        self._thread = threading.Thread(target=self._open, daemon=True)
        self._thread.start()

    def will(self, *turns: Turn | int) -> None:
        """What happens to the next messages: a number is the command_status they are refused
        with."""
        self._turns.extend(turns)

    def deliver(
        self,
        words: bytes,
        *,
        sender: str = "8613800001111",
        ton: int = 1,
        esm_class: int = 0,
        data_coding: int = 8,
        tlvs: tuple[smpp34.Tlv, ...] = (),
    ) -> int:
        """Tells the bound client something; returns the sequence it must acknowledge."""
        session = self._bound()
        sequence = session.next_sequence()
        pdu = smpp34.DeliverSm(
            source_addr=sender,
            destination_addr="95000",
            short_message=words,
            source_addr_ton=ton,
            source_addr_npi=1,
            esm_class=esm_class,
            data_coding=data_coding,
            tlvs=list(tlvs),
            sequence_number=sequence,
        )
        session.write(pdu.encode())
        return sequence

    def receipt(self, name: str, state: str = "DELIVRD", error: str = "000") -> int:
        """As appendix B of the specification writes it."""
        words = (
            f"id:{name} sub:001 dlvrd:001 submit date:2611241430 done date:2611241431"
            f" stat:{state} err:{error} text:"
        )
        return self.deliver(words.encode("ascii"), esm_class=0x04, data_coding=0)

    def say(self, octets: bytes) -> None:
        """Raw octets to the bound client."""
        self._bound().write(octets)

    def hang_up(self) -> None:
        """On everybody who is bound."""
        for session in list(self._sessions):
            session.close()

    def wait_for(self, what: Callable[[], bool]) -> None:
        """Until it is so; fails after ten seconds."""
        clock = SystemClock()
        end = clock.monotonic() + _PATIENCE_S
        with self._changed:
            while not self._changed.wait_for(what, 0.02):
                assert clock.monotonic() < end, (self.arrived, self.faults)

    def heard(self, count: int, within_s: float = 0.02) -> bool:
        """Whether so many acknowledgements have come, or come in a moment."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.acknowledged) >= count, within_s)

    def stop(self) -> None:
        self._ending = True
        self._door.close()
        self.hang_up()
        self._thread.join(_PATIENCE_S)
        for session in list(self._sessions):
            session.thread.join(_PATIENCE_S)

    def note(self, change: Callable[[], None]) -> None:
        """Something came; whoever waits looks again."""
        with self._changed:
            change()
            self._changed.notify_all()

    def next_turn(self) -> Turn | int:
        return self._turns.popleft() if self._turns else "accept"

    def next_name(self) -> str:
        return f"{next(self._names):X}"

    def welcomes(self, user: str, password: str) -> bool:
        return (user, password) == (USER, self._password)

    @property
    def greets(self) -> bool:
        return self._greets

    def _bound(self) -> "_Session":
        self.wait_for(lambda: any(each.bound for each in self._sessions))
        return next(each for each in reversed(self._sessions) if each.bound)

    def _open(self) -> None:
        while not self._ending:
            with suppress(OSError):
                if not select.select([self._door], [], [], 0.1)[0]:
                    continue
                line, _ = self._door.accept()
                try:
                    if self._tls is not None:
                        line.settimeout(5)
                        line = self._tls.wrap_socket(line, server_side=True)
                except OSError:
                    line.close()
                    continue
                self._sessions.append(_Session(self, line))


class _Session:
    """One client."""

    def __init__(self, centre: Centre, line: socket.socket) -> None:
        self._centre = centre
        self._line = line
        line.settimeout(60.0)  # once: reader and writers share it
        self._sequence = 0
        self._writing = threading.Lock()
        self.bound = False
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def next_sequence(self) -> int:
        self._sequence += 1
        return self._sequence

    def write(self, octets: bytes) -> None:
        with self._writing, suppress(OSError):
            self._line.sendall(octets)

    def close(self) -> None:
        self.bound = False
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def _read(self) -> None:
        buffered = b""
        with suppress(OSError, EOFError):
            while octets := self._line.recv(65536):
                buffered += octets
                while len(buffered) >= 16 and len(buffered) >= _HEAD.unpack_from(buffered)[0]:
                    length = _HEAD.unpack_from(buffered)[0]
                    self._answer(buffered[:length])
                    buffered = buffered[length:]
        if buffered:
            self._centre.faults.append("hung up in the middle of a PDU")
        self.bound = False
        self._line.close()

    def _answer(self, octets: bytes) -> None:
        _, command, status, sequence = _HEAD.unpack_from(octets)
        centre = self._centre
        if command == 0x80000005:
            centre.note(lambda: centre.acknowledged.append((sequence, status)))
        elif command in (0x80000006, 0x80000015):
            pass
        elif command == 0x09:
            self._bind(octets, sequence)
        elif not self.bound:
            centre.faults.append(f"0x{command:08X} before a bind")
            self._say(command | 0x80000000, 0x04, sequence)
        elif command == 0x04:
            self._submitted(octets, sequence)
        elif command == 0x15:
            centre.note(lambda: setattr(centre, "asked", centre.asked + 1))
            self._say(0x80000015, 0, sequence)
        elif command == 0x06:
            self._say(0x80000006, 0, sequence)
            self.close()
        elif command != 0x80000000:
            centre.faults.append(f"unknown command 0x{command:08X}")
            self._say(0x80000000, 0x03, sequence)

    def _bind(self, octets: bytes, sequence: int) -> None:
        fields = octets[16:].split(b"\0")
        user, password = fields[0].decode(), fields[1].decode()
        if len(fields[0]) > 15 or len(fields[1]) > 8:
            self._centre.faults.append("a bind's field is too long")
        if not self._centre.greets:
            return
        if not self._centre.welcomes(user, password):
            self._say(0x80000009, 0x0E, sequence, b"\0")
            return
        self.bound = True
        self._centre.note(lambda: setattr(self._centre, "binds", self._centre.binds + 1))
        self._say(0x80000009, 0, sequence, b"centre\0")

    def _submitted(self, octets: bytes, sequence: int) -> None:
        centre = self._centre
        try:
            pdu = smpp34.decode(octets)
        except smpp34.SmppError as fault:
            centre.faults.append(str(fault))
            self._say(0x80000004, 0x02, sequence)
            return
        assert isinstance(pdu, smpp34.SubmitSm)
        if pdu.sm_length != len(pdu.short_message) or pdu.sm_length > 140 + 20 * (
            pdu.data_coding == 0
        ):
            centre.faults.append(f"sm_length {pdu.sm_length} with coding {pdu.data_coding}")
        if not pdu.destination_addr.isdigit() or (pdu.dest_addr_ton, pdu.dest_addr_npi) != (1, 1):
            centre.faults.append("destination is no international number")
        match centre.next_turn():
            case int() as refusal:
                self._say(0x80000004, refusal, sequence)
            case "silent":
                centre.note(lambda: None)
            case "hang_up":
                self.close()
            case "hang_up_taken":
                self._keep(pdu)
                self.close()
            case "half_answer":
                self._keep(pdu)
                self.write(_HEAD.pack(20, 0x80000004, 0, sequence)[:10])
                self.close()
            case "unbind":
                self._say(0x06, 0, self.next_sequence())
            case _:
                name = self._keep(pdu)
                self._say(0x80000004, 0, sequence, name.encode() + b"\0")

    def _keep(self, pdu: smpp34.SubmitSm) -> str:
        name = self._centre.next_name()
        came = Arrived(
            id=name,
            to=f"+{pdu.destination_addr}",
            sender=pdu.source_addr,
            esm_class=pdu.esm_class,
            data_coding=pdu.data_coding,
            registered_delivery=pdu.registered_delivery,
            words=pdu.short_message,
        )
        self._centre.note(lambda: self._centre.arrived.append(came))
        return name

    def _say(self, command: int, status: int, sequence: int, body: bytes = b"") -> None:
        self.write(_HEAD.pack(16 + len(body), command, status, sequence) + body)


@contextmanager
def centre(
    *, certificate: Certificate | None = None, password: str = PASSWORD, greets: bool = True
) -> Iterator[Centre]:
    """A running strict one; what broke the specification fails the test at its end."""
    running = Centre(certificate=certificate, password=password, greets=greets)
    try:
        yield running
    finally:
        running.stop()
    assert running.faults == []
