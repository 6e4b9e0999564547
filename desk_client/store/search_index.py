"""The search index, kept by whatever writes what is searched, in the same transaction: reference
rows index their debtors' cases anew, a fold keeps the flags. The terms of a case also lie on its
own row, so that exactly those are taken away when it changes. A store of an earlier version is
indexed when it is opened; the index is disposable like every fold."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from desk_client.case_state import LaidFlag
from desk_client.ids import CaseId, DebtorId
from desk_client.store.search_terms import terms_of
from desk_client.store.tables import (
    contact_point,
    debt,
    debtor,
    placed_case,
    search_entry,
    search_flag,
    search_term,
    setting,
)

INDEX_VERSION = 1  # what terms_of makes; a change of it indexes every store anew
_VERSION_KEY = "search_version"
_MANY = 500
_NO_CALL = ("email", "post")
# What lies on the rows, as rows of the tree: of some cases, or of all in the order of the tree.
_SPREAD = """insert or ignore into search_term (term, entry)
  select each.value, search_entry.entry from search_entry, json_each(search_entry.terms) each
  where search_entry.case_id in (select value from json_each(?))"""
_SPREAD_ALL = """insert into search_term (term, entry)
  select each.value, search_entry.entry from search_entry, json_each(search_entry.terms) each
  order by 1, 2"""
_TAKE_AWAY = """delete from search_term where (term, entry) in (
  select each.value, search_entry.entry from search_entry, json_each(search_entry.terms) each
  where search_entry.case_id in (select value from json_each(?)))"""


def index_debtors(connection: Connection, debtors: Iterable[DebtorId]) -> None:
    """Makes the terms of every case of these debtors anew, inside the caller's transaction."""
    wanted = sorted(set(debtors))
    for start in range(0, len(wanted), _MANY):
        rows = _entries(connection, wanted[start : start + _MANY])
        ids = json.dumps([row["case_id"] for row in rows])
        connection.exec_driver_sql(_TAKE_AWAY, (ids,))
        _put(connection, rows)
        connection.exec_driver_sql(_SPREAD, (ids,))


def index_flags(connection: Connection, case_id: CaseId, flags: Sequence[LaidFlag]) -> None:
    """The flags of a case as just folded; writes only where they changed."""
    here = search_flag.c.case_id == case_id
    kept = {
        (row.flag, row.until)
        for row in connection.execute(select(search_flag.c.flag, search_flag.c.until).where(here))
    }
    laid = {each.flag: each.until for each in sorted(flags, key=_open_last)}
    if kept == set(laid.items()):
        return
    connection.execute(delete(search_flag).where(here))
    rows = [{"flag": flag, "case_id": case_id, "until": until} for flag, until in laid.items()]
    if rows:
        connection.execute(insert(search_flag), rows)


def index_is_old(connection: Connection) -> bool:
    """Whether another version made this store's index, or none did; a file that has not taken the
    step of the index has none to be old."""
    there = "select count(*) from sqlite_master where name = 'search_entry'"
    if not connection.exec_driver_sql(there).scalar_one():
        return False
    stamped = select(setting.c.value).where(setting.c.key == _VERSION_KEY)
    return connection.execute(stamped).scalar_one_or_none() != str(INDEX_VERSION)


def index_all(connection: Connection) -> int:
    """Makes the whole index anew but for the flags; answers how many cases it holds. The rows are
    written first and their terms then in the order of the tree, which is many times faster."""
    connection.execute(delete(search_term))
    connection.execute(delete(search_entry))
    last = ""
    while True:
        some = (
            select(placed_case.c.debtor_id)
            .where(placed_case.c.debtor_id > last)
            .distinct()
            .order_by(placed_case.c.debtor_id)
            .limit(_MANY)
        )
        ids = list(connection.execute(some).scalars())
        if not ids:
            break
        _put(connection, _entries(connection, ids))
        last = ids[-1]
    connection.exec_driver_sql(_SPREAD_ALL)
    stamp = {"key": _VERSION_KEY, "value": str(INDEX_VERSION)}
    connection.execute(insert(setting).prefix_with("OR REPLACE"), stamp)
    count = connection.exec_driver_sql("select count(*) from search_entry")
    return int(count.scalar_one())


def _open_last(flag: LaidFlag) -> tuple[bool, str]:
    """Of two of a kind the one that lasts longer wins."""
    return flag.until is None, flag.until.isoformat() if flag.until else ""


def _put(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        made = insert(search_entry)
        new = made.excluded
        connection.execute(
            made.on_conflict_do_update(
                index_elements=["case_id"],
                set_={
                    "debtor_id": new.debtor_id,
                    "case_no": new.case_no,
                    "name": new.name,
                    "terms": new.terms,
                },
            ),
            rows,
        )


def _entries(connection: Connection, debtors: Sequence[DebtorId]) -> list[dict[str, Any]]:
    """One row for each case of these debtors."""
    cases = connection.execute(
        select(placed_case.c.case_id, placed_case.c.case_no, placed_case.c.debtor_id).where(
            placed_case.c.debtor_id.in_(debtors)
        )
    ).all()
    known = {
        row.debtor_id: row
        for row in connection.execute(
            select(debtor.c.debtor_id, debtor.c.name, debtor.c.id_last4).where(
                debtor.c.debtor_id.in_(debtors)
            )
        )
    }
    points = _by(
        connection.execute(
            select(contact_point.c.debtor_id, contact_point.c.value).where(
                contact_point.c.debtor_id.in_(debtors), contact_point.c.place.not_in(_NO_CALL)
            )
        ).all()
    )
    debts = _by(
        connection.execute(
            select(debt.c.case_id, debt.c.card_last4, debt.c.balance).where(
                debt.c.case_id.in_([row.case_id for row in cases])
            )
        ).all()
    )
    return [
        {
            "case_id": row.case_id,
            "debtor_id": row.debtor_id,
            "case_no": row.case_no,
            "name": known[row.debtor_id].name,
            "terms": json.dumps(
                terms_of(
                    case_no=row.case_no,
                    name=known[row.debtor_id].name,
                    numbers=[point.value for point in points.get(row.debtor_id, ())],
                    tails=[
                        known[row.debtor_id].id_last4,
                        *(one.card_last4 for one in debts.get(row.case_id, ())),
                    ],
                    sums=[one.balance for one in debts.get(row.case_id, ())],
                ),
                ensure_ascii=False,
            ),
        }
        for row in cases
        if row.debtor_id in known  # else the rest of it has not been pulled yet
    ]


def _by(rows: Sequence[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
