-- Calls to providers and what they cost. Settling locks the job, then the call, then the day. Reserving locks the day and
-- then shares the job's key, which waits only for who ends or deletes it; and who does that locks no day. So no circle.

-- name: reserve_day
insert into spending (day, cost) values ((now() at time zone 'utc')::date, %(most)s)
on conflict (day) do update set cost = spending.cost + excluded.cost
returning day, cost

-- name: spent_on_subject
select coalesce(sum(cost), 0) from generation_attempts where subject_id = %(subject_id)s

-- name: reserve_call
insert into generation_attempts (story_id, character_id, asset_type, attempt, try, provider, model, purpose, cost, outcome, digest)
select story_id, character_id, %(part)s, %(attempt)s, %(try)s, %(provider)s, %(model)s, %(purpose)s, %(most)s, 'asked', %(digest)s
from asset_generation_jobs where id = %(job_id)s
for key share
returning id

-- name: unsettled
select id, (created_at at time zone 'utc')::date, cost from generation_attempts
where subject_id = %(subject_id)s and digest = %(digest)s and outcome = 'asked' order by id desc limit 1

-- name: lock_job
select from asset_generation_jobs where id = %(job_id)s for no key update

-- name: settle_call
update generation_attempts set
  cost = %(cost)s, outcome = %(outcome)s, units = %(units)s, unit = %(unit)s, milliseconds = %(milliseconds)s,
  error_code = %(error_code)s, request_id = %(request_id)s, result_key = %(result_key)s
where id = %(id)s
returning id

-- name: settle_job
update asset_generation_jobs j set
  cost = (select sum(g.cost) from generation_attempts g where g.subject_id = j.subject_id and g.asset_type = j.asset_type)
where id = %(job_id)s

-- name: settle_day
update spending set cost = greatest(cost + %(difference)s, 0) where day = %(day)s

-- name: note_call
insert into generation_attempts (story_id, character_id, asset_type, attempt, try, provider, model, purpose, units, unit,
                                 milliseconds, outcome, error_code)
select story_id, character_id, %(part)s, %(attempt)s, %(try)s, %(provider)s, %(model)s, %(purpose)s, %(units)s, %(unit)s,
       %(milliseconds)s, %(outcome)s, %(error_code)s
from asset_generation_jobs where id = %(job_id)s
for key share
returning id

-- name: calls
select asset_type, attempt, try, provider, model, purpose, units, unit, cost, milliseconds, outcome, error_code,
       request_id, result_key
from generation_attempts where subject_id = %(subject_id)s order by created_at, id

-- name: spent_on_attempt
select coalesce(sum(cost), 0) from generation_attempts
where subject_id = %(subject_id)s and asset_type = %(part)s and attempt = %(attempt)s
