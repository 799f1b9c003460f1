-- Dagster's tables, tidied up: keys of partitions nobody works on any more, log events and results of checks of long ago.
-- They have no index on time and keep most rows for ever, so they are walked by id, a page at a time.

-- name: sees_dagster
select to_regclass('dagster.event_logs') is not null and to_regclass('dagster.dynamic_partitions') is not null

-- name: partition_keys
select id, partitions_def_name, partition, create_timestamp < (now() at time zone 'utc') - interval '1 hour'
from dagster.dynamic_partitions where id > %(past)s order by id limit %(limit)s

-- name: stories_finished
select id, coalesce(asset_generation_completed_at < now() - %(after)s, false) from public.stories where id = any(%(ids)s)

-- name: characters_finished
select id, coalesce(asset_generation_completed_at < now() - %(after)s, false) from public.characters where id = any(%(ids)s)

-- name: purge_events
with page as materialized (
  select e.id, e.run_id, e.asset_key, e.dagster_event_type, e.timestamp < (now() at time zone 'utc') - %(after)s as old
  from dagster.event_logs e where e.id > %(past)s order by e.id limit %(limit)s
), purged as (
  delete from dagster.event_logs where id in (
    select p.id from page p
    where p.old and p.asset_key is null
      and coalesce(p.dagster_event_type, '') not like all (array['PIPELINE%%', 'RUN%%', '%%FAILURE'])
      and not exists (select from dagster.runs r
                      where r.run_id = p.run_id and r.status not in ('SUCCESS', 'FAILURE', 'CANCELED')))
  returning id
)
select (select count(*) from purged), case when bool_or(old) and count(*) = %(limit)s then max(id) else 0 end from page

-- name: purge_checks
with page as materialized (
  select c.id, c.run_id, c.asset_key, c.check_name, c.create_timestamp < (now() at time zone 'utc') - %(after)s as old
  from dagster.asset_check_executions c where c.id > %(past)s order by c.id limit %(limit)s
), ordered as materialized (
  select p.*, lead(p.id) over (partition by p.asset_key, p.check_name order by p.id) is not null as has_later from page p
), purged as (
  delete from dagster.asset_check_executions where id in (
    select p.id from ordered p
    where p.old
      and (p.has_later  -- else one look in the index for each check; "offset" keeps it from becoming a join of all rows
           or exists (select from dagster.asset_check_executions later
                      where later.asset_key = p.asset_key and later.check_name = p.check_name and later.id > p.id offset 0))
      and not exists (select from dagster.runs r
                      where r.run_id = p.run_id and r.status not in ('SUCCESS', 'FAILURE', 'CANCELED')))
  returning id
)
select (select count(*) from purged), case when bool_or(old) and count(*) = %(limit)s then max(id) else 0 end from page
