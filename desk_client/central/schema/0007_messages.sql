-- Messages that wait, found by their moment without reading every fact. Facts are the truth: this
-- table follows them as they come in and could be made again from them.
create table app.message (
  message_id text primary key check (length(message_id) <= 100),
  order_id uuid not null unique,
  case_id uuid not null,
  debtor_id uuid not null,
  team integer not null,
  ordered_at timestamptz not null,
  due timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'left', 'ended', 'withdrawn')),
  handed_as text[] not null default '{}'
);
create index message_due on app.message (due) where state = 'waiting';
create index message_handed on app.message using gin (handed_as);

create index fact_outcomes on app.fact (received_at) where kind = 'outcome_logged';

alter table app.message enable row level security;
alter table app.message force row level security;
revoke all on app.message from public;
create policy own on app.message to desk_owner using (true) with check (true);
create policy of_all on app.message to desk_messenger using (true) with check (true);
grant select, update (due) on app.message to desk_messenger;

create function app.follow_message() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  named text := new.body->>'message_id';
begin
  if new.kind = 'message_ordered' and new.debtor_id is not null and new.case_id is not null then
    insert into app.message (message_id, order_id, case_id, debtor_id, team, ordered_at, due)
    values (named, new.id, new.case_id, new.debtor_id, new.team, new.occurred_at,
            coalesce((new.body->>'not_before')::timestamptz, new.occurred_at))
    on conflict do nothing;
  elsif new.kind = 'message_attempted' then
    update app.message set state = 'left' where message_id = named and debtor_id = new.debtor_id;
  elsif new.kind = 'message_handed' then
    update app.message
       set handed_as = array(select jsonb_array_elements_text(new.body->'handed_as'))
     where message_id = named and debtor_id = new.debtor_id;
  elsif new.kind = 'message_failed' then
    update app.message
       set state = case when new.body->>'again_at' is null then 'ended' else 'waiting' end,
           due = coalesce((new.body->>'again_at')::timestamptz, due)
     where message_id = named and debtor_id = new.debtor_id;
  elsif new.kind = 'withdrawn' then
    update app.message set state = 'withdrawn'
     where order_id = (new.body->>'fact_id')::uuid and state = 'waiting';
  end if;
  return null;
end $$;
create trigger follow_message after insert on app.fact for each row
  when (new.kind like 'message\_%' or new.kind = 'withdrawn') execute function app.follow_message();
revoke all on function app.follow_message() from public;

-- What became of a message only the messenger can know.
create policy what_desks_cannot_know on app.fact as restrictive for insert to desk_agent with check (
  kind not in ('message_attempted', 'message_handed', 'message_delivered', 'message_failed',
               'message_answered', 'record_erased'));

-- As borrow_one, for a message that a desk ordered under its own lease, while that lease runs: the
-- desk counts the order from the moment it was written, so it need not give the debtor back first.
-- The desk keeps its lease; whoever comes after it waits for this loan too.
create function app.borrow_under(
    debtor uuid, medium text, lease_granted_at timestamptz, for_s integer default 120)
  returns table (granted_at timestamptz, valid_s integer)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  zone text;
  ends timestamptz;
begin
  if for_s is null or for_s not between 10 and 900 then
    raise check_violation using message = 'one is borrowed for 10 to 900 seconds';
  end if;
  select w.zone into zone from app.work w
   where w.debtor_id = borrow_under.debtor and w.granted_at = borrow_under.lease_granted_at
     and w.lease_until > clock_timestamp()
     for update skip locked;
  if zone is null or exists (
      select from app.permit p
       where p.debtor_id = borrow_under.debtor and p.used is null
         and p.lease_until > clock_timestamp()
         and p.granted_at <> borrow_under.lease_granted_at) then
    return;
  end if;
  ends := clock_timestamp() + make_interval(secs => for_s);
  return query
  insert into app.permit (debtor_id, agent, granted, day, last_day, lease_until, medium)
  values (borrow_under.debtor, session_user, 1, (clock_timestamp() at time zone zone)::date,
          (ends at time zone zone)::date, ends, borrow_under.medium)
  returning permit.granted_at, for_s;
end $$;

-- Permits on a debtor that were never settled, beside the desk's running lease and one's own loan.
create function app.outstanding_beside(
    debtor uuid, lease_granted_at timestamptz, loan_granted_at timestamptz)
  returns table (debtor_id uuid, granted_at timestamptz, medium text, attempts smallint,
                 since_s double precision, until_s double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select p.debtor_id, p.granted_at, p.medium, p.granted,
               extract(epoch from clock_timestamp() - p.granted_at)::double precision,
               extract(epoch from clock_timestamp() - p.lease_until)::double precision
          from app.permit p
         where p.debtor_id = outstanding_beside.debtor and p.used is null
           and p.granted_at not in (lease_granted_at, loan_granted_at) $$;
revoke all on function app.borrow_under(uuid, text, timestamptz, integer),
  app.outstanding_beside(uuid, timestamptz, timestamptz) from public;
grant execute on function app.borrow_under(uuid, text, timestamptz, integer),
  app.outstanding_beside(uuid, timestamptz, timestamptz) to desk_messenger;
