-- The right to be forgotten, and to take everything along.

-- name: of_user
select 'story', id from stories where creator_user_id = %(user)s
union all select 'character', id from characters where creator_user_id = %(user)s

-- name: forget_user
with webhooks as (delete from webhook_endpoints where owner_user_id = %(user)s),
     counts as (delete from usage_counts where user_id = %(user)s)
insert into forgettings (kind, digest, cleared_at)
values ('user', encode(sha256(convert_to(%(user)s::uuid::text, 'UTF8')), 'hex'), clock_timestamp())

-- name: forget_user_again
with webhooks as (delete from webhook_endpoints where owner_user_id = %(user)s and created_at < %(before)s)
delete from usage_counts where user_id = %(user)s and month at time zone 'utc' < %(before)s

-- name: receipts
select kind, digest, deleted_at from forgettings order by id

-- name: put_back
insert into forgettings (kind, digest, deleted_at, cleared_at)
select kind, digest, deleted_at, clock_timestamp()
from unnest(%(kinds)s::text[], %(digests)s::text[], %(moments)s::timestamptz[]) as t (kind, digest, deleted_at)
where not exists (select from forgettings f where f.digest = t.digest and f.kind = t.kind and f.deleted_at >= t.deleted_at)
order by deleted_at

-- name: here_again
with told as (
  select * from unnest(%(kinds)s::text[], %(digests)s::text[], %(moments)s::timestamptz[]) as t (kind, digest, deleted_at)
), here as (
  select 'story' as kind, id, created_at from stories
  union all select 'character', id, created_at from characters
  union all select 'user', owner_user_id, created_at from webhook_endpoints
  union all select 'user', user_id, month at time zone 'utc' from usage_counts
)
select here.kind, here.id, max(told.deleted_at) from here join told using (kind)
where told.digest = encode(sha256(convert_to(here.id::text, 'UTF8')), 'hex') and here.created_at < told.deleted_at
group by here.kind, here.id

-- name: unknown
select given.id from unnest(%(ids)s::uuid[]) as given (id)
where not exists (select from stories where stories.id = given.id)
  and not exists (select from characters where characters.id = given.id)

-- name: deleted
select id, kind, subject_id from forgettings
where cleared_at is null and id > %(past)s
  and not exists (select from stories where stories.id = subject_id)
  and not exists (select from characters where characters.id = subject_id)
order by id limit %(limit)s

-- name: cleared
update forgettings set subject_id = null, cleared_at = clock_timestamp() where id = %(id)s
