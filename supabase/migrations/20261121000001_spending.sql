-- What calls to providers cost: reserved before they are made, settled after, capped per story and per day.
alter table public.generation_attempts add column digest text, add column result_key text;
create index attempts_by_digest on public.generation_attempts (story_id, digest) where outcome = 'asked';

-- One row a day (UTC), the lock that reservations queue for. It outlives the stories and holds nothing about them.
create table public.spending (
  day date primary key,
  cost numeric(14, 6) not null default 0
);

alter table public.spending enable row level security;
revoke all on public.spending from anon, authenticated;
grant all on public.spending to service_role;

do $$
begin
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    create policy service_spending on public.spending for all to service_role using (true) with check (true);
  end if;
end $$;
