"""Servers that a phone does not trust: each is refused with one sentence that says why, and nothing
that could be a secret is ever sent to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_client.phone import messages as m
from desk_client.phone.registration_words import sentence
from tests import peers
from tests.phone.kamailio import HOME, Authority, Certificate, Kamailio, free_port
from tests.phone.lines import desk, office_in, secure, until

pytestmark = pytest.mark.peers("kamailio")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def office_with(folder: Path, certificate: Certificate) -> Kamailio:
    return office_in(folder, tls=True, certificate=certificate)


@pytest.mark.parametrize(
    ("which", "cause"),
    [
        ("expired", "certificate_expired"),
        ("wrong_host", "certificate_of_another_host"),
        ("stranger", "certificate_from_unknown_authority"),
    ],
)
def test_a_certificate_is_refused_by_its_fault(
    which: str, cause: str, authority: Authority, tmp_path: Path
) -> None:
    stranger = Authority(tmp_path / "stranger", "Somebody Else")
    certificate = {
        "expired": authority.expired,
        "wrong_host": authority.wrong_host,
        "stranger": stranger.right,
    }[which]()
    with office_with(tmp_path / "office", certificate) as office:
        trusted = str(authority.ca_file)
        with desk("1001", **secure(office) | {"ca_file": trusted}) as party:
            failed = party.wait(m.RegistrationFailed)
            assert (failed.code, failed.cause) == (503, cause)
            assert failed.retry_in_s is not None
        assert not office.saw("REGISTER")
    assert sentence(failed.cause).en.endswith("not connected.")


@pytest.fixture
def old_server(tmp_path: Path, authority: Authority) -> Iterator[int]:
    """OpenSSL's own server with a right certificate, which speaks nothing newer than TLS 1.1."""
    port, right = free_port(), authority.right()
    server = peers.start(
        "openssl",
        *("s_server", "-accept", f"{HOME}:{port}", "-tls1_1", "-quiet"),
        *("-cipher", "DEFAULT@SECLEVEL=0", "-cert", str(right.certificate), "-key", str(right.key)),
        folder=tmp_path,
        log="s_server.log",
    )
    until(lambda: _listens(port))
    yield port
    peers.end(server)


def _listens(port: int) -> bool:
    return f":{port:04X} 00000000:0000 0A" in Path("/proc/net/tcp").read_text(encoding="ascii")


@pytest.mark.peers("openssl")
def test_nothing_older_than_tls_1_2_is_spoken(old_server: int, authority: Authority) -> None:
    line = {
        "transport": "tls",
        "registrar": f"sip:localhost:{old_server};transport=tls",
        "ca_file": str(authority.ca_file),
    }
    with desk("1001", **line) as party:
        failed = party.wait(m.RegistrationFailed)
        assert (failed.code, failed.cause) == (503, "tls_too_old"), failed


def test_a_registrar_that_is_not_there(authority: Authority) -> None:
    line = {
        "transport": "tls",
        "registrar": f"sip:localhost:{free_port()};transport=tls",
        "ca_file": str(authority.ca_file),
    }
    with desk("1001", **line) as party:
        assert party.wait(m.RegistrationFailed).cause == "not_there"


def test_a_name_that_nobody_knows() -> None:
    with desk("1001", registrar="sip:pbx.nowhere.invalid") as party:
        assert party.wait(m.RegistrationFailed).cause == "name_not_found"


def test_speech_in_secret_needs_signalling_in_secret() -> None:
    from desk_client.errors import DeskError

    with (
        pytest.raises(DeskError, match="Encrypted speech needs TLS"),
        desk("1001", registrar="sip:127.0.0.1:9", srtp="mandatory"),
    ):
        pass
