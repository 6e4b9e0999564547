-- Cases handed over. A debtor that one agent gave to another is lent to nobody else for a day, and
-- comes first when the other asks for work; after that day anybody may have it, or an absence would
-- strand it. Only who holds the debtor may give it away (or a lead, or whoever it was meant for);
-- the withdrawal of the hand-over means it for the giver again, where nobody has it yet. Facts are
-- the truth: these columns follow them as they come in.
alter table app.work
  add column meant_for name,
  add column meant_until timestamptz,
  add check ((meant_for is null) = (meant_until is null));
create index work_meant on app.work (meant_for, meant_until) where meant_for is not null;

create function app.follow_hand_over() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  given app.fact;
begin
  if new.kind = 'case_handed_over' and new.body->>'to' is not null then
    update app.work w
       set meant_for = (new.body->>'to')::name, meant_until = clock_timestamp() + interval '1 day'
     where w.debtor_id = new.debtor_id and w.team = new.team
       and (w.agent = new.actor or w.meant_for = new.actor
            or exists (select from app.agent a where a.login = new.actor and a.role = 'lead'))
       and exists (select from app.agent a where a.login = (new.body->>'to')::name
                     and a.team = w.team and a.active);
  elsif new.kind = 'withdrawn' then
    select * into given from app.fact f
     where f.id = (new.body->>'fact_id')::uuid and f.kind = 'case_handed_over'
       and f.actor = new.actor;
    if found then
      update app.work w set meant_for = new.actor
       where w.debtor_id = given.debtor_id and w.team = new.team
         and w.meant_for = (given.body->>'to')::name
         and (w.agent is null or w.agent = new.actor);
    end if;
  end if;
  return null;
end $$;
create trigger follow_hand_over after insert on app.fact for each row
  when (new.kind in ('case_handed_over', 'withdrawn')) execute function app.follow_hand_over();
revoke all on function app.follow_hand_over() from public;

-- What the team knows is proposed by anybody and said by leads only.
create policy leads_publish on app.fact as restrictive for insert to desk_agent with check (
  (kind <> 'knowledge_withdrawn'
   and (kind <> 'knowledge_written' or (body->>'published')::boolean is not true))
  or (select app.me_lead()));

-- As before, but those meant for the caller first, and none that is meant for another.
create or replace function app.lease(want integer, desk text default null)
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
  select coalesce(array_agg(free.debtor_id), '{}') into chosen from (
    select w.debtor_id
      from app.work w,
           lateral (select (clock_timestamp() at time zone w.zone)::date as today) d
     where w.team = mine and w.agent is null and w.meant_for = session_user and w.meant_until > clock_timestamp()
       and (w.day < d.today or w.used < w.cap)
       and not exists (select from app.permit p where p.debtor_id = w.debtor_id
                          and p.used is null and p.lease_until > clock_timestamp())
       and (w.day <> d.today - 1 or app.spent(w.debtor_id, d.today) < w.cap)
     order by w.turns, w.prio, w.debtor_id
     limit greatest(0, least(want, 100 - held)) for update of w skip locked) free;
  select chosen || coalesce(array_agg(free.debtor_id), '{}') into chosen from (
    select w.debtor_id
      from app.work w,
           lateral (select (clock_timestamp() at time zone w.zone)::date as today) d
     where w.team = mine and w.agent is null and (w.meant_for is null or w.meant_until < clock_timestamp())
       and (w.day < d.today or w.used < w.cap)
       and not exists (select from app.permit p where p.debtor_id = w.debtor_id
                          and p.used is null and p.lease_until > clock_timestamp())
       and (w.day <> d.today - 1 or app.spent(w.debtor_id, d.today) < w.cap)
     order by w.turns, w.prio, w.debtor_id
     limit greatest(0, least(want, 100 - held) - cardinality(chosen)) for update of w skip locked) free;
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
