-- One row per story and asset, and one row per call to a provider.
create table public.asset_generation_jobs (
  id uuid primary key default gen_random_uuid(),
  story_id uuid not null references public.stories (id) on delete cascade,
  asset_type text not null check (asset_type in (
    'content', 'cover', 'scene_1', 'scene_2', 'scene_3', 'scene_4', 'audio', 'activities', 'pdf',
    'webvtt', 'qr', 'color_palettes', 'music', 'sfx')),
  status text not null default 'queued' check (status in ('queued', 'generating', 'ready', 'failed', 'canceled')),
  started_at timestamptz,
  completed_at timestamptz,
  error_message text,
  retry_count int not null default 0,
  cost numeric(10, 4),
  metadata jsonb not null default '{}',
  priority text not null default 'normal' check (priority in ('normal', 'high', 'urgent')),
  attempt int not null default 1,
  run_id text,
  lease_expires_at timestamptz,
  created_at timestamptz not null default now(),
  unique (story_id, asset_type)
);
comment on column public.asset_generation_jobs.attempt is 'Raised by whoever asks again; fences every write.';
comment on column public.asset_generation_jobs.run_id is 'The Dagster run that works on it, or did last.';
create index jobs_by_story_status on public.asset_generation_jobs (story_id, status);
create index jobs_by_status_time on public.asset_generation_jobs (status, created_at);
create index jobs_by_asset_status on public.asset_generation_jobs (asset_type, status);
create index jobs_by_time on public.asset_generation_jobs (created_at);
create index jobs_queue on public.asset_generation_jobs
  ((case priority when 'urgent' then 0 when 'high' then 1 else 2 end), created_at, story_id) where status = 'queued';
create index jobs_lease on public.asset_generation_jobs (lease_expires_at) where status = 'generating';

create table public.generation_attempts (
  id bigint generated always as identity primary key,
  story_id uuid not null references public.stories (id) on delete cascade,
  asset_type text not null,
  attempt int not null,
  try int not null,
  provider text not null,
  model text,
  purpose text not null,
  units numeric,
  unit text,
  cost numeric(12, 6) not null default 0,
  milliseconds int,
  outcome text not null,
  error_code text,
  request_id text,
  created_at timestamptz not null default now()
);
create index attempts_by_story on public.generation_attempts (story_id, asset_type, attempt);
create index attempts_by_time on public.generation_attempts (created_at);
