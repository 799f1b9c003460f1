-- What the ledger says that others can contradict: which run makes a part, and which object a part is.

-- name: being_made
select subject_id, asset_type, attempt, run_id, now() - (lease_expires_at - %(lease)s) from asset_generation_jobs
where status = 'generating' and run_id is not null and asset_type = any (public.all_assets()) and lease_expires_at < now() + %(lease)s - %(quiet)s
order by lease_expires_at limit %(limit)s

-- name: made_after
select subject_id, asset_type, attempt,
       array_remove(array[metadata ->> 'object_key', metadata ->> 'plain_key', metadata ->> 'captions_key'], null),
       completed_at, id
from asset_generation_jobs
where status = 'ready' and asset_type = any (public.all_assets()) and (completed_at, id) > (%(at)s, %(id)s) and completed_at < %(until)s
order by completed_at, id limit %(limit)s
