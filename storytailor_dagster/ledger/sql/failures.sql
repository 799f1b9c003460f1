-- Failing jobs, with every queued job below them: `with failed as (` one of the first three `)` and then the cascade.

-- name: fail_claimed
update asset_generation_jobs set
  status = 'failed', error_message = %(error)s, completed_at = now(), lease_expires_at = null,
  metadata = metadata || %(failure)s
where id = %(job_id)s and attempt = %(attempt)s and run_id = %(run_id)s and status = 'generating'
returning *

-- name: fail_unfinished
update asset_generation_jobs j set
  status = 'failed', error_message = %(error)s, completed_at = now(), lease_expires_at = null,
  metadata = metadata || %(failure)s
from (select id from asset_generation_jobs
      where subject_id = %(subject_id)s
        and (status = 'generating' and run_id = %(run_id)s
          or status = 'queued'
            and (asset_type, attempt) in (select * from unnest(%(parts)s::text[], %(attempts)s::int[])))
      order by array_position(public.all_assets(), asset_type) for update) as unfinished
where j.id = unfinished.id
returning j.*

-- name: fail_expired
update asset_generation_jobs j set
  status = 'failed', error_message = %(error)s, completed_at = now(), lease_expires_at = null,
  metadata = metadata || %(failure)s
from (select id from asset_generation_jobs where status = 'generating' and lease_expires_at < now()
      order by lease_expires_at limit 200 for update skip locked) as late
where j.id = late.id
returning j.*

-- name: cascade
, doomed as (
  select distinct on (j.id) j.id, format('needs %%s, which failed: %%s', f.asset_type, f.error_message) as error
  from failed f
  join unnest(%(above)s::text[], %(under)s::text[]) with ordinality as needs (above, under, n) on needs.above = f.asset_type
  join asset_generation_jobs j on j.subject_id = f.subject_id and j.asset_type = needs.under and j.status = 'queued'
  where not exists (select from failed other where other.id = j.id)
  order by j.id, needs.n
), below as (
  update asset_generation_jobs j set status = 'failed', error_message = d.error, completed_at = now()
  from (select queued.id, doomed.error from doomed join asset_generation_jobs queued using (id)
        where queued.status = 'queued'
        order by array_position(public.all_assets(), queued.asset_type) for update of queued) d
  where j.id = d.id
  returning j.*
), ended as (
  select subject_id, asset_type, error_message from failed union all select subject_id, asset_type, error_message from below
)
select subject_id, array_agg(asset_type), public.record_parts(subject_id, jsonb_object_agg(asset_type,
         jsonb_build_object('status', 'failed', 'progress', 0, 'completedAt', null, 'error', error_message)))
from ended group by subject_id order by subject_id
