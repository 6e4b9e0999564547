"""Finds cases on this desk, by the index of search_index. A word of the query becomes a few ranges
of one b-tree, each read to its 400th row and no further, so that a single letter over a million
cases costs what a whole name costs. Cases lent to this desk are looked through by themselves: they
come first, however many others match."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from desk_client.ids import CaseId, DebtorId
from desk_client.store.database import Database
from desk_client.store.search_index import index_all
from desk_client.store.search_terms import By, wanted
from desk_client.store.tables import lease, placed_case, search_entry, search_flag, search_term

_LOOKED = 400  # rows of one range
_END = "\U0010ffff"  # after every text in the order of the tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case that matches. `by` says what it was found by: a term's kind, or "flag"."""

    case_id: CaseId
    debtor_id: DebtorId
    case_no: str
    name: str
    by: str
    lent: bool  # to this desk, now


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The best of them; `total` of all that were looked through, `more` where it is not the end."""

    rows: tuple[Found, ...] = ()
    total: int = 0
    more: bool = False


class Search:
    """Reads the index; nothing here tells a figure of a debt."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        query: str,
        *,
        now: datetime,
        flags: Collection[str] = (),
        amounts: bool = True,
        limit: int = 50,
    ) -> Findings:
        """Cases that match every word of the query, those lent to this desk first, whole words
        before beginnings. `flags` are those that the query names; `amounts` false: what is owed is
        not looked for. At most `limit` rows."""
        words = wanted(query, amounts=amounts)
        more = False
        with self._database.reading() as connection:
            lent = _lent(connection, now)
            rows: list[Row[Any]] = []
            if words:
                rows = _entries(connection, search_entry.c.debtor_id.in_(lent))
                here = {row.entry for row in rows}
                entries, more = _in_ranges(connection, max(words, key=_sharpness))
                others = [each for each in entries if each not in here]
                rows += _entries(connection, search_entry.c.entry.in_(others))
            flagged = _flagged(connection, flags, now) if flags else []
        found = {row.entry: _ranked(row, words, lent) for row in rows}
        for row in flagged:
            if found.get(row.entry) is None:
                found[row.entry] = (row.debtor_id not in lent, 9, 0), _told(row, "flag", lent)
        ranked = sorted(
            (each for each in found.values() if each is not None),
            key=lambda each: (each[0], each[1].case_no),
        )
        return Findings(
            rows=tuple(each for _, each in ranked[:limit]), total=len(ranked), more=more
        )

    def of_cases(self, cases: Sequence[CaseId], now: datetime) -> tuple[Found, ...]:
        """These cases, in this order; those that are not on this desk are left out."""
        with self._database.reading() as connection:
            lent = _lent(connection, now)
            rows = _entries(connection, search_entry.c.case_id.in_(list(cases)))
        known = {row.case_id: _told(row, "", lent) for row in rows}
        return tuple(known[each] for each in cases if each in known)

    def matching(self, query: str, cases: Sequence[CaseId]) -> frozenset[CaseId]:
        """Which of these few dozen cases match every word, as `find` would say."""
        words = wanted(query, amounts=True)
        with self._database.reading() as connection:
            rows = _entries(connection, search_entry.c.case_id.in_(list(cases)))
        return frozenset(row.case_id for row in rows if _match(row, words) is not None)

    def rebuild(self) -> int:
        """Makes the index anew; answers how many cases it holds."""
        with self._database.writing() as connection:
            return index_all(connection)


def _lent(connection: Connection, now: datetime) -> frozenset[DebtorId]:
    running = select(lease.c.debtor_id).where(lease.c.leased_until > now, ~lease.c.closed)
    return frozenset(connection.execute(running).scalars())


def _in_ranges(connection: Connection, beginnings: Sequence[str]) -> tuple[list[int], bool]:
    """The entries under each beginning, whole terms before longer ones; True where a range holds
    more than was read."""
    found: dict[int, None] = {}
    more = False
    for start in beginnings:
        some = (
            select(search_term.c.entry)
            .where(search_term.c.term >= start, search_term.c.term < start + _END)
            .order_by(search_term.c.term, search_term.c.entry)
            .limit(_LOOKED)
        )
        entries = list(connection.execute(some).scalars())
        more = more or len(entries) == _LOOKED
        found |= dict.fromkeys(entries)
    return list(found)[:_LOOKED], more


def _entries(connection: Connection, where: ColumnElement[bool]) -> list[Row[Any]]:
    return list(connection.execute(select(search_entry).where(where)))


def _flagged(connection: Connection, flags: Collection[str], now: datetime) -> list[Row[Any]]:
    """Every case of a debtor of whom one case has such a flag in force."""
    here = (
        select(placed_case.c.debtor_id)
        .join(search_flag, search_flag.c.case_id == placed_case.c.case_id)
        .where(
            search_flag.c.flag.in_(list(flags)),
            or_(search_flag.c.until.is_(None), search_flag.c.until > now),
        )
        .limit(_LOOKED)
    )
    return _entries(connection, search_entry.c.debtor_id.in_(here))[:_LOOKED]


def _sharpness(beginnings: Sequence[str]) -> int:
    """How much the word of these beginnings tells: the longest is looked up, the rest compared."""
    return max(map(len, beginnings))


_Place = tuple[bool, int, int]  # not lent, which beginning matched, whole or longer


def _ranked(
    row: Row[Any], words: Sequence[Sequence[str]], lent: Collection[DebtorId]
) -> tuple[_Place, Found] | None:
    match = _match(row, words)
    if match is None:
        return None
    place, by = match
    return (row.debtor_id not in lent, *place), _told(row, by, lent)


def _match(row: Row[Any], words: Sequence[Sequence[str]]) -> tuple[tuple[int, int], str] | None:
    """How well a case matches: the place and the kind of its first word; None where a word has
    nothing here."""
    terms: list[str] = json.loads(row.terms)
    matches = [_best(terms, word) for word in words]
    if not matches or None in matches:
        return None
    return matches[0]


def _best(terms: Sequence[str], beginnings: Sequence[str]) -> tuple[tuple[int, int], str] | None:
    for place, start in enumerate(beginnings):
        if start in terms:
            return (place, 0), By(start[0])
        if any(term.startswith(start) for term in terms):
            return (place, 1), By(start[0])
    return None


def _told(row: Row[Any], by: str, lent: Collection[DebtorId]) -> Found:
    return Found(
        case_id=row.case_id,
        debtor_id=row.debtor_id,
        case_no=row.case_no,
        name=row.name,
        by=by,
        lent=row.debtor_id in lent,
    )
