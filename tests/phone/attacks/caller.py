"""A far side of a call that is written out by hand, so that the tests know what only the two sides
know: the Call-ID, both tags, and where the phone listens for sound."""

import re
import socket

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests.phone.attacks.stranger import UdpStranger, offer
from tests.phone.party import Party


class Caller(UdpStranger):
    """Calls a party's phone and is answered; `ours` is the call's id at that phone."""

    def __init__(self, party: Party) -> None:
        super().__init__(party.client.port)
        self.sound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sound.bind(("127.0.0.1", 0))
        self.mark = f"call{self.mine.rsplit(':', maxsplit=1)[1]}"
        before = len(party.told)
        self._from = f"<sip:caller@{self.mine}>;tag={self.mark}"
        self.ask(
            "INVITE",
            call_id=self.mark,
            from_=self._from,
            branch=f"z9hG4bK{self.mark}",
            body=offer(self.sound.getsockname()[1]),
        )
        self.ours: CallId = party.wait(m.Incoming, after=before).call_id
        assert party.do(m.Answer(call_id=self.ours)).ok
        answer = self.hears("SIP/2.0 200")
        self.their_tag = _found(r"^To:.*;tag=([^\s;]+)", answer)
        self._to = f"<sip:agent@127.0.0.1>;tag={self.their_tag}"
        self.phone_sound = int(_found(r"^m=audio (\d+)", answer))
        self.in_call("ACK", 1)
        party.of_call(m.Answered, self.ours)

    def in_call(self, method: str, cseq: int, body: str = "") -> None:
        """A request within the call, with all that only we know."""
        self.ask(method, call_id=self.mark, from_=self._from, to=self._to, cseq=cseq, body=body)

    def __exit__(self, *raised: object) -> None:
        self.in_call("BYE", 9)
        self.sound.close()
        super().__exit__(*raised)


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    assert found, f"no {pattern} in what the phone answered"
    return found[1]
