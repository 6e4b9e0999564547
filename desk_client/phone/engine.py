"""The SIP library, driven by one thread: commands in, events out.

`turn` lets the library work for a moment, in which it calls back; the callbacks copy plain values
out and return. Then `turn` looks after what has to happen by time: ringing that lasts too long,
rejects that must wait, levels, recordings being closed. A call stays referenced until the library
says it is disconnected, and then until the turn after, because the library aborts when a call
object goes too early."""

import gc
import time
from collections.abc import Callable

import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.ids import CallId, new_id
from desk_client.phone import messages as m
from desk_client.phone.call_life import CallLife, own_headers
from desk_client.phone.call_log import CallLog
from desk_client.phone.limits import DialRate, Refused, dialled_uri, may_follow, no_such_call
from desk_client.phone.ports import CallPorts, Line, guarded
from desk_client.phone.recording import check_record
from desk_client.phone.registration import Registration
from desk_client.phone.voice import Voice, load_speech

MAX_CALLS = 4  # compiled into the public wheel: more is accepted as a setting and then ignored
_PJ_ETOOMANY = 70_010  # a far side that never answered keeps its place for half a minute
_TURN_MS = 1  # a command waits this long at most
_LEVEL_S = 1 / 15
_QUALITY_S = 5.0
_REJECT_AFTER_S = 0.25  # rejecting at once lets a burst of INVITEs abort the library
_END_WAIT_S = 2.0  # a far side that never answered does not answer a CANCEL either
_CLOSE_WAIT_S = 1.0  # for each of: the answers to our BYEs, to our un-REGISTER
_REGISTRATION_S = 300
_CODECS = ("PCMA/8000", "PCMU/8000", "G722/16000")
_TRANSPORTS = {
    "udp": pj.PJSIP_TRANSPORT_UDP,
    "tcp": pj.PJSIP_TRANSPORT_TCP,
    "tls": pj.PJSIP_TRANSPORT_TLS,
}
_SRTP = {
    "off": pj.PJMEDIA_SRTP_DISABLED,
    "optional": pj.PJMEDIA_SRTP_OPTIONAL,
    "mandatory": pj.PJMEDIA_SRTP_MANDATORY,
}


class _Account(pj.Account):
    """Our name at the registrar."""

    def __init__(self, engine: "Engine") -> None:
        super().__init__()
        self._engine = engine

    @guarded
    def onRegState(self, prm: pj.OnRegStateParam) -> None:
        self._engine.registration_changed(prm.code, prm.reason, prm.expiration)

    @guarded
    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        data = prm.rdata
        self._engine.called(prm.callId, data.wholeMsg)


class Engine:
    """All calls of one phone process; every method is called from the thread that made it."""

    def __init__(self, clock: Clock, tell: Callable[[m.Event], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._endpoint = pj.Endpoint()
        self._account: _Account | None = None
        self._configured: m.Configure | None = None
        self._port = 0
        self._looped = b""
        self._heard: pj.AudioMediaRecorder | None = None
        self._lines: dict[CallId, Line] = {}
        self._gone: list[Line] = []
        self._free_ports: list[CallPorts] = []
        self._ports_made = 0
        self._log = CallLog(clock, tell)
        self._later: list[tuple[float, Callable[[], None]]] = []
        self._rate = DialRate()
        self._registration = Registration(clock, tell)
        self._levels_at = self._quality_at = 0.0

    def open(self) -> m.Ready:
        """Starts the library without any transport or account."""
        self._endpoint.libCreate()
        config = pj.EpConfig()
        config.uaConfig.threadCnt = 0
        config.uaConfig.mainThreadOnly = True
        config.uaConfig.maxCalls = MAX_CALLS
        config.uaConfig.userAgent = "desk-client"
        config.medConfig.clockRate = config.medConfig.sndClockRate = 16_000
        config.medConfig.noVad = True
        config.medConfig.ecTailLen = 0
        config.medConfig.quality = 5  # 4 resamples so poorly that 1 kHz loses 2 dB
        config.medConfig.sndAutoCloseTime = -1
        config.logConfig.level = config.logConfig.consoleLevel = 0
        self._endpoint.libInit(config)
        self._endpoint.libStart()
        self._endpoint.audDevManager().setNullDev()
        return m.Ready(
            at=self._clock.now(),
            protocol=m.PROTOCOL_VERSION,
            version=self._endpoint.libVersion().full,
            codecs=tuple(self._codec_ids()),
            devices=(),
            max_calls=MAX_CALLS,
        )

    def obey(self, command: m.Command) -> m.Done:
        """Carries out a command, or says why not."""
        try:
            return self._obey(command)
        except Refused as refused:
            error, detail = refused.error, refused.detail
        except pj.Error as failure:
            error = "too_many_calls" if failure.status == _PJ_ETOOMANY else "sip"
            detail = f"The SIP library refuses: {failure.reason}."
        return m.Done(token=command.token, ok=False, error=error, detail=detail)

    def _obey(self, command: m.Command) -> m.Done:  # noqa: C901
        match command:
            case m.Configure():
                self._configure(command)
                return m.Done(token=command.token, ok=True, port=self._port)
            case m.Dial():
                self._dial(command)
            case m.Ring():
                self._waiting(command.call_id).respond(180)
            case m.Answer():
                self._answer(command)
            case m.HangUp():
                self._hang_up(self._line(command.call_id), command.code)
            case m.Hold():
                self._talking(command.call_id).put_on_hold()
            case m.Unhold():
                self._talking(command.call_id).take_off_hold()
            case m.Mute():
                self._line(command.call_id).mute(on=command.on)
            case m.SendDigits():
                self._talking(command.call_id).send_keys(command.digits, command.method)
            case m.Play():
                self._line(command.call_id).ports.mouth.voice.play(load_speech(command.path))
            case m.PauseRecording() | m.ResumeRecording():
                self._log.switch_recording(self._line(command.call_id).life, command)
            case m.Ping() | m.Quit():
                pass
        return m.Done(token=command.token, ok=True)

    def turn(self) -> None:
        """Lets the library work for at most 2 ms, then does what is due."""
        self._endpoint.libHandleEvents(_TURN_MS)
        self._gone.clear()
        now = time.monotonic()
        for due, act in [item for item in self._later if item[0] <= now]:
            self._later.remove((due, act))
            act()
        for line in list(self._lines.values()):
            self._look_after(line, now)
        self._log.tell_closed()
        if now - self._levels_at >= _LEVEL_S:
            self._levels_at = now
            for line in self._lines.values():
                self._log.tell_level(line.life)
        if now - self._quality_at >= _QUALITY_S:
            self._quality_at = now
            for line in self._lines.values():
                if line.life.answered is not None and line.hasMedia():
                    self._log.tell_quality(line.life, *line.network_figures())

    def close(self) -> None:
        """Ends all calls, closes all recordings, takes the registration back."""
        for line in list(self._lines.values()):
            line.life.hung_up = line.life.hung_up or time.monotonic()
            line.end()
        self._pump_while(lambda: bool(self._lines))
        for line in list(self._lines.values()):
            self.disconnected(line, 408, "Request Timeout")
        self._log.close()
        if self._account is not None and self._registration.stands:
            self._account.setRegistration(False)
            self._pump_while(lambda: self._registration.stands)

    def destroy(self) -> None:
        """Lets go of the library, which aborts where anything still refers to a call by then."""
        self._gone.clear()
        self._later.clear()
        self._heard = None
        gc.collect()
        if self._account is not None:
            self._account.shutdown()
        self._endpoint.libDestroy(pj.PJSUA_DESTROY_NO_NETWORK)

    def _pump_while(self, waiting: Callable[[], bool]) -> None:
        end = time.monotonic() + _CLOSE_WAIT_S
        while waiting() and time.monotonic() < end:
            self.turn()

    # What the library tells.

    def disconnected(self, line: Line, code: int, reason: str) -> None:
        if self._lines.pop(line.life.call_id, None) is None:
            return
        self._gone.append(line)
        line.let_go()
        self._free_ports.append(line.ports)
        self._log.ended(line.life, code, reason)

    def may_redirect(self, target: str) -> bool:
        ours = self._configured
        return ours is not None and may_follow(target, ours.domain, ours.proxy, ours.registrar)

    def called(self, library_id: int, invite: str) -> None:
        account = self._account
        assert account is not None  # noqa: S101 -- only an account takes calls
        life = CallLife(CallId(new_id()), incoming=True, began=time.monotonic())
        life.rang = life.began
        line = Line(account, self, self._log, life, self._take_ports(), self._heard, library_id)
        self._lines[life.call_id] = line
        info = line.getInfo()
        self._tell(
            m.Incoming.model_validate(
                {
                    "at": self._clock.now(),
                    "call_id": life.call_id,
                    "from": info.remoteUri,
                    "to": info.localUri,
                    "headers": own_headers(invite),
                }
            )
        )

    def registration_changed(self, code: int, reason: str, expires_s: int) -> None:
        retry_in_s = self._registration.answered(code, reason, expires_s)
        if retry_in_s is not None:
            self._later.append((time.monotonic() + retry_in_s, self._register_again))

    # What commands do.

    def _configure(self, wanted: m.Configure) -> None:
        if self._configured is not None:
            raise Refused("configured", "The phone is configured already; start it anew.")
        for place in (wanted.audio.capture, wanted.audio.playback):
            if place != "silence" and not place.startswith("file:"):
                raise Refused("unsupported", "Sound devices cannot be used yet, only files.")
        if wanted.audio.capture.startswith("file:"):
            self._looped = load_speech(wanted.audio.capture.removeprefix("file:"))
        if wanted.audio.playback.startswith("file:"):
            self._heard = pj.AudioMediaRecorder()
            self._heard.createRecorder(wanted.audio.playback.removeprefix("file:"))
        self._order_codecs(wanted.codecs or _CODECS)
        transport = self._endpoint.transportCreate(
            _TRANSPORTS[wanted.transport], _transport(wanted)
        )
        self._port = int(self._endpoint.transportGetInfo(transport).localName.rsplit(":", 1)[1])
        self._configured = wanted
        self._account = _Account(self)
        self._account.create(_account(wanted, self._port))

    def _order_codecs(self, wanted: tuple[str, ...]) -> None:
        for codec in self._codec_ids():
            place = next((i for i, name in enumerate(wanted) if codec.startswith(name)), None)
            self._endpoint.codecSetPriority(codec, 0 if place is None else 254 - place)

    def _codec_ids(self) -> list[str]:
        codecs = self._endpoint.codecEnum2()
        return [codec.codecId for codec in codecs]

    def _dial(self, wanted: m.Dial) -> None:
        account, ours = self._account, self._configured
        if account is None or ours is None:
            raise Refused("not_configured", "The phone is not configured yet.")
        if wanted.call_id in self._lines:
            raise Refused("call_exists", "There is a call of this id already.")
        uri = dialled_uri(wanted.to, ours.domain, ours.transport)
        if wanted.record is not None:
            check_record(wanted.record)
        if len(self._lines) >= MAX_CALLS:
            raise Refused("too_many_calls", f"There are {MAX_CALLS} calls already.")
        now = time.monotonic()
        self._rate.take(now)
        life = CallLife(
            wanted.call_id,
            incoming=False,
            began=now,
            ring_timeout_s=wanted.ring_timeout_s,
            record=wanted.record,
        )
        line = Line(account, self, self._log, life, self._take_ports(), self._heard)
        self._lines[life.call_id] = line
        try:
            line.invite(uri, wanted.headers)
        except pj.Error:
            del self._lines[life.call_id]
            self._gone.append(line)
            self._free_ports.append(line.ports)
            raise

    def _answer(self, wanted: m.Answer) -> None:
        line = self._waiting(wanted.call_id)
        if wanted.record is not None:
            check_record(wanted.record)
            line.life.record = wanted.record
        line.respond(200)

    def _hang_up(self, line: Line, code: int | None) -> None:
        life = line.life
        if life.hung_up is not None:
            return
        life.hung_up = now = time.monotonic()
        if life.incoming and life.answered is None:
            due = max(now, life.began + _REJECT_AFTER_S)
            self._later.append((due, lambda: self._reject(life.call_id, code or 603)))
        else:
            line.end()

    def _reject(self, call_id: CallId, code: int) -> None:
        if call_id in self._lines:
            self._lines[call_id].end(code)

    def _line(self, call_id: CallId) -> Line:
        if call_id not in self._lines:
            raise no_such_call(call_id)
        return self._lines[call_id]

    def _waiting(self, call_id: CallId) -> Line:
        line = self._line(call_id)
        if not line.life.incoming or line.life.answered is not None or line.life.hung_up:
            raise Refused("wrong_state", "This call does not wait to be answered.")
        return line

    def _talking(self, call_id: CallId) -> Line:
        line = self._line(call_id)
        if line.life.answered is None or line.life.hung_up:
            raise Refused("wrong_state", "Nobody talks in this call.")
        return line

    def _take_ports(self) -> CallPorts:
        if not self._free_ports:
            self._ports_made += 1
            self._free_ports.append(CallPorts(self._ports_made))
        ports = self._free_ports.pop()
        ports.mouth.voice = Voice(self._looped)
        return ports

    def _register_again(self) -> None:
        if self._account is not None:
            self._account.setRegistration(True)

    # What is due by time.

    def _look_after(self, line: Line, now: float) -> None:
        life = line.life
        if life.rings_too_long(now):
            self._hang_up(line, None)
        elif life.hung_up is not None and now - life.hung_up > _END_WAIT_S:
            self._log.ended(life, 408, "Request Timeout")
        self._log.tell_failure(life)


def _transport(wanted: m.Configure) -> pj.TransportConfig:
    transport = pj.TransportConfig()
    transport.port = wanted.port
    transport.boundAddress = wanted.bind
    if wanted.transport == "tls":
        security = transport.tlsConfig
        security.verifyServer = True
        security.CaListFile = wanted.ca_file or ""
        security.certFile = security.privKeyFile = wanted.client_cert or ""
        security.method = pj.PJSIP_TLSV1_2_METHOD
    return transport


def _account(wanted: m.Configure, port: int) -> pj.AccountConfig:
    config = pj.AccountConfig()
    name = wanted.display_name.replace("\\", "\\\\").replace('"', '\\"')
    address = f"sip:{wanted.user}@{wanted.domain}"
    config.idUri = f'"{name}" <{address}>' if name else address
    if wanted.registrar is not None:
        config.regConfig.registrarUri = wanted.registrar
    config.regConfig.registerOnAdd = wanted.register_ and wanted.registrar is not None
    config.regConfig.retryIntervalSec = 0
    config.regConfig.timeoutSec = _REGISTRATION_S
    if wanted.password:
        secret = pj.AuthCredInfo("digest", "*", wanted.user, 0, wanted.password)
        config.sipConfig.authCreds.append(secret)
    if wanted.proxy:
        proxy = wanted.proxy if ";lr" in wanted.proxy else f"{wanted.proxy};lr"
        config.sipConfig.proxies.append(proxy)
    config.natConfig.sipOutboundUse = 0
    media = config.mediaConfig
    media.transportConfig.boundAddress = wanted.bind
    # Ports apart for each process on a machine, below those the system gives out itself.
    media.transportConfig.port = 16_384 + 2 * (port * 97 % 7_000)
    media.srtpUse = _SRTP[wanted.srtp]
    media.srtpSecureSignaling = 1 if wanted.srtp == "mandatory" else 0
    return config
