-- Ready parts in the order in which they became so: those whose objects are looked for, first the newest, then all in turn.
create index jobs_ready on public.asset_generation_jobs (completed_at, id) where status = 'ready';
