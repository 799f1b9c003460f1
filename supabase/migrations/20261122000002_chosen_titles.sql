-- A title that the text chose is replaced by the next text's; one that somebody gave, or gave later, stays. All else is as
-- it was.
create or replace function public.record_assets(p_story uuid, p_patches jsonb, p_columns jsonb default '{}', p_asset text default null)
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
    title = case when s.title = s.content #>> '{metadata,chosenTitle}' then coalesce(p_columns ->> 'title', s.title)
      else coalesce(nullif(s.title, ''), p_columns ->> 'title', s.title) end,
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
