-- What ended when: for figures, and for what an operator is told. Ready parts have their own index.
create index stories_by_end on public.stories (asset_generation_completed_at);
create index characters_by_end on public.characters (asset_generation_completed_at);
create index jobs_failed on public.asset_generation_jobs (completed_at) where status = 'failed';

-- Three figures for whoever may see no webhook: endpoints that have done nothing but fail for so long, those disabled for it
-- within a day, and how late deliveries are.
create function public.webhook_signs(p_span interval, out failing bigint, out disabled bigint, out late interval)
language sql stable security definer set search_path = '' as $$
  select (select count(*) from public.webhook_endpoints e where e.disabled_at is null and e.failing_since < now() - p_span),
         (select count(*) from public.webhook_endpoints e
          where e.disabled_why = 'failing' and e.disabled_at > now() - interval '1 day'),
         (select coalesce(max(now() - d.next_attempt_at), '0') from public.webhook_deliveries d
          where d.status = 'pending' and d.next_attempt_at < now())
$$;
revoke execute on function public.webhook_signs(interval) from public, anon, authenticated;
grant execute on function public.webhook_signs(interval) to service_role, storytailor_dagster;
