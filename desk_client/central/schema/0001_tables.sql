-- Reference rows come from the bank and are only read by desks; facts come from desks and are only
-- appended. Every row carries its team, which every policy and index leads with, and xid, the
-- transaction that wrote it last, by which desks pull what they have not seen.
create table app.store_epoch (
  only_row boolean primary key default true check (only_row),
  epoch uuid not null default gen_random_uuid()
);
insert into app.store_epoch default values;

create table app.agent (
  login name primary key,
  staff_no text not null unique,
  name text not null,
  role text not null check (role in ('agent', 'lead')),
  team integer not null,
  active boolean not null default true,
  xid xid8 not null default pg_current_xact_id()
);

create table app.campaign (
  campaign_id text primary key,
  name text not null,
  organisation text not null,
  mode text not null check (mode in ('preview', 'progressive')),
  callscript text not null,
  wrap_up_s integer not null check (wrap_up_s >= 0),
  undo_s integer not null check (undo_s >= 0),
  caller_id text not null,
  team integer not null,
  xid xid8 not null default pg_current_xact_id()
);

create table app.debtor (
  debtor_id uuid primary key,
  name text not null,
  language text not null check (language in ('zh', 'en')),
  region text not null,
  zone text not null,
  id_last4 text not null,
  birth_month text not null,
  district text not null,
  address text not null,
  team integer not null,
  xid xid8 not null default pg_current_xact_id()
);

create table app.contact_point (
  contact_point_id uuid primary key,
  debtor_id uuid not null references app.debtor,
  place text not null,
  value text not null,
  rank integer not null,
  role text not null,
  person text not null,
  team integer not null,
  xid xid8 not null default pg_current_xact_id()
);
create index contact_point_of on app.contact_point (debtor_id);

create table app.placed_case (
  case_id uuid primary key,
  case_no text not null,
  debtor_id uuid not null references app.debtor,
  campaign_id text not null references app.campaign,
  team integer not null,
  xid xid8 not null default pg_current_xact_id(),
  unique (team, case_no)
);
create index placed_case_of on app.placed_case (debtor_id);

create table app.debt (
  debt_id uuid primary key,
  case_id uuid not null references app.placed_case,
  product text not null,
  card_last4 text not null check (length(card_last4) <= 4),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  balance numeric(16, 2) not null check (balance >= 0),
  principal numeric(16, 2),
  interest numeric(16, 2),
  fees numeric(16, 2),
  minimum_due numeric(16, 2),
  due_date date not null,
  team integer not null,
  xid xid8 not null default pg_current_xact_id()
);
create index debt_of on app.debt (case_id);

create table app.payment (
  payment_id uuid primary key,
  case_id uuid not null references app.placed_case,
  debt_id uuid references app.debt,  -- null: the bank did not say for which
  amount numeric(16, 2) not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  paid_on date not null,
  reference text not null,
  team integer not null,
  xid xid8 not null default pg_current_xact_id()
);
create index payment_of on app.payment (case_id);

-- A debtor waiting to be worked, or lent to one agent until lease_until. Those worked less often go
-- first, then by prio. `used` counts contact attempts granted on `day` (the debtor's own calendar
-- day), refunded by settlement.
create table app.work (
  debtor_id uuid primary key references app.debtor,
  team integer not null,
  prio integer not null,
  turns integer not null default 0,
  zone text not null,
  cap smallint not null check (cap > 0),
  day date not null default '-infinity',
  used smallint not null default 0 check (used between 0 and cap),
  agent name,
  granted_at timestamptz,
  lease_until timestamptz,
  xid xid8 not null default pg_current_xact_id(),
  check ((agent is null) = (granted_at is null)),
  check ((agent is null) = (lease_until is null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
create index work_free on app.work (team, turns, prio, debtor_id) where agent is null;
create index work_lent on app.work (team, lease_until) where agent is not null;
create index work_of on app.work (agent) where agent is not null;

create table app.permit (
  debtor_id uuid not null references app.work,
  granted_at timestamptz not null default clock_timestamp(),
  agent name not null,
  granted smallint not null check (granted > 0),
  day date not null,
  lease_until timestamptz not null,
  used smallint check (used between 0 and granted),  -- null until settled
  settled_at timestamptz,
  primary key (debtor_id, granted_at)
);
create index permit_open on app.permit (agent) where used is null;

-- What a desk has not seen yet is found by team and transaction.
create index debtor_pull on app.debtor (team, xid);
create index contact_point_pull on app.contact_point (team, xid);
create index placed_case_pull on app.placed_case (team, xid);
create index debt_pull on app.debt (team, xid);
create index payment_pull on app.payment (team, xid);
