"""The tables of the local store. Facts and the outbox are the record; reference rows are copies of
central's; case_state is folded from facts and disposable. Moments are whole microseconds since
1970 in UTC, days and amounts of money are text. Their DDL lies in migrations.py; a test holds the
two equal."""

# ruff: noqa: ARG002 - SQLAlchemy hands its types a dialect

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.engine import Dialect

metadata = MetaData()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware moment as whole microseconds since 1970, so that order is order in time."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Day(TypeDecorator[date]):
    """A calendar day as YYYY-MM-DD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class Amount(TypeDecorator[Decimal]):
    """An amount of money as decimal text; never a float."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


fact = Table(
    "fact",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("case_id", Text),
    Column("debtor_id", Text),
    Column("call_id", Text),
    Column("actor", Text, nullable=False),
    Column("occurred_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index("fact_case", "case_id", "occurred_at"),
    Index("fact_debtor", "debtor_id", "occurred_at"),
    Index("fact_call", "call_id"),
    Index("fact_day", "actor", "occurred_at"),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("fact_id", Text, nullable=False, unique=True),
    Column("queued_at", Moment, nullable=False),
    Column("state", Text, nullable=False),  # waiting, rejected
    Column("reason", Text, nullable=False),
    Index("outbox_state", "state", "seq"),
)

debtor = Table(
    "debtor",
    metadata,
    Column("debtor_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("region", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("id_last4", Text, nullable=False),
    Column("birth_month", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("address", Text, nullable=False),
    sqlite_with_rowid=False,
)

contact_point = Table(
    "contact_point",
    metadata,
    Column("contact_point_id", Text, primary_key=True),
    Column("debtor_id", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("person", Text, nullable=False),
    Index("contact_point_debtor", "debtor_id", "rank"),
    sqlite_with_rowid=False,
)

placed_case = Table(
    "placed_case",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("case_no", Text, nullable=False),
    Column("debtor_id", Text, nullable=False),
    Column("campaign_id", Text, nullable=False),
    Index("placed_case_no", "case_no"),
    Index("placed_case_debtor", "debtor_id"),
    sqlite_with_rowid=False,
)

debt = Table(
    "debt",
    metadata,
    Column("debt_id", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("card_last4", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("balance", Amount, nullable=False),
    Column("principal", Amount),
    Column("interest", Amount),
    Column("fees", Amount),
    Column("minimum_due", Amount),
    Column("due_date", Day, nullable=False),
    Index("debt_case", "case_id"),
    sqlite_with_rowid=False,
)

payment = Table(
    "payment",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("debt_id", Text),
    Column("amount", Amount, nullable=False),
    Column("currency", Text, nullable=False),
    Column("paid_on", Day, nullable=False),
    Index("payment_case", "case_id"),
)

campaign = Table(
    "campaign",
    metadata,
    Column("campaign_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("callscript", Text, nullable=False),
    Column("wrap_up_s", Integer, nullable=False),
    Column("undo_s", Integer, nullable=False),
    Column("caller_id", Text, nullable=False),
    Column("team", Integer, nullable=False),
    sqlite_with_rowid=False,
)

agent = Table(
    "agent",
    metadata,
    Column("login", Text, primary_key=True),
    Column("staff_no", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("team", Integer, nullable=False),
    sqlite_with_rowid=False,
)

lease = Table(
    "lease",
    metadata,
    Column("debtor_id", Text, primary_key=True),
    Column("granted_at", Moment, primary_key=True),  # by central's clock
    Column("holder", Text, nullable=False),  # login; empty in leases of earlier versions
    Column("taken_at", Moment, nullable=False),  # by the desk's clock
    Column("leased_until", Moment, nullable=False),
    Column("permits", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),  # nothing more is done under it
    Column("settled", Boolean, nullable=False),
    Column("complete", Boolean, nullable=False),  # every fact of the debtor is here
    Column("outstanding", Text, nullable=False),  # a JSON list, see outstanding.py
    sqlite_with_rowid=False,
)

cursor = Table(
    "cursor",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("store_epoch", Text, nullable=False),
    sqlite_with_rowid=False,
)

case_state = Table(
    "case_state",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("unfinished_by", Text),  # whose call has no outcome yet
    Column("status", Text),
    Column("queue", Text),
    Column("callback_at", Moment),
    Column("promise_due", Day),
    Column("attempts", Integer, nullable=False),
    Column("touched_at", Moment),  # last attempt or skip
    Column("open_workflows", Integer, nullable=False),
    Index("case_state_unfinished", "unfinished_by"),
    Index("case_state_open_workflows", "open_workflows"),
    sqlite_with_rowid=False,
)

recording_chain = Table(
    "recording_chain",
    metadata,
    Column("index", Integer, primary_key=True),
    Column("call_id", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("signature", Text, nullable=False),
    Column("uploaded", Boolean, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
)

search_entry = Table(
    "search_entry",
    metadata,
    Column("entry", Integer, primary_key=True),
    Column("case_id", Text, nullable=False, unique=True),
    Column("debtor_id", Text, nullable=False),
    Column("case_no", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("terms", Text, nullable=False),  # a JSON list, see search_terms.py
    Index("search_entry_debtor", "debtor_id"),
)

search_term = Table(
    "search_term",
    metadata,
    Column("term", Text, primary_key=True),
    Column("entry", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

search_flag = Table(
    "search_flag",
    metadata,
    Column("flag", Text, primary_key=True),
    Column("case_id", Text, primary_key=True),
    Column("until", Moment),
    Index("search_flag_case", "case_id"),
    sqlite_with_rowid=False,
)
