-- Signs of life of running processes: one row a run, written every few seconds, gone when the run is over. A row that
-- stands still belongs to a process that is gone. Nothing of the story is in it.
create table public.run_pulses (
  run_id text primary key,
  seen_at timestamptz not null default now()
);
create index pulses_by_silence on public.run_pulses (seen_at);

alter table public.run_pulses enable row level security;
revoke all on public.run_pulses from anon, authenticated;
grant all on public.run_pulses to service_role;

do $$
begin
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    create policy service_pulses on public.run_pulses for all to service_role using (true) with check (true);
  end if;
end $$;
