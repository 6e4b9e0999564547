"""One call in the SIP library: its signalling. Values are copied out of the library's structures
while these are held, and a call stays referenced until it is disconnected."""

import time
from collections.abc import Mapping
from typing import Protocol

import pjsua2 as pj

from desk_client.phone.call_life import CallLife
from desk_client.phone.call_log import CallLog
from desk_client.phone.carrier_reason import carrier_reason
from desk_client.phone.network_quality import Reading
from desk_client.phone.sip.frames import guarded
from desk_client.phone.sip.in_dialog import accept
from desk_client.phone.sip.ports import CallPorts, DeskPorts
from desk_client.phone.sip.sound_lock import SoundLock


class LineOwner(Protocol):
    """Who holds the line and is told when it is gone."""

    def disconnected(self, line: "Line", code: int, reason: str) -> None: ...

    def may_redirect(self, target: str) -> bool: ...

    def transfer_answered(self, line: "Line", code: int, reason: str, *, final: bool) -> bool:
        """Whether more of it is wanted."""
        ...

    def remote_key(self, line: "Line", notify: str, source: str) -> bool:
        """A NOTIFY within the call, as of a PBX that answers or holds for us; whether it is one."""
        ...

    def sent_elsewhere(self, line: "Line") -> "Line | None":
        """The line for a far side that was put through, where this phone plays one."""
        ...

    def replacement(self, line: "Line", source: str) -> "Line | None":
        """The line that takes the place of one of ours at the far side's wish, or None."""
        ...

    def took_over(self, line: "Line") -> None:
        """Such a line stands, and nobody was told of it yet."""
        ...


class Line(pj.Call):
    """One call in the library, which frees what a temporary points to. `is_talk`: people speak in
    it, so silence is remarkable."""

    is_talk = True

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
        self._sound_lock = SoundLock()
        self._hold_wish: bool | None = None  # what was ordered and could not be sent yet
        self._offering = False
        ports.taker = None

    def invite(self, uri: str, headers: Mapping[str, str]) -> None:
        """Sends the INVITE; pj.Error where the library refuses it."""
        param = pj.CallOpParam(True)
        _only_sound(param.opt)
        param.txOption.headers = _header_lines(headers)
        self.makeCall(uri, param)

    def respond(self, code: int) -> None:
        """Answers an incoming call."""
        param = pj.CallOpParam(True)
        _only_sound(param.opt)
        param.statusCode = code
        self.answer(param)

    def send_elsewhere(self, uri: str) -> None:
        """Tells the caller of an incoming call to try another address."""
        param = pj.CallOpParam()
        param.statusCode = 302
        param.txOption.headers = _header_lines({"Contact": f"<{uri}>"})
        self.answer(param)

    def refer(self, uri: str) -> None:
        """Asks the far side to call another address."""
        self.xfer(uri, pj.CallOpParam(True))

    def refer_to(self, other: "Line") -> None:
        """Asks the far side to take our place in another call of ours."""
        self.xferReplaces(other, pj.CallOpParam(True))

    def end(self, code: int = 0) -> None:
        """BYE, CANCEL or a refusal, whichever fits the state."""
        param = pj.CallOpParam()
        param.statusCode = code
        try:
            self.hangup(param)
        except pj.Error:
            return  # it ended in this very moment; the library tells so itself

    def put_on_hold(self) -> None:
        self._hold_wish = True
        self.settle()

    def take_off_hold(self) -> None:
        self._hold_wish = False
        self.settle()

    def settle(self) -> None:
        """Holds or resumes as ordered last, once no offer of ours is under way: the library takes
        one made beside its own UPDATE of the codec and forgets it, and the hold would stay."""
        wish = self._hold_wish
        if wish is None or self._offering:
            return
        self._hold_wish = None
        param = pj.CallOpParam(True)
        if wish:
            self.setHold(param)
            return
        setting = param.opt
        setting.flag = pj.PJSUA_CALL_UNHOLD
        self.reinvite(param)

    def settle_later(self) -> None:
        """What had to wait, once a turn; a call that ends in this moment wants nothing any more."""
        try:
            self.settle()
        except pj.Error:
            self._hold_wish = None

    def send_keys(self, digits: str, method: str) -> None:
        if method == "rfc4733":
            self.dialDtmf(digits)
            return
        param = pj.CallSendDtmfParam()
        param.digits, param.method = digits, pj.PJSUA_DTMF_METHOD_SIP_INFO
        self.sendDtmf(param)

    def reading(self) -> Reading | None:
        """The counters of RTP and RTCP; None while there is no media."""
        if not self.hasMedia():
            return None
        try:
            stat = self.getStreamStat(0)
        except pj.Error:
            return None  # declared but not begun
        rtcp = stat.rtcp
        received, sent = rtcp.rxStat, rtcp.txStat
        round_trip, jitter = rtcp.rttUsec, received.jitterUsec
        return Reading(
            rtt_ms=round_trip.last / 1000,
            jitter_ms=jitter.mean / 1000,
            received=received.pkt,
            lost=received.loss,
            sent=sent.pkt,
            reports=sent.updateCount,
        )

    @property
    def early_media(self) -> bool:
        """They play us something before the answer: no ringing of our own is wanted then."""
        return self.life.early_media

    def mute(self, *, on: bool) -> None:
        self.life.muted = on
        self.ports.mute(on=on)

    def keep_strangers_out(self, now: float) -> None:
        """Called in every turn of the call."""
        self._sound_lock.look(self, now)

    def let_go(self) -> None:
        """Frees the ports for another call."""
        self.ports.leave()

    @guarded
    def onCallState(self, prm: pj.OnCallStateParam) -> None:
        info = self.getInfo()
        state, code, reason = info.state, info.lastStatusCode, info.lastReason
        if state == pj.PJSIP_INV_STATE_EARLY and not self.life.incoming:
            self._log.rang(self.life, code)
        elif state == pj.PJSIP_INV_STATE_CONFIRMED:
            if not self.life.told:
                self._owner.took_over(self)
            self._log.answered(self.life, code)
            self.ports.taker = self.life.tick
            self._link_media(info)
        elif state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.ports.taken_out()
            data = _received(prm.e)
            if data is not None:
                self.life.carrier = carrier_reason(data.wholeMsg)
            self._owner.disconnected(self, code, reason)

    @guarded
    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:  # noqa: ARG002
        self._sound_lock.agreed_anew(time.monotonic())
        self._link_media(self.getInfo())

    def _link_media(self, info: pj.CallInfo) -> None:
        """Before the answer the far side is heard, but does not hear us."""
        media = info.media
        for index, medium in enumerate(media):
            if medium.type != pj.PJMEDIA_TYPE_AUDIO:
                continue
            status, answered = medium.status, self.life.answered is not None
            by_us = status == pj.PJSUA_CALL_MEDIA_LOCAL_HOLD
            by_them = status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD
            playing = by_them and bool(medium.dir & pj.PJMEDIA_DIR_DECODING)
            if status == pj.PJSUA_CALL_MEDIA_ACTIVE or playing:
                self.life.early_media = not answered and not self.life.incoming
                self.ports.link(
                    self.getAudioMedia(index),
                    self._desk,
                    muted=self.life.muted,
                    only_hears=by_them or not answered,
                )
            else:
                self.ports.unlink(medium.audioConfSlot)
            by_them = self.life.held_by_them if by_us else by_them  # ours hides theirs
            self._log.hold_changed(self.life, by_us=by_us, by_them=by_them)
            return

    @guarded
    def onCallTsxState(self, prm: pj.OnCallTsxStateParam) -> None:
        self._watch_offers(prm.e)
        data = _received(prm.e)
        message = data.wholeMsg if data is not None else ""
        if message.startswith("CANCEL "):
            self.life.carrier = carrier_reason(message)
        elif (
            data is not None
            and message.startswith("NOTIFY ")
            and self._owner.remote_key(self, message, data.srcAddress)
        ):
            accept(data)

    def _watch_offers(self, event: pj.SipEvent) -> None:
        if event.type != pj.PJSIP_EVENT_TSX_STATE:
            return
        body = event.body
        change = body.tsxState
        transaction = change.tsx
        ours = transaction.role == pj.PJSIP_ROLE_UAC
        if ours and transaction.method in ("INVITE", "UPDATE"):
            self._offering = transaction.state < pj.PJSIP_TSX_STATE_COMPLETED

    @guarded
    def onDtmfDigit(self, prm: pj.OnDtmfDigitParam) -> None:
        self._log.pressed(self.life, prm.digit)

    def onCallRedirected(self, prm: pj.OnCallRedirectedParam) -> int:
        followed = self._owner.may_redirect(prm.targetUri)
        return pj.PJSIP_REDIRECT_ACCEPT if followed else pj.PJSIP_REDIRECT_REJECT

    @guarded
    def onCallTransferRequest(self, prm: pj.OnCallTransferRequestParam) -> None:
        """Refused, whoever asks: this phone calls nobody but on the desk's order, because every
        number that is called has passed the desk's gate of the law first. Only a phone that plays
        debtors for the simulated trunk goes where it is sent."""
        line = self._owner.sent_elsewhere(self)
        if line is None:
            prm.statusCode = 603
        else:
            _only_sound(prm.opt)
            prm.statusCode, prm.newCall = 202, line

    @guarded
    def onCallTransferStatus(self, prm: pj.OnCallTransferStatusParam) -> None:
        prm.cont = self._owner.transfer_answered(
            self, prm.statusCode, prm.reason, final=prm.finalNotify
        )

    @guarded
    def onCallReplaceRequest(self, prm: pj.OnCallReplaceRequestParam) -> None:
        data = prm.rdata
        line = self._owner.replacement(self, data.srcAddress)
        if line is None:
            prm.statusCode = 603
        else:
            _only_sound(prm.opt)
            prm.newCall = line


def _only_sound(setting: pj.CallSetting) -> None:
    setting.audioCount, setting.videoCount = 1, 0
    if hasattr(setting, "textCount"):
        setting.textCount = 0  # newer builds offer real-time text otherwise


def _header_lines(headers: Mapping[str, str]) -> pj.SipHeaderVector:
    lines = pj.SipHeaderVector()
    for name, value in headers.items():
        header = pj.SipHeader()
        header.hName, header.hValue = name, value
        lines.push_back(header)
    return lines


def _received(event: pj.SipEvent) -> pj.SipRxData | None:
    """The message that came in, to be used while `event` is held; None where it is none."""
    if event.type != pj.PJSIP_EVENT_TSX_STATE:
        return None
    body = event.body
    change = body.tsxState
    if change.type != pj.PJSIP_EVENT_RX_MSG:
        return None
    origin = change.src
    return origin.rdata
