-- Facts. A desk gives what happened; who says so, for which team, in which transaction and when it
-- arrived is stamped here, and no desk can write those columns.
create function app.me_team() returns integer
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select team from app.agent where login = session_user and active $$;

create function app.me_lead() returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select exists (
    select from app.agent where login = session_user and active and role = 'lead') $$;

create table app.fact (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z][a-z_]{0,39}$'),
  case_id uuid,
  debtor_id uuid,
  team integer not null default app.me_team(),
  actor name not null default session_user,
  occurred_at timestamptz not null,
  received_at timestamptz not null default clock_timestamp(),
  xid xid8 not null default pg_current_xact_id(),
  body jsonb not null check (jsonb_typeof(body) = 'object' and length(body::text) <= 100000)
);
create index fact_pull on app.fact (team, xid, id);
create index fact_of_case on app.fact (case_id) where case_id is not null;

-- An update of a reference row is a new version of it: desks that saw the old one pull it again.
create function app.stamp() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
  as $$ begin new.xid := pg_current_xact_id(); return new; end $$;

do $$
declare t text;
begin
  foreach t in array array['agent', 'campaign', 'debtor', 'contact_point', 'placed_case', 'debt',
                           'payment', 'work'] loop
    execute format('create trigger stamp before insert or update on app.%I
                    for each row execute function app.stamp()', t);
  end loop;
end $$;

-- Whether a desk that has seen the snapshot `seen` has not seen what transaction `wrote`. The planner
-- writes it out in place, so that the indexes on (team, xid) serve it.
create function app.unseen(wrote xid8, seen pg_snapshot) returns boolean
  language sql immutable parallel safe
  return wrote >= pg_snapshot_xmin(seen) and not pg_visible_in_snapshot(wrote, seen);
