"""One PostgreSQL for the inspector's tests, a database for each, an SMS centre, and a past."""

from collections.abc import Iterator

import pytest

from desk_client.central.embedded import EmbeddedServer
from tests.central.floor import Floor, folder_of_its_own, make_template, new_floor
from tests.evidence.past import Past
from tests.phone.kamailio import Authority
from tests.transport.mail_server import MailServer, mail_server
from tests.transport.smsc import Centre, centre


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    with folder_of_its_own() as folder, EmbeddedServer(folder, durable=False) as running:
        make_template(running)
        yield running


@pytest.fixture
def floor(server: EmbeddedServer) -> Iterator[Floor]:
    with new_floor(server) as made:
        yield made


@pytest.fixture
def smsc() -> Iterator[Centre]:
    with centre() as running:
        yield running


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def mail(authority: Authority) -> Iterator[MailServer]:
    """An empty mail server; the test is marked `peers("exim4", "root")`."""
    with mail_server(authority) as running:
        yield running


@pytest.fixture
def past(floor: Floor) -> Iterator[Past]:
    """Five debtors of team 1 with a case each, and nothing that happened yet."""
    floor.place(5)
    told = Past(floor)
    yield told
    told.close()
