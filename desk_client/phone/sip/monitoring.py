"""Monitoring calls, at both ends. A lead's phone calls the agent's with a one-time token in
X-Monitor. The agent's phone answers by itself where the token opens a call that is being talked
in, and lets the lead listen, whisper or barge as far as the token allows; else it refuses, slowly.
The lead changes the mode by a SIP MESSAGE within the monitoring call, whose body is the mode, and
the agent's phone answers each with one that says which mode is in force. Either end may stop it,
and it ends with the call. A token goes over TLS only, except on loopback."""

import ipaddress
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, get_args

import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.limits import Refused, host_of
from desk_client.phone.monitor_token import HEADER, Claims, TakenTokens, TokenRefused, check
from desk_client.phone.sip.accounts import Accounts
from desk_client.phone.sip.frames import guarded
from desk_client.phone.sip.line import Line
from desk_client.phone.sip.ports import Part

CONTENT_TYPE = "application/vnd.desk-client.monitoring"
_PARTS: dict[str, Part] = {part: part for part in get_args(Part)}


class MonitoringLine(Line):
    """A monitoring call, at the lead's end or at the agent's; `monitoring` is told of its life."""

    is_talk = False
    monitoring: "Monitoring"

    @guarded
    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        super().onCallState(prm)
        if self.life.answered is not None and not self.life.concluded:
            self.monitoring.answered(self)

    @guarded
    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:
        super().onCallMediaState(prm)
        self.monitoring.media_changed(self)

    @guarded
    def onInstantMessage(self, prm: pj.OnInstantMessageParam) -> None:
        if prm.contentType.startswith(CONTENT_TYPE):
            self.monitoring.told(self, prm.msgBody.strip())


class CallsInHand(Protocol):
    """The calls of this phone, as far as monitoring asks about them."""

    def __iter__(self) -> Iterator[Line]: ...

    def hang_up(self, line: Line, code: int | None = None) -> None: ...


@dataclass(slots=True)
class _Visit:
    """A lead in a call of ours: by which line, in which call, with which rights."""

    line: Line
    visited: Line
    claims: Claims
    mode: Part
    told: bool = False


class Monitoring:
    """Every monitoring call of this phone; called from the phone's one thread."""

    def __init__(
        self, clock: Clock, tell: Callable[[m.Event], None], accounts: Accounts, calls: CallsInHand
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._accounts = accounts
        self._calls = calls
        self._taken = TakenTokens()
        self._visits: dict[CallId, _Visit] = {}  # by the monitoring call

    # At the agent's end.

    def admit(self, line: Line, token: str, source: str) -> bool:
        """Answers a call with this token from the socket address `source`, or refuses it with 403,
        and tells why not by a warning."""
        try:
            visit = self._visit(line, token, source)
        except TokenRefused as refused:
            line.life.concluded = True  # the desk hears of it by the warning alone
            detail = f"A monitoring call was refused: {refused.why}."
            self._tell(m.Warning_(at=self._clock.now(), what="monitoring_refused", detail=detail))
            self._calls.hang_up(line, 403)
            return False
        self._visits[line.life.call_id] = visit
        line.respond(200)
        return True

    def _visit(self, line: Line, token: str, source: str) -> _Visit:
        settings = self._accounts.settings
        if not safe_for_tokens(settings.transport, source):
            raise TokenRefused("not_over_tls")
        talking = {
            each.life.call_id: each
            for each in self._calls
            if not isinstance(each, MonitoringLine)
            and each.life.answered is not None
            and each.life.hung_up is None
        }
        now = self._clock.now()
        claims = check(token, settings.monitor_keys, now, self._taken, talking)
        if any(visit.claims.call_id == claims.call_id for visit in self._visits.values()):
            raise TokenRefused("somebody_listens_already")
        mode: Part = "listen" if "listen" in claims.modes else "off"
        return _Visit(line, talking[claims.call_id], claims, mode)

    def _switch(self, visit: _Visit, mode: Part) -> None:
        """Refused where the token does not allow the mode."""
        if mode != "off" and mode not in visit.claims.modes:
            raise Refused("not_allowed", f"The token does not allow to {mode}.")
        if mode != visit.mode:
            visit.mode = mode
            self._mix(visit)
            self._tell_of(visit)
        _say(visit.line, mode)

    def _mix(self, visit: _Visit) -> None:
        visit.visited.ports.admit(visit.line.ports.far, visit.mode)

    def _tell_of(self, visit: _Visit) -> None:
        at, claims = self._clock.now(), visit.claims
        self._tell(m.Monitored(at=at, call_id=claims.call_id, mode=visit.mode, by=claims.by))

    # At the lead's end.

    def check_dial(self, uri: str, headers: Mapping[str, str]) -> None:
        """Refused where a token would go out in clear."""
        ours = self._accounts.settings
        if not carries_token(headers):
            return
        way = ours.proxy or uri
        carried = "tls" if ours.transport == "tls" and ";transport=tls" in uri else "clear"
        if not safe_for_tokens(carried, host_of(way)):
            raise Refused("not_over_tls", "A monitoring token goes over TLS only.")

    # What its lines and the switchboard tell.

    def take_on(self, line: MonitoringLine) -> None:
        """A monitoring call begins, at either end."""
        line.monitoring = self

    def answered(self, line: MonitoringLine) -> None:
        visit = self._visits.get(line.life.call_id)
        if visit is not None and not visit.told:
            visit.told = True
            self._tell_of(visit)
            _say(line, visit.mode)

    def media_changed(self, line: MonitoringLine) -> None:
        visit = self._visits.get(line.life.call_id)
        if visit is not None:
            self._mix(visit)

    def told(self, line: MonitoringLine, mode: str) -> None:
        """A MESSAGE in a monitoring call: to the agent's phone a wish, to the lead's the truth."""
        wanted = _PARTS.get(mode)
        visit = self._visits.get(line.life.call_id)
        if wanted is None:
            return
        if visit is None:
            if not line.life.incoming:
                by = self._accounts.settings.user
                at, call_id = self._clock.now(), line.life.call_id
                self._tell(m.Monitored(at=at, call_id=call_id, mode=wanted, by=by))
            return
        try:
            self._switch(visit, wanted)
        except Refused:
            _say(line, visit.mode)

    def ended(self, line: Line) -> None:
        """A lead who left is heard no more; a call that ended takes its lead along. Told before the
        call's ports are given to another."""
        for call_id, visit in list(self._visits.items()):
            if line not in (visit.line, visit.visited):
                continue
            del self._visits[call_id]
            visit.mode = "off"
            visit.visited.ports.admit(None, "off")
            if visit.told:
                self._tell_of(visit)
            if visit.visited is line:
                self._calls.hang_up(visit.line)

    # What the desk orders.

    def switch_on_order(self, line: Line, mode: Part) -> None:
        """At the agent's end done at once; at the lead's it is asked for, and `monitored` tells."""
        visit = self._visits.get(line.life.call_id)
        if visit is not None:
            self._switch(visit, mode)
        elif isinstance(line, MonitoringLine) and line.life.answered is not None:
            _say(line, mode)
        else:
            raise Refused("not_monitoring", "This is not a monitoring call that is answered.")


def carries_token(headers: Mapping[str, str]) -> bool:
    """Whether a call with these headers is a monitoring call."""
    return any(name.lower() == HEADER.lower() for name in headers)


def taken_token(headers: dict[str, str]) -> str | None:
    """Takes the token out of these headers, where there is one: it is nobody's to see."""
    for name in list(headers):
        if name.lower() == HEADER.lower():
            return headers.pop(name)
    return None


def safe_for_tokens(transport: str, address: str) -> bool:
    """Over TLS, or to or from this machine itself; `address` may carry a port."""
    if transport == "tls":
        return True
    host = address.rpartition(":")[0] if address.count(":") == 1 or "]:" in address else address
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _say(line: Line, mode: str) -> None:
    """A MESSAGE within the call."""
    param = pj.SendInstantMessageParam()
    param.contentType, param.content = CONTENT_TYPE, mode
    line.sendInstantMessage(param)
