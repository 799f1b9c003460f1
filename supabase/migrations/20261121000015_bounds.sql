-- What a client may write into a row itself, without the API: JSON that every reader of it can take. Deeper than 32 levels
-- it is read by nobody without going as deep; a number beyond 10^15 is none to a browser, and may have more digits than a
-- program takes. Rows that are there already are left alone. Triggers and no constraints: a constraint's refusal writes
-- the whole row, names included, into the server's log.
create function public.is_bounded(given jsonb) returns boolean language sql immutable parallel safe
set search_path = '' as $$
  select given is null or (
    octet_length(given::text) <= 262144
    and not jsonb_path_exists(given, 'strict $.**{33}')
    and not jsonb_path_exists(given, 'strict $.** ? (@.type() == "number" && (@ > 1000000000000000 || @ < -1000000000000000))')
  )
$$;

create function public.refuse_unbounded() returns trigger language plpgsql set search_path = '' as $$
begin
  if exists (select from unnest(tg_argv) as named (name)
             where not public.is_bounded(to_jsonb(new) -> named.name)) then
    raise exception 'A request is nested too deep, too large, or has too great a number.'
      using errcode = 'check_violation', constraint = tg_table_name || '_bounded';
  end if;
  return new;
end $$;

create trigger stories_bounded before insert or update of title, metadata on public.stories
  for each row execute function public.refuse_unbounded('title', 'metadata');
create trigger characters_bounded
  before insert or update of name, species, personality, traits, inclusivity_traits, metadata on public.characters
  for each row execute function public.refuse_unbounded(
    'name', 'species', 'personality', 'traits', 'inclusivity_traits', 'metadata');
