-- What a signed-in user asks. Row level security adds whose; nothing here names an owner.

-- name: act_as
select set_config('role', 'authenticated', true), set_config('request.jwt.claims', %(claims)s, true)

-- name: family_stories
select id, title, status, age_rating, cover_art_url, asset_generation_status, created_at, revision
from stories where %(status)s::text is null or status = %(status)s
order by created_at desc, id limit %(limit)s offset %(offset)s

-- name: family_count
select count(*) from stories where %(status)s::text is null or status = %(status)s
