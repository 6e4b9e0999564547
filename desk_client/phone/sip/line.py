"""One call in the SIP library: its signalling. Values are copied out of the library's structures
while these are held, and a call stays referenced until it is disconnected."""

from collections.abc import Mapping
from typing import Protocol

import pjsua2 as pj

from desk_client.phone.call_life import CallLife
from desk_client.phone.call_log import CallLog
from desk_client.phone.sip.frames import guarded
from desk_client.phone.sip.ports import CallPorts, DeskPorts


class LineOwner(Protocol):
    """Who holds the line and is told when it is gone."""

    def disconnected(self, line: "Line", code: int, reason: str) -> None: ...

    def may_redirect(self, target: str) -> bool: ...


class Line(pj.Call):
    """One call in the library, which frees what a temporary points to."""

    def __init__(
        self,
        account: pj.Account,
        owner: LineOwner,
        log: CallLog,
        life: CallLife,
        ports: CallPorts,
        desk: DeskPorts,
        library_id: int = pj.PJSUA_INVALID_ID,
    ) -> None:
        super().__init__(account, library_id)
        self.life = life
        self.ports = ports
        self._owner = owner
        self._log = log
        self._desk = desk
        ports.taker = None

    def invite(self, uri: str, headers: Mapping[str, str]) -> None:
        """Sends the INVITE; pj.Error where the library refuses it."""
        param = pj.CallOpParam(True)
        setting = param.opt
        setting.audioCount, setting.videoCount = 1, 0
        if hasattr(setting, "textCount"):
            setting.textCount = 0  # newer builds offer real-time text otherwise
        lines = pj.SipHeaderVector()
        for name, value in headers.items():
            header = pj.SipHeader()
            header.hName, header.hValue = name, value
            lines.push_back(header)
        param.txOption.headers = lines
        self.makeCall(uri, param)

    def respond(self, code: int) -> None:
        """Answers an incoming call."""
        param = pj.CallOpParam()
        param.statusCode = code
        self.answer(param)

    def end(self, code: int = 0) -> None:
        """BYE, CANCEL or a refusal, whichever fits the state."""
        param = pj.CallOpParam()
        param.statusCode = code
        try:
            self.hangup(param)
        except pj.Error:
            return  # it ended in this very moment; the library tells so itself

    def put_on_hold(self) -> None:
        self.setHold(pj.CallOpParam(True))

    def take_off_hold(self) -> None:
        param = pj.CallOpParam(True)
        setting = param.opt
        setting.flag = pj.PJSUA_CALL_UNHOLD
        self.reinvite(param)

    def send_keys(self, digits: str, method: str) -> None:
        if method == "rfc4733":
            self.dialDtmf(digits)
            return
        param = pj.CallSendDtmfParam()
        param.digits, param.method = digits, pj.PJSUA_DTMF_METHOD_SIP_INFO
        self.sendDtmf(param)

    def network_figures(self) -> tuple[float, float, float]:
        """Round trip ms, jitter ms, loss in per cent, of what we receive."""
        stat = self.getStreamStat(0)
        rtcp = stat.rtcp
        received = rtcp.rxStat
        round_trip, jitter = rtcp.rttUsec, received.jitterUsec
        expected = received.pkt + received.loss
        loss = 100 * received.loss / expected if expected else 0.0
        return round_trip.last / 1000, jitter.mean / 1000, loss

    def mute(self, *, on: bool) -> None:
        self.life.muted = on
        self.ports.mute(on=on)

    def let_go(self) -> None:
        """Frees the ports for another call."""
        self.ports.leave()

    @guarded
    def onCallState(self, prm: pj.OnCallStateParam) -> None:  # noqa: ARG002
        info = self.getInfo()
        state, code, reason = info.state, info.lastStatusCode, info.lastReason
        if state == pj.PJSIP_INV_STATE_EARLY and not self.life.incoming:
            self._log.rang(self.life, code)
        elif state == pj.PJSIP_INV_STATE_CONFIRMED:
            self._log.answered(self.life, code)
            self.ports.taker = self.life.tick
        elif state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self._owner.disconnected(self, code, reason)

    @guarded
    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:  # noqa: ARG002
        info = self.getInfo()
        media = info.media
        for index, medium in enumerate(media):
            if medium.type != pj.PJMEDIA_TYPE_AUDIO:
                continue
            status = medium.status
            if status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                self.ports.link(self.getAudioMedia(index), self._desk, muted=self.life.muted)
            else:
                self.ports.unlink()
            by_us = status == pj.PJSUA_CALL_MEDIA_LOCAL_HOLD
            by_them = status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD
            by_them = self.life.held_by_them if by_us else by_them  # ours hides theirs
            self._log.hold_changed(self.life, by_us=by_us, by_them=by_them)
            return

    @guarded
    def onDtmfDigit(self, prm: pj.OnDtmfDigitParam) -> None:
        self._log.pressed(self.life, prm.digit)

    def onCallRedirected(self, prm: pj.OnCallRedirectedParam) -> int:
        followed = self._owner.may_redirect(prm.targetUri)
        return pj.PJSIP_REDIRECT_ACCEPT if followed else pj.PJSIP_REDIRECT_REJECT
