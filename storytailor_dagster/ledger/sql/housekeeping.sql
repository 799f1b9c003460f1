-- Dagster's tables, tidied up: keys of partitions nobody works on any more, and log events of long ago.

-- name: sees_dagster
select to_regclass('dagster.event_logs') is not null and to_regclass('dagster.dynamic_partitions') is not null

-- name: retirable
with made as (
  select id, asset_generation_completed_at from public.stories where %(subject)s::text = 'story'
  union all select id, asset_generation_completed_at from public.characters where %(subject)s::text = 'character'
)
select p.partition from dagster.dynamic_partitions p left join made m on m.id::text = p.partition
where p.partitions_def_name = case %(subject)s::text when 'story' then 'stories' else 'characters' end
  and (m.id is null and p.create_timestamp < (now() at time zone 'utc') - interval '1 hour'
    or m.asset_generation_completed_at < now() - %(after)s)
order by p.id limit %(limit)s

-- name: purge_events
delete from dagster.event_logs where id in (
  select e.id from dagster.event_logs e
  where e.timestamp < (now() at time zone 'utc') - %(after)s and e.asset_key is null
    and coalesce(e.dagster_event_type, '') not like all (array['PIPELINE%%', 'RUN%%', '%%FAILURE'])
    and not exists (select from dagster.runs r
                    where r.run_id = e.run_id and r.status not in ('SUCCESS', 'FAILURE', 'CANCELED'))
  order by e.id limit %(limit)s)
