-- Stories: inserting, reading, asking, forgetting. Whoever locks several jobs does so in the graph's order, and a story last.

-- name: insert_story
insert into stories (id, creator_user_id, title, age_rating, metadata)
values (coalesce(%(story_id)s::uuid, gen_random_uuid()), %(creator)s, %(title)s, %(age)s, %(metadata)s)
on conflict (id) do nothing
returning id

-- name: same_story
select creator_user_id = %(creator)s
   and coalesce(%(title)s::text, title) is not distinct from title
   and age_rating is not distinct from %(age)s::int
   and metadata = %(metadata)s::jsonb
from stories where id = %(story_id)s

-- name: story
select id, creator_user_id, title, age_rating, metadata, status, asset_generation_status,
       asset_generation_started_at, asset_generation_completed_at, content, cover_art_url, scene_art_urls,
       audio_url, webvtt_url, audio_voice_id, audio_duration, audio_words, audio_blocks, activities,
       pdf_url, pdf_pages, pdf_file_size, hue_extracted_colors, ordinal, revision, created_at, finalized_at,
       array(select row (j.id, j.asset_type, j.status, j.attempt, j.retry_count, j.run_id, j.priority,
                         j.error_message, j.cost, j.started_at, j.completed_at, j.metadata)
             from asset_generation_jobs j join unnest(%(parts)s::text[]) with ordinality as p (part, n)
               on p.part = j.asset_type
             where j.story_id = stories.id order by p.n) as jobs
from stories where id = %(story_id)s

-- name: story_exists
select exists (select from stories where id = %(story_id)s)

-- A story has at most nine queued jobs, so the queue's first nine times `limit` rows hold its first `limit` stories.
-- name: queue
with head as materialized (
  select story_id, case priority when 'urgent' then 0 when 'high' then 1 else 2 end as rank, created_at
  from asset_generation_jobs where status = 'queued'
  order by case priority when 'urgent' then 0 when 'high' then 1 else 2 end, created_at, story_id
  limit %(limit)s * 9
), waiting as (
  select story_id, min(rank) as rank, min(created_at) as created_at from head
  group by story_id order by 2, 3, 1 limit %(limit)s
)
select w.story_id, (array['urgent', 'high', 'normal'])[w.rank + 1] as priority, min(j.created_at),
       array_agg(j.asset_type), array_agg(j.attempt)
from waiting w join asset_generation_jobs j on j.story_id = w.story_id and j.status = 'queued'
where j.asset_type = any (%(parts)s)
group by w.story_id, w.rank, w.created_at
order by w.rank, w.created_at, w.story_id

-- Canceled until it is asked for or claimed. The lock waits for whoever deletes the story just now.
-- name: make_missing_jobs
insert into asset_generation_jobs (story_id, asset_type, status)
select s.id, part, 'canceled' from stories s, unnest(%(parts)s::text[]) as part
where s.id = %(story_id)s
  and not exists (select from asset_generation_jobs j where j.story_id = s.id and j.asset_type = part)
for key share of s

-- name: ask
with locked as materialized (
  select id from asset_generation_jobs where story_id = %(story_id)s and asset_type = any (%(parts)s)
  order by array_position(public.story_assets(), asset_type) for update
), asked as (
  update asset_generation_jobs j set
    attempt = attempt + 1, status = 'queued', run_id = null, retry_count = 0, error_message = null,
    started_at = null, completed_at = null, lease_expires_at = null,
    priority = coalesce(%(priority)s, priority),
    metadata = metadata - 'objection' - 'refusals' - 'failure'
      || jsonb_strip_nulls(jsonb_build_object('priority', coalesce(%(priority)s, priority), 'objection', %(note)s::text))
  from locked where j.id = locked.id
  returning story_id, asset_type
)
select public.record_assets(story_id, jsonb_object_agg(
         asset_type, '{"startedAt": null, "completedAt": null, "error": null}'::jsonb || public.asset_waiting(asset_type)))
from asked group by story_id

-- name: begin_draft
update stories set status = 'generating' where id = %(story_id)s and status = 'draft'

-- name: lock_jobs
select from asset_generation_jobs where story_id = %(story_id)s
order by array_position(public.story_assets(), asset_type), id for update

-- name: forget
delete from stories where id = %(story_id)s returning id
