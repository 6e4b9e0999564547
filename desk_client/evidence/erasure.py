"""Erasing at central, as its owner: the words are taken out of the bodies that hold them, and a
fact says what was erased, by which rule, and the hash of what was there. Desks learn it by their
next pull and do the same. All of it is one transaction."""

import hashlib
from collections.abc import Iterable, Iterator

import psycopg

from desk_client.care_body import HoldLaid, RecordErased
from desk_client.errors import DeskError
from desk_client.evidence.kept import Kept
from desk_client.fact_body import FactBody, Withdrawn, body_from_json, body_to_json
from desk_client.free_text import free_text, without_text
from desk_client.ids import DebtorId, FactId, new_id

_APPEND = """
insert into app.fact (id, kind, case_id, debtor_id, team, actor, occurred_at, body)
select %(id)s, %(kind)s, %(case_id)s, debtor_id, team, session_user, clock_timestamp(),
       %(body)s::jsonb
  from app.debtor where debtor_id = %(debtor_id)s"""


def refuse_what_is_kept(records: Iterable[Kept]) -> None:
    """DeskError where one of them is held or must still be kept."""
    for each in records:
        if each.state not in ("may", "must"):
            raise DeskError(
                f"The {each.record} {each.of} of case {each.case_no or '-'} may not be erased: "
                f"{_why(each)}."
            )


def erase(connection: psycopg.Connection, records: Iterable[Kept]) -> tuple[RecordErased, ...]:
    """Takes the words out, and appends the line of each record. DeskError, and nothing done, where
    one of them may not be erased."""
    chosen = list(records)
    refuse_what_is_kept(chosen)
    lines = []
    for each in chosen:
        line = _line(connection, each)
        _append(connection, each.debtor_id, each.case_id, line)
        lines.append(line)
    return tuple(lines)


def erased_recordings(connection: psycopg.Connection) -> frozenset[str]:
    """The calls whose recording was ever erased: a file of theirs that is still somewhere, because
    a program was stopped or a folder came back from a backup, has to go too."""
    rows = connection.execute(
        """select body->>'of' from app.fact
            where kind = 'record_erased' and body->>'record' = 'recording'"""
    ).fetchall()
    return frozenset(row[0] for row in rows)


def alone(connection: psycopg.Connection) -> None:
    """Nobody lays a hold while somebody else looks what may be erased, until the transaction
    ends."""
    connection.execute("select pg_advisory_xact_lock(hashtext('desk_client.retention'))")


def lay_hold(connection: psycopg.Connection, case_no: str, hold: HoldLaid) -> int:
    """Holds everything of the debtors behind a case number; how many they are."""
    found = _debtors(connection, case_no)
    for debtor_id, case_id in found:
        _append(connection, debtor_id, case_id, hold)
    return len(found)


def release_holds(connection: psycopg.Connection, case_no: str, reason: str) -> int:
    """Withdraws every hold that was laid on the debtors behind a case number; how many there
    were."""
    count = 0
    for debtor_id, _case_id in _debtors(connection, case_no):
        for fact_id, of_case in _standing_holds(connection, debtor_id):
            _append(connection, debtor_id, of_case, Withdrawn(fact_id=fact_id, reason=reason))
            count += 1
    return count


def _why(record: Kept) -> str:
    if record.held_by:
        return f"held by {', '.join(record.held_by)}"
    if record.state == "no_rule":
        return "no rule speaks of it"
    until = "its case is closed" if record.keep_until is None else f"{record.keep_until:%Y-%m-%d}"
    return f"it is kept until {until} by {', '.join(record.rules) or 'a rule'}"


def _line(connection: psycopg.Connection, record: Kept) -> RecordErased:
    pack, _, rule = (record.rules[-1] if record.rules else "/").partition("/")
    sha256, size = record.sha256, record.bytes
    if record.record != "recording":
        sha256, size = _take_words(connection, FactId(record.of))
    return RecordErased(
        record=record.record, of=record.of, rule=rule, pack=pack, sha256=sha256, bytes=size
    )


def _take_words(connection: psycopg.Connection, fact_id: FactId) -> tuple[str, int]:
    """Takes the words out of a fact; their hash and how many bytes they were."""
    row = connection.execute(
        "select body::text from app.fact where id = %s for update", (fact_id,)
    ).fetchone()
    if row is None:
        raise DeskError(f"Central has no fact {fact_id} any more; run the command again.")
    body = body_from_json(row[0])
    words = "\n".join(free_text(body)).encode()
    connection.execute(
        "update app.fact set body = %s::jsonb where id = %s",
        (body_to_json(without_text(body)), fact_id),
    )
    return hashlib.sha256(words).hexdigest(), len(words)


def _append(
    connection: psycopg.Connection, debtor_id: DebtorId, case_id: object, body: FactBody
) -> None:
    """A fact of whoever administers central, for the debtor's own team."""
    connection.execute(
        _APPEND,
        {
            "id": new_id(),
            "kind": body.kind,
            "case_id": case_id,
            "debtor_id": debtor_id,
            "body": body_to_json(body),
        },
    )


def _debtors(connection: psycopg.Connection, case_no: str) -> list[tuple[DebtorId, str]]:
    rows = connection.execute(
        "select debtor_id::text, case_id::text from app.placed_case where case_no = %s", (case_no,)
    ).fetchall()
    if not rows:
        raise DeskError(f"Central knows no case {case_no}.")
    return [(DebtorId(debtor_id), case_id) for debtor_id, case_id in rows]


def _standing_holds(
    connection: psycopg.Connection, debtor_id: DebtorId
) -> Iterator[tuple[FactId, str | None]]:
    rows = connection.execute(
        """select f.id::text, f.case_id::text from app.fact f
            where f.debtor_id = %s and f.kind = 'hold_laid'
              and not exists (select from app.fact w where w.debtor_id = f.debtor_id
                     and w.kind = 'withdrawn' and w.body->>'fact_id' = f.id::text)""",
        (debtor_id,),
    ).fetchall()
    return ((FactId(fact_id), case_id) for fact_id, case_id in rows)
