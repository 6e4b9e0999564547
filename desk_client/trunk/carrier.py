"""The simulated carrier. It starts its phone processes, opens its SIP front, and then each call
takes this way: the front receives the INVITE (`invite` is told), the deck names the scenario, the
network refuses the call or a line is reserved and the INVITE sent on by 302; the phone process
reports it incoming, the debtor plays its part on the stage, and at the end `call` is told.

What is told, as JSON lines:

    {"type":"ready","sip":"127.0.0.1:5060","lines":4}
    {"type":"registered","user":"1001","expires_s":300}
    {"type":"invite","call_id":"...","mono_ns":123,"scenario":"busy"}
    {"type":"phone_restarted","phone":0,"after_s":0.2}
    {"type":"said","call_id":"...","clip":"hello","words":"Hello?"}
    {"type":"call","call_id":"...","scenario":"busy","number_last4":"1111","ended_by":"network",
     "sip_code":486}

    {"type":"called_desk","user":"1001","number_last4":"1111","what":"answered","sip_code":200}

`call_id` is the desk's (its X-Call-Id header), `mono_ns` is time.monotonic_ns() when the datagram
was received. `ended_by` is desk, debtor, network (refused, not answered, no line free) or phone
(the process that played the debtor was lost). `sip_code` is 200 for a call that was answered. A
desk that is called by a debtor (`what`: ringing, answered, ended) is told apart.
"""

import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from desk_client.errors import DeskError
from desk_client.ids import CallId
from desk_client.phone.messages import Answered, Ended, Event, HangUp, Incoming, PhoneRestarted
from desk_client.text import Language
from desk_client.trunk.debtor_call import DebtorCall, Part
from desk_client.trunk.debtor_phone import DebtorPhone
from desk_client.trunk.deck import Deck
from desk_client.trunk.front import SipFront
from desk_client.trunk.house import NUMBERS, House
from desk_client.trunk.lines import Lines, Reservation
from desk_client.trunk.outside_call import OutsideCall
from desk_client.trunk.registrar import Invite, Redirect, Registrar, Route
from desk_client.trunk.scenario import ScenarioBook, ScenarioKind, SipAnswer, dialled_key
from desk_client.trunk.sip_message import user_of
from desk_client.trunk.stage import Stage
from desk_client.trunk.voices import Clip, clip

_ARRIVES_WITHIN_S = 5.0  # an INVITE that was sent on and does not come gives its line back
_NO_LINE = SipAnswer(after_s=0.0, code=503, reason="No Line Free", q850_cause=34)


@dataclass(frozen=True, slots=True)
class _Live:
    """A call that a debtor is playing."""

    reservation: Reservation
    call: DebtorCall


class Trunk:
    """start() to stop(). `on_line` gets each JSON line as a dict, one at a time, from several
    threads. `users` may register with their passwords. `workers` phone processes play debtors."""

    def __init__(
        self,
        *,
        scenario: ScenarioBook,
        seed: int,
        language: Language,
        port: int = 0,
        workers: int = 1,
        users: Mapping[str, str],
        on_line: Callable[[dict[str, object]], None],
    ) -> None:
        self._book = scenario
        self._seed = seed
        self._language = language
        self._port = port
        self._users = users
        self._on_line = on_line
        self._telling = threading.Lock()
        self._deck = Deck(scenario, seed)
        self._refused: dict[str, ScenarioKind] = {}
        self._live: dict[tuple[int, CallId], _Live] = {}
        self._stage = Stage()
        self._registrar = self._make_registrar()
        self._house = House(self._stage, language, self._reached)
        self._phones = [DebtorPhone(n, self._on_phone_event) for n in range(workers)]
        self._outside: list[OutsideCall] = []
        self._front: SipFront | None = None
        self._lines = Lines([])

    @property
    def address(self) -> str:
        """host:port of the SIP front; only while started."""
        if self._front is None:
            raise RuntimeError("the trunk is not started")
        return f"127.0.0.1:{self._front.port}"

    @property
    def phone_pids(self) -> list[int]:
        """The processes that play debtors and are alive."""
        return [phone.pid for phone in self._phones if phone.pid is not None]

    def start(self) -> None:
        """DeskError where the port is taken or a phone process does not start."""
        try:
            self._front = SipFront(self._registrar, self._port)
        except OSError:
            raise DeskError(
                f"UDP port {self._port} on 127.0.0.1 is taken; name another or 0 for any"
            ) from None
        self._stage.start()
        try:
            self._house.start()
            self._each_phone(DebtorPhone.start)
        except DeskError:
            self.stop()
            raise
        self._lines = Lines([phone.max_calls for phone in self._phones])
        self._front.start()
        self._tell(type="ready", sip=self.address, lines=sum(p.max_calls for p in self._phones))

    def stop(self) -> None:
        """Ends all calls and processes; may be called twice."""
        if self._front is not None:
            self._front.stop()
            self._front = None
        for call in self._outside:
            call.leave()
        self._outside.clear()
        self._each_phone(DebtorPhone.stop)
        self._house.stop()
        self._stage.stop()

    def call_desk(self, user: str, number: str) -> None:
        """A debtor at `number` rings the desk where `user` is registered, for 20 seconds at most,
        and says hello to whoever answers; `called_desk` tells how it goes, 404 where nobody is
        registered."""

        def told(what: str, code: int) -> None:
            last4 = "".join(filter(str.isdigit, number))[-4:]
            self._tell(type="called_desk", user=user, number_last4=last4, what=what, sip_code=code)

        contact = self._reached(user)
        if contact is None:
            told("ended", 404)
            return
        call = OutsideCall(number, contact, clip("hello", self._language).path, told)
        self._outside.append(call)
        call.begin()

    def _each_phone(self, action: Callable[[DebtorPhone], None]) -> None:
        """All at the same time: a phone process takes a second to leave."""
        with ThreadPoolExecutor(max_workers=len(self._phones)) as pool:
            for done in [pool.submit(action, phone) for phone in self._phones]:
                done.result()

    def _make_registrar(self) -> Registrar:
        return Registrar(
            users=self._users,
            route=self._route,
            refused=self._on_refused,
            registered=lambda user, expires_s: self._tell(
                type="registered", user=user, expires_s=expires_s
            ),
            written=self._text,
        )

    def _text(self, sender: str, number: str) -> bool:
        """A text to somebody of the house is read and answered."""
        if number not in NUMBERS:
            return False
        self._house.written_to(sender)
        return True

    def _reached(self, user: str) -> str | None:
        return self._registrar.reached(user, time.monotonic())

    def _route(self, invite: Invite) -> Route:
        if invite.number in NUMBERS:
            return Redirect(self._house.contact(invite.number))
        kind = self._deck.kind_of(invite.number)
        self._tell(
            type="invite", call_id=invite.call_id, mono_ns=invite.mono_ns, scenario=kind.value
        )
        scenario = self._book.scenarios[kind]
        chance = random.Random(f"{self._seed} {dialled_key(invite.number)}")  # noqa: S311 - a game
        part = Part(kind, scenario, self._language, chance)
        answer = scenario.refused
        if answer is None:
            reservation = self._lines.reserve(invite.call_id, invite.number, part)
            if reservation is not None:
                self._stage.after(_ARRIVES_WITHIN_S, lambda: self._lapse(reservation))
                port = self._phones[reservation.phone].port
                return Redirect(f"sip:{invite.number}@127.0.0.1:{port}")
            answer = _NO_LINE
        self._refused[invite.call_id] = kind
        return answer

    def _on_refused(self, invite: Invite, code: int) -> None:
        kind = self._refused.pop(invite.call_id)
        ended_by = "desk" if code == 487 else "network"
        self._tell_call(invite.call_id, kind, invite.number, ended_by, code)

    def _lapse(self, reservation: Reservation) -> None:
        if self._lines.lapse(reservation):
            self._tell_call(
                reservation.call_id, reservation.part.kind, reservation.number, "desk", 487
            )

    def _on_phone_event(self, phone: DebtorPhone, event: Event) -> None:
        """On the thread of the phone's client: only hands over to the stage."""
        match event:
            case Incoming():
                self._stage.after(0, lambda: self._arrived(phone, event))
            case Answered():
                self._stage.after(0, lambda: self._answered(phone, event))
            case Ended():
                self._stage.after(0, lambda: self._ended(phone, event))
            case PhoneRestarted():
                self._tell(type="phone_restarted", phone=phone.index, after_s=event.after_s)
            case _:
                pass

    def _arrived(self, phone: DebtorPhone, event: Incoming) -> None:
        called = user_of(event.to)
        reservation = self._lines.take(event.headers.get("X-Call-Id"), called, phone.index)
        if reservation is None:
            phone.send(HangUp(call_id=event.call_id, code=403))
            return
        call = DebtorCall(
            call_id=event.call_id,
            part=reservation.part,
            stage=self._stage,
            send=phone.send,
            said=lambda spoken: self._tell_said(reservation.call_id, spoken),
        )
        self._live[phone.index, event.call_id] = _Live(reservation, call)
        call.begin()

    def _answered(self, phone: DebtorPhone, event: Answered) -> None:
        live = self._live.get((phone.index, event.call_id))
        if live is not None:
            live.call.answered()

    def _ended(self, phone: DebtorPhone, event: Ended) -> None:
        live = self._live.pop((phone.index, event.call_id), None)
        if live is None:
            return
        live.call.over()
        self._lines.give_back(phone.index)
        taken = live.reservation
        self._tell_call(taken.call_id, taken.part.kind, taken.number, _ended_by(event), event.code)

    def _tell_said(self, call_id: str, spoken: Clip) -> None:
        self._tell(type="said", call_id=call_id, clip=spoken.name, words=spoken.words)

    def _tell_call(
        self, call_id: str, kind: ScenarioKind, number: str, ended_by: str, code: int
    ) -> None:
        digits = "".join(filter(str.isdigit, number))
        self._tell(
            type="call", call_id=call_id, scenario=kind.value, number_last4=digits[-4:],
            ended_by=ended_by, sip_code=code,
        )  # fmt: skip

    def _tell(self, **line: object) -> None:
        with self._telling:
            self._on_line(line)


def _ended_by(event: Ended) -> str:
    match event.ended_by:
        case "us":
            return "debtor" if event.code == 200 else "network"
        case "them":
            return "desk"
        case lost:
            return lost
