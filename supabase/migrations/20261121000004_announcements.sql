-- Announcements say whom a change concerns and when it was made, still nothing of what is in the row. Whoever hears of
-- one reads the row again as themselves: row level security decides, the owner's id only saves asking for everybody else.
create function public.announce_change() returns trigger language plpgsql set search_path = '' as $$
declare
  told record := case tg_op when 'DELETE' then old else new end;
begin
  perform pg_notify('storytailor', json_build_object(
    'table', tg_table_name, 'type', tg_op, 'id', told.id, 'rev', told.revision, 'owner', told.creator_user_id,
    'at', clock_timestamp())::text);
  return null;
end $$;
drop trigger stories_announce on public.stories;
create trigger stories_announce after insert or update or delete on public.stories
  for each row execute function public.announce_change();
drop function public.stories_announce();

-- The channel of the first days, which nobody listens to any more.
drop trigger stories_notify on public.stories;
drop function public.stories_notify();
