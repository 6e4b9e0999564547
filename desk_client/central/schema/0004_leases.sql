-- Leases. A debtor is lent to one agent together with permits for contact attempts. Permits are
-- charged when granted and refunded when settled; a lease that ran out can be taken by another, but
-- its permits stay charged until they are settled or the day is over, because an agent who was
-- offline may have used them. So a cap can be under-used, never exceeded.

-- Lends up to `want` debtors of the caller's team, best first. No person holds more than 100. A
-- permit is known by its debtor and the moment it was granted.
create function app.lease(want integer)
  returns table (debtor_id uuid, granted_at timestamptz, granted smallint, valid_s integer)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  mine integer;
  held integer;
begin
  if want is null or want not between 1 and 50 then
    raise check_violation using message = 'a lease is for 1 to 50 debtors';
  end if;
  select a.team into mine from app.agent a
   where a.login = session_user and a.active for no key update;
  if mine is null then
    raise insufficient_privilege using message = 'this login is not on duty';
  end if;

  with over as (
    select w.debtor_id from app.work w
     where w.team = mine and w.agent is not null and w.lease_until < clock_timestamp()
     for update skip locked)
  update app.work w set agent = null, granted_at = null, lease_until = null
    from over where w.debtor_id = over.debtor_id;

  select count(*) into held from app.work w where w.agent = session_user;

  return query
  with free as materialized (
    select w.debtor_id, greatest(w.day, d.today) as day,
           least(3, w.cap - case when w.day >= d.today then w.used else 0 end)::smallint as granted
      from app.work w,
           lateral (select (clock_timestamp() at time zone w.zone)::date as today) d
     where w.team = mine and w.agent is null and (w.day < d.today or w.used < w.cap)
     order by w.turns, w.prio, w.debtor_id
     limit greatest(0, least(want, 100 - held)) for update of w skip locked),
  permits as (
    insert into app.permit (debtor_id, agent, granted, day, lease_until)
    select free.debtor_id, session_user, free.granted, free.day,
           clock_timestamp() + interval '2 hours'
      from free returning *),
  lent as (
    update app.work w
       set day = p.day, used = p.granted + case when w.day = p.day then w.used else 0 end,
           agent = session_user, granted_at = p.granted_at, lease_until = p.lease_until
      from permits p where w.debtor_id = p.debtor_id
    returning w.debtor_id)
  select p.debtor_id, p.granted_at, p.granted, 7200
    from permits p join lent using (debtor_id);
end $$;

-- The caller reports how many attempts of a permit were made; the rest is refunded and the debtor
-- is free again. A permit settled before, or another's, changes nothing (false).
create function app.settle(debtor uuid, granted_at timestamptz, attempts integer) returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  p app.permit;
begin
  select * into p from app.permit x
   where x.debtor_id = settle.debtor and x.granted_at = settle.granted_at
     and x.agent = session_user and x.used is null for update;
  if not found then
    return false;
  end if;
  if attempts is null or attempts not between 0 and p.granted then
    raise check_violation using message = 'more attempts than were granted';
  end if;
  update app.permit x set used = attempts, settled_at = clock_timestamp()
   where x.debtor_id = p.debtor_id and x.granted_at = p.granted_at;
  update app.work w set used = w.used - (p.granted - attempts)
   where w.debtor_id = p.debtor_id and w.day = p.day;
  update app.work w set agent = null, granted_at = null, lease_until = null,
                        turns = w.turns + least(attempts, 1)
   where w.debtor_id = p.debtor_id and w.granted_at = p.granted_at;
  return true;
end $$;

-- Gives every debtor back that the caller still holds; permits that were not settled stay charged.
create function app.return_leases() returns integer
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  freed integer;
begin
  update app.work w set agent = null, granted_at = null, lease_until = null
   where w.agent = session_user;
  get diagnostics freed = row_count;
  return freed;
end $$;

revoke all on function app.lease(integer), app.settle(uuid, timestamptz, integer),
  app.return_leases() from public;
grant execute on function app.lease(integer), app.settle(uuid, timestamptz, integer),
  app.return_leases() to desk_agent;
