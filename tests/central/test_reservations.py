"""A debtor is one desk's until its permit ends, and a permit that was never settled counts."""

from datetime import timedelta
from importlib.resources import files

import psycopg
from psycopg.types.json import Jsonb

from desk_client.central import admin, reference
from desk_client.central.embedded import EmbeddedServer
from desk_client.central.migrate import newest_revision, prepare
from desk_client.clock import SystemClock
from desk_client.ids import FactId, Login
from tests.central.floor import (
    CHEN,
    LI,
    PEOPLE,
    WANG,
    ZHAO,
    Floor,
    case,
    contact_point,
    debtor,
    debtor_id,
    new_floor,
    note,
    password,
)
from tests.central.test_leases import Granted, lease, run_out, settle, used

ONE = debtor_id(0)


def outstanding(connection: psycopg.Connection) -> list[tuple[str, int]]:
    """Of whom, and how many attempts."""
    rows = connection.execute(
        "select debtor_id::text, attempts from app.outstanding() order by granted_at"
    ).fetchall()
    return [(row[0], row[1]) for row in rows]


def add_fact(floor: Floor, login: Login, number: int = 0) -> FactId:
    fact = note(login, number=number)
    with floor.as_person(login) as connection:
        connection.execute(
            """insert into app.fact (id, kind, case_id, debtor_id, occurred_at, body)
               values (%s, %s, %s, %s, %s, %s)""",
            (
                *(fact.fact_id, fact.kind, fact.case_id, fact.debtor_id, fact.occurred_at),
                Jsonb(fact.body.model_dump(mode="json")),
            ),
        )
    return fact.fact_id


def at_local_time(floor: Floor, zone: str) -> None:
    """The debtor lives where it is that late now."""
    with floor.administrator() as connection:
        connection.execute("update app.work set zone = %s", (zone,))


def zone_where_it_is(hour: int) -> str:
    """A zone of whole hours whose clock shows `hour` now."""
    ahead = (hour - SystemClock().now().hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"


def test_a_blocked_persons_debtors_are_nobodys_until_their_leases_end(floor: Floor) -> None:
    """The desk may be out of reach and not know that its agent was blocked."""
    floor.place(2)
    with floor.as_person(LI) as li:
        lease(li, 2)
    admin.block_user(floor.admin_dsn, LI)
    try:
        with floor.as_person(WANG) as wang:
            assert lease(wang, 2) == []
            run_out(floor)
            assert len(lease(wang, 2)) == 2
            assert outstanding(wang) == [(debtor_id(0), 3), (debtor_id(1), 3)]
    finally:
        admin.add_user(
            floor.admin_dsn,
            person=next(each for each in PEOPLE if each.login == LI),
            password=password(LI),
        )


def test_the_same_person_at_another_desk_waits_too(floor: Floor) -> None:
    floor.place(1)
    with floor.as_person(LI) as here, floor.as_person(LI) as there:
        lease(here, 1)
        there.execute("select app.return_leases()")
        assert lease(there, 1) == []


def test_a_permit_over_midnight_counts_on_both_days(floor: Floor) -> None:
    """Lent at eleven at night with a cap of four: what the first desk may use after midnight is
    not there for the second."""
    floor.place(1, cap=4)
    at_local_time(floor, zone_where_it_is(23))
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        lease(li, 1)
        run_out(floor)
        at_local_time(floor, zone_where_it_is(0))  # midnight has passed
        with floor.administrator() as connection:
            connection.execute("update app.permit set day = day - 1 where last_day > day")
        (second,) = lease(wang, 1)
        assert second[2] == 1
        assert used(floor) == 4


def test_settled_before_midnight_it_does_not_count_on_the_day_after(floor: Floor) -> None:
    floor.place(1, cap=4)
    at_local_time(floor, zone_where_it_is(22))
    with floor.as_person(LI) as li, floor.administrator() as connection:
        (one,) = lease(li, 1)
        settle(li, one, 3)
        row = connection.execute("select last_day - day from app.permit").fetchone()
    assert row == (0,)


def test_what_was_never_settled_is_told_to_the_next_and_gone_once_settled(floor: Floor) -> None:
    floor.place(1, cap=6)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        (first,) = lease(li, 1)
        assert outstanding(li) == []  # one's own permit is no secret
        run_out(floor)
        assert len(lease(wang, 1)) == 1
        assert outstanding(wang) == [(ONE, 3)]
        assert outstanding(li) == []  # who holds nothing is told nothing
        settle(li, first, 2)
        assert outstanding(wang) == []


def test_outstanding_is_told_in_seconds_before_now(floor: Floor) -> None:
    """A desk need not share central's clock to know how long ago it was."""
    floor.place(1)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        lease(li, 1)
        with floor.administrator() as connection:
            for table in ("work", "permit"):
                connection.execute(
                    f"""update app.{table} set granted_at = now() - interval '3 hours',
                               lease_until = now() - interval '1 hour'""".encode()
                )
        lease(wang, 1)
        row = wang.execute("select since_s, until_s from app.outstanding()").fetchone()
    assert row is not None
    assert 10_800 <= row[0] < 10_860
    assert 3_600 <= row[1] < 3_660


def test_permits_of_a_lost_answer_are_known_by_the_store_that_asked(floor: Floor) -> None:
    floor.place(2)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        li.execute("select app.lease(1, 'desk-a')")
        li.execute("select app.lease(1, 'desk-b')")

        def held(connection: psycopg.Connection, desk: str) -> list[tuple[object, ...]]:
            return connection.execute(
                "select debtor_id::text from app.open_permits(%s)", (desk,)
            ).fetchall()

        assert held(li, "desk-a") == [(debtor_id(0),)]
        assert held(li, "desk-b") == [(debtor_id(1),)]
        assert held(wang, "desk-a") == []


def test_facts_of_every_team_are_shown_to_who_has_the_debtor_and_to_nobody_else(
    floor: Floor,
) -> None:
    """A debtor who was moved to another team brings their history along."""
    floor.place(1, team=1)
    told = add_fact(floor, LI)
    with floor.administrator() as connection, connection.transaction():
        reference.upsert_debtors(connection, [debtor(0)], team=2)
        reference.upsert_contact_points(connection, [contact_point(0)], team=2)
        reference.upsert_cases(connection, [case(0)], team=2)
        reference.enqueue(connection, [(ONE, 0)], team=2)
    with floor.as_person(ZHAO) as zhao, floor.as_person(WANG) as wang:

        def ids(connection: psycopg.Connection) -> list[tuple[object, ...]]:
            return connection.execute(
                "select ids::text[] from app.lent_fact_ids(array[%s]::uuid[])", (ONE,)
            ).fetchall()

        assert ids(zhao) == []
        lease(zhao, 1)
        assert ids(zhao) == [([told],)]
        (row,) = zhao.execute(
            "select id::text, actor::text from app.lent_facts(array[%s]::uuid[])", (told,)
        ).fetchall()
        assert row == (told, LI)
        assert ids(wang) == []
        assert (
            wang.execute("select 1 from app.lent_facts(array[%s]::uuid[])", (told,)).fetchall()
            == []
        )


def test_two_who_settle_and_lease_at_once_never_see_each_others_past(floor: Floor) -> None:
    """Whoever waited for the lock counts what was granted and given back meanwhile."""
    floor.place(1, cap=3)
    with floor.as_person(LI) as li, floor.as_person(WANG) as wang:
        with li.transaction():
            (one,) = lease(li, 1)
            assert lease(wang, 1) == []  # passed over, not waited for
            settle(li, one, 2)
        assert [each[2] for each in lease(wang, 1)] == [1]


def test_a_central_with_data_is_brought_up(server: EmbeddedServer) -> None:
    """Leases that run, a permit over midnight, one that was settled and facts: all kept, and
    counted by the new rules."""
    with new_floor(server, template="template1") as floor:
        with floor.administrator() as connection:
            prepare(connection)
            connection.execute("set role desk_owner")
            for name in ("0001_tables", "0002_facts", "0003_rights", "0004_leases"):
                text = files("desk_client.central.schema").joinpath(f"{name}.sql").read_bytes()
                connection.execute(text)
            connection.execute(
                """create table app.alembic_version (version_num varchar(32) primary key);
                   insert into app.alembic_version values ('0001')"""
            )
            connection.execute("reset role")
            for person in PEOPLE:
                connection.execute(
                    """insert into app.agent (login, staff_no, name, role, team)
                       values (%s, %s, %s, %s, %s)""",
                    (
                        *(person.login, person.staff_no, person.name),
                        *(person.role.value, person.team),
                    ),
                )
        floor.place(3)
        with floor.as_person(LI) as li:
            held = _leased_before(li, 2)
            (given,) = _leased_before(li, 1)
            settle(li, given, 1)
        told = add_fact(floor, LI)
        with floor.administrator() as connection:
            connection.execute("update app.permit set day = day - 1 where debtor_id = %s", (ONE,))
            connection.execute("update app.work set used = 0 where debtor_id = %s", (ONE,))
            connection.execute("update app.permit set granted_at = granted_at - interval '1 day'")
            connection.execute(
                "update app.work set granted_at = granted_at - interval '1 day' "
                "where agent is not null"
            )
        assert admin.upgrade(floor.admin_dsn) == newest_revision()
        assert [used(floor, number) for number in range(3)] == [3, 3, 1]
        with floor.as_person(LI) as li, floor.as_person(CHEN) as chen:
            assert li.execute("select id::text from app.fact").fetchall() == [(told,)]
            assert [each[2] for each in lease(chen, 3)] == [3]  # the one that is free
            for debtor_of, granted_at, _ in held:
                old = (debtor_of, granted_at - timedelta(days=1), 3)
                assert settle(li, old, 0)
            assert [used(floor, number) for number in range(3)] == [0, 0, 4]


def _leased_before(connection: psycopg.Connection, count: int) -> list[Granted]:
    rows = connection.execute("select * from app.lease(%s)", (count,)).fetchall()
    return [(row[0], row[1], row[2]) for row in rows]
