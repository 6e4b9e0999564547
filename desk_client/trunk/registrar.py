"""The carrier's SIP front without its socket: a datagram goes in, datagrams come out. REGISTER is
challenged and answered, OPTIONS answered, an INVITE is either refused or sent on by 302 to the
phone process that plays the debtor. A retransmission gets the same answer again; delayed refusals
come from `due`. One thread uses it."""

import heapq
import itertools
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desk_client.trunk.bindings import BindingFault, Bindings
from desk_client.trunk.digest import Answer, Challenges
from desk_client.trunk.scenario import SipAnswer
from desk_client.trunk.sip_message import (
    Address,
    Headers,
    SipRequest,
    read_request,
    user_of,
    write_response,
)

_ALLOW = ("Allow", "INVITE, ACK, CANCEL, OPTIONS, REGISTER, MESSAGE")
_REMEMBERED = 2048  # transactions whose answer is kept for retransmissions

Transaction = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Invite:
    """The first INVITE of a call, as it reached the carrier."""

    call_id: str  # the desk's X-Call-Id, else the SIP Call-ID
    number: str
    mono_ns: int  # time.monotonic_ns() when the datagram was received


@dataclass(frozen=True, slots=True)
class Redirect:
    """Another SIP URI takes the call."""

    contact: str


Route = Redirect | SipAnswer


@dataclass(frozen=True, slots=True)
class Datagram:
    """What is to be sent, and where."""

    data: bytes
    to: Address


@dataclass(slots=True)
class _Waiting:
    """An INVITE that will be refused later, unless it is cancelled before."""

    request: SipRequest
    invite: Invite
    answer: SipAnswer
    tag: str


class Registrar:
    """`route` decides about each new INVITE; `refused` hears the final code of each that was
    refused here (487 where the caller gave up before). `written` gets sender and number of a text,
    and says whether anybody is there to read it."""

    def __init__(
        self,
        *,
        users: Mapping[str, str],
        route: Callable[[Invite], Route],
        refused: Callable[[Invite, int], None],
        registered: Callable[[str, int], None],
        written: Callable[[str, str], bool],
    ) -> None:
        self._challenges = Challenges(users)
        self._bindings = Bindings()
        self._route = route
        self._refused = refused
        self._registered = registered
        self._written = written
        self._answers: OrderedDict[tuple[str, Transaction], bytes] = OrderedDict()
        self._waiting: dict[Transaction, _Waiting] = {}
        self._due: list[tuple[float, int, Transaction]] = []
        self._order = itertools.count()

    def receive(self, datagram: bytes, source: Address, mono_ns: int) -> list[Datagram]:
        """What to send after this datagram; nothing for what is no request."""
        request = read_request(datagram, source)
        if request is None or request.method == "ACK":
            return []
        known = self._answers.get((request.method, request.transaction))
        if known is not None:
            return [Datagram(known, source)]
        return self._new(request, mono_ns)

    def due(self, now: float) -> tuple[list[Datagram], float | None]:
        """The delayed refusals to send at monotonic `now`, and when the next one is due."""
        out = []
        while self._due and self._due[0][0] <= now:
            waiting = self._waiting.pop(heapq.heappop(self._due)[2], None)
            if waiting is not None:
                out.append(self._refuse(waiting, waiting.answer))
        return out, self._due[0][0] if self._due else None

    def _new(self, request: SipRequest, mono_ns: int) -> list[Datagram]:
        match request.method:
            case "INVITE":
                return self._invite(request, mono_ns)
            case "CANCEL":
                return self._cancel(request)
            case "REGISTER":
                sent = self._register(request, mono_ns / 1e9)
            case "MESSAGE":
                sent = self._message(request, mono_ns / 1e9)
            case "OPTIONS":
                sent = self._final(request, 200, "OK", (_ALLOW, ("Accept", "application/sdp")))
            case "BYE" | "INFO" | "UPDATE" | "PRACK" | "REFER" | "NOTIFY":
                sent = self._final(request, 481, "Call/Transaction Does Not Exist")
            case _:
                sent = self._final(request, 405, "Method Not Allowed", (_ALLOW,))
        return [sent]

    def _register(self, request: SipRequest, now: float) -> Datagram:
        user = user_of(request.first("to") or "") or ""
        proof = self._challenges.check(request.first("authorization"), "REGISTER", user, now)
        if proof is Answer.UNKNOWN_NONCE:
            challenge = ("WWW-Authenticate", self._challenges.header(now))
            return self._final(request, 401, "Unauthorized", (challenge,))
        if proof is Answer.WRONG:
            return self._final(request, 403, "Forbidden")
        try:
            contacts = self._bindings.bind(
                user, request.all("contact"), request.first("expires"), now
            )
        except BindingFault as fault:
            return self._final(request, 400, str(fault))
        self._registered(user, max((expires for _, expires in contacts), default=0))
        listed = tuple(("Contact", f"<{uri}>;expires={expires}") for uri, expires in contacts)
        return self._final(request, 200, "OK", listed)

    def _message(self, request: SipRequest, now: float) -> Datagram:
        """A text is taken from whoever is registered and can be written back to."""
        sender = user_of(request.first("from") or "") or ""
        if self._bindings.reached(sender, now) is None:
            return self._final(request, 403, "Forbidden")
        if request.number is None or not self._written(sender, request.number):
            return self._final(request, 404, "Not Found")
        return self._final(request, 200, "OK")

    def reached(self, user: str, now: float) -> str | None:
        """Where a user can be reached now; any thread may ask."""
        return self._bindings.reached(user, now)

    def _invite(self, request: SipRequest, mono_ns: int) -> list[Datagram]:
        key = request.transaction
        if key in self._waiting:
            return [Datagram(write_response(request, 100, "Trying"), request.source)]
        number = request.number
        if number is None:
            return [self._final(request, 484, "Address Incomplete")]
        call_id = request.first("x-call-id") or request.first("call-id") or ""
        invite = Invite(call_id, number, mono_ns)
        route = self._route(invite)
        if isinstance(route, Redirect):
            contact = ("Contact", f"<{route.contact}>")
            return [self._final(request, 302, "Moved Temporarily", (contact,))]
        waiting = _Waiting(request, invite, route, secrets.token_hex(4))
        if route.after_s == 0:
            return [self._refuse(waiting, route)]
        self._waiting[key] = waiting
        heapq.heappush(self._due, (mono_ns / 1e9 + route.after_s, next(self._order), key))
        return [Datagram(write_response(request, 100, "Trying"), request.source)]

    def _cancel(self, request: SipRequest) -> list[Datagram]:
        waiting = self._waiting.pop(request.transaction, None)
        if waiting is None:
            return [self._final(request, 481, "Call/Transaction Does Not Exist")]
        given_up = SipAnswer(after_s=0.0, code=487, reason="Request Terminated")
        return [self._final(request, 200, "OK"), self._refuse(waiting, given_up)]

    def _refuse(self, waiting: _Waiting, answer: SipAnswer) -> Datagram:
        cause = answer.q850_cause
        extra = () if cause is None else (("Reason", f"Q.850;cause={cause}"),)
        sent = self._final(waiting.request, answer.code, answer.reason, extra, waiting.tag)
        self._refused(waiting.invite, answer.code)
        return sent

    def _final(
        self,
        request: SipRequest,
        code: int,
        reason: str,
        extra: Headers = (),
        tag: str | None = None,
    ) -> Datagram:
        tag = tag or secrets.token_hex(4)
        data = write_response(request, code, reason, tag=tag, extra=extra)
        self._answers[request.method, request.transaction] = data
        while len(self._answers) > _REMEMBERED:
            self._answers.popitem(last=False)
        return Datagram(data, request.source)
