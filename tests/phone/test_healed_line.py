"""A phone that died is registered again at a registrar that we did not write, and whoever calls
reaches the new one. Over UDP the binding of the dead phone is replaced; over TCP and TLS a contact
is the connection itself, and the dead one stays in the registrar's list until it expires."""

import os
import re
import signal
from collections.abc import Iterator

import pytest

from desk_client.phone import messages as m
from tests.phone.kamailio import Kamailio
from tests.phone.lines import call, desk, office_in, plain, secure

pytestmark = pytest.mark.peers("kamailio")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kamailio]:
    with office_in(tmp_path_factory.mktemp("office"), tls=True) as office:
        yield office


def contacts(office: Kamailio, after: int) -> set[str]:
    """What the phone of 1001 asked to be reached at."""
    seen = office.saw("REGISTER", "1001")[after:]
    return {found[1] for each in seen if (found := re.search(r"contact=<([^>]*)>", each))}


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_a_call_finds_the_new_phone(office: Kamailio, transport: str, blow: signal.Signals) -> None:
    line = secure(office) if transport == "tls" else plain(office, transport)
    before = len(office.saw("REGISTER", "1001"))
    with desk("1001", **line) as agent, desk("1002", **line) as colleague:
        agent.wait(m.Registered)
        colleague.wait(m.Registered)
        lived, pid = len(agent.told), agent.client.pid
        assert pid is not None
        os.kill(pid, blow)
        agent.wait(m.Registered, after=lived)
        if transport == "udp":
            assert len(contacts(office, before)) == 1
        ours, theirs = call(colleague, "1001", agent)
        agent.listen_for(0.3, theirs)
        assert colleague.do(m.HangUp(call_id=ours)).ok
        assert agent.of_call(m.Ended, theirs).ended_by == "them"
