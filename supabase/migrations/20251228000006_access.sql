-- Who may do what. Supabase grants everything in `public` to its roles by default, so take it back first.
alter table public.story_types enable row level security;
alter table public.stories enable row level security;
alter table public.asset_generation_jobs enable row level security;
alter table public.generation_attempts enable row level security;

grant usage on schema public to anon, authenticated, service_role;
revoke all on public.story_types, public.stories, public.asset_generation_jobs, public.generation_attempts
  from anon, authenticated;
grant select on public.story_types to anon, authenticated;
grant select on public.stories, public.asset_generation_jobs to authenticated;
grant insert (id, library_id, creator_user_id, profile_id, parent_story_id, story_type_id, title, age_rating, metadata, status)
  on public.stories to authenticated;
grant all on public.story_types, public.stories, public.asset_generation_jobs, public.generation_attempts to service_role;

create policy story_types_read on public.story_types for select to anon, authenticated using (true);
create policy stories_owner_read on public.stories for select to authenticated
  using ((select auth.uid()) = creator_user_id);
create policy stories_owner_ask on public.stories for insert to authenticated
  with check ((select auth.uid()) = creator_user_id and status in ('draft', 'generating'));
create policy jobs_owner_read on public.asset_generation_jobs for select to authenticated
  using (exists (select from public.stories s where s.id = story_id and s.creator_user_id = (select auth.uid())));

do $$
declare
  writer text;
begin
  foreach writer in array array['record_assets(uuid, jsonb, jsonb, text)', 'record_asset(uuid, text, jsonb, jsonb)',
                                'stories_make_jobs()'] loop
    execute format('revoke execute on function public.%s from public, anon, authenticated', writer);
    execute format('grant execute on function public.%s to service_role', writer);
  end loop;
  -- where service_role could not be given BYPASSRLS it gets policies instead
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    create policy service_types on public.story_types for all to service_role using (true) with check (true);
    create policy service_stories on public.stories for all to service_role using (true) with check (true);
    create policy service_jobs on public.asset_generation_jobs for all to service_role using (true) with check (true);
    create policy service_attempts on public.generation_attempts for all to service_role using (true) with check (true);
  end if;
end $$;

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  if not exists (select from pg_publication_tables
                 where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = 'stories') then
    alter publication supabase_realtime add table public.stories;
  end if;
end $$;
