-- What is kept for so long and no longer: stories and characters, which Dagster's daemon may delete then, and answers.

-- Whether a story or character was finished that long ago. A character is not while a story with it is in work, or was
-- asked for or finished since.
create function public.is_overdue(p_subject uuid, p_after interval) returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select from public.stories s where s.id = p_subject and s.asset_generation_completed_at < now() - p_after
  ) or exists (
    select from public.characters c where c.id = p_subject and c.asset_generation_completed_at < now() - p_after
      and not exists (select from public.stories s where public.story_character(s.metadata) = c.id::text
                      and (s.status = 'generating' or s.created_at >= now() - p_after
                           or s.asset_generation_completed_at >= now() - p_after))
  )
$$;

-- Deletes such a one; false where it is none. Whoever asks for a part of it anew locks its jobs first, as this does.
create function public.forget_overdue(p_subject uuid, p_after interval) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_after < interval '1 day' then
    raise exception 'Nothing is deleted for its age within a day.' using errcode = 'invalid_parameter_value';
  end if;
  perform j.id from public.asset_generation_jobs j where j.subject_id = p_subject
  order by array_position(public.all_assets(), j.asset_type), j.id for update;
  if not public.is_overdue(p_subject, p_after) then
    return false;
  end if;
  return public.forget_subject(p_subject);
end $$;

do $$
declare
  given text;
begin
  foreach given in array array['is_overdue(uuid, interval)', 'forget_overdue(uuid, interval)'] loop
    execute format('revoke execute on function public.%s from public, anon, authenticated', given);
    execute format('grant execute on function public.%s to service_role, storytailor_dagster', given);
  end loop;
end $$;

-- Providers' answers that are still kept, by age.
create index attempts_kept on public.generation_attempts (created_at) where result_key is not null;
