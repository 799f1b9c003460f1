-- What ended when: for figures, and for what an operator is told. Ready parts have their own index.
create index stories_by_end on public.stories (asset_generation_completed_at);
create index characters_by_end on public.characters (asset_generation_completed_at);
create index jobs_failed on public.asset_generation_jobs (completed_at) where status = 'failed';
