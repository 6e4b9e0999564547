-- Reservations. A debtor belongs to one desk from the grant to lease_until of its permit or its
-- settlement, whichever comes first; what became of app.work.agent meanwhile (returned, blocked,
-- moved) sets nobody else free to contact them. Permits that were never settled are told to whoever
-- has the debtor next: the desk that held them may have used every one, up to the last instant.

alter table app.permit
  add column medium text not null default 'call' check (medium in ('call', 'sms', 'email', 'letter')),
  add column desk text,  -- the store that asked, where it says so
  add column last_day date;  -- the last of the debtor's days on which it may have been used
update app.permit p
   set last_day = greatest(p.day,
         (least(p.lease_until, p.settled_at) at time zone w.zone)::date)
  from app.work w where w.debtor_id = p.debtor_id;
alter table app.permit alter column last_day set not null;
alter table app.permit add check (last_day >= day);
create index permit_unsettled on app.permit (debtor_id) where used is null;
create index permit_recent on app.permit (debtor_id, last_day);
create index fact_of_debtor on app.fact (debtor_id) where debtor_id is not null;

-- How many calls a debtor's permits stand for on `since` or later: those made, and those that may
-- have been. A permit that runs over midnight counts on both days.
create function app.spent(debtor uuid, since date) returns integer
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select coalesce(sum(coalesce(p.used, p.granted)), 0)::integer from app.permit p
         where p.debtor_id = debtor and p.last_day >= since and p.medium = 'call' $$;

-- Whether some desk may contact this debtor at this instant.
create function app.spoken_for(debtor uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select exists (select from app.permit p
         where p.debtor_id = debtor and p.used is null and p.lease_until > clock_timestamp()) $$;

update app.work w set used = least(w.cap, app.spent(w.debtor_id, w.day))
 where w.used is distinct from least(w.cap, app.spent(w.debtor_id, w.day));

-- As before, but never a debtor whom another desk may still contact, and never more permits than
-- are left on every day that the lease touches. `desk` names the store that asks.
drop function app.lease(integer);
create function app.lease(want integer, desk text default null)
  returns table (debtor_id uuid, granted_at timestamptz, granted smallint, valid_s integer)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  mine integer;
  held integer;
  chosen uuid[];
  ends timestamptz;
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

  -- Locked first and judged after: only a statement that begins with the lock in hand sees what
  -- whoever had it before has granted and settled.
  select array_agg(free.debtor_id) into chosen from (
    select w.debtor_id
      from app.work w,
           lateral (select (clock_timestamp() at time zone w.zone)::date as today) d
     where w.team = mine and w.agent is null and (w.day < d.today or w.used < w.cap)
       and not exists (select from app.permit p where p.debtor_id = w.debtor_id
                          and p.used is null and p.lease_until > clock_timestamp())
       and (w.day <> d.today - 1 or app.spent(w.debtor_id, d.today) < w.cap)
     order by w.turns, w.prio, w.debtor_id
     limit greatest(0, least(want, 100 - held)) for update of w skip locked) free;
  ends := clock_timestamp() + interval '2 hours';

  return query
  with free as materialized (
    select w.debtor_id, w.turns, w.prio, d.today, (ends at time zone w.zone)::date as last_day,
           w.cap, coalesce(s.spent, 0) as spent
      from app.work w,
           lateral (select (clock_timestamp() at time zone w.zone)::date as today) d,
           lateral (select sum(coalesce(p.used, p.granted))
                             filter (where p.last_day >= d.today and p.medium = 'call') as spent,
                           bool_or(p.used is null and p.lease_until > clock_timestamp()) as taken
                      from app.permit p
                     where p.debtor_id = w.debtor_id
                       and (p.last_day >= d.today or p.used is null)) s
     where w.debtor_id = any (chosen) and s.taken is not true),
  permits as (
    insert into app.permit (debtor_id, agent, granted, day, last_day, lease_until, desk)
    select f.debtor_id, session_user, least(3, f.cap - f.spent), f.today, f.last_day, ends,
           lease.desk
      from free f where f.spent < f.cap returning *),
  lent as (
    update app.work w
       set day = p.day, used = least(w.cap, f.spent + p.granted),
           agent = session_user, granted_at = p.granted_at, lease_until = p.lease_until
      from permits p join free f using (debtor_id) where w.debtor_id = p.debtor_id
    returning w.debtor_id)
  select p.debtor_id, p.granted_at, p.granted, 7200
    from permits p join lent using (debtor_id) join free f using (debtor_id)
   order by f.turns, f.prio, f.debtor_id;
end $$;

-- As before; a permit settled early was not used on the days after.
create or replace function app.settle(debtor uuid, granted_at timestamptz, attempts integer)
  returns boolean
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  p app.permit;
begin
  perform from app.work w where w.debtor_id = settle.debtor for update;  -- in lease()'s order
  select * into p from app.permit x
   where x.debtor_id = settle.debtor and x.granted_at = settle.granted_at
     and x.agent = session_user and x.used is null for update;
  if not found then
    return false;
  end if;
  if attempts is null or attempts not between 0 and p.granted then
    raise check_violation using message = 'more attempts than were granted';
  end if;
  update app.permit x
     set used = attempts, settled_at = clock_timestamp(),
         last_day = greatest(x.day, least(x.last_day,
           (select (clock_timestamp() at time zone w.zone)::date from app.work w
             where w.debtor_id = x.debtor_id)))
   where x.debtor_id = p.debtor_id and x.granted_at = p.granted_at;
  update app.work w set used = least(w.cap, app.spent(w.debtor_id, w.day))
   where w.debtor_id = p.debtor_id;
  update app.work w set agent = null, granted_at = null, lease_until = null,
                        turns = w.turns + case when p.medium = 'call' then least(attempts, 1) else 0 end
   where w.debtor_id = p.debtor_id and w.granted_at = p.granted_at;
  return true;
end $$;

-- Permits that this person's store `desk` was granted and has not settled. A store that does not
-- know one of them never heard of it, so it was not used.
create function app.open_permits(desk text)
  returns table (debtor_id uuid, granted_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select p.debtor_id, p.granted_at from app.permit p
         where p.agent = session_user and p.desk = open_permits.desk and p.used is null $$;

-- Permits of others, or of the caller at another desk, on debtors lent to the caller, that were
-- never settled: so many attempts that may have been made, between so many seconds ago.
create function app.outstanding()
  returns table (debtor_id uuid, granted_at timestamptz, medium text, attempts smallint,
                 since_s double precision, until_s double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select p.debtor_id, p.granted_at, p.medium, p.granted,
               extract(epoch from clock_timestamp() - p.granted_at)::double precision,
               extract(epoch from clock_timestamp() - p.lease_until)::double precision
          from app.work w join app.permit p on p.debtor_id = w.debtor_id
         where w.agent = session_user and p.used is null and p.granted_at <> w.granted_at $$;

-- Which facts there are about debtors lent to the caller, of whatever team, and the facts: a desk
-- must have them all before it may judge.
create function app.lent_fact_ids(debtors uuid[])
  returns table (debtor_id uuid, granted_at timestamptz, ids uuid[])
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select w.debtor_id, w.granted_at,
               array(select f.id from app.fact f where f.debtor_id = w.debtor_id)
          from app.work w where w.agent = session_user and w.debtor_id = any (debtors) $$;

create function app.lent_facts(ids uuid[])
  returns table (id uuid, case_id uuid, debtor_id uuid, actor name, occurred_at timestamptz,
                 body jsonb)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $$ select f.id, f.case_id, f.debtor_id, f.actor, f.occurred_at, f.body
          from app.fact f join app.work w on w.debtor_id = f.debtor_id
         where w.agent = session_user and f.id = any (ids) $$;

revoke all on function app.spent(uuid, date), app.spoken_for(uuid), app.lease(integer, text),
  app.open_permits(text), app.outstanding(), app.lent_fact_ids(uuid[]), app.lent_facts(uuid[])
  from public;
grant execute on function app.lease(integer, text), app.open_permits(text), app.outstanding(),
  app.lent_fact_ids(uuid[]), app.lent_facts(uuid[]) to desk_agent;
