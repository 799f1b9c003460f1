-- What each process may touch, where an operator gives each a login of its own: storytailor_api for the API,
-- storytailor_dagster for the daemon, the code server, the UI and runs. Both are groups that nobody signs in as. Whoever
-- migrates owns the tables and needs neither. docs/security.md says the same as a table, and a test holds both together.

-- Roles are the whole server's, and databases beside this one may make them at this very moment.
-- The API acts as its families and inherits nothing from them: as itself it sees no story.
do $$
begin
  begin
    create role storytailor_api nologin noinherit;
  exception when duplicate_object or unique_violation then null;
  end;
  begin
    create role storytailor_dagster nologin;
  exception when duplicate_object or unique_violation then null;
  end;
  if not pg_has_role('storytailor_api', 'authenticated', 'MEMBER') then
    begin
      grant authenticated to storytailor_api;
    exception when unique_violation then null;
    end;
  end if;
end $$;

-- What writes jobs for somebody who may not write them. Definers, so that the API can ask and delete and nothing else.

-- Canceled until it is asked for or claimed. The lock waits for whoever deletes the story just now.
create function public.make_missing_jobs(p_subject uuid, p_parts text[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.asset_generation_jobs (story_id, asset_type, status)
  select s.id, part, 'canceled' from public.stories s, unnest(p_parts) as part
  where s.id = p_subject
    and not exists (select from public.asset_generation_jobs j where j.subject_id = s.id and j.asset_type = part)
  for key share of s;
end $$;

-- Queues the parts (again) and fences off whoever works on them; a draft begins. False where there is none of them.
create function public.ask_parts(p_subject uuid, p_parts text[], p_priority text default null, p_note text default null)
returns boolean language plpgsql security definer set search_path = '' as $$
declare
  revision bigint;
  was_there boolean;
begin
  perform public.make_missing_jobs(p_subject, p_parts);
  with locked as materialized (
    select j.id from public.asset_generation_jobs j where j.subject_id = p_subject and j.asset_type = any (p_parts)
    order by array_position(public.all_assets(), j.asset_type) for update
  ), asked as (
    update public.asset_generation_jobs j set
      attempt = j.attempt + 1, status = 'queued', run_id = null, retry_count = 0, error_message = null,
      started_at = null, completed_at = null, lease_expires_at = null,
      priority = coalesce(p_priority, j.priority),
      metadata = j.metadata - 'objection' - 'refusals' - 'failure'
        || jsonb_strip_nulls(jsonb_build_object(
             'priority', coalesce(p_priority, j.priority),
             'objection', case when j.asset_type = p_parts[1] then p_note end))
    from locked where j.id = locked.id
    returning j.subject_id, j.asset_type
  )
  select public.record_parts(a.subject_id, jsonb_object_agg(
           a.asset_type,
           '{"startedAt": null, "completedAt": null, "error": null}'::jsonb || public.asset_waiting(a.asset_type)))
  into revision from asked a group by a.subject_id;
  was_there := found;
  update public.stories s set status = 'generating' where s.id = p_subject and s.status = 'draft';
  return was_there;
end $$;

-- Deletes a story or character and all that hangs on it. False where there was none.
create function public.forget_subject(p_subject uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  was_there boolean;
begin
  perform j.id from public.asset_generation_jobs j where j.subject_id = p_subject
  order by array_position(public.all_assets(), j.asset_type), j.id for update;
  delete from public.stories s where s.id = p_subject;
  was_there := found;
  delete from public.characters c where c.id = p_subject;
  return was_there or found;
end $$;

-- A run writes a story by this function alone, and no other column of it.
alter function public.record_parts(uuid, jsonb, jsonb, text) security definer;

do $$
declare
  writer text;
begin
  foreach writer in array array['make_missing_jobs(uuid, text[])', 'ask_parts(uuid, text[], text, text)',
                                'forget_subject(uuid)'] loop
    execute format('revoke execute on function public.%s from public, anon, authenticated', writer);
    execute format('grant execute on function public.%s to service_role', writer);
  end loop;
end $$;

grant usage on schema public to storytailor_api, storytailor_dagster;

grant execute on function public.ask_parts(uuid, text[], text, text), public.forget_subject(uuid) to storytailor_api;
grant select (id, creator_user_id), update (name, species, personality, traits, inclusivity_traits)
  on public.characters to storytailor_api;
grant select, insert, update on public.usage_counts to storytailor_api;
grant select, insert, update, delete on public.webhook_endpoints, public.webhook_deliveries to storytailor_api;

grant execute on function public.ask_parts(uuid, text[], text, text), public.make_missing_jobs(uuid, text[]),
  public.record_parts(uuid, jsonb, jsonb, text), public.record_part(uuid, text, jsonb, jsonb) to storytailor_dagster;
grant select, insert (id, creator_user_id, title, age_rating, metadata) on public.stories to storytailor_dagster;
grant select on public.characters to storytailor_dagster;
grant select, update (status, attempt, run_id, retry_count, error_message, started_at, completed_at, lease_expires_at,
                      cost, metadata) on public.asset_generation_jobs to storytailor_dagster;
grant select, insert, update (cost, outcome, units, unit, milliseconds, error_code, request_id, result_key)
  on public.generation_attempts to storytailor_dagster;
grant select, insert, update on public.spending to storytailor_dagster;
grant select, update (subject_id, cleared_at) on public.forgettings to storytailor_dagster;
grant select, insert, update, delete on public.run_pulses to storytailor_dagster;

-- Row level security hides every row from whoever has no policy. These are for whole tables: the grants above decide.
do $$
declare
  told record;
begin
  for told in
    select 'storytailor_api' as role, unnest(array['characters', 'usage_counts', 'webhook_endpoints', 'webhook_deliveries'])
      as name
    union all
    select 'storytailor_dagster', unnest(array['stories', 'characters', 'asset_generation_jobs', 'generation_attempts',
                                               'spending', 'forgettings', 'run_pulses'])
  loop
    execute format('create policy %I on public.%I for all to %I using (true) with check (true)',
                   told.role, told.name, told.role);
  end loop;
end $$;

-- Dagster's own tables: those that are there, and those that whoever migrates makes later.
create schema if not exists dagster;
grant usage on schema dagster to storytailor_dagster;
alter default privileges in schema dagster grant select, insert, update, delete on tables to storytailor_dagster;
alter default privileges in schema dagster grant usage on sequences to storytailor_dagster;
do $$
declare
  told record;
begin
  for told in select c.oid::regclass as name, c.relkind from pg_class c
              where c.relnamespace = 'dagster'::regnamespace and c.relkind in ('r', 'S')
                and pg_has_role(c.relowner, 'USAGE') loop
    execute format(case told.relkind when 'r' then 'grant select, insert, update, delete on table %s to storytailor_dagster'
                                     else 'grant usage on sequence %s to storytailor_dagster' end, told.name);
  end loop;
end $$;

-- So that a process can tell that the database is behind it.
do $$
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    grant usage on schema supabase_migrations to storytailor_api, storytailor_dagster;
    grant select (version) on supabase_migrations.schema_migrations to storytailor_api, storytailor_dagster;
  end if;
end $$;
