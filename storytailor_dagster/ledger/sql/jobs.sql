-- One job at a time: claiming it and writing what became of it. Job first, then its subject, in one statement.

-- name: claim_queue
with claimed as (
  update asset_generation_jobs set
    status = 'generating', run_id = %(run_id)s, started_at = now(), completed_at = null, error_message = null,
    lease_expires_at = now() + %(lease)s
  where subject_id = %(subject_id)s and asset_type = %(part)s
    and (status = 'queued' or status = 'generating' and run_id = %(run_id)s)
  returning *
)
select c.id, c.attempt, c.retry_count, coalesce((c.metadata ->> 'refusals')::int, 0), public.record_part(c.subject_id, c.asset_type, jsonb_build_object(
         'status', 'generating', 'progress', 0, 'startedAt', public.iso_time(c.started_at),
         'completedAt', null, 'error', null))
from claimed c

-- name: claim_person
with claimed as (
  update asset_generation_jobs set
    attempt = attempt + case status when 'queued' then 0 else 1 end, retry_count = 0,
    metadata = case status when 'queued' then metadata else metadata - 'objection' - 'refusals' - 'failure' end,
    status = 'generating', run_id = %(run_id)s, started_at = now(), completed_at = null, error_message = null,
    lease_expires_at = now() + %(lease)s
  where subject_id = %(subject_id)s and asset_type = %(part)s
  returning *
)
select c.id, c.attempt, c.retry_count, coalesce((c.metadata ->> 'refusals')::int, 0), public.record_part(c.subject_id, c.asset_type, jsonb_build_object(
         'status', 'generating', 'progress', 0, 'startedAt', public.iso_time(c.started_at),
         'completedAt', null, 'error', null))
from claimed c

-- name: claim_retry
with claimed as (
  update asset_generation_jobs set
    status = 'generating', run_id = %(run_id)s, started_at = coalesce(started_at, now()), completed_at = null,
    error_message = null, lease_expires_at = now() + %(lease)s
  where subject_id = %(subject_id)s and asset_type = %(part)s
    and (status = 'queued' or status = 'generating' and run_id = any(%(runs)s)
      -- Who recorded it was lost before it could tell Dagster; it is made again of what was bought.
      or status = 'ready' and run_id = any(%(lost)s))
  returning *
)
select c.id, c.attempt, c.retry_count, coalesce((c.metadata ->> 'refusals')::int, 0), public.record_part(c.subject_id, c.asset_type, jsonb_build_object(
         'status', 'generating', 'progress', 0, 'startedAt', public.iso_time(c.started_at),
         'completedAt', null, 'error', null))
from claimed c

-- name: renew
update asset_generation_jobs set lease_expires_at = now() + %(lease)s
where id = %(job_id)s and attempt = %(attempt)s and run_id = %(run_id)s and status = 'generating'
returning id

-- name: record
with made as (
  update asset_generation_jobs set
    status = 'ready', completed_at = now(), error_message = null, lease_expires_at = null,
    cost = coalesce(cost, 0), metadata = metadata || %(metadata)s
  where id = %(job_id)s and attempt = %(attempt)s and run_id = %(run_id)s
    and status in ('generating', 'ready')  -- ready: the connection was lost on the answer, and it is said again
  returning *
)
select public.record_part(subject_id, asset_type, jsonb_build_object(
         'status', 'ready', 'progress', 100, 'url', %(url)s::text, 'completedAt', public.iso_time(completed_at),
         'error', null), %(columns)s)
from made

-- name: retrying
with tried as (
  update asset_generation_jobs set
    retry_count = retry_count + 1, error_message = %(error)s, lease_expires_at = now() + %(lease)s,
    metadata = metadata || case when %(objection)s::text is null then '{}'::jsonb else jsonb_build_object(
      'objection', %(objection)s::text, 'refusals', coalesce((metadata ->> 'refusals')::int, 0) + 1) end
  where id = %(job_id)s and attempt = %(attempt)s and run_id = %(run_id)s and status = 'generating'
  returning *
)
select public.record_part(subject_id, asset_type, jsonb_build_object(
         'status', 'retrying', 'progress', 0, 'error', error_message))
from tried

-- name: tries
select retry_count from asset_generation_jobs where id = %(job_id)s and attempt = %(attempt)s
