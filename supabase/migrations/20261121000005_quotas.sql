-- What each user asked for in a month (UTC), counted as it is asked: deleting a story gives nothing back.
create table public.usage_counts (
  user_id uuid not null,
  month date not null,
  kind text not null check (kind in ('stories', 'characters')),
  used int not null default 0,
  primary key (user_id, month, kind)
);

alter table public.usage_counts enable row level security;
revoke all on public.usage_counts from anon, authenticated;
grant all on public.usage_counts to service_role;

do $$
begin
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    create policy service_usage on public.usage_counts for all to service_role using (true) with check (true);
  end if;
end $$;
