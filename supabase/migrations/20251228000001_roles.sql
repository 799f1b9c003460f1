-- What Supabase brings and plain Postgres lacks: three roles, the schema `auth`, and auth.uid().
-- Only what is missing is made: on Supabase these belong to others.
do $$
declare
  -- whoever makes a role on 16 and later may grant it, but not act as it until it is granted
  may_act text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  if not exists (select from pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'service_role') then
    begin
      create role service_role nologin noinherit bypassrls;
    exception when insufficient_privilege then
      create role service_role nologin noinherit;
    end;
  end if;
  if not (pg_has_role(current_user, 'anon', may_act) and pg_has_role(current_user, 'authenticated', may_act)
          and pg_has_role(current_user, 'service_role', may_act)) then
    execute format('grant anon, authenticated, service_role to %I', current_user);
  end if;
end $$;

do $$
begin
  if to_regnamespace('auth') is null then
    execute 'create schema auth';
    execute 'grant usage on schema auth to anon, authenticated, service_role';
  end if;
  if to_regprocedure('auth.uid()') is null then
    execute $function$
      create function auth.uid() returns uuid language sql stable set search_path = '' as $body$
        select nullif(coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                               nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'), '')::uuid
      $body$
    $function$;
  end if;
end $$;
