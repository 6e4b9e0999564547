"""What the messenger reads and writes at central: orders whose time has come, debtors borrowed with
everything known of them, facts. One register has one connection of its own and serves one worker.
Facts go straight in; what was written is durable when the call returns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import LiteralString

import psycopg

from desk_client.central.borrowing import Borrowing, Loan
from desk_client.clock import Clock
from desk_client.fact_body import FactBody, body_to_json
from desk_client.ids import CaseId, DebtorId, FactId, MessageId, new_id
from desk_client.message_body import MessageOrdered
from desk_client.messenger.news import Address
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.central_files import DebtorFile, debtor_files
from desk_client.sync.fact_reading import read_fact

_DUE = """
select m.message_id, f.id::text, f.case_id::text, f.debtor_id::text, f.actor::text, f.occurred_at,
       f.body::text
  from app.message m join app.fact f on f.id = m.order_id
 where m.state = 'waiting' and m.due <= %s order by m.due limit %s"""
_WRITE = """
insert into app.fact (id, kind, case_id, debtor_id, team, occurred_at, body)
select %s, %s, %s, d.debtor_id, d.team, %s, %s::jsonb from app.debtor d where d.debtor_id = %s"""
_REACHED = """
select p.contact_point_id::text, p.value, p.place, p.role, p.debtor_id::text,
       (select c.case_id::text from app.placed_case c where c.debtor_id = p.debtor_id
         order by c.case_id limit 1)
  from app.contact_point p """
_AT_ADDRESS = _REACHED + "where p.value = %s"
_AT_MAILBOX = _REACHED + "where p.place = 'email' and lower(p.value) = lower(%s)"
_AT_NATIONAL = _REACHED + "where p.place not in ('email', 'post') and p.value like '%%' || %s"
_WRITTEN_TO = (
    _REACHED
    + """join app.fact f on f.debtor_id = p.debtor_id
                and f.body->>'contact_point_id' = p.contact_point_id::text
        join app.message m on m.order_id = f.id
 where m.message_id = %s"""
)
_NATIONAL_DIGITS = 8  # a shorter number may be anybody's


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order whose time has come, and who gave it."""

    body: MessageOrdered
    fact_id: FactId
    case_id: CaseId
    debtor_id: DebtorId
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """A case whose debtor may have written to us."""

    case_id: CaseId
    debtor_id: DebtorId
    address: Address


class Register:
    """Central, as one worker of the messenger has it; `connection` is in autocommit."""

    def __init__(self, connection: psycopg.Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._borrowing = Borrowing(connection, clock)

    def due(self, limit: int) -> Sequence[Order]:
        """Orders that wait and whose moment has come, the oldest first."""
        rows = self._connection.execute(_DUE, (self._clock.now(), limit)).fetchall()
        found = []
        for _message, *told in rows:
            fact = read_fact(tuple(told))
            if fact is not None and isinstance(fact.body, MessageOrdered):
                order = Order(
                    body=fact.body,
                    fact_id=fact.fact_id,
                    case_id=CaseId(str(fact.case_id)),
                    debtor_id=DebtorId(str(fact.debtor_id)),
                    actor=str(fact.actor),
                )
                found.append(order)
        return found

    def borrow(self, order: Order) -> Loan | None:
        """None while somebody else may contact the debtor. A desk counts what it ordered for now
        from that moment on, but not yet what is for later: that waits for the debtor to be free."""
        medium, body = order.body.channel, order.body
        if body.granted_at is not None and body.not_before is None:
            under = self._borrowing.borrow_under(order.debtor_id, medium, body.granted_at)
            if under is not None:
                return under
        return self._borrowing.borrow(order.debtor_id, medium)

    def give_back(self, loan: Loan, *, attempted: bool) -> None:
        """Others may contact the debtor again."""
        self._borrowing.give_back(loan, attempted=attempted)

    def give_back_left_open(self) -> int:
        """What an earlier run of this messenger still held."""
        return self._borrowing.give_back_left_open()

    def file(self, debtor_id: DebtorId) -> DebtorFile | None:
        """Everything central knows; read it after borrowing."""
        return debtor_files(self._connection, [debtor_id]).get(debtor_id)

    def files(self, debtors: Iterable[DebtorId]) -> Sequence[DebtorFile]:
        """Several at once, for what is owed; nobody is borrowed by it."""
        return tuple(debtor_files(self._connection, debtors).values())

    def write(self, hand: CaseInHand, *bodies: FactBody) -> None:
        """Facts about the case, in one transaction."""
        self.tell(hand.case.case_id, hand.debtor.debtor_id, *bodies)

    def tell(self, case_id: CaseId, debtor_id: DebtorId, *bodies: FactBody) -> None:
        """The same, for whoever has only the ids."""
        now = self._clock.now()
        rows = [
            (new_id(), body.kind, case_id, now, body_to_json(body), debtor_id) for body in bodies
        ]
        # one way there and back for all of it
        with self._connection.pipeline(), self._connection.transaction():
            for row in rows:
                self._connection.execute(_WRITE, row)

    def try_again(self, message_id: MessageId, at: datetime) -> None:
        """The order waits until then."""
        self._connection.execute(
            "update app.message set due = %s where message_id = %s", (at, message_id)
        )

    def handed_as(self, name: str) -> tuple[MessageId, CaseId, DebtorId] | None:
        """Whose message a gateway's name is."""
        row = self._connection.execute(
            """select message_id, case_id::text, debtor_id::text from app.message
                where handed_as @> array[%s]""",
            (name,),
        ).fetchone()
        return None if row is None else (MessageId(row[0]), CaseId(row[1]), DebtorId(row[2]))

    def correspondents(self, value: str) -> Sequence[Correspondent]:
        """Everybody whom the bank reaches at this number or mailbox, however it is written:
        a number without its country counts where it can be one only."""
        found = self._people(_AT_ADDRESS, value)
        if found or not value:
            return found
        if "@" in value:
            return self._people(_AT_MAILBOX, value)
        digits = value.removeprefix("+").lstrip("0")
        if not digits.isdecimal() or len(digits) < _NATIONAL_DIGITS:
            return ()
        found = self._people(_AT_NATIONAL, digits)
        return found if len({each.address.value for each in found}) == 1 else ()

    def written_to(self, message_id: MessageId) -> Sequence[Correspondent]:
        """To whom a message of ours went."""
        return self._people(_WRITTEN_TO, message_id)

    def _people(self, query: LiteralString, value: str) -> Sequence[Correspondent]:
        rows = self._connection.execute(query, (value,)).fetchall()
        return tuple(
            Correspondent(
                case_id=CaseId(case_id),
                debtor_id=DebtorId(debtor_id),
                address=Address(contact_point_id=point, value=known, place=place, role=role),
            )
            for point, known, place, role, debtor_id, case_id in rows
            if case_id is not None
        )

    def outcomes_of(self, last: timedelta) -> Sequence[DebtorId]:
        """Debtors of whom central heard an outcome so lately, by its own clock: something may be
        owed to them."""
        rows = self._connection.execute(
            """select distinct debtor_id::text from app.fact
                where kind = 'outcome_logged' and received_at >= clock_timestamp() - %s
                  and debtor_id is not null""",
            (last,),
        ).fetchall()
        return tuple(DebtorId(row[0]) for row in rows)

    def left_open(self) -> Sequence[tuple[MessageId, CaseId, DebtorId]]:
        """Messages of which nobody wrote down whether they were taken."""
        rows = self._connection.execute(
            """select m.message_id, m.case_id::text, m.debtor_id::text
                 from app.message m join app.fact f on f.debtor_id = m.debtor_id
                  and f.kind = 'message_attempted' and f.body->>'message_id' = m.message_id
                where m.state = 'left' and m.handed_as = '{}' and f.actor = session_user"""
        ).fetchall()
        return tuple((MessageId(m), CaseId(c), DebtorId(d)) for m, c, d in rows)
