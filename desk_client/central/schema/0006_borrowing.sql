-- The messenger. It stands beside central, writes to debtors of every team, and borrows one at a
-- time: the same lock and the same permits as a desk's lease, for minutes. Its facts go straight in,
-- for the debtor's own team, which reads them at its next pull.
do $$
declare t text;
begin
  foreach t in array array['agent', 'campaign', 'debtor', 'contact_point', 'placed_case', 'debt',
                           'payment', 'fact'] loop
    execute format('create policy of_all on app.%I for select to desk_messenger using (true)', t);
    execute format('grant select on app.%I to desk_messenger', t);
  end loop;
end $$;
create policy messenger on app.store_epoch for select to desk_messenger using (true);
grant select on app.store_epoch to desk_messenger;

create policy append_message on app.fact for insert to desk_messenger with check (
  actor = session_user
  and xid = pg_current_xact_id()
  and team = (select d.team from app.debtor d where d.debtor_id = fact.debtor_id));
grant insert (id, kind, case_id, debtor_id, team, occurred_at, body) on app.fact to desk_messenger;

-- One debtor, for one contact by `medium`, for `for_s` seconds. No row where a desk or another
-- messenger may contact them now: ask again later.
create function app.borrow_one(debtor uuid, medium text, for_s integer default 120)
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
   where w.debtor_id = borrow_one.debtor
     and (w.agent is null or w.lease_until < clock_timestamp())
     for update skip locked;
  if zone is null or app.spoken_for(borrow_one.debtor) then
    return;
  end if;
  ends := clock_timestamp() + make_interval(secs => for_s);
  return query
  with permit as (
    insert into app.permit (debtor_id, agent, granted, day, last_day, lease_until, medium)
    values (borrow_one.debtor, session_user, 1, (clock_timestamp() at time zone zone)::date,
            (ends at time zone zone)::date, ends, borrow_one.medium)
    returning *),
  lent as (
    update app.work w
       set agent = session_user, granted_at = p.granted_at, lease_until = p.lease_until
      from permit p where w.debtor_id = p.debtor_id returning w.granted_at)
  select lent.granted_at, for_s from lent;
end $$;

-- Free again at once; `attempts` is 1 where the message may have left. False where nothing was
-- borrowed, or it was given back before.
create function app.give_back_one(debtor uuid, granted_at timestamptz, attempts integer)
  returns boolean
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ select app.settle(debtor, granted_at, attempts) $$;

-- After a messenger died: its attempts are at central before anything leaves, so what it held is
-- settled by counting them. For one messenger a login.
create function app.give_back_left_open() returns integer
  language sql security definer set search_path = pg_catalog, pg_temp
  as $$ select count(*) filter (where app.settle(p.debtor_id, p.granted_at, p.made))::integer
          from (select x.debtor_id, x.granted_at, least(x.granted,
                       (select count(*) from app.fact f
                         where f.debtor_id = x.debtor_id and f.actor = session_user
                           and f.kind = 'message_attempted'
                           and f.received_at >= x.granted_at))::integer as made
                  from app.permit x
                 where x.agent = session_user and x.used is null) p $$;

revoke all on function app.borrow_one(uuid, text, integer),
  app.give_back_one(uuid, timestamptz, integer), app.give_back_left_open() from public;
grant execute on function app.borrow_one(uuid, text, integer),
  app.give_back_one(uuid, timestamptz, integer), app.give_back_left_open(), app.outstanding(),
  app.unseen(xid8, pg_snapshot) to desk_messenger;
