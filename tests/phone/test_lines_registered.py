"""Registered at kamailio over UDP, TCP and TLS: with digest, under several names, taken back in
good order; and what anybody on the wire could read of it."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_client.ids import CallId
from desk_client.phone import messages as m
from tests import peers
from tests.phone.kamailio import Kamailio
from tests.phone.lines import USERS, desk, office_in, plain, secure, until

pytestmark = pytest.mark.peers("kamailio")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kamailio]:
    with office_in(tmp_path_factory.mktemp("office"), tls=True) as office:
        yield office


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_registered_and_taken_back(office: Kamailio, transport: str) -> None:
    before = len(office.saw("REGISTER", "1001"))
    line = secure(office) if transport == "tls" else plain(office, transport)
    with desk("1001", **line) as party:
        registered = party.wait(m.Registered)
        assert registered.expires_s == 300
        port = office.tls_port if transport == "tls" else office.port
        assert str(port) in registered.registrar
    assert any(isinstance(event, m.Unregistered) for event in party.told)
    seen = office.saw("REGISTER", "1001")[before:]
    contacts = {found[1] for each in seen if (found := re.search(r"contact=<([^>]*)>", each))}
    assert len(contacts) == 1  # the binding that was made is the one taken back
    assert f"proto={transport} " in seen[-1]
    assert seen[0].endswith("expires=300")
    assert seen[-1].endswith("expires=0")


def test_a_wrong_password_is_refused_once(office: Kamailio) -> None:
    with desk("1001", password="wrong", **plain(office)) as party:
        failed = party.wait(m.RegistrationFailed)
        assert (failed.code, failed.retry_in_s, failed.cause) == (401, None, "wrong_password")


def test_an_unknown_user_is_refused_once(office: Kamailio) -> None:
    with desk("4711", password="x", **plain(office)) as party:
        failed = party.wait(m.RegistrationFailed)
        assert (failed.code, failed.retry_in_s, failed.cause) == (404, None, "unknown_user")


def test_several_accounts_call_and_are_called(office: Kamailio) -> None:
    team = m.Account(
        name="team", user="1002", password=USERS["1002"], domain="desk.test", register=True
    )
    with (
        desk("1001", accounts=(team,), **plain(office)) as ours,
        desk("1003", **plain(office)) as theirs,
    ):
        for name in ("", "team"):
            ours.wait(m.Registered, where=lambda event, name=name: event.account == name)  # type: ignore[misc]
        theirs.wait(m.Registered)
        for account, number in (("", "1001"), ("team", "1002")):
            before = len(theirs.told)
            done = ours.do(m.Dial(call_id=CallId(f"call-{number}"), to="1003", account=account))
            assert done.ok, done
            incoming = theirs.wait(m.Incoming, after=before)
            assert f"sip:{number}@" in incoming.from_
            assert theirs.do(m.HangUp(call_id=incoming.call_id)).ok
            ours.of_call(m.Ended, CallId(f"call-{number}"))
            before = len(ours.told)
            theirs.dial(number)
            incoming = ours.wait(m.Incoming, after=before)
            assert f"sip:{number}@" in incoming.to
            assert ours.do(m.HangUp(call_id=incoming.call_id)).ok
        refused = ours.do(m.Dial(call_id=CallId("call-x"), to="1003", account="nobody"))
        assert (refused.ok, refused.error) == (False, "no_such_account")
    assert sum(isinstance(event, m.Unregistered) for event in ours.told) == 2


def test_the_connection_is_lost_and_made_again(office: Kamailio) -> None:
    with desk("1001", **plain(office, "tcp")) as party:
        party.wait(m.Registered)
        before = len(party.told)
        office.kill()
        party.wait(m.RegistrationFailed, after=before)
        office.start()
        party.wait(m.Registered, after=before)


@pytest.mark.peers("kamailio", "tshark", "root")
def test_no_secret_goes_in_clear(office: Kamailio, tmp_path: Path) -> None:
    plain_port, tls_port = office.port, office.tls_port
    caught = tmp_path / "wire.pcap"
    tap = peers.start(
        "tshark",
        *("-i", "lo", "-f", f"port {plain_port} or port {tls_port}", "-w", str(caught), "-q"),
        folder=tmp_path,
        log="tshark.log",
    )
    try:
        until(lambda: "Capturing on" in (tmp_path / "tshark.log").read_text(errors="replace"))
        with desk("1001", **plain(office)) as party:
            party.wait(m.Registered)
        with desk("1002", **secure(office)) as party:
            party.wait(m.Registered)
        until(lambda: _expiries(caught, plain_port)[-1:] == ["0"])
    finally:
        peers.end(tap)
    wire = caught.read_bytes()
    assert b"REGISTER sip:" in wire  # of the first desk, which does not encrypt
    assert b'username="1001"' in wire
    assert b"1002" not in wire  # of the second nothing at all can be read
    for secret in USERS.values():
        assert secret.encode() not in wire
    assert _expiries(caught, plain_port) == ["300", "300", "0", "0"]


def _expiries(caught: Path, port: int) -> list[str]:
    """The Expires of each REGISTER that tshark saw."""
    program = peers.find("tshark")
    assert program is not None
    done = subprocess.run(
        [
            *(program, "-r", str(caught), "-d", f"udp.port=={port},sip"),
            *("-Y", 'sip.Method == "REGISTER"', "-T", "fields", "-e", "sip.Expires"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split()
