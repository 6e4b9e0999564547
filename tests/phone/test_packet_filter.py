"""Filters on real sockets of this process."""

import socket
from collections.abc import Iterator

import pytest

from desk_client.phone.packet_filter import (
    NO_NEW_CONNECTIONS,
    datagrams_at,
    listening_at,
    only_from,
    put_on,
    take_off,
)


def bound(host: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_DGRAM)
    made.bind((host, 0))
    made.settimeout(1.0)
    return made


@pytest.fixture(params=["127.0.0.1", "::1"])
def host(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def receiver(host: str) -> Iterator[socket.socket]:
    with bound(host) as receiver:
        yield receiver


def test_only_one_port_of_one_address_is_heard(host: str, receiver: socket.socket) -> None:
    where = receiver.getsockname()
    with bound(host) as friend, bound(host) as stranger:
        found = datagrams_at(where[1])
        assert found is not None
        with found:
            assert put_on(found, only_from(host, friend.getsockname()[1]))
        stranger.sendto(b"stranger", where)
        friend.sendto(b"friend", where)
        assert receiver.recv(100) == b"friend"
        take_off(receiver)
        stranger.sendto(b"stranger", where)
        assert receiver.recv(100) == b"stranger"
        take_off(receiver)  # once more is no error


def test_any_port_of_one_address_is_heard() -> None:
    with bound("127.0.0.1") as receiver, bound("127.0.0.1") as friend, bound("127.0.0.2") as other:
        assert put_on(receiver, only_from("127.0.0.1", None))
        other.sendto(b"other", receiver.getsockname())
        friend.sendto(b"friend", receiver.getsockname())
        assert receiver.recv(100) == b"friend"


def test_no_address_is_no_filter() -> None:
    with pytest.raises(ValueError, match="not appear"):
        only_from("trunk.example", 5060)


def test_a_door_that_is_shut_and_opened() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        found = listening_at("127.0.0.1", port)
        assert found is not None
        with found:
            assert put_on(found, NO_NEW_CONNECTIONS)
            with pytest.raises(TimeoutError):
                socket.create_connection(("127.0.0.1", port), 0.2)
            take_off(found)
        socket.create_connection(("127.0.0.1", port), 3).close()


def test_a_port_that_nobody_has() -> None:
    assert datagrams_at(1) is None
    assert listening_at("", 1) is None
