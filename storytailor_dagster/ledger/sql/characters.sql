-- Characters: inserting, changing and reading them. Where a family asks, row level security adds whose.

-- name: insert_character
insert into characters (id, creator_user_id, library_id, name, species, personality, traits, inclusivity_traits, metadata)
values (%(id)s, %(creator)s, %(library_id)s, %(name)s, %(species)s, %(personality)s, %(traits)s, %(inclusivity_traits)s,
        %(metadata)s)
on conflict (id) do nothing
returning id

-- name: same_character
select creator_user_id = %(creator)s and name = %(name)s and species is not distinct from %(species)s::text
   and personality is not distinct from %(personality)s::text and traits = %(traits)s::jsonb
   and inclusivity_traits = %(inclusivity_traits)s::jsonb
from characters where id = %(id)s

-- name: change_character
update characters set
  name = %(name)s, species = %(species)s, personality = %(personality)s, traits = %(traits)s,
  inclusivity_traits = %(inclusivity_traits)s
where id = %(id)s and creator_user_id = %(creator)s
returning id

-- name: character
select id, creator_user_id, library_id, name, species, personality, traits, inclusivity_traits, appearance_url,
       reference_images, color_palette, metadata, status, asset_generation_status, asset_generation_started_at,
       asset_generation_completed_at, revision, created_at,
       array(select row (j.id, j.asset_type, j.status, j.attempt, j.retry_count, j.run_id, j.priority,
                         j.error_message, j.cost, j.started_at, j.completed_at, j.metadata)
             from asset_generation_jobs j where j.subject_id = characters.id
             order by array_position(public.character_assets(), j.asset_type)) as jobs
from characters where id = %(id)s

-- name: family_characters
select id, name, species, status, appearance_url, asset_generation_status, created_at, revision
from characters order by created_at desc, id limit %(limit)s offset %(offset)s

-- name: family_character_count
select count(*) from characters

-- name: stories_of_character
select s.id, array(select j.asset_type from asset_generation_jobs j where j.subject_id = s.id and j.status <> 'canceled')
from stories s join characters c on c.id = %(id)s and c.creator_user_id = s.creator_user_id
where public.story_character(s.metadata) = %(id)s::text and s.status not in ('draft', 'archived')
order by s.created_at
