-- Jobs and calls belong to a story or to a character. Both are made by the same machinery: what it works on is the subject,
-- whose id is `subject_id`. A story's parts and a character's have different names, so a part's name says which of the two.
create function public.character_assets() returns text[] language sql immutable parallel safe set search_path = '' as $$
  select array['headshot', 'body']
$$;

-- Every part of every subject, in the order in which their jobs are locked.
create function public.all_assets() returns text[] language sql immutable parallel safe set search_path = '' as $$
  select public.story_assets() || public.character_assets()
$$;

alter table public.asset_generation_jobs
  alter column story_id drop not null,
  add column character_id uuid references public.characters (id) on delete cascade,
  add column subject_id uuid generated always as (coalesce(story_id, character_id)) stored,
  add constraint jobs_of_one_subject check (num_nonnulls(story_id, character_id) = 1),
  drop constraint asset_generation_jobs_asset_type_check,
  add constraint asset_generation_jobs_asset_type_check check (
    (asset_type = any (public.character_assets())) = (character_id is not null)
    and (asset_type = any (public.all_assets()) or asset_type in ('webvtt', 'qr', 'color_palettes', 'music', 'sfx')));
create unique index jobs_by_subject on public.asset_generation_jobs (subject_id, asset_type);
create index jobs_by_character on public.asset_generation_jobs (character_id) where character_id is not null;
drop index public.jobs_queue;
create index jobs_queue on public.asset_generation_jobs
  ((case priority when 'urgent' then 0 when 'high' then 1 else 2 end), created_at, subject_id) where status = 'queued';

alter table public.generation_attempts
  alter column story_id drop not null,
  add column character_id uuid references public.characters (id) on delete cascade,
  add column subject_id uuid generated always as (coalesce(story_id, character_id)) stored,
  add constraint attempts_of_one_subject check (num_nonnulls(story_id, character_id) = 1);
create index attempts_by_subject on public.generation_attempts (subject_id, asset_type, attempt);
create index attempts_by_character on public.generation_attempts (character_id) where character_id is not null;
drop index public.attempts_by_digest;
create index attempts_by_digest on public.generation_attempts (subject_id, digest) where outcome = 'asked';

drop policy jobs_owner_read on public.asset_generation_jobs;
create policy jobs_owner_read on public.asset_generation_jobs for select to authenticated using (
  exists (select from public.stories s where s.id = story_id and s.creator_user_id = (select auth.uid()))
  or exists (select from public.characters c where c.id = character_id and c.creator_user_id = (select auth.uid())));

-- One id is one subject's. Definer, because nobody may see whether another family's row has it.
create function public.subject_id_is_free() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_table_name = 'stories' and exists (select from public.characters c where c.id = new.id)
    or tg_table_name = 'characters' and exists (select from public.stories s where s.id = new.id) then
    raise exception 'this id is taken' using errcode = 'unique_violation';
  end if;
  return new;
end $$;
create trigger stories_id_is_free before insert on public.stories
  for each row execute function public.subject_id_is_free();
create trigger characters_id_is_free before insert on public.characters
  for each row execute function public.subject_id_is_free();

-- A character's statuses, and one portrait's results, in one update. Returns the new revision; null where there is none.
create function public.record_portraits(p_character uuid, p_patches jsonb, p_columns jsonb default '{}', p_asset text default null)
returns bigint language plpgsql set search_path = '' as $$
declare
  unknown text;
  new_revision bigint;
begin
  select string_agg(k, ', ') into unknown from jsonb_object_keys(p_columns) as k
  where k <> all (array['reference_image', 'appearance_url', 'color_palette']);
  if unknown is not null then
    raise exception 'not a result column: %', unknown using errcode = 'undefined_column';
  end if;
  update public.characters c set
    asset_generation_status = jsonb_set(
      c.asset_generation_status, '{assets}', public.assets_merged(c.asset_generation_status -> 'assets', p_patches)),
    reference_images = case when p_columns ? 'reference_image'
      then coalesce(c.reference_images, '{}') || jsonb_build_object(p_asset, p_columns -> 'reference_image')
      else c.reference_images end,
    appearance_url = coalesce(p_columns ->> 'appearance_url', c.appearance_url),
    color_palette = coalesce(p_columns -> 'color_palette', c.color_palette)
  where c.id = p_character
  returning c.revision into new_revision;
  return new_revision;
end $$;

-- The one writer of a status object, whosever it is.
create function public.record_parts(p_subject uuid, p_patches jsonb, p_columns jsonb default '{}', p_asset text default null)
returns bigint language sql set search_path = '' as $$
  select case when p_patches ?| public.character_assets()
    then public.record_portraits(p_subject, p_patches, p_columns, p_asset)
    else public.record_assets(p_subject, p_patches, p_columns, p_asset) end
$$;
create function public.record_part(p_subject uuid, p_asset text, p_status jsonb, p_columns jsonb default '{}')
returns bigint language sql set search_path = '' as $$
  select public.record_parts(p_subject, jsonb_build_object(p_asset, p_status), p_columns, p_asset)
$$;

create function public.characters_begin() returns trigger language plpgsql set search_path = '' as $$
begin
  new.asset_generation_status := jsonb_build_object('overall', 'generating', 'assets', (
    select jsonb_object_agg(asset, public.asset_waiting(asset)) from unnest(public.character_assets()) as asset));
  new.asset_generation_started_at := coalesce(new.asset_generation_started_at, clock_timestamp());
  return new;
end $$;
create trigger characters_begin before insert on public.characters
  for each row execute function public.characters_begin();

-- Sums up a subject's parts. A story with some of its parts is ready; a character is ready when it is whole.
create function public.sum_up() returns trigger language plpgsql set search_path = '' as $$
declare
  overall text;
begin
  new.revision := old.revision + 1;
  if new.asset_generation_status is not distinct from old.asset_generation_status
    or new.asset_generation_status -> 'assets' = '{}' then
    return new;
  end if;
  overall := public.story_overall(new.asset_generation_status -> 'assets');
  new.asset_generation_status := jsonb_set(new.asset_generation_status, '{overall}', to_jsonb(overall));
  if overall = 'generating' then
    if old.asset_generation_completed_at is not null or new.asset_generation_started_at is null then
      new.asset_generation_started_at := clock_timestamp();
    end if;
    new.asset_generation_completed_at := null;
  elsif old.asset_generation_completed_at is null then
    new.asset_generation_completed_at := clock_timestamp();
  end if;
  if tg_table_name = 'characters' then
    new.status := case overall when 'partial' then 'failed' else overall end;
  elsif new.status not in ('draft', 'archived') then
    new.status := case overall when 'partial' then 'ready' else overall end;
    new.finalized_at := case new.status when 'ready' then coalesce(new.finalized_at, clock_timestamp()) end;
  end if;
  return new;
end $$;
-- Fires after stories_begin_draft: triggers of a kind fire in the order of their names.
drop trigger stories_sum_up on public.stories;
drop function public.stories_sum_up();
create trigger stories_sum_up before update on public.stories for each row execute function public.sum_up();
create trigger characters_sum_up before update on public.characters for each row execute function public.sum_up();

-- The jobs of a subject that begins: queued where the status object holds the asset, canceled where it was not asked for.
-- Definer, because a family that inserts its story or character may not write jobs.
create function public.make_jobs() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  wanted text := case when new.metadata ->> 'priority' in ('high', 'urgent') then new.metadata ->> 'priority' else 'normal' end;
  is_story boolean := tg_table_name = 'stories';
begin
  insert into public.asset_generation_jobs (story_id, character_id, asset_type, status, priority, metadata)
  select case when is_story then new.id end, case when not is_story then new.id end, asset,
         case when new.asset_generation_status -> 'assets' ? asset then 'queued' else 'canceled' end,
         wanted, jsonb_build_object('priority', wanted)
  from unnest(case when is_story then public.story_assets() else public.character_assets() end) as asset;
  return null;
end $$;
drop trigger stories_make_jobs on public.stories;
drop trigger stories_make_draft_jobs on public.stories;
drop function public.stories_make_jobs();
create trigger stories_make_jobs after insert on public.stories
  for each row when (new.status = 'generating') execute function public.make_jobs();
create trigger stories_make_draft_jobs after update on public.stories
  for each row when (old.status = 'draft' and new.status = 'generating') execute function public.make_jobs();
create trigger characters_make_jobs after insert on public.characters
  for each row execute function public.make_jobs();

-- Others insert jobs too: what is there already is absorbed, and what nobody makes is said to be canceled.
create or replace function public.jobs_absorb() returns trigger language plpgsql set search_path = '' as $$
begin
  if exists (select from public.asset_generation_jobs j
             where j.subject_id = coalesce(new.story_id, new.character_id) and j.asset_type = new.asset_type) then
    return null;
  end if;
  if new.asset_type <> all (public.all_assets()) then
    new.status := 'canceled';
    new.error_message := format('%s is not made by this system', new.asset_type);
  end if;
  if new.priority = 'normal' and new.metadata ->> 'priority' in ('high', 'urgent') then
    new.priority := new.metadata ->> 'priority';
  end if;
  return new;
end $$;

do $$
declare
  writer text;
begin
  foreach writer in array array['record_portraits(uuid, jsonb, jsonb, text)', 'record_parts(uuid, jsonb, jsonb, text)',
                                'record_part(uuid, text, jsonb, jsonb)', 'make_jobs()', 'subject_id_is_free()'] loop
    execute format('revoke execute on function public.%s from public, anon, authenticated', writer);
    execute format('grant execute on function public.%s to service_role', writer);
  end loop;
end $$;
