"""A far side that lets itself be transferred: bare pjsua2 with none of our own parts, in a process
of its own. It answers every call, says 1000 Hz, and calls where a REFER points it, with Replaces
where that says so. It prints the port it listens on."""

import math
import struct
import sys

import pjsua2 as pj

_FRAMES = 50
_CLOCK = 16_000


class Voice(pj.AudioMediaPort):
    """One second of a tone, again and again."""

    def __init__(self) -> None:
        super().__init__()
        step = 2 * math.pi * 1000 / _CLOCK
        self._said = [
            b"".join(
                struct.pack("<h", round(8191 * math.sin(step * (frame * 320 + each))))
                for each in range(320)
            )
            for frame in range(_FRAMES)
        ]
        self._at = 0
        layout = pj.MediaFormatAudio()
        layout.init(pj.PJMEDIA_FORMAT_PCM, _CLOCK, 1, 20_000, 16)
        self.createPort("voice", layout)

    def onFrameRequested(self, frame: pj.MediaFrame) -> None:
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.buf = pj.ByteVector(self._said[self._at])
        self._at = (self._at + 1) % _FRAMES


class Leg(pj.Call):
    """One call; those that are over stay referenced, for the library aborts otherwise."""

    all: "list[Leg]" = []

    def __init__(self, account: pj.Account, voice: Voice, call_id: int = pj.PJSUA_INVALID_ID):
        super().__init__(account, call_id)
        self._account, self._voice = account, voice
        Leg.all.append(self)

    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:  # noqa: ARG002
        info = self.getInfo()
        media = info.media
        if media[0].status == pj.PJSUA_CALL_MEDIA_ACTIVE:
            self._voice.startTransmit(self.getAudioMedia(0))

    def onCallTransferRequest(self, prm: pj.OnCallTransferRequestParam) -> None:
        prm.newCall = Leg(self._account, self._voice)


class Person(pj.Account):
    """Answers at once."""

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self._voice = voice

    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        leg = Leg(self, self._voice, prm.callId)
        param = pj.CallOpParam(True)
        param.statusCode = 200
        leg.answer(param)


def main() -> None:
    """Until it is ended."""
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.medConfig.noVad = True
    config.medConfig.sndAutoCloseTime = -1
    config.logConfig.level = config.logConfig.consoleLevel = 0
    endpoint.libInit(config)
    transport = pj.TransportConfig()
    transport.boundAddress = "127.0.0.1"
    opened = endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    endpoint.libStart()
    endpoint.audDevManager().setNullDev()
    account = pj.AccountConfig()
    account.idUri = "sip:transferee@127.0.0.1"
    account.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
    account.mediaConfig.transportConfig.port = 34_000
    person = Person(Voice())
    person.create(account)
    name = endpoint.transportGetInfo(opened).localName
    sys.stdout.write(name.rsplit(":", 1)[1] + "\n")
    sys.stdout.flush()
    while True:
        endpoint.libHandleEvents(20)


if __name__ == "__main__":
    main()
