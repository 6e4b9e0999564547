"""The embedded server starts, survives and lets in only those with a password."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from desk_client.central.embedded import EmbeddedServer
from desk_client.errors import DeskError
from tests.central.floor import folder_of_its_own


@pytest.fixture
def folder() -> Iterator[Path]:
    with folder_of_its_own() as made:
        yield made / "central"


@pytest.fixture
def server(folder: Path) -> Iterator[EmbeddedServer]:
    made = EmbeddedServer(folder)
    yield made
    made.stop()


def answer(server: EmbeddedServer) -> object:
    with psycopg.connect(server.admin_dsn) as connection:
        row = connection.execute("select count(*) from kept").fetchone()
    return row and row[0]


def pid_file(server: EmbeddedServer) -> Path:
    return server.socket_folder / "postmaster.pid"


def keep_something(server: EmbeddedServer) -> None:
    with psycopg.connect(server.admin_dsn) as connection:
        connection.execute("create table kept as select 1 as x")


def test_it_is_joined_while_it_runs_and_keeps_what_it_had(
    server: EmbeddedServer, folder: Path
) -> None:
    """A demo that was killed leaves its server behind; the next one takes it over."""
    server.start()
    keep_something(server)
    second = EmbeddedServer(folder)
    second.start()
    assert answer(second) == 1
    second.stop()
    second.stop()
    assert not server.running
    server.start()
    assert answer(server) == 1


def test_a_killed_one_starts_again_although_its_number_is_anothers_now(
    server: EmbeddedServer,
) -> None:
    server.start()
    keep_something(server)
    lines = pid_file(server).read_text().splitlines()
    server_pid = int(lines[0])
    with psycopg.connect(server.admin_dsn) as connection:
        os.kill(server_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("select pg_sleep(20)")
    pid_file(server).write_text("\n".join([str(os.getpid()), *lines[1:]]))
    server.start()
    assert answer(server) == 1


def test_nobody_gets_in_without_their_own_password(server: EmbeddedServer) -> None:
    server.start()
    with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
        connection.execute("create role agent_li login password 'right one'")
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    with psycopg.connect(server.dsn("agent_li", "right one")) as connection:
        assert connection.execute("select session_user").fetchone() == ("agent_li",)
    for password in ("wrong one", ""):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.dsn("agent_li", password))


def test_a_folder_deeper_than_a_socket_address_serves(folder: Path) -> None:
    deep = folder / ("很深的文件夹" * 4) / ("d" * 60)
    with EmbeddedServer(deep, durable=False) as server:
        assert len(os.fsencode(server.socket_folder)) < 60
        with psycopg.connect(server.admin_dsn) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert not server.socket_folder.exists()


def test_a_server_that_cannot_start_says_why_in_one_sentence(server: EmbeddedServer) -> None:
    server.start()
    server.stop()
    with (server.socket_folder / "postgresql.conf").open("a") as settings:
        settings.write("shared_buffers = 'plenty'\n")
    with pytest.raises(DeskError) as refused:
        server.start()
    assert len(str(refused.value).splitlines()) == 1
    assert "does not start" in str(refused.value)


def test_a_debtors_number_does_not_reach_the_servers_log(server: EmbeddedServer) -> None:
    """Details of an error repeat the row; COPY repeats the line."""
    server.start()
    with psycopg.connect(server.admin_dsn, autocommit=True) as connection:
        connection.execute("create table point (value text, rank integer check (rank > 0))")
        with pytest.raises(psycopg.IntegrityError):
            connection.execute("insert into point values ('+8613800001111', 0)")
        with pytest.raises(psycopg.DataError), connection.cursor() as cursor:
            copy_badly(cursor)
    log = (server.socket_folder / "server.log").read_text()
    assert "violates check constraint" in log
    assert "13800001111" not in log


def copy_badly(cursor: psycopg.Cursor) -> None:
    with cursor.copy("copy point from stdin") as copy:
        copy.write("+8613800001111\n")  # a column is missing
