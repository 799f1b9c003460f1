-- What stories and characters have in common: the queue, asking for parts, forgetting. The last two are functions, since
-- the API may call them and not write jobs. Whoever locks several jobs does so in the graph's order, and their subject last.

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
       (select public.story_character(s.metadata) from stories s where s.id = w.subject_id),
       array(select m.asset_type from asset_generation_jobs m where m.subject_id = w.subject_id and m.status = 'generating'
             and m.asset_type = any (public.all_assets()))
from waiting w join asset_generation_jobs j on j.subject_id = w.subject_id and j.status = 'queued'
where j.asset_type = any (public.all_assets())
group by w.subject_id, w.rank, w.created_at
order by w.rank, w.created_at, w.subject_id

-- name: make_missing_jobs
select public.make_missing_jobs(%(subject_id)s, %(parts)s::text[])

-- name: ask
select public.ask_parts(%(subject_id)s, %(parts)s::text[], %(priority)s::text, %(note)s::text)

-- name: forget
select public.forget_subject(%(subject_id)s)
