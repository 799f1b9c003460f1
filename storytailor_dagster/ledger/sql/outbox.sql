-- Deliveries as the deliverer sees them: taken with a lease, and what became of each try. Endpoint first, delivery then.

-- Endpoints that are being called are passed over, and of each other at most so many are taken, so that none takes all.
-- name: claim_deliveries
with due as materialized (
  select id, endpoint_id, next_attempt_at from webhook_deliveries
  where status = 'pending' and next_attempt_at <= now() and (lease_expires_at is null or lease_expires_at <= now())
    and endpoint_id <> all (%(busy)s)
  order by next_attempt_at limit %(look)s
  for update skip locked
), placed as (
  select id, next_attempt_at, row_number() over (partition by endpoint_id order by next_attempt_at, id) as place from due
), chosen as (
  select id from placed where place <= %(each)s order by place, next_attempt_at limit %(most)s
)
update webhook_deliveries d set attempt = d.attempt + 1, lease_expires_at = now() + %(lease)s
from chosen c, webhook_endpoints e
where d.id = c.id and e.id = d.endpoint_id
returning d.id, d.endpoint_id, d.event_type, d.payload, d.attempt, e.url,
          case when e.former_secret_until > now() then array[e.secret, e.former_secret] else array[e.secret] end,
          e.disabled_at is null

-- name: endpoint_answers
update webhook_endpoints set failing_since = null where id = %(endpoint_id)s and failing_since is not null

-- name: endpoint_fails
update webhook_endpoints set
  failing_since = coalesce(failing_since, now()),
  disabled_at = case when %(gone)s or %(wait)s::interval is null and failing_since <= now() - %(patience)s then now() end,
  disabled_why = case when %(gone)s then 'gone'
                      when %(wait)s::interval is null and failing_since <= now() - %(patience)s then 'failing' end
where id = %(endpoint_id)s and disabled_at is null

-- name: delivered
update webhook_deliveries set
  status = 'delivered', last_status = %(status)s, last_error_code = null, lease_expires_at = null, finished_at = now()
where id = %(id)s and attempt = %(attempt)s and status = 'pending'
returning id

-- name: not_delivered
update webhook_deliveries set
  status = case when %(wait)s::interval is null then 'failed' else 'pending' end,
  next_attempt_at = coalesce(now() + %(wait)s::interval, next_attempt_at),
  last_status = %(status)s, last_error_code = %(error)s, lease_expires_at = null,
  finished_at = case when %(wait)s::interval is null then now() end
where id = %(id)s and attempt = %(attempt)s and status = 'pending'
returning id

-- name: forget_deliveries
delete from webhook_deliveries where id in (
  select id from webhook_deliveries where status <> 'pending' and finished_at < now() - %(kept)s
  limit %(limit)s for update skip locked)
