-- A user's endpoints and the log of what was sent to them. What is read is read as the user; what is written names the
-- owner, and the secrets are read by nobody but the deliverer. Whoever locks an endpoint and its deliveries does so in
-- this order.

-- name: lock_owner
select pg_advisory_xact_lock(hashtextextended('webhooks of ' || %(owner)s::text, 0))

-- name: add_endpoint
insert into webhook_endpoints (owner_user_id, url, events, description, secret)
select %(owner)s, %(url)s, %(events)s, %(description)s, %(secret)s
where (select count(*) from webhook_endpoints where owner_user_id = %(owner)s) < %(most)s
returning id, url, events, description, created_at, former_secret_until, failing_since, disabled_at, disabled_why

-- name: endpoints
select id, url, events, description, created_at, former_secret_until, failing_since, disabled_at, disabled_why
from webhook_endpoints where %(id)s::uuid is null or id = %(id)s
order by created_at, id

-- name: change_endpoint
update webhook_endpoints set
  url = coalesce(%(url)s, url),
  events = coalesce(%(events)s::text[], events),
  description = case when %(describes)s then %(description)s else description end,
  failing_since = case when %(enabled)s or %(url)s is distinct from url and %(url)s is not null then null else failing_since end,
  disabled_at = case %(enabled)s when true then null when false then coalesce(disabled_at, now()) else disabled_at end,
  disabled_why = case %(enabled)s when true then null when false then coalesce(disabled_why, 'owner') else disabled_why end
where id = %(id)s and owner_user_id = %(owner)s
returning id, url, events, description, created_at, former_secret_until, failing_since, disabled_at, disabled_why

-- name: rotate_secret
update webhook_endpoints set
  former_secret = secret, former_secret_until = now() + %(overlap)s, secret = %(secret)s
where id = %(id)s and owner_user_id = %(owner)s
returning id, url, events, description, created_at, former_secret_until, failing_since, disabled_at, disabled_why

-- name: remove_endpoint
delete from webhook_endpoints where id = %(id)s and owner_user_id = %(owner)s returning id

-- name: deliveries
select id, endpoint_id, event_type, story_id, payload, status, attempt, next_attempt_at, last_status, last_error_code,
       created_at, finished_at
from webhook_deliveries
where endpoint_id = %(endpoint_id)s and (%(status)s::text is null or status = %(status)s)
order by created_at desc, id limit %(limit)s offset %(offset)s

-- name: count_deliveries
select count(*) from webhook_deliveries
where endpoint_id = %(endpoint_id)s and (%(status)s::text is null or status = %(status)s)

-- name: test_endpoint
insert into webhook_deliveries (endpoint_id, event_type, payload)
select id, %(event)s, jsonb_build_object('type', %(event)s::text, 'timestamp', public.iso_time(clock_timestamp()),
         'data', jsonb_build_object('endpoint_id', id))
from webhook_endpoints where id = %(endpoint_id)s and owner_user_id = %(owner)s
for key share
returning id, endpoint_id, event_type, story_id, payload, status, attempt, next_attempt_at, last_status, last_error_code,
          created_at, finished_at

-- Whoever sends it just now keeps it: another call would only be the same twice.
-- name: redeliver
update webhook_deliveries d set status = 'pending', next_attempt_at = clock_timestamp(), finished_at = null
from webhook_endpoints e
where d.id = %(id)s and d.endpoint_id = %(endpoint_id)s and e.id = d.endpoint_id and e.owner_user_id = %(owner)s
returning d.id, d.endpoint_id, d.event_type, d.story_id, d.payload, d.status, d.attempt, d.next_attempt_at, d.last_status,
          d.last_error_code, d.created_at, d.finished_at
