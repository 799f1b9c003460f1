-- A row is a request and what has become of it. The request: title, age_rating and `metadata`, which holds the
-- public body's own fields (storyType, theme, storyIdea, hero, generateAssets, priority, ...). The rest is made.
create table public.stories (
  id uuid primary key default gen_random_uuid(),
  library_id uuid,
  creator_user_id uuid not null,
  profile_id uuid,
  parent_story_id uuid,
  story_type_id uuid references public.story_types (id) on delete set null,
  title text,
  age_rating int,
  metadata jsonb not null default '{}',
  status text not null default 'generating' check (status in ('draft', 'generating', 'ready', 'failed', 'archived')),
  asset_generation_status jsonb not null default '{"overall": "pending", "assets": {}}',
  asset_generation_started_at timestamptz,
  asset_generation_completed_at timestamptz,
  content jsonb not null default '{}',
  cover_art_url text,
  scene_art_urls text[],
  color_palettes jsonb,
  audio_url text,
  webvtt_url text,
  audio_voice_id text,
  audio_duration numeric,
  audio_words jsonb,
  audio_blocks jsonb,
  audio_sfx_url text,
  audio_sfx_cues jsonb,
  spatial_audio_tracks jsonb,
  activities jsonb,
  pdf_url text,
  pdf_pages int,
  pdf_file_size bigint,
  qr_code_url text,
  qr_public_url text,
  qr_scan_count int not null default 0,
  hue_extracted_colors jsonb not null default '{}',
  ordinal int not null default 0,
  revision bigint not null default 0,
  created_at timestamptz not null default now(),
  finalized_at timestamptz
);
comment on column public.stories.revision is 'One more with every update: the number of the row''s last event.';
comment on column public.stories.ordinal is 'How many stories of the same creator came before: it deals out plots and looks.';
create index stories_by_creator on public.stories (creator_user_id, created_at desc);
create index stories_by_start on public.stories (asset_generation_started_at);
create index stories_by_type on public.stories (story_type_id) where story_type_id is not null;
create index stories_by_ordinal on public.stories (creator_user_id, ordinal desc);

-- Two inserts at once may get the same number: no harm, it only makes neighbours differ.
create function public.stories_number() returns trigger language plpgsql set search_path = '' as $$
begin
  new.ordinal := coalesce(
    (select s.ordinal + 1 from public.stories s where s.creator_user_id = new.creator_user_id
     order by s.ordinal desc limit 1), 0);
  return new;
end $$;
create trigger stories_number before insert on public.stories
  for each row execute function public.stories_number();
