-- Rows as realtime clients get them. Run as the user.

-- name: record_stories
select to_jsonb(s)::text from public.stories s where id = %(id)s

-- name: recent_stories
select id from public.stories order by created_at desc limit %(limit)s

-- name: record_characters
select to_jsonb(c)::text from public.characters c where id = %(id)s

-- name: recent_characters
select id from public.characters order by created_at desc limit %(limit)s

-- name: columns
select a.attname, t.typname
from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
where a.attrelid = to_regclass('public.' || %(table)s) and a.attnum > 0 and not a.attisdropped
order by a.attnum
