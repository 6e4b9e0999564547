"""The part of pjsua2 2.15.1 that the phone process uses; names as in the library."""

from collections.abc import Iterator, Sequence
from typing import Any, SupportsInt

PJSIP_INV_STATE_EARLY: int
PJSIP_INV_STATE_CONFIRMED: int
PJSIP_INV_STATE_DISCONNECTED: int
PJSUA_100REL_MANDATORY: int
PJSUA_SIP_TIMER_REQUIRED: int
PJSIP_REDIRECT_ACCEPT: int
PJSIP_REDIRECT_REJECT: int
PJ_SSL_CERT_EISSUER_NOT_FOUND: int
PJ_SSL_CERT_EUNTRUSTED: int
PJ_SSL_CERT_EVALIDITY_PERIOD: int
PJ_SSL_CERT_EIDENTITY_NOT_MATCH: int
PJSIP_TP_STATE_CONNECTED: int
PJSIP_TP_STATE_DESTROY: int
PJSIP_TP_STATE_DISCONNECTED: int
PJSIP_TRANSPORT_UDP: int
PJSIP_TRANSPORT_TCP: int
PJSIP_TRANSPORT_TLS: int
PJSUA_CALL_MEDIA_ACTIVE: int
PJSUA_CALL_MEDIA_LOCAL_HOLD: int
PJSUA_CALL_MEDIA_REMOTE_HOLD: int
PJSUA_CALL_UNHOLD: int
PJSUA_DTMF_METHOD_SIP_INFO: int
PJSUA_DESTROY_NO_NETWORK: int
PJSUA_INVALID_ID: int
PJSIP_EVENT_TSX_STATE: int
PJSIP_EVENT_RX_MSG: int
PJSIP_ROLE_UAC: int
PJSIP_TSX_STATE_COMPLETED: int
PJMEDIA_DIR_DECODING: int
PJMEDIA_TYPE_AUDIO: int
PJMEDIA_FORMAT_PCM: int
PJMEDIA_FRAME_TYPE_NONE: int
PJMEDIA_FRAME_TYPE_AUDIO: int
PJMEDIA_SRTP_DISABLED: int
PJMEDIA_SRTP_OPTIONAL: int
PJMEDIA_SRTP_MANDATORY: int

class Error(Exception):
    status: int
    title: str
    reason: str

class ByteVector:
    this: Any
    def __init__(self, content: bytes = ...) -> None: ...
    def __iter__(self) -> Iterator[int]: ...
    def __len__(self) -> int: ...
    def resize(self, size: int) -> None: ...

class StringVector:
    def append(self, text: str) -> None: ...
    def clear(self) -> None: ...

class MediaFrame:
    type: int
    buf: ByteVector
    size: int

class MediaFormatAudio:
    def init(self, format: int, rate: int, channels: int, frame_us: int, bits: int) -> None: ...

class AudioMedia:
    def getPortId(self) -> int: ...
    def startTransmit(self, sink: AudioMedia) -> None: ...
    def stopTransmit(self, sink: AudioMedia) -> None: ...

class AudioMediaPort(AudioMedia):
    def __init__(self) -> None: ...
    def createPort(self, name: str, layout: MediaFormatAudio) -> None: ...

class AudioMediaPlayer(AudioMedia):
    def __init__(self) -> None: ...
    def createPlayer(self, path: str) -> None: ...

class AudioMediaRecorder(AudioMedia):
    def __init__(self) -> None: ...
    def createRecorder(self, path: str) -> None: ...

class _TlsConfig:
    verifyServer: bool
    CaListFile: str
    certFile: str
    privKeyFile: str
    proto: int

class TransportConfig:
    port: int
    portRange: int
    randomizePort: bool
    boundAddress: str
    tlsConfig: _TlsConfig

class TransportInfo:
    localName: str

class _UaConfig:
    threadCnt: int
    mainThreadOnly: bool
    maxCalls: int
    userAgent: str

class _MediaConfig:
    clockRate: int
    sndClockRate: int
    noVad: bool
    ecTailLen: int
    quality: int
    sndAutoCloseTime: int

class _LogConfig:
    level: int
    consoleLevel: int

class EpConfig:
    uaConfig: _UaConfig
    medConfig: _MediaConfig
    logConfig: _LogConfig

class Version:
    full: str

class CodecInfo:
    codecId: str
    priority: int

class _AudDevManager:
    def setNullDev(self) -> None: ...

class OnSelectAccountParam:
    rdata: SipRxData
    accountIndex: int

class TlsInfo:
    verifyStatus: int
    def isEmpty(self) -> bool: ...

class OnTransportStateParam:
    hnd: SupportsInt
    state: int
    tlsInfo: TlsInfo

class IpChangeParam:
    restartListener: bool

class Endpoint:
    def libCreate(self) -> None: ...
    def libInit(self, config: EpConfig) -> None: ...
    def libStart(self) -> None: ...
    def libVersion(self) -> Version: ...
    def libHandleEvents(self, milliseconds: int) -> int: ...
    def libDestroy(self, flags: int = ...) -> None: ...
    def hangupAllCalls(self) -> None: ...
    def transportCreate(self, kind: int, config: TransportConfig) -> int: ...
    def transportShutdown(self, connection: SupportsInt) -> None: ...
    def handleIpChange(self, param: IpChangeParam) -> None: ...
    def transportGetInfo(self, transport: int) -> TransportInfo: ...
    def audDevManager(self) -> _AudDevManager: ...
    def codecEnum2(self) -> Sequence[CodecInfo]: ...
    def codecSetPriority(self, codec: str, priority: int) -> None: ...

class AuthCredInfo:
    def __init__(self, scheme: str, realm: str, user: str, kind: int, secret: str) -> None: ...

class _AuthCredInfoVector:
    def append(self, credentials: AuthCredInfo) -> None: ...

class _AccountRegConfig:
    registrarUri: str
    registerOnAdd: bool
    disableRegOnModify: bool
    proxyUse: int
    retryIntervalSec: int
    timeoutSec: int

class _AccountSipConfig:
    authCreds: _AuthCredInfoVector
    proxies: StringVector

class _AccountNatConfig:
    sipOutboundUse: int
    udpKaIntervalSec: int

class _AccountMediaConfig:
    transportConfig: TransportConfig
    srtpUse: int
    srtpSecureSignaling: int

class _AccountCallConfig:
    prackUse: int
    timerUse: int

class AccountConfig:
    idUri: str
    regConfig: _AccountRegConfig
    sipConfig: _AccountSipConfig
    natConfig: _AccountNatConfig
    mediaConfig: _AccountMediaConfig
    callConfig: _AccountCallConfig
    priority: int

class OnRegStateParam:
    code: int
    reason: str
    expiration: int
    rdata: SipRxData

class SipRxData:
    info: str
    wholeMsg: str
    srcAddress: str
    pjRxData: Any

class OnIncomingCallParam:
    callId: int
    rdata: SipRxData

class _TsxStateEventSrc:
    rdata: SipRxData

class SipTransaction:
    method: str
    role: int
    state: int

class _TsxStateEvent:
    src: _TsxStateEventSrc
    tsx: SipTransaction
    type: int

class _SipEventBody:
    tsxState: _TsxStateEvent

class SipEvent:
    type: int
    body: _SipEventBody

class OnCallStateParam:
    e: SipEvent

class OnCallTsxStateParam:
    e: SipEvent

class OnCallMediaStateParam: ...

class OnCallTransferRequestParam:
    dstUri: str
    statusCode: int
    opt: CallSetting
    newCall: Call

class OnCallTransferStatusParam:
    statusCode: int
    reason: str
    finalNotify: bool
    cont: bool

class OnCallReplaceRequestParam:
    rdata: SipRxData
    statusCode: int
    opt: CallSetting
    newCall: Call

class OnCallRedirectedParam:
    targetUri: str

class OnDtmfDigitParam:
    digit: str

class Account:
    def create(self, config: AccountConfig, make_default: bool = ...) -> None: ...
    def modify(self, config: AccountConfig) -> None: ...
    def setDefault(self) -> None: ...
    def getId(self) -> int: ...
    def setRegistration(self, renew: bool) -> None: ...
    def shutdown(self) -> None: ...

class SipHeader:
    this: Any
    hName: str
    hValue: str

class SipHeaderVector:
    def __init__(self) -> None: ...
    def push_back(self, header: SipHeader) -> None: ...

class _SipTxOption:
    headers: SipHeaderVector

class SendInstantMessageParam:
    content: str
    contentType: str
    txOption: _SipTxOption
    userData: Any

class OnInstantMessageParam:
    fromUri: str
    toUri: str
    contentType: str
    msgBody: str
    rdata: SipRxData

class OnInstantMessageStatusParam:
    code: int
    reason: str
    toUri: str
    userData: Any

class BuddyConfig:
    uri: str
    subscribe: bool

class Buddy:
    def create(self, account: Account, config: BuddyConfig) -> None: ...
    def sendInstantMessage(self, param: SendInstantMessageParam) -> None: ...

class CallSetting:
    textCount: int  # builds from 2.17 on
    flag: int
    audioCount: int
    videoCount: int

class CallOpParam:
    statusCode: int
    reason: str
    txOption: _SipTxOption
    opt: CallSetting
    def __init__(self, useDefaultCallSetting: bool = ...) -> None: ...

class CallSendDtmfParam:
    digits: str
    method: int

class CallMediaInfo:
    type: int
    audioConfSlot: int
    status: int
    dir: int

class CallInfo:
    state: int
    lastStatusCode: int
    lastReason: str
    localUri: str
    remoteUri: str
    media: Sequence[CallMediaInfo]

class _MathStat:
    mean: int
    last: int

class _RtcpStreamStat:
    updateCount: int
    pkt: int
    loss: int
    jitterUsec: _MathStat

class _RtcpStat:
    rxStat: _RtcpStreamStat
    txStat: _RtcpStreamStat
    rttUsec: _MathStat

class StreamStat:
    rtcp: _RtcpStat

class StreamInfo:
    remoteRtpAddress: str

class MediaTransportInfo:
    localRtpName: str
    localRtcpName: str
    srcRtpName: str

class Call:
    def getStreamInfo(self, index: int) -> StreamInfo: ...
    def getMedTransportInfo(self, index: int) -> MediaTransportInfo: ...
    def __init__(self, account: Account, call_id: int = ...) -> None: ...
    def getInfo(self) -> CallInfo: ...
    def hasMedia(self) -> bool: ...
    def getAudioMedia(self, index: int) -> AudioMedia: ...
    def getStreamStat(self, index: int) -> StreamStat: ...
    def makeCall(self, uri: str, param: CallOpParam) -> None: ...
    def answer(self, param: CallOpParam) -> None: ...
    def hangup(self, param: CallOpParam) -> None: ...
    def setHold(self, param: CallOpParam) -> None: ...
    def reinvite(self, param: CallOpParam) -> None: ...
    def xfer(self, dest: str, param: CallOpParam) -> None: ...
    def xferReplaces(self, other: Call, param: CallOpParam) -> None: ...
    def dialDtmf(self, digits: str) -> None: ...
    def sendDtmf(self, param: CallSendDtmfParam) -> None: ...
    def sendInstantMessage(self, param: SendInstantMessageParam) -> None: ...
