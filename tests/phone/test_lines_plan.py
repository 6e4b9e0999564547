"""What a phone plans when registrars do not answer: in which order it asks, how long it waits, and
what it tells; played without a network, on a clock that the test winds."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_client.clock import SystemClock
from desk_client.phone import messages as m
from desk_client.phone.registration import PATIENCE_S, Registration
from desk_client.phone.registration_words import CAUSES, Cause, cause_of, sentence
from desk_client.phone.route import ROUND_S, Place, Route, read_registrar


def places(*ports: int) -> tuple[Place, ...]:
    written = read_registrar("sip:192.0.2.1", "udp")
    assert written is not None
    return tuple(Place(written, "192.0.2.1", port) for port in ports)


class Office:
    """Registrars that answer as the test says, and a clock."""

    def __init__(self, *ports: int) -> None:
        self.told: list[m.Event] = []
        self.asked: list[int] = []
        self.anew: list[bool] = []
        self.taken_back = 0
        self.lives = False
        self.places = places(*ports)
        self.now = 0.0
        self._later: list[tuple[float, Callable[[], None]]] = []
        written = {each.written for each in self.places or places(1)}
        self.line = Registration(
            SystemClock(), self.told.append, self._after, Route(tuple(written)), self
        )

    def register(self, place: Place, *, anew: bool) -> None:
        self.asked.append(place.port)
        self.anew.append(anew)

    def take_back(self) -> None:
        self.taken_back += 1

    def find(self, _: Route, told: Callable[[tuple[Place, ...]], None]) -> None:
        told(self.places)

    def alive(self, _: Place, told: Callable[[bool], None]) -> None:
        told(self.lives)

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        self._later.append((self.now + seconds, act))

    def wind(self, seconds: float) -> None:
        end = self.now + seconds
        while due := sorted((item for item in self._later if item[0] <= end), key=lambda i: i[0]):
            self._later.remove(due[0])
            self.now = due[0][0]
            due[0][1]()
        self.now = end

    def wind_until_asked(self) -> None:
        asked = len(self.asked)
        while len(self.asked) == asked and self._later:
            self.wind(max(0.0, min(due for due, _ in self._later) - self.now))

    def answer(self, code: int, expires_s: int = 0) -> None:
        self.line.answered(code, "as the test says", expires_s, cause_of(code, ""))

    def kinds(self) -> list[str]:
        return [event.type for event in self.told]


def test_the_next_registrar_is_asked_at_once_and_the_round_ever_more_slowly() -> None:
    office = Office(1, 2)
    office.line.begin()
    for _ in range(12):
        office.answer(503)
        office.wind_until_asked()
    assert office.asked[:4] == [1, 2, 1, 2]
    waits = [e.retry_in_s for e in office.told if isinstance(e, m.RegistrationFailed)]
    assert all(wait is not None and wait <= 0.5 for wait in waits[::2])
    for wait, usual in zip(waits[1::2], ROUND_S, strict=True):
        assert wait is not None
        assert 0.8 * usual - 0.1 <= wait <= 1.2 * usual + 0.1


def test_a_silent_registrar_is_left_after_four_seconds() -> None:
    office = Office(1, 2)
    office.line.begin()
    office.wind(PATIENCE_S - 0.1)
    assert office.asked == [1]
    office.wind(1.0)
    assert office.asked == [1, 2]
    assert office.anew == [False, True]
    failed = office.told[0]
    assert isinstance(failed, m.RegistrationFailed)
    assert (failed.code, failed.cause, failed.registrar) == (408, "no_answer", "192.0.2.1:1")


def test_a_late_answer_still_counts() -> None:
    office = Office(1)
    office.line.begin()
    office.wind(PATIENCE_S + 0.2)
    office.answer(200, 300)
    assert office.kinds() == ["registration_failed", "registered"]
    asked = len(office.asked)
    office.wind(100)
    assert len(office.asked) == asked


@pytest.mark.parametrize("code", [401, 403, 404, 407])
def test_a_refused_name_or_password_is_not_tried_again(code: int) -> None:
    office = Office(1, 2)
    office.line.begin()
    office.answer(code)
    office.wind(1000)
    assert office.asked == [1]
    assert isinstance(office.told[-1], m.RegistrationFailed)
    assert office.told[-1].retry_in_s is None


def test_it_is_renewed_at_half_its_time() -> None:
    office = Office(1)
    office.line.begin()
    office.answer(200, 300)
    office.wind_until_asked()
    assert 135 <= office.now <= 165
    assert office.anew == [False, False]


def test_back_home_when_the_first_lives_again() -> None:
    office = Office(1, 2)
    office.line.begin()
    office.answer(503)
    office.wind(0.6)
    office.answer(200, 300)
    assert office.asked == [1, 2]
    office.wind(60)
    assert office.asked == [1, 2]
    office.lives = True
    office.wind_until_asked()
    assert office.asked == [1, 2, 1]
    assert office.taken_back == 1
    office.answer(200, 300)
    office.wind(100)
    assert office.asked == [1, 2, 1]


def test_a_name_that_nobody_knows_is_looked_up_again() -> None:
    office = Office()
    office.line.begin()
    failed = office.told[0]
    assert isinstance(failed, m.RegistrationFailed)
    assert failed.cause == "name_not_found"
    office.places = places(1)
    office.wind(1.3)
    assert office.asked == [1]


def test_without_a_network_nothing_is_asked_until_it_is_back() -> None:
    office = Office(1)
    office.line.begin()
    office.answer(200, 300)
    office.line.network_gone()
    office.wind(600)
    assert office.asked == [1]
    assert not office.line.stands
    office.line.network_back()
    assert office.asked == [1, 1]
    assert office.anew[-1]


def test_nothing_is_asked_after_the_end() -> None:
    office = Office(1)
    office.line.begin()
    office.answer(200, 300)
    office.line.end()
    assert office.taken_back == 1
    office.answer(200, 0)
    office.wind(1000)
    assert office.kinds() == ["registered", "unregistered"]
    assert office.asked == [1]


@pytest.mark.parametrize(
    ("code", "reason", "found", "cause"),
    [
        (401, "Unauthorized", set(), "wrong_password"),
        (404, "Not Found", set(), "unknown_user"),
        (408, "Request Timeout", set(), "no_answer"),
        (503, "SSL certificate verification error (PJSIP_TLS_ECERTVERIF)", {"expired"},
         "certificate_expired"),
        (503, "SSL certificate verification error (PJSIP_TLS_ECERTVERIF)", {"authority", "host"},
         "certificate_from_unknown_authority"),
        (503, "SSL certificate verification error (PJSIP_TLS_ECERTVERIF)", {"host"},
         "certificate_of_another_host"),
        (503, "Unable to resolve (PJ_ERESOLVE)", set(), "name_not_found"),
        (503, "Connection refused", {"host"}, "not_there"),
        (500, "Server Error", set(), "busy"),
        (606, "Not Acceptable", set(), "other"),
    ],
)  # fmt: skip
def test_the_cause_of_a_failure(code: int, reason: str, found: set[str], cause: Cause) -> None:
    assert cause_of(code, reason, found) == cause  # type: ignore[arg-type]


def test_every_cause_has_one_sentence_in_both_languages() -> None:
    for cause in CAUSES:
        text = sentence(cause)
        assert text.en.endswith(".")
        assert text.zh.endswith("。")
        assert text.en.count(".") - text.en.count("TLS 1.2") == 1
    assert len({sentence(cause) for cause in CAUSES}) == len(CAUSES)


@given(st.text(max_size=80))
def test_any_text_is_a_registrar_or_is_not(text: str) -> None:
    written = read_registrar(text, "udp")
    if written is not None:
        assert 0 <= written.port <= 65_535
        assert written.host


@pytest.mark.parametrize(
    ("uri", "host", "port", "transport"),
    [
        ("sip:pbx.bank.test", "pbx.bank.test", 0, "udp"),
        ("sip:PBX.bank.test:5070;transport=TCP", "pbx.bank.test", 5070, "tcp"),
        ("sips:pbx.bank.test", "pbx.bank.test", 0, "tls"),
        ("<sip:desk@10.1.2.3:5061;transport=tls>", "10.1.2.3", 5061, "tls"),
        ("sip:[2001:db8::1]:5060", "[2001:db8::1]", 5060, "udp"),
    ],
)
def test_registrars_as_people_write_them(uri: str, host: str, port: int, transport: str) -> None:
    written = read_registrar(uri, "udp")
    assert written is not None
    assert (written.host, written.port, written.transport) == (host, port, transport)
