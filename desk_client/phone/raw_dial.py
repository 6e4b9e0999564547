"""What a click is measured against: pjsua2's own makeCall with nothing of ours around it. Reads
lines `call_id number` on stdin, calls the number at the trunk named on the command line, and when
that call is over writes `call_id nanoseconds`, the monotonic moment just before makeCall.

    python -m desk_client.phone.raw_dial 127.0.0.1:5060"""

import os
import sys
import time

import pjsua2 as pj

_ENDS_WITHIN_S = 10.0


class _RawCall(pj.Call):
    """A call that only knows whether it is over."""

    def __init__(self, account: pj.Account) -> None:
        super().__init__(account)
        self.over = False

    def onCallState(self, _prm: pj.OnCallStateParam) -> None:
        info = self.getInfo()
        self.over = info.state == pj.PJSIP_INV_STATE_DISCONNECTED


def main(trunk: str) -> None:
    """Until stdin closes."""
    told = os.dup(1)
    os.dup2(2, 1)  # whatever the library prints must not fall among the answers
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.logConfig.level = config.logConfig.consoleLevel = 0
    endpoint.libInit(config)
    endpoint.libStart()
    endpoint.audDevManager().setNullDev()
    transport = pj.TransportConfig()
    transport.boundAddress = "127.0.0.1"
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    account = pj.Account()
    identity = pj.AccountConfig()
    identity.idUri = f"sip:raw@{trunk}"
    account.create(identity)
    for line in sys.stdin:
        call_id, number = line.split()
        call = _RawCall(account)
        param = _param(call_id)
        began = time.monotonic_ns()
        call.makeCall(f"sip:{number}@{trunk}", param)
        while not call.over and time.monotonic_ns() - began < _ENDS_WITHIN_S * 1e9:
            endpoint.libHandleEvents(2)
        os.write(told, f"{call_id} {began}\n".encode())
        endpoint.libHandleEvents(2)  # the library lets go of a call one turn after its end
        del call
    account.shutdown()
    endpoint.libDestroy(pj.PJSUA_DESTROY_NO_NETWORK)


def _param(call_id: str) -> pj.CallOpParam:
    param = pj.CallOpParam(True)
    setting = param.opt
    setting.audioCount, setting.videoCount = 1, 0
    headers = pj.SipHeaderVector()
    header = pj.SipHeader()
    header.hName, header.hValue = "X-Call-Id", call_id
    headers.push_back(header)
    param.txOption.headers = headers
    return param


if __name__ == "__main__":
    main(sys.argv[1])
