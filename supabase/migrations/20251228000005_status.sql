-- How a story's status object begins, changes and sums up. Pure functions first, then the one writer, then triggers.

create function public.story_assets() returns text[] language sql immutable parallel safe set search_path = '' as $$
  select array['content', 'cover', 'scene_1', 'scene_2', 'scene_3', 'scene_4', 'audio', 'activities', 'pdf']
$$;

-- The assets a request asks for: the text always; generateAssets false, or a list of assets, narrows the rest.
create function public.story_asked(metadata jsonb) returns text[] language sql immutable parallel safe
set search_path = '' as $$
  select case
    when metadata -> 'generateAssets' = 'false' then array['content']
    when jsonb_typeof(metadata -> 'generateAssets') = 'array' then array(
      select a from unnest(public.story_assets()) with ordinality as t (a, n)
      where a = 'content' or metadata -> 'generateAssets' ? a order by n)
    else public.story_assets()
  end
$$;

create function public.iso_time(at timestamptz) returns text language sql immutable parallel safe set search_path = '' as $$
  select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- An asset that waits. The text counts as being made from the moment it is asked for.
create function public.asset_waiting(asset text) returns jsonb language sql immutable parallel safe set search_path = '' as $$
  select jsonb_build_object('status', case asset when 'content' then 'generating' else 'pending' end, 'progress', 0)
$$;

create function public.story_overall(assets jsonb) returns text language sql immutable parallel safe set search_path = '' as $$
  select case
    when count(*) filter (where v ->> 'status' in ('pending', 'generating', 'retrying')) > 0 then 'generating'
    when count(*) = count(*) filter (where v ->> 'status' = 'ready') then 'ready'
    when bool_or(k = 'content' and v ->> 'status' = 'failed')
      or count(*) filter (where v ->> 'status' = 'ready') = 0 then 'failed'
    else 'partial'
  end
  from jsonb_each(assets) as e (k, v)
$$;

-- Merges {asset: patch} into the assets; a null in a patch removes its key.
create function public.assets_merged(assets jsonb, patches jsonb) returns jsonb language sql immutable parallel safe
set search_path = '' as $$
  select assets || coalesce(jsonb_object_agg(k, jsonb_strip_nulls(coalesce(assets -> k, '{}') || v)), '{}')
  from jsonb_each(patches) as e (k, v)
$$;

create function public.scenes_with(urls text[], scene int, url text) returns text[] language sql immutable parallel safe
set search_path = '' as $$
  select array_agg(case n when scene then url else urls[n] end order by n) from generate_series(1, 4) as n
$$;

-- Several assets' statuses, and one asset's results, in one update. Returns the new revision; null where there is no story.
create function public.record_assets(p_story uuid, p_patches jsonb, p_columns jsonb default '{}', p_asset text default null)
returns bigint language plpgsql set search_path = '' as $$
declare
  unknown text;
  new_revision bigint;
begin
  select string_agg(k, ', ') into unknown from jsonb_object_keys(p_columns) as k
  where k <> all (array['content', 'title', 'cover_art_url', 'scene_art_url', 'audio_url', 'webvtt_url', 'audio_voice_id',
    'audio_duration', 'audio_words', 'audio_blocks', 'activities', 'pdf_url', 'pdf_pages', 'pdf_file_size', 'hue']);
  if unknown is not null then
    raise exception 'not a result column: %', unknown using errcode = 'undefined_column';
  end if;
  if p_columns ? 'scene_art_url' and p_asset !~ '^scene_[1-4]$' then
    raise exception 'scene_art_url belongs to a scene' using errcode = 'invalid_parameter_value';
  end if;
  update public.stories s set
    asset_generation_status = jsonb_set(
      s.asset_generation_status, '{assets}', public.assets_merged(s.asset_generation_status -> 'assets', p_patches)),
    title = coalesce(nullif(s.title, ''), p_columns ->> 'title', s.title),
    content = coalesce(p_columns -> 'content', s.content),
    cover_art_url = coalesce(p_columns ->> 'cover_art_url', s.cover_art_url),
    scene_art_urls = case when p_columns ? 'scene_art_url'
      then public.scenes_with(s.scene_art_urls, right(p_asset, 1)::int, p_columns ->> 'scene_art_url')
      else s.scene_art_urls end,
    audio_url = coalesce(p_columns ->> 'audio_url', s.audio_url),
    webvtt_url = coalesce(p_columns ->> 'webvtt_url', s.webvtt_url),
    audio_voice_id = coalesce(p_columns ->> 'audio_voice_id', s.audio_voice_id),
    audio_duration = coalesce((p_columns ->> 'audio_duration')::numeric, s.audio_duration),
    audio_words = coalesce(p_columns -> 'audio_words', s.audio_words),
    audio_blocks = coalesce(p_columns -> 'audio_blocks', s.audio_blocks),
    activities = coalesce(p_columns -> 'activities', s.activities),
    pdf_url = coalesce(p_columns ->> 'pdf_url', s.pdf_url),
    pdf_pages = coalesce((p_columns ->> 'pdf_pages')::int, s.pdf_pages),
    pdf_file_size = coalesce((p_columns ->> 'pdf_file_size')::bigint, s.pdf_file_size),
    hue_extracted_colors = s.hue_extracted_colors || coalesce(p_columns -> 'hue', '{}')
  where s.id = p_story
  returning s.revision into new_revision;
  return new_revision;
end $$;

create function public.record_asset(p_story uuid, p_asset text, p_status jsonb, p_columns jsonb default '{}')
returns bigint language sql set search_path = '' as $$
  select public.record_assets(p_story, jsonb_build_object(p_asset, p_status), p_columns, p_asset)
$$;

-- A story that is to be made begins with what its request asks for. A draft begins when its status says so.
create function public.stories_begin() returns trigger language plpgsql set search_path = '' as $$
begin
  new.asset_generation_status := jsonb_build_object('overall', 'generating', 'assets', (
    select jsonb_object_agg(asset, public.asset_waiting(asset)) from unnest(public.story_asked(new.metadata)) as asset));
  new.asset_generation_started_at := coalesce(new.asset_generation_started_at, clock_timestamp());
  return new;
end $$;
create trigger stories_begin before insert on public.stories
  for each row when (new.status = 'generating') execute function public.stories_begin();
create trigger stories_begin_draft before update on public.stories
  for each row when (old.status = 'draft' and new.status = 'generating'
    and new.asset_generation_status -> 'assets' = '{}') execute function public.stories_begin();

-- Fires after stories_begin_draft: triggers of a kind fire in the order of their names.
create function public.stories_sum_up() returns trigger language plpgsql set search_path = '' as $$
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
  if new.status not in ('draft', 'archived') then
    new.status := case overall when 'partial' then 'ready' else overall end;
    new.finalized_at := case new.status when 'ready' then coalesce(new.finalized_at, clock_timestamp()) end;
  end if;
  return new;
end $$;
create trigger stories_sum_up before update on public.stories
  for each row execute function public.stories_sum_up();

-- The nine jobs of a story that begins: queued where the status object holds the asset, canceled where it was not asked for.
-- Definer, because a family that inserts its story may not write jobs.
create function public.stories_make_jobs() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  wanted text := case when new.metadata ->> 'priority' in ('high', 'urgent') then new.metadata ->> 'priority' else 'normal' end;
begin
  insert into public.asset_generation_jobs (story_id, asset_type, status, priority, metadata)
  select new.id, asset,
         case when new.asset_generation_status -> 'assets' ? asset then 'queued' else 'canceled' end,
         wanted, jsonb_build_object('priority', wanted)
  from unnest(public.story_assets()) as asset;
  return null;
end $$;
create trigger stories_make_jobs after insert on public.stories
  for each row when (new.status = 'generating') execute function public.stories_make_jobs();
create trigger stories_make_draft_jobs after update on public.stories
  for each row when (old.status = 'draft' and new.status = 'generating') execute function public.stories_make_jobs();

-- Others insert jobs too: what is there already is absorbed, and what nobody makes is said to be canceled.
create function public.jobs_absorb() returns trigger language plpgsql set search_path = '' as $$
begin
  if exists (select from public.asset_generation_jobs j where j.story_id = new.story_id and j.asset_type = new.asset_type) then
    return null;
  end if;
  if new.asset_type <> all (public.story_assets()) then
    new.status := 'canceled';
    new.error_message := format('%s is not made by this system', new.asset_type);
  end if;
  if new.priority = 'normal' and new.metadata ->> 'priority' in ('high', 'urgent') then
    new.priority := new.metadata ->> 'priority';
  end if;
  return new;
end $$;
create trigger jobs_absorb before insert on public.asset_generation_jobs
  for each row execute function public.jobs_absorb();

-- A job that others queue for an asset nobody asked for is asked for from now on.
create function public.jobs_ask() returns trigger language plpgsql set search_path = '' as $$
begin
  perform public.record_asset(s.id, new.asset_type, public.asset_waiting(new.asset_type)) from public.stories s
  where s.id = new.story_id and not s.asset_generation_status -> 'assets' ? new.asset_type;
  return null;
end $$;
create trigger jobs_ask after insert on public.asset_generation_jobs
  for each row when (new.status = 'queued') execute function public.jobs_ask();

-- The feed: which row and which revision, never the row itself (a payload ends at 8,000 bytes).
create function public.stories_notify() returns trigger language plpgsql set search_path = '' as $$
declare
  changed public.stories := case tg_op when 'DELETE' then old else new end;
begin
  perform pg_catalog.pg_notify('storytailor_changes', json_build_object(
    'table', tg_table_name, 'type', tg_op, 'id', changed.id, 'rev', changed.revision)::text);
  return null;
end $$;
create trigger stories_notify after insert or update or delete on public.stories
  for each row execute function public.stories_notify();
