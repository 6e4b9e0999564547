"""Central in the test's own time: the very functions that ship, with only the question what time it
is answered by a table. Days pass in microseconds."""

from datetime import UTC, datetime

import psycopg
from psycopg import sql

from tests.central.floor import LI, WANG, Floor

_START = datetime(2026, 1, 1, tzinfo=UTC)

_TIME = """
create schema told_time;
create table told_time.it_is (now timestamptz not null);
create function told_time.clock_timestamp() returns timestamptz
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select now from told_time.it_is $$;
grant usage on schema told_time to public;
grant execute on function told_time.clock_timestamp() to public;
"""


class CentralTime:
    """Tells central what time it is, by one administrator's connection."""

    def __init__(self, floor: Floor, connection: psycopg.Connection) -> None:
        self._connection = connection
        connection.execute(_TIME)
        connection.execute("insert into told_time.it_is values (%s)", (_START,))
        functions = connection.execute(
            """select pg_get_functiondef(oid) from pg_proc
                where pronamespace = 'app'::regnamespace and prosrc like '%clock_timestamp()%'"""
        ).fetchall()
        connection.execute("set role desk_owner")
        for (source,) in functions:
            told = source.replace("clock_timestamp()", "told_time.clock_timestamp()")
            connection.execute(told)
        for table, column in (("permit", "granted_at"), ("fact", "received_at")):
            connection.execute(
                sql.SQL(
                    "alter table app.{} alter {} set default told_time.clock_timestamp()"
                ).format(sql.Identifier(table), sql.Identifier(column))
            )
        connection.execute("reset role")
        for login in (LI, WANG):  # what a desk itself asks
            connection.execute(
                sql.SQL(
                    "alter role {} in database {} set search_path = told_time, pg_catalog"
                ).format(sql.Identifier(login), sql.Identifier(floor.name))
            )

    def tell(self, moment: datetime) -> None:
        self._connection.execute("update told_time.it_is set now = %s", (moment,))

    def forget_work(self) -> None:
        """The next run has debtors of its own."""
        self._connection.execute("truncate app.permit, app.work")
