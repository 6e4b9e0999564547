"""Somebody who stands where our registrar should be, with every certificate that they could have:
each is refused with one clear sentence, and not a byte of ours goes to them. No server program is
needed for it; test_lines_refused.py has the same from a real registrar's side."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk_client.phone import messages as m
from desk_client.phone.registration_words import sentence
from tests.phone.attacks.tls_server import TlsServer, tls_server
from tests.phone.kamailio import HOME, Authority, Certificate
from tests.phone.party import Party


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@contextmanager
def registering(
    server: TlsServer, authority: Authority, host: str = "localhost"
) -> Iterator[Party]:
    party = Party(
        "1001",
        transport="tls",
        ca_file=str(authority.ca_file),
        registrar=f"sip:{host}:{server.port};transport=tls",
        password="geheim-1001",
        register=True,
    )
    party.client.start()
    try:
        yield party
    finally:
        party.client.stop()


def certificate(which: str, authority: Authority, folder: Path) -> Certificate:
    others = {
        "another authority": ("other", "Somebody Else"),
        "same name, other key": ("same", "Desk Test Authority"),
    }
    if which in others:
        place, name = others[which]
        return Authority(folder / place, name).right()
    hosts = {
        "another host": "pbx.elsewhere.test",
        "name that goes on": "localhost.evil.test",
        "for everybody": "*",
    }
    days = {"expired": (-30, -1), "not valid yet": (5, 30)}
    starts, ends = days.get(which, (-1, 30))
    names = (hosts[which],) if which in hosts else ("localhost", HOME)
    return authority.sign(which.replace(" ", "-"), names, starts=starts, ends=ends)


@pytest.mark.parametrize(
    ("which", "cause"),
    [
        ("expired", "certificate_expired"),
        ("not valid yet", "certificate_expired"),
        ("another host", "certificate_of_another_host"),
        ("name that goes on", "certificate_of_another_host"),
        ("for everybody", "certificate_of_another_host"),
        ("another authority", "certificate_from_unknown_authority"),
        ("same name, other key", "certificate_refused"),
    ],
)
def test_a_certificate_that_is_not_the_registrars(
    authority: Authority, tmp_path: Path, which: str, cause: str
) -> None:
    with tls_server(certificate(which, authority, tmp_path)) as server:
        with registering(server, authority) as party:
            failed = party.wait(m.RegistrationFailed)
        assert server.tried.is_set()
    assert server.sent == b""
    assert failed.cause == cause
    words = sentence(failed.cause)
    for text in (words.en, words.zh):
        assert text
        assert "\n" not in text


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_nothing_older_than_tls_1_2(authority: Authority, newest: ssl.TLSVersion) -> None:
    with (
        tls_server(authority.right(), newest=newest) as server,
        registering(server, authority) as party,
    ):
        failed = party.wait(m.RegistrationFailed)
    assert server.sent == b""
    assert failed.cause == "tls_too_old"


@pytest.mark.parametrize("host", ["localhost", HOME])
def test_the_right_one_is_trusted(authority: Authority, host: str) -> None:
    """By name and by address; so it was the certificates that the others lacked."""
    with (
        tls_server(authority.right()) as server,
        registering(server, authority, host) as party,
    ):
        party.wait(m.Registered)
    assert server.sent.startswith(b"REGISTER ")
    assert b"geheim" not in server.sent
