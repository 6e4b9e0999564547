"""The servers that messages are handed to, started once for the tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.phone.kamailio import Authority
from tests.transport.mail_server import ImapServer, MailServer, mail_server, open_folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Whoever signs the certificates of this test's servers."""
    return Authority(Path(tmp_path_factory.mktemp("authority")))


@pytest.fixture
def mail(authority: Authority) -> Iterator[MailServer]:
    """An empty mail server; the test is marked `peers("exim4", "root")`."""
    with mail_server(authority) as server:
        yield server


@pytest.fixture
def imap(authority: Authority, mail: MailServer) -> Iterator[ImapServer]:
    """The bank's mailbox; the test is marked `peers("exim4", "dovecot", "root")`."""
    with open_folder() as folder:
        server = ImapServer(folder / "imap", mail.bank_box, authority.right())
        try:
            server.start()
            yield server
        finally:
            server.stop()
