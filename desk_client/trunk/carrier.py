"""The simulated carrier. It starts its phone processes, opens its SIP front, and then each call
takes this way: the front receives the INVITE (`invite` is told), the deck names the scenario, the
network refuses the call or a line is reserved and the INVITE sent on by 302; the phone process
reports it incoming, the debtor plays its part on the stage, and at the end `call` is told
(`told` shows every line). Short numbers are sent on to the house."""

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from desk_client.errors import DeskError
from desk_client.ids import CallId
from desk_client.phone.messages import Ended, Event, HangUp, Incoming, PhoneRestarted
from desk_client.phone.monitor_token import HEADER
from desk_client.text import Language
from desk_client.trunk.debtor_call import Part, on_the_line
from desk_client.trunk.debtor_phone import DebtorPhone
from desk_client.trunk.deck import Deck
from desk_client.trunk.front import SipFront
from desk_client.trunk.house import House
from desk_client.trunk.lines import Lines, Reservation
from desk_client.trunk.outside_call import OutsideCall
from desk_client.trunk.played import Over, PlayedCalls
from desk_client.trunk.registrar import Invite, Redirect, Registrar, Route
from desk_client.trunk.scenario import ScenarioBook, SipAnswer, Step, dialled_key
from desk_client.trunk.sip_message import user_of
from desk_client.trunk.stage import Stage
from desk_client.trunk.told import Told, ended_by

_ARRIVES_WITHIN_S = 5.0  # an INVITE that was sent on and does not come gives its line back
_NO_LINE = SipAnswer(after_s=0.0, code=503, reason="No Line Free", q850_cause=34)


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
        self._told = Told(on_line)
        self._deck = Deck(scenario, seed)
        self._refused: dict[str, str] = {}
        self._debtors: dict[tuple[int, CallId], Reservation] = {}
        self._stage = Stage()
        self._house = House(
            scenario, self._stage, language, seed=seed, reached=self._reached,
            told=self._told.house_call,
        )  # fmt: skip
        self._registrar = self._make_registrar()
        self._phones = [DebtorPhone(n, self._on_phone_event) for n in range(workers)]
        self._calls = [self._played_on(phone) for phone in self._phones]
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
        self._told.line("ready", sip=self.address, lines=sum(p.max_calls for p in self._phones))

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
        and plays `calls_back` of the book to whoever answers; `called_desk` tells how it goes, 404
        where nobody is registered."""

        def told(what: str, code: int, heard: float | None = None) -> None:
            self._told.called_desk(user, number, what, code, heard)

        contact, chance = self._reached(user), self._chance(number)
        if contact is None:
            told("ended", 404)
            return
        part = on_the_line("calls_back", self._book.calls_back, self._language, chance)
        goes_on = self._goes_on("", chance)
        self._ring(
            OutsideCall(number, contact, stage=self._stage, part=part, goes_on=goes_on, told=told)
        )

    def listen_in(self, user: str, token: str, seconds: float) -> None:
        """The house's lead calls the desk where `user` is registered with a monitoring token, and
        listens for so long; `listened_in` tells how it goes, 404 where nobody is registered."""

        def told(what: str, code: int, heard: float | None = None) -> None:
            self._told.listened_in(user, what, code, heard)

        contact, lead = self._reached(user), self._house.lead
        if contact is None or lead is None:
            told("ended", 404)
            return
        listens = (Step(wait_s=seconds), Step(hang_up=True))
        part = on_the_line("listens", listens, self._language, self._chance(lead))
        headers = {HEADER: token}
        self._ring(
            OutsideCall(lead, contact, stage=self._stage, part=part, headers=headers, told=told)
        )

    def _ring(self, call: OutsideCall) -> None:
        self._outside = [each for each in self._outside if not each.over]
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
            registered=lambda user, expires_s: self._told.line(
                "registered", user=user, expires_s=expires_s
            ),
            written=self._house.written_to,
        )

    def _reached(self, user: str) -> str | None:
        return self._registrar.reached(user, time.monotonic())

    def _route(self, invite: Invite) -> Route:
        if invite.number in self._house:
            return Redirect(self._house.contact(invite.number))
        kind = self._deck.kind_of(invite.number)
        self._told.line(
            "invite", call_id=invite.call_id, mono_ns=invite.mono_ns, scenario=kind.value
        )
        scenario = self._book.scenarios[kind]
        part = Part(kind, scenario, self._language, self._chance(invite.number))
        answer = scenario.refused
        if answer is None:
            reservation = self._lines.reserve(invite.call_id, invite.number, part)
            if reservation is not None:
                self._stage.after(_ARRIVES_WITHIN_S, lambda: self._lapse(reservation))
                port = self._phones[reservation.phone].port
                return Redirect(f"sip:{invite.number}@127.0.0.1:{port}")
            answer = _NO_LINE
        self._refused[invite.call_id] = part.kind
        return answer

    def _on_refused(self, invite: Invite, code: int) -> None:
        kind = self._refused.pop(invite.call_id)
        ended_by = "desk" if code == 487 else "network"
        self._told.call(invite.call_id, kind, invite.number, ended_by, code)

    def _lapse(self, reservation: Reservation) -> None:
        if self._lines.lapse(reservation):
            self._told.call(
                reservation.call_id, reservation.part.kind, reservation.number, "desk", 487
            )

    def _chance(self, number: str) -> random.Random:
        return random.Random(f"{self._seed} {dialled_key(number)}")  # noqa: S311 - a game

    def _played_on(self, phone: DebtorPhone) -> PlayedCalls:
        def put_through(call_id: CallId) -> tuple[Part, Over]:
            asked = self._debtors[phone.index, call_id]
            self._lines.count(phone.index)
            part, told = self._goes_on(asked.call_id, asked.part.chance)

            def over(event: Ended, heard: float) -> None:
                self._lines.give_back(phone.index)
                told(event, heard)

            return part, over

        return PlayedCalls(self._stage, phone.send, put_through)

    def _goes_on(self, call_id: str, chance: random.Random) -> tuple[Part, Over]:
        """What a debtor plays who is put through, and how its end is told."""
        part = on_the_line("put_through", self._book.put_through, self._language, chance)
        return part, lambda event, heard: self._told.put_through(call_id, event, heard)

    def _on_phone_event(self, phone: DebtorPhone, event: Event) -> None:
        """On the thread of the phone's client: only hands over to the stage."""
        match event:
            case Incoming():
                self._stage.after(0, lambda: self._arrived(phone, event))
            case PhoneRestarted():
                self._told.line("phone_restarted", phone=phone.index, after_s=event.after_s)
            case _:
                self._calls[phone.index].hear(event)

    def _arrived(self, phone: DebtorPhone, event: Incoming) -> None:
        called = user_of(event.to)
        taken = self._lines.take(event.headers.get("X-Call-Id"), called, phone.index)
        if taken is None:
            phone.send(HangUp(call_id=event.call_id, code=403))
            return

        def over(ended: Ended, _heard: float) -> None:
            self._lines.give_back(phone.index)
            del self._debtors[phone.index, event.call_id]
            self._told.call(
                taken.call_id, taken.part.kind, taken.number, ended_by(ended), ended.code
            )

        self._debtors[phone.index, event.call_id] = taken
        self._calls[phone.index].take_on(
            event.call_id, taken.part, over, lambda clip: self._told.said(taken.call_id, clip)
        ).begin()
