-- Webhooks: where a family's apps want to hear of its stories, and what is to be delivered there. A delivery is written in
-- the transaction that changes the story's status: one is there exactly when the other is.
create table public.webhook_endpoints (
  id uuid primary key default gen_random_uuid(),
  owner_user_id uuid not null,
  url text not null check (length(url) <= 2048),
  events text[] not null check (cardinality(events) > 0
    and events <@ array['story.ready', 'story.partial', 'story.failed', 'asset.ready', 'asset.failed']),
  description text,
  secret text not null,
  former_secret text,
  former_secret_until timestamptz,
  created_at timestamptz not null default now(),
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_why text check (disabled_why in ('owner', 'gone', 'failing')),
  check ((disabled_at is null) = (disabled_why is null))
);
comment on column public.webhook_endpoints.former_secret is 'Signs too until former_secret_until, so that receivers may change over.';
comment on column public.webhook_endpoints.failing_since is 'The first failure after which nothing was delivered.';
comment on column public.webhook_endpoints.disabled_why is 'owner: switched off; gone: it answered 410; failing: for days.';
create index endpoints_by_owner on public.webhook_endpoints (owner_user_id);

create table public.webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  endpoint_id uuid not null references public.webhook_endpoints (id) on delete cascade,
  event_type text not null,
  story_id uuid references public.stories (id) on delete cascade,
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempt int not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),
  lease_expires_at timestamptz,
  last_status int,
  last_error_code text,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);
comment on column public.webhook_deliveries.id is 'The header `webhook-id`: the same in every attempt.';
comment on column public.webhook_deliveries.attempt is 'Raised by every claim; fences what is written of it.';
create index deliveries_due on public.webhook_deliveries (next_attempt_at) where status = 'pending';
create index deliveries_by_endpoint on public.webhook_deliveries (endpoint_id, created_at desc);
create index deliveries_by_story on public.webhook_deliveries (story_id) where story_id is not null;
create index deliveries_finished on public.webhook_deliveries (finished_at) where status <> 'pending';

-- What became of a story, to those of its owner's endpoints that want to hear it: ids, states and addresses, no words.
-- Locked while they are read: an endpoint that is deleted just now gets nothing, and the story's change goes through.
-- Definer, because whoever changes a story's status need not be allowed to see its owner's endpoints.
create function public.stories_tell_webhooks() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  before jsonb := old.asset_generation_status;
  after jsonb := new.asset_generation_status;
  told_at text := public.iso_time(clock_timestamp());
begin
  if not exists (select from public.webhook_endpoints e
                 where e.owner_user_id = new.creator_user_id and e.disabled_at is null) then
    return null;
  end if;
  insert into public.webhook_deliveries (endpoint_id, event_type, story_id, payload)
  select e.id, happened.event, new.id, jsonb_build_object('type', happened.event, 'timestamp', told_at, 'data',
    jsonb_build_object('story_id', new.id, 'revision', new.revision, 'overall', after ->> 'overall') || happened.data)
  from public.webhook_endpoints e, (
    select 'asset.' || (state ->> 'status') as event, jsonb_strip_nulls(jsonb_build_object(
      'asset', asset, 'status', state ->> 'status',
      'url', case state ->> 'status' when 'ready' then state ->> 'url' end)) as data
    from jsonb_each(after -> 'assets') as a (asset, state)
    where state ->> 'status' in ('ready', 'failed')
      and state ->> 'status' is distinct from before -> 'assets' -> asset ->> 'status'
    union all
    select 'story.' || (after ->> 'overall'), jsonb_build_object('status', new.status, 'assets', (
      select jsonb_object_agg(asset, state ->> 'status') from jsonb_each(after -> 'assets') as a (asset, state)))
    where after ->> 'overall' in ('ready', 'partial', 'failed')
      and after ->> 'overall' is distinct from before ->> 'overall'
  ) as happened
  where e.owner_user_id = new.creator_user_id and e.disabled_at is null and happened.event = any (e.events)
  for key share of e;
  return null;
end $$;
create trigger stories_tell_webhooks after update on public.stories
  for each row when (new.asset_generation_status is distinct from old.asset_generation_status)
  execute function public.stories_tell_webhooks();

-- Wakes whoever delivers.
create function public.deliveries_announce() returns trigger language plpgsql set search_path = '' as $$
begin
  perform pg_notify('storytailor', json_build_object(
    'table', tg_table_name, 'type', tg_op, 'id', new.id, 'rev', new.attempt,
    'owner', (select e.owner_user_id from public.webhook_endpoints e where e.id = new.endpoint_id),
    'at', clock_timestamp())::text);
  return null;
end $$;
create trigger deliveries_announce after insert or update on public.webhook_deliveries
  for each row when (new.status = 'pending' and new.lease_expires_at is null
    and new.next_attempt_at <= clock_timestamp())
  execute function public.deliveries_announce();

-- Owners read theirs, but for the secrets; everything is written by the service.
alter table public.webhook_endpoints enable row level security;
alter table public.webhook_deliveries enable row level security;
revoke all on public.webhook_endpoints, public.webhook_deliveries from anon, authenticated;
grant select (id, owner_user_id, url, events, description, former_secret_until, created_at, failing_since, disabled_at,
              disabled_why) on public.webhook_endpoints to authenticated;
grant select on public.webhook_deliveries to authenticated;
grant all on public.webhook_endpoints, public.webhook_deliveries to service_role;
create policy endpoints_owner_read on public.webhook_endpoints for select to authenticated
  using ((select auth.uid()) = owner_user_id);
create policy deliveries_owner_read on public.webhook_deliveries for select to authenticated
  using (exists (select from public.webhook_endpoints e
                 where e.id = endpoint_id and e.owner_user_id = (select auth.uid())));

do $$
begin
  execute 'revoke execute on function public.stories_tell_webhooks() from public, anon, authenticated';
  execute 'grant execute on function public.stories_tell_webhooks() to service_role';
  if not (select rolbypassrls from pg_roles where rolname = 'service_role') then
    create policy service_endpoints on public.webhook_endpoints for all to service_role using (true) with check (true);
    create policy service_deliveries on public.webhook_deliveries for all to service_role using (true) with check (true);
  end if;
end $$;
