-- Stories: inserting and reading them.

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
