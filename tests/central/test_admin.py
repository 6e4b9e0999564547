"""Setting central up, and letting people in and out."""

from dataclasses import replace

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from desk_client.agent import Role
from desk_client.central import admin
from desk_client.central.embedded import EmbeddedServer
from desk_client.errors import BadInput, CentralUnreachable, DeskError
from desk_client.ids import Login, new_id
from tests.central.floor import CHEN, LI, PEOPLE, WANG, ZHAO, Floor, new_floor, password


def test_from_empty_to_newest_and_again(server: EmbeddedServer) -> None:
    with new_floor(server, template="template1") as floor:
        with pytest.raises(DeskError, match="admin init"):
            admin.status(floor.admin_dsn)
        assert admin.init(floor.admin_dsn) == "0004"
        before = _shape(floor)
        assert admin.upgrade(floor.admin_dsn) == "0004"
        assert _shape(floor) == before
        assert admin.status(floor.admin_dsn).roles == []


def _shape(floor: Floor) -> list[tuple[object, ...]]:
    """Tables, policies, functions and grants, with the transaction that made each."""
    with floor.administrator() as connection:
        return connection.execute(
            """select relname::text, xmin::text from pg_class
                where relnamespace = 'app'::regnamespace
               union all select polname::text, xmin::text from pg_policy
               union all select proname::text, xmin::text from pg_proc
                where pronamespace = 'app'::regnamespace
               union all select epoch::text, xmin::text from app.store_epoch
               order by 1, 2"""
        ).fetchall()


def test_a_database_newer_than_the_program_is_left_alone(floor: Floor) -> None:
    with floor.administrator() as connection:
        connection.execute("update app.alembic_version set version_num = '9999'")
    with pytest.raises(DeskError, match="9999"):
        admin.upgrade(floor.admin_dsn)


def test_a_database_that_was_never_set_up_is_not_upgraded(server: EmbeddedServer) -> None:
    with (
        new_floor(server, template="template1") as floor,
        pytest.raises(DeskError, match="admin init"),
    ):
        admin.upgrade(floor.admin_dsn)


def test_status_counts(floor: Floor) -> None:
    floor.place(5)
    with floor.as_person(LI) as connection:
        connection.execute("select app.lease(2)")
    status = admin.status(floor.admin_dsn)
    assert status.server.startswith("PostgreSQL 1")
    assert status.roles == sorted([CHEN, LI, WANG, ZHAO])
    assert (status.revision, status.newest, status.tls) == ("0004", "0004", False)
    counts = (status.debtors, status.cases, status.facts, status.lent, status.waiting)
    assert counts == (5, 5, 0, 2, 3)


def test_a_new_password_and_a_new_role_replace_the_old(floor: Floor) -> None:
    newcomer = replace(PEOPLE[0], login=Login("agent_sun"), staff_no="20999")
    admin.add_user(floor.admin_dsn, person=newcomer, password="first word")
    promoted = replace(newcomer, role=Role.LEAD, name="孙丽")
    admin.add_user(floor.admin_dsn, person=promoted, password="second word")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(floor.address, user="agent_sun", password="first word")
    with psycopg.connect(floor.address, user="agent_sun", password="second word") as connection:
        assert connection.execute("select app.me_lead(), app.me_team()").fetchone() == (True, 1)
    with floor.administrator() as connection:
        row = connection.execute(
            "select rolpassword, rolconnlimit from pg_authid where rolname = 'agent_sun'"
        ).fetchone()
    assert row is not None
    assert str(row[0]).startswith("SCRAM-SHA-256$")
    assert row[1] == 4


@pytest.mark.parametrize(
    "login", ["postgres", "desk_owner", "Li", "agent li", "x; drop role y", "", "a" * 64]
)
def test_logins_that_would_do_harm_are_refused(floor: Floor, login: str) -> None:
    with pytest.raises(BadInput, match="login"):
        admin.add_user(
            floor.admin_dsn,
            person=replace(PEOPLE[0], login=Login(login)),
            password="long enough",
        )


def test_a_quote_in_a_password_is_a_quote(floor: Floor) -> None:
    word = 'it\'s "quoted" \\ 密码'
    admin.add_user(floor.admin_dsn, person=PEOPLE[1], password=word)
    with psycopg.connect(make_conninfo(floor.address, user=WANG, password=word)):
        pass
    admin.add_user(floor.admin_dsn, person=PEOPLE[1], password=password(WANG))


def test_short_passwords_and_taken_staff_numbers_are_refused(floor: Floor) -> None:
    with pytest.raises(BadInput, match="password"):
        admin.add_user(floor.admin_dsn, person=PEOPLE[0], password="short")
    with pytest.raises(BadInput, match="20318"):
        admin.add_user(
            floor.admin_dsn,
            person=replace(PEOPLE[0], staff_no="20318"),
            password="long enough",
        )
    with floor.as_person(LI) as connection:  # nothing was half done
        assert connection.execute("select app.me_team()").fetchone() == (1,)


def test_blocking_nobody_is_said_so(floor: Floor) -> None:
    with pytest.raises(BadInput, match="agent_nobody"):
        admin.block_user(floor.admin_dsn, Login("agent_nobody"))


def test_verify_finds_what_was_said_twice_and_what_hangs_in_the_air(floor: Floor) -> None:
    floor.place(1)
    assert admin.verify(floor.admin_dsn) == admin.Health(facts=0, doubled=0, orphans=0)
    query = """insert into app.fact (id, kind, case_id, occurred_at, body)
               values (%s, 'note_written', %s, '2026-11-24T02:00Z', '{"text": "x"}')"""
    with floor.as_person(LI) as connection:
        for case_id in (None, None, new_id()):
            connection.execute(query, (new_id(), case_id))
    assert admin.verify(floor.admin_dsn) == admin.Health(facts=3, doubled=1, orphans=1)
    assert admin.fact_count(floor.admin_dsn) == 3


def test_an_agent_administers_nothing(floor: Floor) -> None:
    dsn = make_conninfo(floor.address, user=LI, password=password(LI))
    with pytest.raises(DeskError):
        admin.add_user(dsn, person=PEOPLE[0], password="my new word")
    with pytest.raises(DeskError):
        admin.init(dsn)


def test_a_server_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(CentralUnreachable) as away:
        admin.status("host=/nowhere/at/all dbname=desk user=postgres")
    assert len(str(away.value).splitlines()) == 1
