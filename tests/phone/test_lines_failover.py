"""Two kamailios for one domain. A phone whose registrar dies goes to the other, calls from there,
and comes home; with SRV records it goes where they say, in the order they say."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk_client.phone import messages as m
from desk_client.phone.lookup import find_places
from desk_client.phone.route import read_registrar
from tests import peers
from tests.phone.kamailio import HOME, Authority, Kamailio, free_port
from tests.phone.lines import call, desk, office_in, plain, until

pytestmark = pytest.mark.peers("kamailio")


@pytest.fixture
def offices(tmp_path: Path) -> Iterator[tuple[Kamailio, Kamailio]]:
    with office_in(tmp_path / "one") as one, office_in(tmp_path / "two") as two:
        yield one, two


def at(office: Kamailio) -> str:
    return f"{HOME}:{office.port}"


def test_the_first_dies_in_mid_registration(offices: tuple[Kamailio, Kamailio]) -> None:
    one, two = offices
    one.freeze()  # it takes the REGISTER and says nothing
    line = plain(one) | {"failover": (two.registrar,)}
    with desk("1001", **line) as party, desk("1002", **plain(two)) as other:
        failed = party.wait(m.RegistrationFailed)
        assert (failed.cause, failed.registrar) == ("no_answer", at(one))
        assert failed.retry_in_s is not None
        assert failed.retry_in_s <= 0.5
        assert party.wait(m.Registered).registrar == at(two)
        other.wait(m.Registered)
        ours, _ = call(party, "1002", other)  # by way of the one that lives
        before = len(party.told)
        one.kill()
        one.start()
        home = party.wait(m.Registered, after=before)
        assert home.registrar == at(one)
        until(lambda: two.saw("REGISTER", "1001")[-1].endswith("expires=0"))
        assert party.do(m.HangUp(call_id=ours)).ok
        assert party.of_call(m.Ended, ours).code == 200  # the call lived through the move


def test_a_registration_that_stood_moves_when_its_connection_dies(
    offices: tuple[Kamailio, Kamailio],
) -> None:
    one, two = offices
    line = plain(one, "tcp") | {"failover": (two.registrar + ";transport=tcp",)}
    with desk("1001", **line) as party:
        assert party.wait(m.Registered).registrar == at(one)
        before = len(party.told)
        one.kill()
        assert party.wait(m.Registered, after=before).registrar == at(two)
        failed = party.wait(m.RegistrationFailed, after=before)
        assert failed.cause == "not_there"


@contextmanager
def names(folder: Path, *records: str) -> Iterator[str]:
    """A dnsmasq that knows these records and nothing else; its address and port."""
    port = free_port()
    lines = ["no-resolv", "no-hosts", "bind-interfaces", f"listen-address={HOME}", f"port={port}"]
    configuration = folder / "dnsmasq.conf"
    configuration.write_text("\n".join([*lines, "user=root", "pid-file", *records]))
    server = peers.start(
        "dnsmasq", "--keep-in-foreground", "-C", str(configuration), folder=folder, log="dns.log"
    )
    until(lambda: f":{port:04X} " in Path("/proc/net/udp").read_text(encoding="ascii"))
    try:
        yield f"{HOME}:{port}"
    finally:
        peers.end(server)


@pytest.mark.peers("kamailio", "dnsmasq")
def test_srv_records_lead_to_the_registrar_and_on_to_the_next(
    offices: tuple[Kamailio, Kamailio], tmp_path: Path
) -> None:
    one, two = offices
    records = (
        f"srv-host=_sip._udp.desk.test,pbx.desk.test,{one.port},10,5",
        f"srv-host=_sip._udp.desk.test,pbx.desk.test,{two.port},20,5",
        f"address=/pbx.desk.test/{HOME}",
    )
    with names(tmp_path, *records) as server:
        line = {"registrar": "sip:desk.test", "nameservers": (server,)}
        with desk("1001", **line) as party, desk("1002", **line) as other:
            assert party.wait(m.Registered).registrar == f"desk.test ({at(one)})"
            other.wait(m.Registered)
            ours, theirs = call(party, "1002", other)  # to the domain, where the records say
            assert other.do(m.HangUp(call_id=theirs)).ok
            party.of_call(m.Ended, ours)
        one.freeze()
        with desk("1001", **line) as party:
            assert party.wait(m.Registered).registrar == f"desk.test ({at(two)})"


@pytest.mark.peers("kamailio", "dnsmasq")
@pytest.mark.parametrize(
    ("named", "cause"), [("desk.test", ""), ("pbx.desk.test", "certificate_of_another_host")]
)
def test_the_certificate_must_name_the_domain_wherever_srv_records_lead(
    named: str, cause: str, tmp_path: Path
) -> None:
    """Else whoever forges a DNS answer could lead us to a machine of their own (RFC 5922, 7.1)."""
    authority = Authority(tmp_path / "authority")
    certificate = authority.sign("pbx", (named,))
    with office_in(tmp_path / "office", tls=True, certificate=certificate) as office:
        records = (
            f"srv-host=_sips._tcp.desk.test,pbx.desk.test,{office.tls_port},10,5",
            f"address=/pbx.desk.test/{HOME}",
        )
        with names(tmp_path, *records) as server:
            line = {
                "registrar": "sip:desk.test;transport=tls",
                "transport": "tls",
                "ca_file": str(authority.ca_file),
                "nameservers": (server,),
            }
            with desk("1001", **line) as party:
                if cause:
                    assert party.wait(m.RegistrationFailed).cause == cause
                    assert not office.saw("REGISTER")
                else:
                    place = f"desk.test ({HOME}:{office.tls_port})"
                    assert party.wait(m.Registered).registrar == place


@pytest.mark.peers("dnsmasq")
def test_priorities_are_obeyed_and_weights_share(tmp_path: Path) -> None:
    records = (
        "srv-host=_sips._tcp.desk.test,a.desk.test,5061,10,90",
        "srv-host=_sips._tcp.desk.test,b.desk.test,5062,10,10",
        "srv-host=_sips._tcp.desk.test,c.desk.test,5063,20,100",
        *(f"address=/{host}.desk.test/192.0.2.{host_no}" for host_no, host in enumerate("abc", 1)),
    )
    written = read_registrar("sips:desk.test", "tls")
    assert written is not None
    with names(tmp_path, *records) as server:
        found = [[place.port for place in find_places([written], [server])] for _ in range(200)]
    assert all(ports[-1] == 5063 for ports in found)
    first = Counter(ports[0] for ports in found)
    assert first.keys() <= {5061, 5062}
    assert 150 <= first[5061] <= 198  # 180 expected, 4.2 the deviation


@pytest.mark.peers("dnsmasq")
def test_a_nameserver_that_knows_nothing(tmp_path: Path) -> None:
    written = read_registrar("sip:desk.invalid", "udp")
    assert written is not None
    with names(tmp_path, "local=/invalid/") as server:
        assert find_places([written], [server]) == ()
