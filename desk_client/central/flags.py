"""What an office lays on a debtor: a court's notice of bankruptcy, a guardian's letter, a rest that
the law gives. It is a fact like any other, in the administrator's name, and desks read it at their
next pull."""

from datetime import UTC, datetime

import psycopg
from psycopg.types.json import Jsonb

from desk_client.care_body import FlagLaid, FlagSet
from desk_client.compliance.request import FLAGS
from desk_client.errors import BadInput
from desk_client.fact_body import Withdrawn
from desk_client.ids import FactId, new_id

_CASE = """select c.case_id, c.debtor_id, c.team,
                  array(select d.debt_id::text from app.debt d where d.case_id = c.case_id)
             from app.placed_case c
            where c.case_no = %s and (%s::integer is null or c.team = %s)"""
_WRITE = """insert into app.fact (id, kind, case_id, debtor_id, team, occurred_at, body)
            values (%s, %s, %s, %s, %s, %s, %s)"""


def lay_flag(
    connection: psycopg.Connection,
    *,
    case_no: str,
    flag: str,
    now: datetime,
    until: datetime | None = None,
    only_this_case: bool = False,
    note: str = "",
    team: int | None = None,
) -> FactId:
    """The fact's id, by which it is lifted; BadInput where case or flag are not known. With
    `only_this_case` it is on the debts of the case, else on the debtor."""
    if flag not in FLAGS:
        raise BadInput(where="flag", found=flag, allowed=f"use one of {', '.join(sorted(FLAGS))}")
    found = connection.execute(_CASE, (case_no, team, team)).fetchall()
    if len(found) != 1:
        raise BadInput(
            where="case",
            found=f"{len(found)} cases are called {case_no}",
            allowed="give the number as it was imported, with --team where two teams have it",
        )
    case_id, debtor_id, of_team, debts = found[0]
    laid = FlagSet(
        flag=flag,
        until=None if until is None else until.astimezone(UTC),
        debts=tuple(debts) if only_this_case else (),
    )
    body = FlagLaid(flags=(laid,), source="office", note=note)
    fact_id = FactId(new_id())
    connection.execute(
        _WRITE,
        (
            fact_id,
            body.kind,
            case_id,
            debtor_id,
            of_team,
            now,
            Jsonb(body.model_dump(mode="json")),
        ),
    )
    return fact_id


def lift_flag(connection: psycopg.Connection, *, fact_id: str, now: datetime) -> None:
    """Takes a flag back that an office laid; BadInput where there is none of that id."""
    row = connection.execute(
        """select case_id, debtor_id, team from app.fact
            where id::text = %s and kind = 'flag_laid' and actor = session_user""",
        (fact_id,),
    ).fetchone()
    if row is None:
        raise BadInput(
            where="flag",
            found=f"no flag laid here is called {fact_id}",
            allowed="give the id that `admin flag` printed",
        )
    body = Withdrawn(fact_id=FactId(fact_id), reason="lifted by the office")
    connection.execute(
        _WRITE, (new_id(), body.kind, *row, now, Jsonb(body.model_dump(mode="json")))
    )
