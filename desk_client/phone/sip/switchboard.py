"""The calls of this phone, by their id: placed, rung, answered, ended, and looked after while they
last. A call stays referenced until the library says it is disconnected, and then until the turn
after, because the library aborts when a call object goes too early."""

import time
from collections.abc import Callable, Iterator

import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.call_life import CallLife, own_headers
from desk_client.phone.call_log import CallLog
from desk_client.phone.limits import DialRate, Refused, dialled_uri, no_such_call
from desk_client.phone.recording import check_record
from desk_client.phone.sip.abilities import abilities
from desk_client.phone.sip.accounts import Accounts, Later
from desk_client.phone.sip.answering import Answering
from desk_client.phone.sip.conference import Conferences
from desk_client.phone.sip.line import Line
from desk_client.phone.sip.measuring import Measuring
from desk_client.phone.sip.monitoring import (
    Monitoring,
    MonitoringLine,
    carries_token,
    taken_token,
)
from desk_client.phone.sip.ports import CallPorts, DeskPorts
from desk_client.phone.sip.transfers import Transfers
from desk_client.phone.voice import load_speech

_END_WAIT_S = 2.0  # a far side that never answered does not answer a CANCEL either


class Switchboard:
    """All calls; every method is called from the phone's one thread."""

    def __init__(
        self,
        clock: Clock,
        tell: Callable[[m.Event], None],
        log: CallLog,
        accounts: Accounts,
        later: Later,
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._log = log
        self._accounts = accounts
        self._later = later
        self._lines: dict[CallId, Line] = {}
        self._gone: list[Line] = []
        self._free_ports: list[CallPorts] = []
        self._ports_made = 0
        self._rate = DialRate()
        self._monitoring = Monitoring(clock, tell, accounts, self)
        self.answering = Answering(clock, tell, accounts, self, later)
        self.transfers = Transfers(clock, tell, self)
        self.conferences = Conferences(clock, tell, self)
        self.measuring = Measuring(clock, tell, log, self)
        self.desk = DeskPorts()
        self.looped = b""  # what every call is told without end, from a file

    def __iter__(self) -> Iterator[Line]:
        return iter(list(self._lines.values()))

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, call_id: object) -> bool:
        return call_id in self._lines

    @property
    def has_microphone(self) -> bool:
        """Whether anything is to be heard of us."""
        return self.desk.speaker is not None or bool(self.looped)

    # What the library tells.

    def called(self, account: pj.Account, library_id: int, data: pj.SipRxData) -> None:
        life = CallLife(CallId(new_id()), incoming=True, began=time.monotonic())
        life.rang = life.began
        headers = own_headers(data.wholeMsg)
        token = taken_token(headers)
        line = self._new_line(account, life, monitoring=token is not None, library_id=library_id)
        if token is not None and not self._monitoring.admit(line, token, data.srcAddress):
            return
        self.answering.called(line, data, auto_answer=token is not None)

    def disconnected(self, line: Line, code: int, reason: str) -> None:
        if self._lines.pop(line.life.call_id, None) is None:
            return
        self._gone.append(line)
        self._monitoring.ended(line)
        self.transfers.ended(line)
        self.conferences.ended(line)
        self.measuring.last_look(line)
        line.let_go()
        self._free_ports.append(line.ports)
        if line.life.told:
            self._log.ended(line.life, code, reason)

    def may_redirect(self, target: str) -> bool:
        return self._accounts.may_redirect(target)

    def transfer_answered(self, line: Line, code: int, reason: str, *, final: bool) -> bool:
        return self.transfers.answered(line, code, reason, final=final)

    def remote_key(self, line: Line, notify: str, source: str) -> bool:
        return self.answering.remote_key(line, notify, source)

    def replacement(self, line: Line, source: str) -> Line | None:
        """Somebody whom the far side was put through to us by. A recorded call is not replaced: its
        successor would not be recorded."""
        if line.life.record is not None or not self._accounts.admission.knows(source):
            return None
        life = CallLife(CallId(new_id()), incoming=True, began=time.monotonic(), told=False)
        return self._new_line(self._accounts.first, life, monitoring=False)

    def took_over(self, line: Line) -> None:
        line.life.told = True
        self.answering.tell(line, {}, auto_answer=True)

    def sent_elsewhere(self, line: Line) -> Line | None:
        """The call that `line` goes on with when it is put through, where this phone plays one."""
        if not self._accounts.settings.follows_transfers:
            return None
        life = CallLife(CallId(new_id()), incoming=False, began=time.monotonic())
        old, new, at = line.life.call_id, life.call_id, self._clock.now()
        self._tell(m.Referred(at=at, call_id=old, new_call_id=new))
        return self._new_line(self._accounts.first, life, monitoring=False)

    # What the desk orders.

    def dial(self, wanted: m.Dial) -> None:
        account = self._accounts.named(wanted.account)
        if wanted.call_id in self._lines:
            raise Refused("call_exists", "There is a call of this id already.")
        uri = dialled_uri(wanted.to, account.own.domain, self._accounts.settings.transport)
        self._monitoring.check_dial(uri, wanted.headers)
        if wanted.record is not None:
            check_record(wanted.record)
        if len(self._lines) >= abilities().max_calls:
            most = abilities().max_calls
            raise Refused("too_many_calls", f"There are {most} calls already.")
        now = time.monotonic()
        self._rate.take(now)
        life = CallLife(
            wanted.call_id,
            incoming=False,
            began=now,
            ring_timeout_s=wanted.ring_timeout_s,
            record=wanted.record,
        )
        line = self._new_line(account, life, monitoring=carries_token(wanted.headers))
        try:
            line.invite(uri, wanted.headers)
        except pj.Error:
            del self._lines[life.call_id]
            self._gone.append(line)
            self._free_ports.append(line.ports)
            raise

    def hold(self, wanted: m.Hold) -> None:
        self.talking(wanted.call_id).put_on_hold()

    def unhold(self, wanted: m.Unhold) -> None:
        self.talking(wanted.call_id).take_off_hold()

    def mute(self, wanted: m.Mute) -> None:
        self.line(wanted.call_id).mute(on=wanted.on)

    def send_digits(self, wanted: m.SendDigits) -> None:
        self.talking(wanted.call_id).send_keys(wanted.digits, wanted.method)

    def play(self, wanted: m.Play) -> None:
        self.line(wanted.call_id).ports.voice.play(load_speech(wanted.path))

    def echo(self, wanted: m.Echo) -> None:
        self.talking(wanted.call_id).ports.echo(on=wanted.on)

    def switch_recording(self, wanted: m.PauseRecording | m.ResumeRecording) -> None:
        self._log.switch_recording(self.line(wanted.call_id).life, wanted)

    def monitor(self, wanted: m.Monitor) -> None:
        self._monitoring.switch_on_order(self.line(wanted.call_id), wanted.mode)

    def hang_up_on_order(self, wanted: m.HangUp) -> None:
        self.hang_up(self.line(wanted.call_id), wanted.code)

    def hang_up(self, line: Line, code: int | None = None) -> None:
        life = line.life
        if life.hung_up is not None:
            return
        life.hung_up = time.monotonic()
        if life.incoming and life.answered is None:
            self.answering.decline(line, code or 603)
        else:
            line.end()

    def give_up(self, line: Line, reason: str) -> None:
        """The far side is gone without a word; told as the network's doing."""
        self._log.ended(line.life, 408, reason)
        line.life.hung_up = time.monotonic()
        line.end()

    def has_early_media(self, call_id: CallId) -> bool:
        """Whether its far side sends sound before the answer."""
        return call_id in self._lines and self._lines[call_id].early_media

    # Which call is meant; Refused where it is none of that kind.

    def line(self, call_id: CallId) -> Line:
        if call_id not in self._lines:
            raise no_such_call(call_id)
        return self._lines[call_id]

    def uri(self, to: str) -> str:
        """The SIP address of an address or a number; Refused where it is neither."""
        ours = self._accounts.settings
        return dialled_uri(to, ours.domain, ours.transport)

    def talking(self, call_id: CallId) -> Line:
        line = self.line(call_id)
        if line.life.answered is None or line.life.hung_up:
            raise Refused("wrong_state", "Nobody talks in this call.")
        return line

    # What is due by time.

    def bury(self) -> None:
        """Lets go of the calls that were over a turn ago."""
        self._gone.clear()

    def look_after(self, now: float) -> None:
        for line in self:
            life = line.life
            line.keep_strangers_out(now)
            if life.rings_too_long(now):
                self.hang_up(line)
            elif life.hung_up is not None and now - life.hung_up > _END_WAIT_S:
                self._log.ended(life, 408, "Request Timeout")
            self._log.tell_failure(life)
            line.settle_later()

    def hang_up_all(self) -> None:
        for line in self:
            line.life.hung_up = line.life.hung_up or time.monotonic()
            line.end()

    def abandon_all(self) -> None:
        """Those whose far side did not answer our BYE."""
        for line in self:
            self.disconnected(line, 408, "Request Timeout")

    def _new_line(
        self,
        account: pj.Account,
        life: CallLife,
        *,
        monitoring: bool,
        library_id: int = pj.PJSUA_INVALID_ID,
    ) -> Line:
        ports, log, line = self._take_ports(), self._log, None
        if monitoring:
            desk = DeskPorts() if life.incoming else self.desk  # a lead is mixed in, not linked
            life.muted = life.incoming
            line = MonitoringLine(account, self, log, life, ports, desk, library_id)
            self._monitoring.take_on(line)
        self._lines[life.call_id] = line or Line(
            account, self, log, life, ports, self.desk, library_id
        )
        return self._lines[life.call_id]

    def _take_ports(self) -> CallPorts:
        if not self._free_ports:
            self._ports_made += 1
            self._free_ports.append(CallPorts(self._ports_made))
        ports = self._free_ports.pop()
        ports.give_voice(self.looped)
        return ports
