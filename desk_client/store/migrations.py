"""How the database came to its present shape: one script a version, in order, never edited once
shipped. The version lies in `user_version`. A newer file is refused, an older one is copied whole
(VACUUM INTO, encrypted like the original) before it is changed, and each step is one
transaction."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from desk_client.errors import StoreUnreadable

_FIRST = """
create table fact (
  id text primary key not null, kind text not null, case_id text, debtor_id text, call_id text,
  actor text not null, occurred_at bigint not null, body text not null
) without rowid;
create index fact_case on fact (case_id, occurred_at);
create index fact_debtor on fact (debtor_id, occurred_at);
create index fact_call on fact (call_id);
create index fact_day on fact (actor, occurred_at);
create table outbox (
  seq integer primary key not null, fact_id text not null unique, queued_at bigint not null,
  state text not null, reason text not null
);
create index outbox_state on outbox (state, seq);
create table debtor (
  debtor_id text primary key not null, name text not null, language text not null,
  region text not null, zone text not null, id_last4 text not null, birth_month text not null,
  district text not null, address text not null
) without rowid;
create table contact_point (
  contact_point_id text primary key not null, debtor_id text not null, place text not null,
  value text not null, rank integer not null, role text not null, person text not null
) without rowid;
create index contact_point_debtor on contact_point (debtor_id, rank);
create table placed_case (
  case_id text primary key not null, case_no text not null, debtor_id text not null,
  campaign_id text not null
) without rowid;
create index placed_case_no on placed_case (case_no);
create index placed_case_debtor on placed_case (debtor_id);
create table debt (
  debt_id text primary key not null, case_id text not null, product text not null,
  card_last4 text not null, currency text not null, balance text not null, principal text,
  interest text, fees text, minimum_due text, due_date text not null
) without rowid;
create index debt_case on debt (case_id);
create table payment (
  seq integer primary key not null, case_id text not null, debt_id text,
  amount text not null, currency text not null, paid_on text not null
);
create index payment_case on payment (case_id);
create table campaign (
  campaign_id text primary key not null, name text not null, organisation text not null,
  mode text not null, callscript text not null, wrap_up_s integer not null,
  undo_s integer not null, caller_id text not null, team integer not null
) without rowid;
create table agent (
  login text primary key not null, staff_no text not null, name text not null,
  role text not null, team integer not null
) without rowid;
create table lease (
  debtor_id text primary key not null, leased_until bigint not null, permits integer not null,
  used integer not null, granted_at bigint not null, settled boolean not null
) without rowid;
create table cursor (
  name text primary key not null, value text not null, store_epoch text not null
) without rowid;
create table case_state (
  case_id text primary key not null, state text not null, unfinished_by text, status text,
  queue text, callback_at bigint, promise_due text, attempts integer not null, touched_at bigint
) without rowid;
create index case_state_unfinished on case_state (unfinished_by);
create table recording_chain (
  "index" integer primary key not null, call_id text not null unique, path text not null,
  sha256 text not null, previous text not null, link text not null, signature text not null,
  uploaded boolean not null
);
create table setting (key text primary key not null, value text not null) without rowid;
"""

# a lease that ended stays beside the next one of the same debtor until central knows its use
_RESERVATIONS = """
alter table lease rename to lease_before;
create table lease (
  debtor_id text not null, granted_at bigint not null, holder text not null,
  taken_at bigint not null, leased_until bigint not null, permits integer not null,
  used integer not null, closed boolean not null, settled boolean not null,
  complete boolean not null, outstanding text not null,
  primary key (debtor_id, granted_at)
) without rowid;
insert into lease select debtor_id, granted_at, '', leased_until - 7170000000, leased_until,
  permits, used, settled, settled, 0, '[]' from lease_before;
drop table lease_before
"""

# the due list reads the few cases that owe an answer, not all of them
_WORKFLOWS = """
alter table case_state add column open_workflows integer not null default 0;
create index case_state_open_workflows on case_state (open_workflows)
"""

_SEARCH = """
create table search_entry (
  entry integer primary key not null, case_id text not null unique, debtor_id text not null,
  case_no text not null, name text not null, terms text not null
);
create index search_entry_debtor on search_entry (debtor_id);
create table search_term (
  term text not null, entry integer not null, primary key (term, entry)
) without rowid;
create table search_flag (
  flag text not null, case_id text not null, until bigint, primary key (flag, case_id)
) without rowid;
create index search_flag_case on search_flag (case_id)
"""

STEPS: tuple[str, ...] = (_FIRST, _RESERVATIONS, _WORKFLOWS, _SEARCH)


def version_of(connection: Connection) -> int:
    """How many steps this file has taken, 0 for an empty one."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def needed(connection: Connection, file: Path, steps: Sequence[str] = STEPS) -> int:
    """How many steps are missing; StoreUnreadable where the file is newer than this program."""
    version = version_of(connection)
    if version > len(steps):
        raise StoreUnreadable(
            f"{file} was written by a newer version of this program (schema {version}, known is "
            f"{len(steps)}); install that version (the database was left as it is)."
        )
    return len(steps) - version


def back_up(connection: Connection, file: Path) -> Path:
    """Copies the whole file beside itself, encrypted by the same key; outside a transaction."""
    copy = file.with_name(f"{file.stem}.v{version_of(connection)}.backup{file.suffix}")
    copy.unlink(missing_ok=True)
    connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
    return copy


def take_step(connection: Connection, version: int, steps: Sequence[str] = STEPS) -> None:
    """Brings the file from `version - 1` to `version` inside the caller's transaction."""
    for statement in steps[version - 1].split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {version:d}")
