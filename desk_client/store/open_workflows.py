"""The cases of this desk's store that owe somebody an answer: few among many, found by an index,
for the due list."""

from sqlalchemy import select

from desk_client.case_state import CaseState
from desk_client.ids import CaseId
from desk_client.store.case_states import state_from_json
from desk_client.store.database import Database
from desk_client.store.tables import case_state


class OpenWorkflows:
    """Reads them; the states are as folded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cases(self) -> tuple[tuple[CaseId, CaseState], ...]:
        """Every case with an open workflow, in the order of their ids."""
        wanted = (
            select(case_state.c.case_id, case_state.c.state)
            .where(case_state.c.open_workflows > 0)
            .order_by(case_state.c.case_id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted)
            return tuple((row.case_id, state_from_json(row.state)) for row in rows)
