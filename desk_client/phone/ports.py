"""One call in the SIP library: its signalling, and its ends in the conference. For each call one
port that speaks and two that listen, one for each side; both listeners are served in the same 20 ms
tick, so their frames are paired without an offset. Ports are made once and used again for later
calls: the library's clock may still call one that was just let go."""

import ctypes
import functools
import sys
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, Protocol

import pjsua2 as pj

from desk_client.phone.call_life import CallLife, TickTaker
from desk_client.phone.call_log import CallLog
from desk_client.phone.sealed_audio import RATE
from desk_client.phone.voice import Voice

_Arguments = ParamSpec("_Arguments")


def guarded(callback: Callable[_Arguments, None]) -> Callable[_Arguments, None]:
    """An exception must not reach the library, which would keep its objects alive and abort later;
    it is told on stderr by its kind and line, without the values."""

    @functools.wraps(callback)
    def called(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception as error:  # noqa: BLE001
            frame = error.__traceback__
            while frame is not None and frame.tb_next is not None:
                frame = frame.tb_next
            line = frame.tb_lineno if frame is not None else 0
            sys.stderr.write(f"{callback.__qualname__}: {type(error).__name__} at line {line}\n")

    return called


class _Vector(ctypes.Structure):
    """std::vector<unsigned char> of libstdc++: begin, end, end of storage."""

    _fields_ = [("begin", ctypes.c_void_p), ("end", ctypes.c_void_p), ("cap", ctypes.c_void_p)]


def _read_fast(buffer: Any) -> bytes:
    vector = _Vector.from_address(int(buffer.this))
    return ctypes.string_at(vector.begin, vector.end - vector.begin) if vector.begin else b""


def _write_fast(frame: Any, content: bytes) -> None:
    buffer = frame.buf
    buffer.resize(len(content))
    ctypes.memmove(_Vector.from_address(int(buffer.this)).begin, content, len(content))


def _read_slow(buffer: Any) -> bytes:
    return bytes(buffer)


def _write_slow(frame: Any, content: bytes) -> None:
    frame.buf = pj.ByteVector(content)


def _fast_path_works() -> bool:
    """Whether this build lays out its vectors as expected: 200 times faster than the wrapper."""
    content = bytes(range(256))
    frame = pj.MediaFrame()
    frame.buf = pj.ByteVector(content)
    buffer = frame.buf
    if ctypes.sizeof(ctypes.c_void_p) != 8 or _Vector.from_address(int(buffer.this)).begin is None:
        return False
    vector = _Vector.from_address(int(buffer.this))
    if vector.end - vector.begin != 256 or _read_fast(buffer) != content:
        return False
    _write_fast(frame, content[::-1])
    return bytes(frame.buf) == content[::-1]


class _Mouth(pj.AudioMediaPort):
    """Speaks what its voice gives."""

    def __init__(self, write: Callable[[Any, bytes], None]) -> None:
        super().__init__()
        self.voice = Voice()
        self._write = write

    @guarded
    def onFrameRequested(self, frame: pj.MediaFrame) -> None:
        content = self.voice.next_frame()
        if content:
            frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
            self._write(frame, content)
        else:
            frame.type = pj.PJMEDIA_FRAME_TYPE_NONE


class _Ear(pj.AudioMediaPort):
    """Hears one side."""

    def __init__(self, read: Callable[[Any], bytes], heard: Callable[[bytes], None]) -> None:
        super().__init__()
        self._read = read
        self._heard = heard

    @guarded
    def onFrameReceived(self, frame: pj.MediaFrame) -> None:
        self._heard(self._read(frame.buf))


class CallPorts:
    """The three ports of one call. `taker` gets (agent, debtor) of each tick while it is set."""

    def __init__(self, number: int) -> None:
        fast = _fast_path_works()
        read = _read_fast if fast else _read_slow
        self.mouth = _Mouth(_write_fast if fast else _write_slow)
        self._agent_ear = _Ear(read, self._heard_agent)
        self._debtor_ear = _Ear(read, self._heard_debtor)
        for name, port in (
            ("mouth", self.mouth),
            ("agent", self._agent_ear),
            ("debtor", self._debtor_ear),
        ):
            port.createPort(f"{name}{number}", _mono_16_khz())
        self.taker: TickTaker | None = None
        self._agent: bytes | None = None
        self._debtor: bytes | None = None
        self._linked: pj.AudioMedia | None = None
        self._speaking = False

    def link(self, call: pj.AudioMedia, *, muted: bool, heard: pj.AudioMedia | None) -> None:
        """Connects both ways; the library forgets the links whenever media changes."""
        self.unlink()
        self._linked = call
        call.startTransmit(self._debtor_ear)
        if heard is not None:
            call.startTransmit(heard)
        if not muted:
            self._speak(on=True)

    def unlink(self) -> None:
        """Both sides fall silent, as in a hold or after the end."""
        if self._linked is not None:
            self._speak(on=False)
            _cut(self._linked, self._debtor_ear)
        self._linked = None

    def mute(self, *, on: bool) -> None:
        if self._linked is not None:
            self._speak(on=not on)

    def _speak(self, *, on: bool) -> None:
        if self._linked is None or on == self._speaking:
            return
        self._speaking = on
        for listener in (self._linked, self._agent_ear):
            if on:
                self.mouth.startTransmit(listener)
            else:
                _cut(self.mouth, listener)

    def _heard_agent(self, frame: bytes) -> None:
        if self._agent is not None:
            self._pass_on()
        self._agent = frame
        if self._debtor is not None:
            self._pass_on()

    def _heard_debtor(self, frame: bytes) -> None:
        if self._debtor is not None:
            self._pass_on()
        self._debtor = frame
        if self._agent is not None:
            self._pass_on()

    def _pass_on(self) -> None:
        agent, debtor = self._agent or b"", self._debtor or b""
        self._agent = self._debtor = None
        if self.taker is not None:
            self.taker(agent, debtor)


def _cut(source: pj.AudioMedia, sink: pj.AudioMedia) -> None:
    """Unlinks two ports; the library may have done so itself when the call's media changed."""
    try:
        source.stopTransmit(sink)
    except pj.Error:
        return


def _mono_16_khz() -> pj.MediaFormatAudio:
    layout = pj.MediaFormatAudio()
    layout.init(pj.PJMEDIA_FORMAT_PCM, RATE, 1, 20_000, 16)
    return layout


class LineOwner(Protocol):
    """Who holds the line and is told when it is gone."""

    def disconnected(self, line: "Line", code: int, reason: str) -> None: ...

    def may_redirect(self, target: str) -> bool: ...


class Line(pj.Call):
    """One call in the library. Values are copied out of its structures while these are held: the
    library frees what a temporary points to."""

    def __init__(
        self,
        account: pj.Account,
        owner: LineOwner,
        log: CallLog,
        life: CallLife,
        ports: CallPorts,
        heard: pj.AudioMedia | None,
        library_id: int = pj.PJSUA_INVALID_ID,
    ) -> None:
        super().__init__(account, library_id)
        self.life = life
        self.ports = ports
        self._owner = owner
        self._log = log
        self._heard_by = heard
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
        self.ports.taker = None
        self.ports.unlink()

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
                self.ports.link(
                    self.getAudioMedia(index), muted=self.life.muted, heard=self._heard_by
                )
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
