"""Calls that come in: told to the desk, answered by it, or by themselves where a PBX that we trust
asks for that; declined or sent elsewhere. A refusal waits a moment, because the public build of
the library aborts when it refuses a burst of calls at once."""

import time
from collections.abc import Callable
from typing import Protocol

import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.admission import Admission
from desk_client.phone.auto_answer import answer_after
from desk_client.phone.call_life import own_headers
from desk_client.phone.limits import Refused
from desk_client.phone.recording import check_record
from desk_client.phone.sip.abilities import abilities
from desk_client.phone.sip.accounts import Accounts, Later
from desk_client.phone.sip.line import Line
from desk_client.phone.sip.monitoring import taken_token

_REJECT_AFTER_S = 0.25
_DESKS_TURN_S = 0.5  # the desk answers first where it wants a recording
_EVENT = ("event", "o")


class WaitingCalls(Protocol):
    """The calls that wait to be answered."""

    def line(self, call_id: CallId) -> Line: ...

    def __contains__(self, call_id: object) -> bool: ...

    def uri(self, to: str) -> str: ...


class Answering:
    """Incoming calls until they are answered; called from the phone's one thread."""

    def __init__(
        self,
        clock: Clock,
        tell: Callable[[m.Event], None],
        accounts: Accounts,
        calls: WaitingCalls,
        later: Later,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._accounts = accounts
        self._calls = calls
        self._later = later
        self._trusted: Admission | None = None

    def called(self, line: Line, data: pj.SipRxData, *, auto_answer: bool = False) -> None:
        """Tells of a new call. One that a trusted host wants answered by itself is answered half a
        second later than it asks, unless the desk did so before, declined, or ended it."""
        invite, call_id = data.wholeMsg, line.life.call_id
        after_s = answer_after(invite, trusted=self._is_trusted(data.srcAddress))
        headers = own_headers(invite)
        monitoring = taken_token(headers) is not None
        self.tell(
            line,
            headers,
            auto_answer=auto_answer or after_s is not None,
            monitoring=monitoring,
        )
        if after_s is not None:
            self._later(after_s + _DESKS_TURN_S, lambda: self._answer_if_it_waits(call_id))

    def tell(
        self, line: Line, headers: dict[str, str], *, auto_answer: bool, monitoring: bool = False
    ) -> None:
        info = line.getInfo()
        self._tell(
            m.Incoming.model_validate(
                {
                    "at": self._clock.now(),
                    "call_id": line.life.call_id,
                    "from": info.remoteUri,
                    "to": info.localUri,
                    "headers": headers,
                    "auto_answer": auto_answer,
                    "monitoring": monitoring,
                }
            )
        )

    def ring(self, wanted: m.Ring) -> None:
        self.waiting(wanted.call_id).respond(180)

    def answer(self, wanted: m.Answer) -> None:
        line = self.waiting(wanted.call_id)
        if wanted.record is not None:
            check_record(wanted.record)
            line.life.record = wanted.record
        line.respond(200)

    def redirect(self, wanted: m.Redirect) -> None:
        """The caller is told to call `to`, and our call with it ends."""
        line = self.waiting(wanted.call_id)
        uri = self._calls.uri(wanted.to)
        line.life.hung_up = time.monotonic()
        self._when_due(line, lambda: line.send_elsewhere(uri))

    def decline(self, line: Line, code: int) -> None:
        """Refuses with this status, when it is safe."""
        self._when_due(line, lambda: line.end(code))

    def remote_key(self, line: Line, notify: str, source: str) -> bool:
        """A PBX of ours presses a key of the phone: `talk` answers or takes off hold, `hold` holds
        (BroadSoft's remote control). From nobody else, and any other event is not for us: False."""
        event, call_id = _event_of(notify), line.life.call_id
        if event not in ("talk", "hold") or not self._is_trusted(source):
            return False
        self._later(0.0, lambda: self._press(call_id, event))  # after its answer
        return True

    def waiting(self, call_id: CallId) -> Line:
        """Refused where this call does not wait to be answered."""
        line = self._calls.line(call_id)
        if not _waits(line):
            raise Refused("wrong_state", "This call does not wait to be answered.")
        return line

    def _answer_if_it_waits(self, call_id: CallId) -> None:
        if call_id in self._calls and _waits(line := self._calls.line(call_id)):
            line.respond(200)

    def _press(self, call_id: CallId, event: str) -> None:
        if call_id not in self._calls:
            return
        line = self._calls.line(call_id)
        life = line.life
        if life.answered is None or life.hung_up is not None:
            if event == "talk":
                self._answer_if_it_waits(call_id)
        elif event == "talk" and life.held_by_us:
            line.take_off_hold()
        elif event == "hold" and not life.held_by_us:
            line.put_on_hold()

    def _when_due(self, line: Line, act: Callable[[], None]) -> None:
        call_id, act_at = line.life.call_id, line.life.began + _REJECT_AFTER_S
        wait_s = act_at - time.monotonic() if abilities().needs_slow_reject else 0.0
        self._later(max(0.0, wait_s), lambda: act() if call_id in self._calls else None)

    def _is_trusted(self, source: str) -> bool:
        if self._trusted is None:
            ours = self._accounts.settings
            hosts = (*ours.trusted, ours.registrar, ours.proxy, *ours.failover)
            self._trusted = Admission("registrar", hosts)
        return self._trusted.knows(source)


def _waits(line: Line) -> bool:
    life = line.life
    return life.incoming and life.answered is None and life.hung_up is None


def _event_of(notify: str) -> str:
    """The event package of a NOTIFY, in lower case."""
    for line in notify.split("\r\n\r\n", 1)[0].split("\r\n")[1:]:
        name, _colon, value = line.partition(":")
        if name.strip().lower() in _EVENT:
            return value.split(";", 1)[0].strip().lower()
    return ""
