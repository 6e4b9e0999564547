"""Where central is. Whoever connects, desk or administrator, goes through here: a server that is
reached over the network must prove its name by a certificate (TLS verify-full), and no setting
turns that off. A dead network is noticed within ten seconds."""

import ipaddress
from contextlib import suppress

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from desk_client.errors import BadInput


def connection_string(dsn: str, *, login: str | None = None, password: str | None = None) -> str:
    """`dsn` (URL or key=value) made safe, with a person's login where one is given; BadInput where
    it is no address of a PostgreSQL."""
    try:
        parts = {key: value for key, value in conninfo_to_dict(dsn).items() if value is not None}
    except psycopg.ProgrammingError as fault:
        raise BadInput(
            where="the address of central",
            found=str(fault).strip().splitlines()[0],
            allowed="write postgresql://HOST/DATABASE or host=HOST dbname=DATABASE",
        ) from None
    parts.setdefault("connect_timeout", 5)
    parts.setdefault("application_name", "desk-client")
    if login is not None:
        parts["user"] = login
    if password is not None:
        parts["password"] = password
    if not _is_local(parts):
        parts["sslmode"] = "verify-full"
        parts.setdefault("sslrootcert", "system")
        parts.setdefault("tcp_user_timeout", 10_000)
    return make_conninfo("", **parts)


def said(fault: psycopg.Error) -> str:
    """What the server, or the way to it, said in one line; hints are left out."""
    text = fault.diag.message_primary or next(iter(str(fault).strip().splitlines()), "no reason")
    return text.removeprefix("connection failed: ").strip()[:200]


def _is_local(parts: dict[str, str | int]) -> bool:
    hosts = f"{parts.get('host', '')},{parts.get('hostaddr', '')}".split(",")
    return all(not host or host.startswith(("/", "@")) or _loops_back(host) for host in hosts)


def _loops_back(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
