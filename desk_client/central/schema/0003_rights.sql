-- Who may do what. Nothing is granted to anybody but the two group roles; row-level security is
-- forced, so that even the owner's own functions see rows only through a policy. The subselect
-- around me_team() makes it one look-up a query instead of one a row.
do $$
declare t text;
begin
  foreach t in array array['store_epoch', 'agent', 'campaign', 'debtor', 'contact_point',
                           'placed_case', 'debt', 'payment', 'work', 'permit', 'fact'] loop
    execute format('alter table app.%I enable row level security', t);
    execute format('alter table app.%I force row level security', t);
    execute format('revoke all on app.%I from public', t);
    execute format('create policy own on app.%I to desk_owner using (true) with check (true)', t);
  end loop;
  foreach t in array array['agent', 'campaign', 'debtor', 'contact_point', 'placed_case', 'debt',
                           'payment', 'fact'] loop
    execute format('create policy of_team on app.%I for select to desk_agent
                    using (team = (select app.me_team()))', t);
    execute format('grant select on app.%I to desk_agent', t);
  end loop;
end $$;

create policy everybody on app.store_epoch for select to desk_agent using (true);
grant select on app.store_epoch to desk_agent;

-- One's own leases; what others hold, and all permits, stay unseen.
create policy own_leases on app.work for select to desk_agent
  using (agent = session_user and team = (select app.me_team()));
grant select on app.work to desk_agent;

create policy append on app.fact for insert to desk_agent with check (
  actor = session_user
  and team = (select app.me_team())
  and xid = pg_current_xact_id());
grant insert (id, kind, case_id, debtor_id, occurred_at, body) on app.fact to desk_agent;

revoke all on function app.me_team(), app.me_lead(), app.stamp(), app.unseen(xid8, pg_snapshot)
  from public;
grant execute on function app.me_team(), app.me_lead(), app.unseen(xid8, pg_snapshot)
  to desk_agent;
