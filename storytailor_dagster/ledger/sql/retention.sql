-- What was kept long enough. Stories and characters are walked by their keys, a page at a time: few keep them for a time.

-- name: old_story
select id, public.is_overdue(id, %(after)s) from stories where id > %(past)s order by id limit %(limit)s

-- name: old_character
select id, public.is_overdue(id, %(after)s) from characters where id > %(past)s order by id limit %(limit)s

-- name: forget_overdue
select public.forget_overdue(%(id)s, %(after)s)

-- name: old_answers
select a.id, a.result_key from generation_attempts a
where a.result_key is not null and a.created_at < now() - %(after)s and not exists (
  select from asset_generation_jobs j where j.subject_id = a.subject_id and j.asset_type = a.asset_type
  and j.attempt = a.attempt and j.status in ('queued', 'generating'))
order by a.created_at limit %(limit)s

-- name: answers_gone
update generation_attempts set result_key = null where id = any(%(ids)s)
