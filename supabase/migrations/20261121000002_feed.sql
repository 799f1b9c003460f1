-- Says that a story changed, to whoever listens: its id and its revision, and nothing about it.
create function public.stories_announce() returns trigger language plpgsql set search_path = '' as $$
declare
  told record := case tg_op when 'DELETE' then old else new end;
begin
  perform pg_notify('storytailor', json_build_object(
    'table', tg_table_name, 'type', tg_op, 'id', told.id, 'rev', told.revision)::text);
  return null;
end $$;
create trigger stories_announce after insert or update or delete on public.stories
  for each row execute function public.stories_announce();
