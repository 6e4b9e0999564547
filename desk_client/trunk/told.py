"""What the carrier tells, one JSON object a line:

    {"type":"ready","sip":"127.0.0.1:5060","lines":4}
    {"type":"registered","user":"1001","expires_s":300}
    {"type":"invite","call_id":"...","mono_ns":123,"scenario":"busy"}
    {"type":"phone_restarted","phone":0,"after_s":0.2}
    {"type":"said","call_id":"...","clip":"hello","words":"Hello?"}
    {"type":"call","call_id":"...","scenario":"busy","number_last4":"1111","ended_by":"network",
     "sip_code":486}
    {"type":"put_through","call_id":"...","ended_by":"debtor","sip_code":200,"heard_rms":0.06}
    {"type":"house_call","call_id":"...","number":"8001","ended_by":"desk","sip_code":200,
     "heard_rms":0.06}
    {"type":"called_desk","user":"1001","number_last4":"1111","what":"answered","sip_code":200}
    {"type":"listened_in","user":"1001","what":"answered","sip_code":200}

`call_id` is the desk's (its X-Call-Id header), `mono_ns` is time.monotonic_ns() when the datagram
was received. `ended_by` is desk, debtor, network (refused, not answered, no line free) or phone
(the process that played the debtor was lost). `sip_code` is 200 for a call that was answered, 410
for one whose place was taken by somebody put through.

A debtor who is put through goes on in a call of their own: `put_through` tells its end. The calls
of the house are told at theirs, with `call_id` "" where a debtor was put through; `ended_by` is
house or desk. `heard_rms` is the loudest that was heard of the other side, of full scale 1.0. A
desk that is called by a debtor (`what`: ringing, answered, ended) is told apart, and so is the lead
who listens there.
"""

import threading
from collections.abc import Callable

from desk_client.phone.messages import Ended
from desk_client.trunk.voices import Clip


class Told:
    """Gives one line after the other to `on_line`, whatever thread it comes from."""

    def __init__(self, on_line: Callable[[dict[str, object]], None]) -> None:
        self._on_line = on_line
        self._lock = threading.Lock()

    def line(self, type_: str, **values: object) -> None:
        with self._lock:
            self._on_line({"type": type_, **values})

    def said(self, call_id: str, spoken: Clip) -> None:
        self.line("said", call_id=call_id, clip=spoken.name, words=spoken.words)

    def call(self, call_id: str, kind: str, number: str, ended_by: str, code: int) -> None:
        self.line(
            "call", call_id=call_id, scenario=kind, number_last4=last4(number),
            ended_by=ended_by, sip_code=code,
        )  # fmt: skip

    def put_through(self, call_id: str, ended: Ended, heard: float) -> None:
        by = "house" if ended.ended_by == "them" else ended_by(ended)
        self.line("put_through", call_id=call_id, ended_by=by, sip_code=ended.code, heard_rms=heard)

    def house_call(self, call_id: str, number: str, ended: Ended, heard: float) -> None:
        by = {"us": "house", "them": "desk"}.get(ended.ended_by, ended.ended_by)
        self.line(
            "house_call", call_id=call_id, number=number, ended_by=by, sip_code=ended.code,
            heard_rms=heard,
        )  # fmt: skip

    def called_desk(
        self, user: str, number: str, what: str, code: int, heard: float | None = None
    ) -> None:
        """`heard` at the end of a call that was answered."""
        more = {} if heard is None else {"heard_rms": heard}
        self.line(
            "called_desk", user=user, number_last4=last4(number), what=what, sip_code=code, **more
        )

    def listened_in(self, user: str, what: str, code: int, heard: float | None = None) -> None:
        """`heard` at the end: the loudest of the call that was listened to."""
        more = {} if heard is None else {"heard_rms": heard}
        self.line("listened_in", user=user, what=what, sip_code=code, **more)


def last4(number: str) -> str:
    """As much of a number as may be told."""
    return "".join(filter(str.isdigit, number))[-4:]


def ended_by(event: Ended) -> str:
    """Who ended a debtor's call, as the carrier sees it."""
    match event.ended_by:
        case "us":
            return "debtor" if event.code == 200 else "network"
        case "them":
            return "desk"
        case lost:
            return lost
