-- What only an administrator may do, run before every migration and harmless when repeated:
-- the group roles, the schema, and what is taken away from everybody.
do $$
begin
  if not exists (select from pg_roles where rolname = 'desk_owner') then
    create role desk_owner nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'desk_agent') then
    create role desk_agent nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'desk_lead') then
    create role desk_lead nologin in role desk_agent;
  end if;
  if not exists (select from pg_roles where rolname = 'desk_messenger') then
    create role desk_messenger nologin;
  end if;
  if not pg_has_role(current_user, 'desk_owner', 'member') then
    execute format('grant desk_owner to %I', current_user);
  end if;
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to desk_agent, desk_messenger',
    current_database());
end $$;
revoke all on schema public from public;
create schema if not exists app authorization desk_owner;
grant usage on schema app to desk_agent, desk_messenger;
