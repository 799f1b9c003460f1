-- What operators are told: how things stand now, and what came to its end within a span of time.

-- name: now
select now()

-- Asked for, and nothing of it begun since.
-- name: waiting
with queued as (select distinct subject_id from asset_generation_jobs where status = 'queued'), asked as (
  select id, asset_generation_started_at as asked_at from stories union all
  select id, asset_generation_started_at from characters)
select count(*), coalesce(max(now() - a.asked_at), '0') from queued q join asked a on a.id = q.subject_id
where not exists (select from asset_generation_jobs j where j.subject_id = a.id and j.started_at >= a.asked_at)

-- name: failed_since
select metadata -> 'failure' ->> 'code' as code, count(distinct subject_id) from asset_generation_jobs
where status = 'failed' and completed_at > now() - %(span)s and metadata -> 'failure' ? 'code'
group by code order by 2 desc, 1

-- name: unheard
select count(*) filter (where lease_expires_at < now() - %(grace)s), count(*) from asset_generation_jobs
where status = 'generating' and lease_expires_at < now() + %(lease)s - %(quiet)s

-- name: webhooks_failing
select failing, disabled, late from public.webhook_signs(%(span)s)

-- name: spent_today
select coalesce((select cost from spending where day = (now() at time zone 'utc')::date), 0)

-- name: near_their_cap
select count(*) from (
  select subject_id from generation_attempts
  where subject_id in (select subject_id from generation_attempts where created_at > now() - interval '1 day')
  group by subject_id having sum(cost) >= %(cost)s) as dear

-- name: ended
select 'story', asset_generation_status ->> 'overall', asset_generation_completed_at - asset_generation_started_at,
       (select min(j.started_at) from asset_generation_jobs j
        where j.subject_id = s.id and j.started_at >= s.asset_generation_started_at) - s.asset_generation_started_at
from stories s where asset_generation_completed_at > %(since)s and asset_generation_completed_at <= %(until)s
union all
select 'character', asset_generation_status ->> 'overall', asset_generation_completed_at - asset_generation_started_at,
       (select min(j.started_at) from asset_generation_jobs j
        where j.subject_id = c.id and j.started_at >= c.asset_generation_started_at) - c.asset_generation_started_at
from characters c where asset_generation_completed_at > %(since)s and asset_generation_completed_at <= %(until)s

-- name: parts_ended
select asset_type, retry_count, metadata -> 'failure' ->> 'code' from asset_generation_jobs
where asset_type = any (public.all_assets()) and (
  status = 'ready' and completed_at > %(since)s and completed_at <= %(until)s
  or status = 'failed' and completed_at > %(since)s and completed_at <= %(until)s)

-- A call is over so many milliseconds after its row was written. What was bought before is not made again, so it took none.
-- name: calls_ended
select provider, coalesce(model, ''), purpose, outcome, cost, milliseconds from generation_attempts
where outcome <> 'asked' and created_at > %(since)s - interval '1 hour' and created_at <= %(until)s
  and created_at + milliseconds * interval '1 ms' > %(since)s and created_at + milliseconds * interval '1 ms' <= %(until)s
