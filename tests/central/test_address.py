"""A server over the network must prove its name; nobody can ask for less."""

import pytest
from psycopg.conninfo import conninfo_to_dict

from desk_client.central.address import connection_string
from desk_client.errors import BadInput


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://central.bank.example/desk",
        "postgresql://central.bank.example/desk?sslmode=disable",
        "host=10.0.0.5 dbname=desk sslmode=prefer",
        "host=localhost,central.bank.example dbname=desk",
        "host=localhost hostaddr=10.0.0.5 dbname=desk",
    ],
)
def test_a_server_elsewhere_is_verified_whatever_was_asked(dsn: str) -> None:
    made = conninfo_to_dict(connection_string(dsn, login="agent_li", password="x"))
    assert made["sslmode"] == "verify-full"
    assert made["sslrootcert"] == "system"
    assert (made["user"], made["password"]) == ("agent_li", "x")


def test_the_banks_own_authority_is_kept() -> None:
    made = conninfo_to_dict(connection_string("host=db.example sslrootcert=/etc/bank/ca.pem"))
    assert (made["sslmode"], made["sslrootcert"]) == ("verify-full", "/etc/bank/ca.pem")


@pytest.mark.parametrize(
    "dsn",
    [
        "host=/run/postgresql dbname=desk",
        "dbname=desk",
        "host=127.0.0.1",
        "host=localhost",
        "host=::1",
    ],
)
def test_this_machine_needs_no_certificate(dsn: str) -> None:
    assert "sslmode" not in conninfo_to_dict(connection_string(dsn))


def test_what_is_no_address_is_said_so() -> None:
    with pytest.raises(BadInput, match="the address of central"):
        connection_string("central please")
