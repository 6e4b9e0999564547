"""What a registered phone sends while nobody calls, so that routers between it and the registrar do
not forget it and a dead connection is noticed; seen on the wire by tshark."""

from pathlib import Path

import pytest

from desk_client.phone import messages as m
from tests import peers
from tests.phone.lines import desk, office_in, plain, until


@pytest.mark.peers("kamailio", "tshark", "root")
def test_a_line_is_kept_open_over_udp_and_over_tcp(tmp_path: Path) -> None:
    with office_in(tmp_path / "office") as office:
        tap = peers.start(
            "tshark",
            *("-i", "lo", "-f", f"port {office.port}", "-l", "-T", "fields"),
            *("-Y", "udp.length == 10 or tcp.analysis.keep_alive"),
            *("-e", "udp.payload", "-e", "tcp.dstport"),
            folder=tmp_path,
            log="tshark.log",
        )

        def seen() -> list[str]:
            return (tmp_path / "tshark.log").read_text(errors="replace").split()

        try:
            until(lambda: "Capturing" in seen())
            with (
                desk("1001", **plain(office)) as one,
                desk("1002", **plain(office, "tcp")) as two,
            ):
                one.wait(m.Registered)
                two.wait(m.Registered)
                until(lambda: str(office.port) in seen())  # the kernel's probe, after 10 s
                until(lambda: "0d0a" in seen())  # CR LF, after 15 s
        finally:
            peers.end(tap)
