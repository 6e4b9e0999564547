"""A bare pjsua2 as the far side, whose sound never passes through Python. Run as a program with a
sound file it answers whoever rings and plays it to them; without one it refuses them with 486 in
the callback itself, which makes the public wheel abort. It prints its port, then for each line that
it is sent how many have rung, and ends with the last line."""

import gc
import queue
import sys
import threading

import pjsua2 as pj


class Talking(pj.Call):
    """A call that is played the file."""

    def __init__(self, account: "Answering", number: int) -> None:
        super().__init__(account, number)
        self._account = account

    def onCallMediaState(self, _prm: pj.OnCallMediaStateParam) -> None:
        if self._account.player is not None:
            self._account.player.startTransmit(self.getAudioMedia(0))


class Answering(pj.Account):
    """Takes or refuses every call, and counts them."""

    def __init__(self, player: pj.AudioMediaPlayer | None) -> None:
        super().__init__()
        self.player = player
        self.rung = 0
        self.calls: list[pj.Call] = []

    def onIncomingCall(self, prm: pj.OnIncomingCallParam) -> None:
        self.rung += 1
        answer = pj.CallOpParam(True)
        answer.opt.textCount = answer.opt.videoCount = 0
        if self.player is None:
            answer.statusCode = 486
            pj.Call(self, prm.callId).hangup(answer)
            return
        answer.statusCode = 200
        call = Talking(self, prm.callId)
        self.calls.append(call)
        call.answer(answer)


def listen(asked: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        asked.put(line)
    asked.put("")


def tell(what: object) -> None:
    sys.stderr.write(f"{what}\n")
    sys.stderr.flush()


def run(sound: str) -> None:
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.logConfig.level = config.logConfig.consoleLevel = 0
    config.medConfig.sndAutoCloseTime = -1
    config.medConfig.ecTailLen = 0
    endpoint.libInit(config)
    transport = pj.TransportConfig()
    transport.boundAddress = "127.0.0.1"
    number = endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    endpoint.libStart()
    endpoint.audDevManager().setNullDev()
    player = None
    if sound:
        player = pj.AudioMediaPlayer()
        player.createPlayer(sound)
    account = Answering(player)
    wanted = pj.AccountConfig()
    wanted.idUri = "sip:bare@127.0.0.1"
    wanted.mediaConfig.transportConfig.boundAddress = "127.0.0.1"
    account.create(wanted)
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(asked,)).start()
    tell(endpoint.transportGetInfo(number).localName.rsplit(":", 1)[1])
    while True:
        endpoint.libHandleEvents(5)
        if not asked.empty():
            if not asked.get():
                break
            tell(account.rung)
    endpoint.hangupAllCalls()
    account.calls.clear()
    account.shutdown()
    del account, player
    gc.collect()
    endpoint.libDestroy()


if __name__ == "__main__":
    run("".join(sys.argv[1:]))
