"""The carrier's front: who may register, where an INVITE goes, and that no datagram ends it."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.trunk.registrar import Invite, Redirect, Registrar, Route
from desk_client.trunk.scenario import SipAnswer
from tests.trunk.sip_caller import SOURCE, RegisteringPhone, Reply, read_reply, request

CONTACT = "Contact: <sip:1001@127.0.0.1:40000>"
BUSY = SipAnswer(after_s=0.2, code=486, reason="Busy Here", q850_cause=17)
GONE = SipAnswer(after_s=0.0, code=404, reason="Not Found", q850_cause=1)
SECOND = 1_000_000_000


@dataclass
class Front:
    """A registrar whose carrier answers every call by `route` and writes down what it hears."""

    route: Route = field(default_factory=lambda: Redirect("sip:100@127.0.0.1:5071"))
    invites: list[Invite] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)
    registered: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.registrar = Registrar(
            users={"1001": "right", "1002": "other"},
            route=self._take,
            refused=lambda invite, code: self.refused.append((invite.call_id, code)),
            registered=lambda user, expires: self.registered.append((user, expires)),
            written=lambda _sender, number: number == "8001",
        )

    def _take(self, invite: Invite) -> Route:
        self.invites.append(invite)
        return self.route

    def send(self, data: bytes, mono_ns: int = SECOND) -> list[Reply]:
        sent = self.registrar.receive(data, SOURCE, mono_ns)
        assert all(each.to == SOURCE for each in sent)
        return [read_reply(each.data) for each in sent]

    def ask(self, data: bytes, mono_ns: int = SECOND) -> Reply:
        (reply,) = self.send(data, mono_ns)
        return reply


def sign_in(front: Front, phone: RegisteringPhone, *more: str) -> Reply:
    challenge = front.ask(phone.register(*more))
    assert challenge.code == 401
    return front.ask(phone.register(*more, phone.authorization(challenge)))


def test_the_right_password_registers() -> None:
    front = Front()
    reply = sign_in(front, RegisteringPhone("1001", "right"), CONTACT, "Expires: 120")
    assert (reply.code, reply.one("contact")) == (200, "<sip:1001@127.0.0.1:40000>;expires=120")
    assert front.registered == [("1001", 120)]


def test_a_text_is_taken_from_whoever_is_registered() -> None:
    front = Front()
    before = request("MESSAGE", "sip:8001@127.0.0.1", branch="z9hG4bK-m1", sequence=20)
    assert front.ask(before).code == 403
    sign_in(front, RegisteringPhone("1001", "right"), CONTACT, "Expires: 120")
    text = request("MESSAGE", "sip:8001@127.0.0.1", branch="z9hG4bK-m2", sequence=21)
    assert front.ask(text).code == 200
    nobody = request("MESSAGE", "sip:8009@127.0.0.1", branch="z9hG4bK-m3", sequence=22)
    assert front.ask(nobody).code == 404
    late = request("MESSAGE", "sip:8001@127.0.0.1", branch="z9hG4bK-m4", sequence=23)
    assert front.ask(late, 130 * SECOND).code == 403, "the registration is over"


@pytest.mark.parametrize(
    ("user", "password"), [("1001", "wrong"), ("1001", "other"), ("nobody", "right"), ("1001", "")]
)
def test_a_wrong_password_is_forbidden(user: str, password: str) -> None:
    front = Front()
    assert sign_in(front, RegisteringPhone(user, password), CONTACT).code == 403
    assert front.registered == []


def test_another_users_password_registers_nobody_else() -> None:
    front = Front()
    thief = RegisteringPhone("1002", "other")
    challenge = front.ask(thief.register(CONTACT))
    stolen = request("REGISTER", user="1001", sequence=9, branch="z9hG4bK-x",
                     more=(CONTACT, thief.authorization(challenge)))  # fmt: skip
    assert front.ask(stolen).code == 403


def test_an_answer_is_good_once() -> None:
    front, phone = Front(), RegisteringPhone("1001", "right")
    challenge = front.ask(phone.register(CONTACT))
    proof = phone.authorization(challenge)
    assert front.ask(phone.register(CONTACT, proof)).code == 200
    assert front.ask(phone.register(CONTACT, proof)).code == 401
    assert (
        front.ask(phone.register(CONTACT, phone.authorization(challenge, "00000002"))).code == 200
    )


def test_a_challenge_grows_old() -> None:
    front, phone = Front(), RegisteringPhone("1001", "right")
    challenge = front.ask(phone.register(CONTACT), 1 * SECOND)
    late = phone.register(CONTACT, phone.authorization(challenge))
    assert front.ask(late, 302 * SECOND).code == 401


def test_a_retransmitted_register_gets_the_same_answer() -> None:
    front, phone = Front(), RegisteringPhone("1001", "right")
    first = phone.register(CONTACT)
    assert front.ask(first) == front.ask(first)


def test_expiry_zero_and_star_take_the_registration_back() -> None:
    front, phone = Front(), RegisteringPhone("1001", "right")
    assert sign_in(front, phone, CONTACT).one("contact").endswith("expires=300")
    assert sign_in(front, phone, CONTACT + ";expires=0").all("contact") == []
    sign_in(front, phone, CONTACT)
    assert sign_in(front, phone, "Contact: *", "Expires: 0").all("contact") == []
    assert sign_in(front, phone, "Contact: *", "Expires: 5").code == 400
    assert sign_in(front, phone, "Contact: nonsense").code == 400


def test_contacts_are_listed_until_they_expire() -> None:
    front, phone = Front(), RegisteringPhone("1001", "right")
    sign_in(front, phone, CONTACT + ";expires=60")
    other = 'Contact: "desk" <sip:1001@127.0.0.1:40001>;q=0.5;expires=9999'
    assert len(sign_in(front, phone, other).all("contact")) == 2
    challenge = front.ask(phone.register(), 62 * SECOND)
    later = front.ask(phone.register(phone.authorization(challenge)), 62 * SECOND)
    assert later.all("contact") == ["<sip:1001@127.0.0.1:40001>;expires=3539"]


def test_options_are_answered() -> None:
    reply = Front().ask(request("OPTIONS"))
    assert reply.code == 200
    assert "INVITE" in reply.one("allow")


def test_an_invite_is_sent_on() -> None:
    front = Front()
    call = request("INVITE", "sip:+8613800001111@127.0.0.1", more=("X-Call-Id: c-7",))
    reply = front.ask(call, 5 * SECOND)
    assert (reply.code, reply.one("contact")) == (302, "<sip:100@127.0.0.1:5071>")
    assert front.invites == [Invite("c-7", "+8613800001111", 5 * SECOND)]
    assert front.ask(call, 6 * SECOND) == reply
    assert len(front.invites) == 1
    assert front.send(request("ACK", "sip:+8613800001111@127.0.0.1")) == []


def test_without_the_desks_id_the_sip_call_id_names_the_call() -> None:
    front = Front()
    front.ask(request("INVITE", "sip:10086@127.0.0.1"))
    assert front.invites[0].call_id == "call-1"


def test_an_invalid_number_is_refused_at_once_with_the_cause() -> None:
    front = Front(route=GONE)
    reply = front.ask(request("INVITE", "sip:13800001111@127.0.0.1"))
    assert (reply.code, reply.reason, reply.one("reason")) == (404, "Not Found", "Q.850;cause=1")
    assert front.refused == [("call-1", 404)]


def test_busy_is_told_when_it_is_due() -> None:
    front = Front(route=BUSY)
    call = request("INVITE", "sip:13800001111@127.0.0.1")
    assert front.ask(call, SECOND).code == 100
    assert front.ask(call, SECOND).code == 100
    early, at = front.registrar.due(1.1)
    assert (early, at) == ([], 1.2)
    (busy,), following = front.registrar.due(1.2)
    reply = read_reply(busy.data)
    assert (reply.code, reply.one("reason"), following) == (486, "Q.850;cause=17", None)
    assert front.ask(call, 2 * SECOND) == reply
    assert len(front.invites) == 1
    assert front.refused == [("call-1", 486)]


def test_giving_up_before_busy_is_told() -> None:
    front = Front(route=BUSY)
    front.ask(request("INVITE", "sip:13800001111@127.0.0.1"))
    taken, terminated = front.send(request("CANCEL", "sip:13800001111@127.0.0.1"))
    assert (taken.code, taken.one("cseq")) == (200, "1 CANCEL")
    assert (terminated.code, terminated.one("cseq")) == (487, "1 INVITE")
    assert front.refused == [("call-1", 487)]
    assert front.registrar.due(9.0) == ([], None)
    assert front.refused == [("call-1", 487)]


def test_a_cancel_of_nothing_is_told_so() -> None:
    assert Front().ask(request("CANCEL")).code == 481


@pytest.mark.parametrize("user", ["", "alice@", "%0d%0aX-Evil:1@", "+@", "12;ext@", "1" * 60 + "@"])
def test_what_is_no_number_is_an_incomplete_address(user: str) -> None:
    front = Front()
    assert front.ask(request("INVITE", f"sip:{user}127.0.0.1")).code == 484
    assert front.invites == []


def test_other_methods_are_answered() -> None:
    front = Front()
    assert front.ask(request("BYE")).code == 481
    assert front.ask(request("SUBSCRIBE")).code == 405


def test_answers_go_back_the_way_they_came() -> None:
    reply = Front().ask(request("OPTIONS", more=("v: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK0",)))
    assert reply.all("via") == [
        "SIP/2.0/UDP 127.0.0.1:40000;rport=40000;branch=z9hG4bK1;received=127.0.0.1",
        "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK0",
    ]
    assert reply.one("from") == "<sip:1001@127.0.0.1>;tag=a1"
    assert reply.one("to").startswith("<sip:1001@127.0.0.1>;tag=")


GOOD = [
    request("REGISTER", more=(CONTACT, 'Authorization: Digest username="1001", nc=00000001')),
    request("INVITE", "sip:+8613800001111@127.0.0.1", more=("X-Call-Id: c-7",)),
    request("CANCEL", "sip:+8613800001111@127.0.0.1"),
    request("OPTIONS"),
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good request with bytes cut out, put in or changed."""
    data = bytearray(draw(st.sampled_from(GOOD)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        upto = at + draw(st.integers(0, 12))
        data[at:upto] = draw(st.one_of(st.binary(max_size=8), st.sampled_from(TORTURE)))
    return bytes(data)


TORTURE = [
    b"\r\n", b"\r\n\r\n", b"\x00", b";", b"\"", b"<", b">", b"\r\n ", b"%", b"99999999999999",
    b"\xff\xfe", "\u0663".encode(), b"Via: ", b"\r\nContact: *", b"expires=", b"SIP/2.0",
    b"@", b"=",
]  # fmt: skip


@given(st.lists(st.one_of(damaged(), st.binary(max_size=300), st.sampled_from(GOOD)), max_size=12))
def test_no_datagram_ends_the_front_or_breaks_a_line(datagrams: list[bytes]) -> None:
    front = Front(route=BUSY)
    for at, data in enumerate(datagrams):
        for reply in front.registrar.receive(data, SOURCE, at * SECOND):
            head, _, body = reply.data.partition(b"\r\n\r\n")
            assert body == b""
            assert all(b":" in line for line in head.split(b"\r\n")[1:])
    front.registrar.due(1e9)
    assert front.ask(request("OPTIONS", branch="z9hG4bK-after", sequence=77)).code == 200


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_authorization_text_lets_in(credentials: str, contact: str) -> None:
    front = Front()
    line = "".join(c for c in f"Authorization: Digest {credentials}" if c not in "\r\n\x00")
    front.send(request("REGISTER", more=(CONTACT, line)))
    assert front.registered == []


def test_a_flood_is_forgotten_in_order() -> None:
    front = Front(route=GONE)
    for n in range(5000):
        front.ask(request("INVITE", "sip:10086@127.0.0.1", branch=f"z9hG4bK{n}", sequence=n))
    assert len(front.refused) == 5000


def test_a_line_without_end_is_dropped() -> None:
    front = Front()
    assert front.send(request("REGISTER", more=("Contact: " + " " * 60_000,))) == []
    assert front.send(request("REGISTER", more=("Contact: " + "x" * 60_000,))) == []
