-- What was deleted, until nothing of it is left anywhere: whoever deletes a row, the objects and what Dagster holds of it go
-- too. Then the id goes as well, and a receipt stays: the SHA-256 of the id, and when.
create table public.forgettings (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('story', 'character', 'user')),
  subject_id uuid,
  digest text not null,
  deleted_at timestamptz not null default clock_timestamp(),
  cleared_at timestamptz,
  check ((subject_id is null) = (cleared_at is not null))
);
create index forgettings_open on public.forgettings (id) where cleared_at is null;

-- Definer, because whoever may delete a row need not be allowed to write receipts.
create function public.remember_forgetting() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.forgettings (kind, subject_id, digest)
  values (case tg_table_name when 'stories' then 'story' else 'character' end, old.id,
          encode(sha256(convert_to(old.id::text, 'UTF8')), 'hex'));
  return null;
end $$;
create trigger stories_forgotten after delete on public.stories
  for each row execute function public.remember_forgetting();
create trigger characters_forgotten after delete on public.characters
  for each row execute function public.remember_forgetting();

alter table public.forgettings enable row level security;
revoke all on public.forgettings from anon, authenticated;
grant all on public.forgettings to service_role;

do $$
begin
  execute 'revoke execute on function public.remember_forgetting() from public, anon, authenticated';
  execute 'grant execute on function public.remember_forgetting() to service_role';
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    create policy service_forgettings on public.forgettings for all to service_role using (true) with check (true);
  end if;
end $$;
