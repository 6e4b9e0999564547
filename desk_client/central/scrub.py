"""After words were erased: PostgreSQL keeps old versions of a row in its tables, in its statistics
and in its write-ahead log until they are overwritten. Here the table is written anew, its
statistics with it, and on the embedded server, whose log is nobody else's, the old log is thrown
away. Log, standbys and backups of a bank's own server are for its administrator to look after."""

from typing import LiteralString

import psycopg
from psycopg import errors

from desk_client.central.address import connection_string, said
from desk_client.errors import CentralUnreachable, DeskError

_FACTS: tuple[LiteralString, ...] = (
    "set lock_timeout = '20s'",
    "vacuum (full, analyze) app.fact",
)
_STATISTICS: LiteralString = "vacuum (full) pg_catalog.pg_statistic"
_LOG: tuple[LiteralString, ...] = (
    "alter system set wal_recycle = off",  # else the old log lies on under a new name
    "select pg_reload_conf()",
    *("checkpoint", "select pg_switch_wal()", "checkpoint", "select pg_switch_wal()", "checkpoint"),
    "alter system reset wal_recycle",
    "select pg_reload_conf()",
)


def scrub(dsn: str, *, own_log: bool) -> None:
    """`own_log`: the server is the embedded one. DeskError where the table is in use for too long:
    then the words are out of every row that can be read, and it is to be run again."""
    try:
        with psycopg.connect(connection_string(dsn), autocommit=True) as connection:
            for statement in _FACTS:
                connection.execute(statement)
            if connection.info.parameter_status("is_superuser") == "on":
                connection.execute(_STATISTICS)
            for statement in _LOG if own_log else ():
                connection.execute(statement)
    except errors.LockNotAvailable:
        raise DeskError(
            "The words are erased, but central's table is in use and was not written anew; "
            "run the command again when fewer desks are at work."
        ) from None
    except psycopg.OperationalError as fault:
        raise CentralUnreachable(f"Central does not answer ({said(fault)}).") from None
