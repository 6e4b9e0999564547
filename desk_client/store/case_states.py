"""Folded cases, kept so that lists need not fold. A case is folded whole whenever one of its facts
arrives; the table is disposable, and all of it is folded again when the fold itself changes."""

from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from desk_client.case_state import CaseState
from desk_client.fold import FOLD_VERSION, fold
from desk_client.ids import CaseId
from desk_client.store.fact_rows import FACT_COLUMNS, fact_of
from desk_client.store.search_index import index_all, index_flags, index_is_old
from desk_client.store.tables import case_state, fact, setting

_STATE = TypeAdapter(CaseState)
_VERSION_KEY = "fold_version"


def state_from_json(text: str | None) -> CaseState:
    """A stored state; nothing stored is the state of a case without facts."""
    return CaseState() if text is None else _STATE.validate_json(text)


def refold(connection: Connection, cases: Iterable[CaseId]) -> None:
    """Folds these cases from all their facts, inside the caller's transaction."""
    for case_id in cases:
        wanted = select(*FACT_COLUMNS).where(fact.c.case_id == case_id)
        state = fold(map(fact_of, connection.execute(wanted)))
        connection.execute(insert(case_state).prefix_with("OR REPLACE"), _row(case_id, state))
        index_flags(connection, case_id, state.flags)


def rebuild(connection: Connection) -> int:
    """Throws all folded states away and folds them again; answers how many had been wrong."""
    before = _stored(connection)
    connection.execute(delete(case_state))
    cases = select(fact.c.case_id).where(fact.c.case_id.is_not(None)).distinct()
    refold(connection, connection.execute(cases).scalars().all())
    after = _stored(connection)
    stamp = {"key": _VERSION_KEY, "value": str(FOLD_VERSION)}
    connection.execute(insert(setting).prefix_with("OR REPLACE"), stamp)
    return sum(before.get(case_id) != after.get(case_id) for case_id in before | after)


def rebuild_if_outdated(connection: Connection) -> None:
    """Folds everything again where another version of the fold wrote the states, and indexes
    everything where another version of the index, or none, lies in the store."""
    stamped = select(setting.c.value).where(setting.c.key == _VERSION_KEY)
    if connection.execute(stamped).scalar_one_or_none() != str(FOLD_VERSION):
        rebuild(connection)
    if index_is_old(connection):
        index_all(connection)
        for case_id, state in _stored(connection).items():
            index_flags(connection, CaseId(case_id), state_from_json(state).flags)


def _stored(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(case_state.c.case_id, case_state.c.state))
    return {row.case_id: row.state for row in rows}


def _row(case_id: CaseId, state: CaseState) -> dict[str, Any]:
    unfinished = state.unfinished_call
    attempted_at = state.calls[0].attempted_at if state.calls else None
    touched = [moment for moment in (attempted_at, state.skipped_at) if moment is not None]
    return {
        "case_id": case_id,
        "state": _STATE.dump_json(state).decode(),
        "unfinished_by": unfinished.actor if unfinished else None,
        "status": state.status,
        "queue": state.queue,
        "callback_at": state.callbacks[0].at if state.callbacks else None,
        "promise_due": state.open_promise.due if state.open_promise else None,
        "attempts": state.attempts,
        "touched_at": max(touched, default=None),
        "open_workflows": len(state.open_workflows),
    }
