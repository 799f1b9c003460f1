-- A character: a child who is drawn once, as a headshot and a body, and then is the same in every picture of every story.
-- The request: name, species, personality, `traits` (the public body's other fields: age, gender, ethnicity, appearance,
-- kind, ...) and `inclusivity_traits`, as the family wrote them; `metadata` may hold a priority. The rest is made.
create table public.characters (
  id uuid primary key default gen_random_uuid(),
  library_id uuid,
  creator_user_id uuid not null,
  story_id uuid,
  name text not null,
  species text,
  personality text,
  traits jsonb not null default '{}',
  inclusivity_traits jsonb not null default '[]',
  appearance_url text,
  reference_images jsonb,
  color_palette jsonb not null default '[]',
  metadata jsonb not null default '{}',
  status text not null default 'generating' check (status in ('generating', 'ready', 'failed')),
  asset_generation_status jsonb not null default '{"overall": "pending", "assets": {}}',
  asset_generation_started_at timestamptz,
  asset_generation_completed_at timestamptz,
  revision bigint not null default 0,
  created_at timestamptz not null default now()
);
comment on column public.characters.reference_images is
  'Null until something is drawn, then {"headshot": {"cdnUrl", "s3Url"}, "body": {"cdnUrl", "s3Url"}} as far as they are.';
comment on column public.characters.color_palette is 'Three colours of the headshot, #RRGGBB.';
comment on column public.characters.story_id is 'The story it was first made for, where other clients say so.';
create index characters_by_creator on public.characters (creator_user_id, created_at desc);

-- The character a story is about, by any of the names that clients use.
create function public.story_character(metadata jsonb) returns text language sql immutable parallel safe
set search_path = '' as $$
  select lower(coalesce(metadata ->> 'characterId', metadata ->> 'character_id', metadata ->> 'primaryCharacterId'))
$$;
create index stories_by_character on public.stories (public.story_character(metadata), created_at)
  where public.story_character(metadata) is not null;

create trigger characters_announce after insert or update or delete on public.characters
  for each row execute function public.announce_change();

alter table public.characters enable row level security;
revoke all on public.characters from anon, authenticated;
grant select on public.characters to authenticated;
grant insert (id, library_id, creator_user_id, story_id, name, species, personality, traits, inclusivity_traits, metadata)
  on public.characters to authenticated;
grant all on public.characters to service_role;
create policy characters_owner_read on public.characters for select to authenticated
  using ((select auth.uid()) = creator_user_id);
create policy characters_owner_ask on public.characters for insert to authenticated
  with check ((select auth.uid()) = creator_user_id and status = 'generating');

do $$
begin
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    create policy service_characters on public.characters for all to service_role using (true) with check (true);
  end if;
  if not exists (select from pg_publication_tables
                 where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = 'characters') then
    alter publication supabase_realtime add table public.characters;
  end if;
end $$;
