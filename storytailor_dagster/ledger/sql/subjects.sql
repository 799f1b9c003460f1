-- What stories and characters have in common: the queue, asking for parts, forgetting. Whoever locks several jobs does so
-- in the graph's order, and their subject last.

-- name: subject_exists
select exists (select from stories where id = %(subject_id)s) or exists (select from characters where id = %(subject_id)s)

-- A subject has at most nine queued jobs, so the queue's first nine times `limit` rows hold its first `limit` subjects.
-- name: queue
with head as materialized (
  select subject_id, case priority when 'urgent' then 0 when 'high' then 1 else 2 end as rank, created_at
  from asset_generation_jobs where status = 'queued'
  order by case priority when 'urgent' then 0 when 'high' then 1 else 2 end, created_at, subject_id
  limit %(limit)s * 9
), waiting as (
  select subject_id, min(rank) as rank, min(created_at) as created_at from head
  group by subject_id order by 2, 3, 1 limit %(limit)s
)
select w.subject_id, (array['urgent', 'high', 'normal'])[w.rank + 1] as priority, min(j.created_at),
       array_agg(j.asset_type), array_agg(j.attempt),
       (select public.story_character(s.metadata) from stories s where s.id = w.subject_id)
from waiting w join asset_generation_jobs j on j.subject_id = w.subject_id and j.status = 'queued'
where j.asset_type = any (public.all_assets())
group by w.subject_id, w.rank, w.created_at
order by w.rank, w.created_at, w.subject_id

-- Canceled until it is asked for or claimed. The lock waits for whoever deletes the story just now.
-- name: make_missing_jobs
insert into asset_generation_jobs (story_id, asset_type, status)
select s.id, part, 'canceled' from stories s, unnest(%(parts)s::text[]) as part
where s.id = %(subject_id)s
  and not exists (select from asset_generation_jobs j where j.subject_id = s.id and j.asset_type = part)
for key share of s

-- name: ask
with locked as materialized (
  select id from asset_generation_jobs where subject_id = %(subject_id)s and asset_type = any (%(parts)s)
  order by array_position(public.all_assets(), asset_type) for update
), asked as (
  update asset_generation_jobs j set
    attempt = attempt + 1, status = 'queued', run_id = null, retry_count = 0, error_message = null,
    started_at = null, completed_at = null, lease_expires_at = null,
    priority = coalesce(%(priority)s, priority),
    metadata = metadata - 'objection' - 'refusals' - 'failure'
      || jsonb_strip_nulls(jsonb_build_object(
           'priority', coalesce(%(priority)s, priority), 'objection', case when asset_type = %(noted)s::text then %(note)s::text end))
  from locked where j.id = locked.id
  returning subject_id, asset_type
)
select public.record_parts(subject_id, jsonb_object_agg(
         asset_type, '{"startedAt": null, "completedAt": null, "error": null}'::jsonb || public.asset_waiting(asset_type)))
from asked group by subject_id

-- name: begin_draft
update stories set status = 'generating' where id = %(subject_id)s and status = 'draft'

-- name: lock_jobs
select from asset_generation_jobs where subject_id = %(subject_id)s
order by array_position(public.all_assets(), asset_type), id for update

-- name: forget
with story as (delete from stories where id = %(subject_id)s returning id),
     character as (delete from characters where id = %(subject_id)s returning id)
select id from story union all select id from character
